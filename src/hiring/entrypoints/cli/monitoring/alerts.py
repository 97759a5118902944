"""`hiring-cli monitor alerts`: what is alarming, and what is done about it."""

from datetime import UTC, datetime
from typing import Any

import click

from hiring.domain.decisions import Alert
from hiring.domain.monitoring.alerts import AlertEvent, AlertStatus, WatchedAlert
from hiring.entrypoints.cli.options.actor import actor
from hiring.entrypoints.cli.options.opening import open_hiring
from hiring.entrypoints.cli.options.options import moment, reason_option
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
    with open_hiring() as hiring:
        found = [each for each in hiring.list_alerts()() if ended or not each.status.ends]
    result = {"alerts": [alert_json(each) for each in found]}
    emit(result, [alert_line(each) for each in found] or ["no alerts"], as_json=as_json)


@alerts.command()
@click.argument("alert", metavar="ID")
@json_option
def show(alert: str, *, as_json: bool) -> None:
    """Show an alert with everything that was done about it."""
    with open_hiring() as hiring:
        found = hiring.list_alerts().one(alert)
    lines = [alert_line(found), f"  found {found.findings:,} times, last {found.last.window_end:%Y-%m-%d}"]
    emit(alert_json(found), lines + [_event_line(event) for event in found.events], as_json=as_json)


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
    if reason is None:
        raise click.UsageError("--reason TEXT is needed: it is kept with the alert")
    with open_hiring() as hiring:
        found = hiring.follow_up_alert()(alert, status, actor=actor(), reason=reason, until=until)
    note(f"{found.id} is {found.status.value}")


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


def _event_line(event: AlertEvent) -> str:
    until = "" if event.until is None else f" until {event.until:%Y-%m-%d %H:%M}"
    return f"  {event.at:%Y-%m-%d %H:%M}  {event.status.value}{until} by {event.actor}: {event.reason}"
