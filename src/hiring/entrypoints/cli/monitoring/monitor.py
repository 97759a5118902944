"""`hiring-cli monitor`: baseline and daily."""

from datetime import datetime, timedelta

import click

from hiring.bootstrap.use_cases.monitoring import Monitoring
from hiring.domain.display import count_of
from hiring.domain.records import TableName
from hiring.entrypoints.cli.exit_codes import NEW_ALERT
from hiring.entrypoints.cli.monitoring.alerts import alerts
from hiring.entrypoints.cli.monitoring.monitor_report import monitor_report
from hiring.entrypoints.cli.options.opening import open_hiring
from hiring.entrypoints.cli.options.options import moment_or_now, own_table_option, profile_option
from hiring.entrypoints.cli.output.monitoring import monitor_json, monitor_lines
from hiring.entrypoints.cli.output.notified import notified_json, notified_warnings
from hiring.entrypoints.cli.output.output import emit, json_option, note
from hiring.settings import load_settings

_MOST_DAYS = 366
_LONGEST_WINDOW = 31 * 24


@click.group()
def monitor() -> None:
    """Record a baseline, check the answers against it, and follow up alerts.

    \b
    Examples:
      hiring-cli monitor baseline
      hiring-cli monitor daily --fail-on-alert
      hiring-cli monitor alerts list
    """


monitor.add_command(alerts)
monitor.add_command(monitor_report)


@monitor.command()
@profile_option
@own_table_option("--from", "source", "Gold table to describe.")
@click.option("--version", "version_id", metavar="ID", help="Watch this version instead of what serves.")
@click.option(
    "--answers",
    "days",
    type=click.IntRange(1, _MOST_DAYS),
    metavar="DAYS",
    help="Describe the answers of so many complete days instead, in the bands of the baseline before.",
)
@json_option
def baseline(
    profile: str, source: TableName | None, version_id: str | None, days: int | None, *, as_json: bool
) -> None:
    """Store what gold features, scores and decisions look like, to measure drift against.

    A gold table holds people who were decided upon. If those who are asked about differ from the first day
    on, let a few weeks of answers be the baseline: --answers.

    \b
    Examples:
      hiring-cli monitor baseline
      hiring-cli monitor baseline --answers 28
    """
    settings = load_settings()
    if days is not None and version_id is not None:
        raise click.UsageError("--answers describes what answered; --version does not go with it")
    with open_hiring(Monitoring, settings, profile) as hiring:
        if days is None:
            record = hiring.record_baseline(source or hiring.gold_table, version_id)
            kept = record(model_path=hiring.models.place)
        else:
            kept = hiring.rebase_on_answers()(days)
    result = {
        "created_at": kept.created_at.isoformat(),
        "model_path": kept.model_path,
        "stats": dict(kept.stats),
    }
    emit(result, [f"baseline of {count_of(len(kept.stats), 'feature')} stored"], as_json=as_json)


@monitor.command()
@click.option(
    "--at", "end", callback=moment_or_now, metavar="TIME", help="End of the window, UTC; default: now."
)
@click.option(
    "--window",
    "hours",
    type=click.IntRange(1, _LONGEST_WINDOW),
    default=24,
    show_default=True,
    metavar="HOURS",
    help="How long the window is that volume and the policy `simple` look at.",
)
@profile_option
@click.option("--fail-on-alert", is_flag=True, help="Exit 1 if this check opens an alert.")
@json_option
def daily(end: datetime, hours: int, profile: str, *, fail_on_alert: bool, as_json: bool) -> None:
    """Check the last hours, and every complete UTC day since the last check (at most 31).

    It looks at the answers of the profile's models; run it for each profile that has a baseline. What alerts
    is what HIRING_DRIFT_POLICY says: `sequential` (default) gathers evidence over complete days, `simple`
    compares the window. Alerts are stored; `hiring-cli monitor alerts` follows them up. To run it twice
    changes nothing. If HIRING_ALERT_WEBHOOK is set, it is told of each open alert once; that it cannot be
    reached is a warning, and tried again by the next check.

    \b
    Examples:
      hiring-cli monitor daily
      hiring-cli monitor daily --fail-on-alert
      hiring-cli monitor daily --at 2026-11-23T00:00:00Z --json
    """
    with open_hiring(Monitoring, profile=profile) as hiring:
        report = hiring.check_monitor()(end, timedelta(hours=hours))
        notified = hiring.notify_alerts()()
    for line in notified_warnings(notified):
        note(line)
    result = monitor_json(report) | {"webhook": notified_json(notified)}
    emit(result, monitor_lines(report, profile), as_json=as_json)
    if fail_on_alert and report.new:
        raise SystemExit(NEW_ALERT)
