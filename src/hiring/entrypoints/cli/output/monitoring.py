"""What is said of a check, for people and for machines."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from hiring.application.monitoring.checks.check_drift import DailyReport, RealisedPrecision
from hiring.application.monitoring.checks.check_monitor import MonitorReport
from hiring.domain.decisions import Alert
from hiring.domain.display import count_of
from hiring.domain.monitoring.alerts import AlertEvent, Policy, WatchedAlert
from hiring.domain.monitoring.days import DayCheck
from hiring.domain.monitoring.drift.findings import DriftFinding, DriftVerdict
from hiring.domain.monitoring.drift.rules import ENOUGH
from hiring.domain.monitoring.quality.quality import AnswerQuality
from hiring.entrypoints.advice import profile_words


def monitor_json(report: MonitorReport) -> dict[str, Any]:
    """A check for machines."""
    window = report.window
    return {
        "policy": report.policy.value,
        "start": window.start.isoformat(),
        "end": window.end.isoformat(),
        "volume": window.volume,
        "enough_data": window.enough,
        "hours": [{**asdict(hour), "start": hour.start.isoformat()} for hour in window.hours],
        "findings": [{**asdict(finding), "verdict": finding.verdict.value} for finding in window.findings],
        "precision": {**asdict(window.precision), "precision": window.precision.precision},
        "days": None if report.days is None else [_day_json(day) for day in report.days],
        "quality": [quality.to_json() for quality in report.quality],
        "alerts": [alert_json(alert) for alert in report.alerts],
        "new_alerts": [alert.id for alert in report.new],
    }


def monitor_lines(report: MonitorReport, profile: str | None = None) -> list[str]:
    """A check of a profile's answers, for people."""
    lines = [*_window_lines(report.window, report.policy), *_days_lines(report.days, profile)]
    for quality in report.quality:
        lines += _quality_lines(quality)
    lines += [f"  ALERT {alert_line(alert)}" for alert in report.alerts]
    open_alerts = f"{count_of(len(report.alerts), 'alert')} ({len(report.new)} new)"
    return [*lines, f"{open_alerts} by the policy {report.policy.value}"]


def alert_json(watched: WatchedAlert) -> dict[str, Any]:
    """An alert for machines."""
    first, last = watched.first, watched.last
    return {
        "id": watched.id,
        "status": watched.status.value,
        "feature": first.feature,
        "rule": first.rule,
        "model_path": first.model_path,
        "since": first.window_start.isoformat(),
        "opened_at": first.created_at.isoformat(),
        "last_found_at": last.created_at.isoformat(),
        "notified_at": None if watched.notified_at is None else watched.notified_at.isoformat(),
        "findings": watched.findings,
        "base": last.base,
        "now": last.now,
        "change": last.change,
        "events": [_event_json(event) for event in watched.events],
    }


def alert_line(watched: WatchedAlert) -> str:
    """An alert for people."""
    first = watched.first
    return (
        f"{watched.id}  {watched.status.value:<12}  since {first.window_start:%Y-%m-%d}  "
        f"{first.feature}: {first.rule}{_figures(watched.last)}"
    )


def event_line(event: AlertEvent) -> str:
    """What was done with an alert, for people."""
    until = "" if event.until is None else f" until {event.until:%Y-%m-%d %H:%M}"
    return f"  {event.at:%Y-%m-%d %H:%M}  {event.status.value}{until} by {event.actor}: {event.reason}"


def _window_lines(window: DailyReport, policy: Policy) -> list[str]:
    lines = [
        (
            f"from {window.start:%Y-%m-%d %H:%M} to {window.end:%Y-%m-%d %H:%M} UTC: "
            f"{count_of(window.volume, 'answer')}"
        )
    ]
    if not window.volume:
        return lines
    lines += [
        f"  {hour.start:%Y-%m-%d %H}h  {hour.volume:>8,}  average score {hour.mean_score:.3f}"
        for hour in window.hours
    ]
    if policy is Policy.SIMPLE:
        lines += _simple_lines(window)
    return lines + _precision_lines(window.precision)


def _simple_lines(window: DailyReport) -> list[str]:
    if not window.enough:
        return [f"not enough data for a verdict on drift: fewer than {ENOUGH} answers"]
    checked = {finding.feature for finding in window.findings}
    silent = {f.feature for f in window.findings if f.verdict is DriftVerdict.CANNOT_SAY}
    return [
        *[_finding_line(finding) for finding in window.alerts],
        f"{len(window.alerts)} of {count_of(len(checked), 'feature')} moved, {len(silent)} cannot say",
    ]


def _finding_line(finding: DriftFinding) -> str:
    if finding.change is None:
        return f"  {finding.feature}: {finding.rule}"
    rule = "" if finding.rule == finding.verdict.value else f"{finding.rule} "
    return (
        f"  {finding.feature}: {rule}{finding.now:.3f} now, {finding.base:.3f} in the baseline "
        f"({finding.change:+.2f}, limit {finding.limit})"
    )


def _precision_lines(realised: RealisedPrecision) -> list[str]:
    if realised.precision is None:
        return []
    return [
        (
            f"realised precision {realised.precision:.3f}: {realised.hired:,} hired of "
            f"{count_of(realised.known, 'approved answer')} with a known outcome "
            f"({realised.approved:,} approved)"
        )
    ]


def _days_lines(days: Sequence[DayCheck] | None, profile: str | None) -> list[str]:
    if days is None:
        return [
            (
                "complete days were not checked: the baseline is of an older program; "
                f"`hiring-cli monitor baseline{profile_words(profile)}` records another"
            )
        ]
    if not days:
        return ["no complete UTC day to check: a day is checked once it is over"]
    first, last = days[0].day, days[-1].day
    count = count_of(len({day.day for day in days}), "complete UTC day")
    return [
        (
            f"{count} checked, from {first:%Y-%m-%d} to {last:%Y-%m-%d}: "
            f"{count_of(sum(day.answers for day in days), 'answer')}"
        )
    ]


def _quality_lines(quality: AnswerQuality) -> list[str]:
    promise, answers = quality.promise, quality.answers
    if not quality.known:
        return []
    line = (
        f"{answers.model_version}: {quality.hired:,} hired of "
        f"{count_of(quality.known, 'approved answer')} with a known outcome after the maturity window "
        f"({answers.matured:,} matured)"
    )
    if promise is None:
        return [line]
    verdict = "broken" if promise.broken else "not contradicted"
    return [line, f"  promised precision {promise.promised:g}: {verdict} (evidence {promise.evidence:.3g}:1)"]


def _day_json(day: DayCheck) -> dict[str, Any]:
    return {
        "day": day.day.date().isoformat(),
        "model_version": day.model_version,
        "profile": day.profile,
        "answers": day.answers,
        "approved": day.approved,
        "findings": [{"indicator": name, **finding} for name, finding in day.findings.items()],
    }


def _figures(alert: Alert) -> str:
    if alert.base is None or alert.now is None:
        return ""
    return f", {alert.now:.3f} now, {alert.base:.3f} in the baseline"


def _event_json(event: AlertEvent) -> dict[str, Any]:
    return {
        "at": event.at.isoformat(),
        "status": event.status.value,
        "actor": event.actor,
        "reason": event.reason,
        "until": None if event.until is None else event.until.isoformat(),
    }
