"""`hiring-cli monitor`: baseline and daily."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from hiring.application.monitoring.check_drift import DailyReport
from hiring.domain.display import count_of
from hiring.domain.monitoring.findings import DriftFinding, DriftVerdict
from hiring.domain.monitoring.rules import ENOUGH
from hiring.domain.records import TableName
from hiring.entrypoints.cli.monitoring.alerts import alerts
from hiring.entrypoints.cli.options.opening import open_hiring
from hiring.entrypoints.cli.options.options import moment_or_now, table_option
from hiring.entrypoints.cli.output.output import emit, json_option
from hiring.settings import load_settings


@click.group()
def monitor() -> None:
    """Record a baseline and check the last day for drift."""


monitor.add_command(alerts)


@monitor.command()
@table_option("--from", "source", "gold_applicants", "Gold table to describe.")
@click.option("--version", "version_id", metavar="ID", help="Watch this version instead of what serves.")
@json_option
def baseline(source: TableName, version_id: str | None, *, as_json: bool) -> None:
    """Store what the gold features look like, to measure drift against.

    \b
    Examples:
      hiring-cli monitor baseline
    """
    settings = load_settings()
    with open_hiring(settings) as hiring:
        kept = hiring.record_baseline(source, version_id)(model_path=str(settings.model_artifact))
    result = {
        "created_at": kept.created_at.isoformat(),
        "model_path": kept.model_path,
        "stats": dict(kept.stats),
    }
    emit(result, [f"baseline of {count_of(len(kept.stats), 'feature')} stored"], as_json=as_json)


@monitor.command()
@click.option(
    "--at", "end", callback=moment_or_now, metavar="TIME", help="End of the 24 hours, UTC; default: now."
)
@json_option
def daily(end: datetime, *, as_json: bool) -> None:
    """Check the last 24 hours: volume and average score by hour, drift alerts, realised precision.

    Alerts are stored in drift_alerts, one per window, model, feature and rule.

    \b
    Examples:
      hiring-cli monitor daily
      hiring-cli monitor daily --at 2026-11-23T00:00:00Z --json
    """
    with open_hiring() as hiring:
        report = hiring.check_drift()(end)
    emit(daily_json(report), daily_lines(report), as_json=as_json)


def daily_json(report: DailyReport) -> dict[str, Any]:
    """A day for machines."""
    return {
        "start": report.start.isoformat(),
        "end": report.end.isoformat(),
        "volume": report.volume,
        "enough_data": report.enough,
        "hours": [{**asdict(hour), "start": hour.start.isoformat()} for hour in report.hours],
        "findings": [{**asdict(finding), "verdict": finding.verdict.value} for finding in report.findings],
        "alerts": [finding.feature for finding in report.alerts],
        "new_alerts": report.new_alerts,
        "precision": {**asdict(report.precision), "precision": report.precision.precision},
    }


def daily_lines(report: DailyReport) -> list[str]:
    """A day for people."""
    lines = [
        (
            f"from {report.start:%Y-%m-%d %H:%M} to {report.end:%Y-%m-%d %H:%M} UTC: "
            f"{count_of(report.volume, 'answer')}"
        )
    ]
    if not report.volume:
        return [*lines, "no data, so no verdict on drift"]
    lines += [
        f"  {hour.start:%Y-%m-%d %H}h  {hour.volume:>8,}  average score {hour.mean_score:.3f}"
        for hour in report.hours
    ]
    if not report.enough:
        lines.append(f"not enough data for a verdict on drift: fewer than {ENOUGH} answers")
    lines += [_alert_line(finding) for finding in report.alerts]
    checked = {finding.feature for finding in report.findings}
    silent = {f.feature for f in report.findings if f.verdict is DriftVerdict.CANNOT_SAY}
    lines.append(
        f"{count_of(len(report.alerts), 'alert')} ({report.new_alerts} new) "
        f"on {count_of(len(checked), 'feature')}, {len(silent)} cannot say"
    )
    realised = report.precision
    if realised.precision is not None:
        lines.append(
            f"realised precision {realised.precision:.3f}: {realised.hired:,} hired of {realised.known:,} "
            f"approved people with a known outcome ({realised.approved:,} approved)"
        )
    return lines


def _alert_line(finding: DriftFinding) -> str:
    if finding.change is None:
        return f"  ALERT {finding.feature}: {finding.rule}"
    rule = "" if finding.rule == finding.verdict.value else f"{finding.rule} "
    return (
        f"  ALERT {finding.feature}: {rule}{finding.now:.3f} now, {finding.base:.3f} in the baseline "
        f"({finding.change:+.2f}, limit {finding.limit})"
    )
