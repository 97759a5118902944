"""`hiring-cli promote`, `model rollback` and `model history`: which version serves, since when and why."""

from datetime import UTC, datetime
from typing import Any

import click

from hiring.application.lifecycle.list_models import DeploymentEvent
from hiring.bootstrap.use_cases.models import Models
from hiring.domain.models import ModelVersion
from hiring.entrypoints.cli.options.actor import actor
from hiring.entrypoints.cli.options.opening import open_hiring
from hiring.entrypoints.cli.options.options import (
    accept_leakage_option,
    acceptance,
    profile_option,
    reason_option,
)
from hiring.entrypoints.cli.output.output import emit, json_option, note


@click.command()
@click.argument("version")
@click.option(
    "--allow-uncertified",
    "allowed",
    is_flag=True,
    help="Let it serve although its threshold is not certified; needs --reason.",
)
@click.option(
    "--threshold",
    type=click.FloatRange(0.0, 1.0, min_open=True),
    metavar="X",
    help="Approve scores of at least this; only with --allow-uncertified.",
)
@profile_option
@accept_leakage_option
@reason_option("Reason; kept in the history of deployments.")
@json_option
def promote(  # one argument an option
    version: str,
    profile: str,
    threshold: float | None,
    reason: str | None,
    *,
    allowed: bool,
    accept_leakage: bool,
    as_json: bool,
) -> None:
    """Let a stored version serve, at the place of its profile's models.

    A version with a leakage alarm is refused, unless --accept-leakage-alarm says that it is meant.

    A version without a certified threshold is refused, unless --allow-uncertified says that it is meant. It
    approves nobody then; with --threshold, a version of its own is made of the same model: it approves
    scores of at least that, its operating mode ends in -manual, and it tells who chose that, and why.

    \b
    Examples:
      hiring-cli promote 20261123T120000Z-1a2b3c4d --reason "better on the last quarter"
      hiring-cli promote 20261123T120000Z-1a2b3c4d --allow-uncertified --threshold 0.4 --reason "pilot in TI"
    """
    if accept_leakage:
        acceptance(reason, accept_leakage=True)
    if allowed and not reason:
        raise click.UsageError("--allow-uncertified needs --reason TEXT")
    if threshold is not None and not allowed:
        raise click.UsageError("--threshold needs --allow-uncertified: a chosen threshold is not certified")
    with open_hiring(Models, profile=profile) as hiring:
        step, who, why = hiring.promote_model(), actor(), reason or "promote"
        if allowed:
            served = step.uncertified(
                version, threshold=threshold, actor=who, reason=why, accept_leakage=accept_leakage
            )
        else:
            served = step(version, actor=who, reason=why, accept_leakage=accept_leakage)
    _emit_served(served, as_json=as_json)


@click.command()
@profile_option
@reason_option("Reason; kept in the history.", default="rollback")
@json_option
def rollback(profile: str, reason: str, *, as_json: bool) -> None:
    """Let the version that served before the current one serve again.

    It has served before, so its certificate is not checked again. Rolling back twice returns to the start.

    \b
    Examples:
      hiring-cli model rollback --reason "approves too many"
    """
    with open_hiring(Models, profile=profile) as hiring:
        before = hiring.list_models()().serves
        served = hiring.roll_back_model()(actor=actor(), reason=reason)
    _emit_served(served, as_json=as_json)
    if before is not None:
        note(f"{before} served until now: rolling back once more returns to it, not to an older version")


@click.command()
@profile_option
@click.option(
    "--at",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"]),
    help=("Show only what served at this time (UTC)."),
)
@json_option
def history(profile: str, at: datetime | None, *, as_json: bool) -> None:
    """Print which version was put into service, when, by whom and why, oldest first.

    \b
    Examples:
      hiring-cli model history
      hiring-cli model history --at 2026-11-23T12:00:00Z --json
    """
    with open_hiring(Models, profile=profile) as hiring:
        events = hiring.list_models().history(None if at is None else at.replace(tzinfo=UTC))
    lines = [_event_line(event) for event in events]
    emit(
        {"deployments": [_event(event) for event in events]},
        lines or ["nothing has served here"],
        as_json=as_json,
    )


def _emit_served(served: ModelVersion, *, as_json: bool) -> None:
    result = {
        "version": served.id,
        "serves": served.path,
        "operating_mode": served.card.operating_mode,
        "threshold": served.card.threshold,
    }
    emit(result, [f"{served.id} now serves as {served.path}"], as_json=as_json)


def _event(event: DeploymentEvent) -> dict[str, Any]:
    done, version = event.deployment, event.version
    return {
        "at": done.at.isoformat(),
        "version": done.version_id,
        "digest": done.digest,
        "path": done.path,
        "actor": done.actor,
        "reason": done.reason,
        "operating_mode": None if version is None else version.card.operating_mode,
        "threshold": None if version is None else version.card.threshold,
        "carried_out": event.carried_out,
    }


def _event_line(event: DeploymentEvent) -> str:
    done, version = event.deployment, event.version
    mode = "not registered" if version is None else version.card.operating_mode
    failed = "" if event.carried_out else "  NOT CARRIED OUT: it was found not to serve"
    when = f"{done.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    return f"{when} UTC  {done.version_id}  {mode:<18}  by {done.actor}: {done.reason}{failed}"
