"""`hiring-cli monitor alerts`: what is alarming, and what is done about it."""

from datetime import UTC, datetime

import click

from hiring.bootstrap.use_cases.monitoring import Monitoring
from hiring.domain.monitoring.alerts import AlertStatus
from hiring.entrypoints.cli.options.actor import actor
from hiring.entrypoints.cli.options.opening import open_hiring
from hiring.entrypoints.cli.options.options import moment, reason_option
from hiring.entrypoints.cli.output.monitoring import alert_json, alert_line, event_line
from hiring.entrypoints.cli.output.output import emit, json_option, note


@click.group()
def alerts() -> None:
    """List alerts and say what is to become of them.

    As long as an alert is not closed or accepted, finding the same again belongs to it.

    \b
    Examples:
      hiring-cli monitor alerts list
      hiring-cli monitor alerts ack 1c1a9011 --reason "the campaign in Recife"
    """


@alerts.command("list")
@click.option("--all", "ended", is_flag=True, help="Also those that are closed or accepted as normal.")
@json_option
def list_alerts(*, ended: bool, as_json: bool) -> None:
    """List the alerts that are not closed, the oldest first.

    \b
    Examples:
      hiring-cli monitor alerts list --all --json
    """
    with open_hiring(Monitoring) as hiring:
        found = [each for each in hiring.list_alerts()() if ended or not each.status.ends]
    result = {"alerts": [alert_json(each) for each in found]}
    emit(result, [alert_line(each) for each in found] or ["no alerts"], as_json=as_json)


@alerts.command()
@click.argument("alert", metavar="ID")
@json_option
def show(alert: str, *, as_json: bool) -> None:
    """Show an alert with everything that was done about it."""
    with open_hiring(Monitoring) as hiring:
        found = hiring.list_alerts().one(alert)
    lines = [alert_line(found), f"  found {found.findings:,} times, last {found.last.window_end:%Y-%m-%d}"]
    if found.notified_at is not None:
        lines.append(f"  {found.notified_at:%Y-%m-%d %H:%M}  the webhook was told")
    emit(alert_json(found), lines + [event_line(event) for event in found.events], as_json=as_json)


_why = reason_option("Why; kept with the alert.")


@alerts.command()
@click.argument("alert", metavar="ID")
@_why
def ack(alert: str, reason: str | None) -> None:
    """Acknowledge an alert: somebody is looking at it."""
    _follow_up(alert, AlertStatus.ACKNOWLEDGED, reason)


@alerts.command()
@click.argument("alert", metavar="ID")
@_why
def close(alert: str, reason: str | None) -> None:
    """Close an alert: the matter is settled; if it is found again, that is a new alert."""
    _follow_up(alert, AlertStatus.CLOSED, reason)


@alerts.command()
@click.argument("alert", metavar="ID")
@_why
def accept(alert: str, reason: str | None) -> None:
    """Accept a change as normal: from now on, this feature alone is held against what it was since then."""
    why = _required(reason)
    with open_hiring(Monitoring) as hiring:
        found = hiring.accept_alert()(alert, actor=actor(), reason=why)
    note(f"{found.id} is {found.status.value}; a new baseline of {found.first.feature} is recorded")


@alerts.command()
@click.argument("alert", metavar="ID")
@click.option("--until", callback=moment, required=True, metavar="TIME", help="When it counts again, UTC.")
@_why
def mute(alert: str, until: datetime, reason: str | None) -> None:
    """Mute an alert for a time: it stays, and is not called out.

    \b
    Examples:
      hiring-cli monitor alerts mute 1c1a9011 --until 2026-12-24 --reason "known until the new form is out"
    """
    if until <= datetime.now(UTC):
        raise click.BadParameter("it is in the past", param_hint="--until")
    _follow_up(alert, AlertStatus.MUTED, reason, until)


def _follow_up(alert: str, status: AlertStatus, reason: str | None, until: datetime | None = None) -> None:
    why = _required(reason)
    with open_hiring(Monitoring) as hiring:
        found = hiring.follow_up_alert()(alert, status, actor=actor(), reason=why, until=until)
    note(f"{found.id} is {found.status.value}")


def _required(reason: str | None) -> str:
    if reason is None:
        raise click.UsageError("--reason TEXT is needed: it is kept with the alert")
    return reason
