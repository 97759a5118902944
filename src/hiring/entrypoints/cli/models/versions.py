"""`hiring-cli model`: which versions there are, which one serves, and changing that."""

from datetime import UTC, datetime
from typing import Any, Final

import click

from hiring.application.lifecycle.list_models import DeploymentEvent
from hiring.application.lifecycle.verify_models import VersionCheck
from hiring.domain.errors import Unavailable
from hiring.domain.features import CANDIDATE
from hiring.domain.models import ModelVersion
from hiring.entrypoints.advice import with_advice
from hiring.entrypoints.cli.exit_codes import EXIT_CODES
from hiring.entrypoints.cli.options.actor import actor
from hiring.entrypoints.cli.options.opening import open_hiring
from hiring.entrypoints.cli.options.options import (
    accept_leakage_option,
    acceptance,
    profile_option,
    reason_option,
)
from hiring.entrypoints.cli.output.knowledge import knowledge_lines
from hiring.entrypoints.cli.output.output import emit, json_option, note
from hiring.entrypoints.cli.output.promises import promise_lines
from hiring.entrypoints.cli.output.training import figure
from hiring.training_json import encode_record

CORRUPT: Final = EXIT_CODES[Unavailable]


@click.group()
def model() -> None:
    """List, show, promote, roll back and verify the stored versions."""


@model.command("list")
@profile_option
@json_option
def list_versions(profile: str, *, as_json: bool) -> None:
    """List all registered versions of a profile, oldest training first; a star marks the one that serves.

    \b
    Examples:
      hiring-cli model list
      hiring-cli model list --json
    """
    with open_hiring(profile=profile) as hiring:
        found = hiring.list_models()()
    versions = [
        {**_summary(version), "serves": version.id == found.serves, "registered": version in found.versions}
        for version in (*found.versions, *found.unregistered)
    ]
    lines = [_line(version, serves=version.id == found.serves) for version in found.versions]
    lines += [
        f"{_line(version, serves=version.id == found.serves)}  not registered in this store"
        for version in found.unregistered
    ]
    emit({"serves": found.serves, "versions": versions}, lines or ["no versions yet"], as_json=as_json)


@model.command()
@click.argument("version", required=False)
@profile_option
@json_option
def show(version: str | None, profile: str, *, as_json: bool) -> None:
    """Show what is known of a version, or of the one that serves: its card, as it was stored.

    \b
    Examples:
      hiring-cli model show
      hiring-cli model show 20261123T120000Z-1a2b3c4d --json
    """
    with open_hiring(profile=profile) as hiring:
        shown = hiring.show_model()(version)
    found = shown.version
    result = {
        **_summary(found),
        "path": found.path,
        "digest": found.digest,
        "profile": found.card.profile,
        "rule_fingerprint": found.card.rule_fingerprint,
        "feature_columns": list(found.card.feature_columns),
        "metadata": encode_record(found.card.training),
    }
    lines = [_line(found, serves=shown.serves), f"  {found.path}", f"  digest {found.digest}"]
    lines += [
        *(f"  {line}" for line in promise_lines(found.card)),
        *(f"  {line}" for line in knowledge_lines(found.card.training.knowledge)),
        *_manual_lines(found),
        *_leakage_lines(found),
    ]
    emit(result, lines, as_json=as_json)


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
    with open_hiring(profile=profile) as hiring:
        step, who, why = hiring.promote_model(), actor(), reason or "promote"
        if allowed:
            served = step.uncertified(
                version, threshold=threshold, actor=who, reason=why, accept_leakage=accept_leakage
            )
        else:
            served = step(version, actor=who, reason=why, accept_leakage=accept_leakage)
    _emit_served(served, as_json=as_json)


model.add_command(promote)


@model.command()
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
    with open_hiring(profile=profile) as hiring:
        before = hiring.list_models()().serves
        served = hiring.roll_back_model()(actor=actor(), reason=reason)
    _emit_served(served, as_json=as_json)
    if before is not None:
        note(f"{before} served until now: rolling back once more returns to it, not to an older version")


@model.command()
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
    with open_hiring(profile=profile) as hiring:
        events = hiring.list_models().history(None if at is None else at.replace(tzinfo=UTC))
    lines = [_event_line(event) for event in events]
    emit(
        {"deployments": [_event(event) for event in events]},
        lines or ["nothing has served here"],
        as_json=as_json,
    )


@model.command()
@json_option
@click.pass_context
def verify(context: click.Context, *, as_json: bool) -> None:
    """Check every file of every version against its digests, and the digests against the registry.

    Exit 75 if anything differs. No model is loaded, and nothing is unpickled.

    \b
    Examples:
      hiring-cli model verify
      hiring-cli model verify --json
    """
    with open_hiring() as hiring:
        checks = {name: hiring.for_profile(name).verify_models()() for name in hiring.profiles}
    sound = all(check.sound for found in checks.values() for check in found)
    told = [_check(name, check) for name, found in checks.items() for check in found]
    lines = [_check_line(name, check) for name, found in checks.items() for check in found]
    result = {"sound": sound, "checks": told}
    emit(result, lines, as_json=as_json)
    context.exit(0 if sound else CORRUPT)


def _check(profile: str, check: VersionCheck) -> dict[str, Any]:
    return {
        "profile": profile,
        "what": check.what,
        "path": check.path,
        "sound": check.sound,
        "said": _said(profile, check),
    }


def _check_line(profile: str, check: VersionCheck) -> str:
    whose = "" if profile == CANDIDATE.name else f" ({profile})"
    return f"{'ok ' if check.sound else 'BAD'} {check.what}{whose}: {_said(profile, check)}"


def _said(profile: str, check: VersionCheck) -> str:
    return check.said if check.failure is None else with_advice(check.failure, profile)


def _emit_served(served: ModelVersion, *, as_json: bool) -> None:
    result = {
        "version": served.id,
        "serves": served.path,
        "operating_mode": served.card.operating_mode,
        "threshold": served.card.threshold,
    }
    emit(result, [f"{served.id} now serves as {served.path}"], as_json=as_json)


def _summary(version: ModelVersion) -> dict[str, Any]:
    card = version.card
    return {
        "version": version.id,
        "trained_at": card.trained_at.isoformat(),
        "operating_mode": card.operating_mode,
        "certified": card.certified,
        "threshold": card.threshold,
        "roc_auc": _roc_auc(version),
        "leakage_alarm": card.leakage_alarm,
    }


def _line(version: ModelVersion, *, serves: bool) -> str:
    card = version.card
    return (
        f"{'*' if serves else ' '} {version.id}  {card.operating_mode:<18}  threshold {card.threshold:.4f}  "
        f"ROC AUC {figure(_roc_auc(version))}{'  LEAKAGE ALARM' if card.leakage_alarm else ''}"
    )


def _manual_lines(version: ModelVersion) -> list[str]:
    manual = version.card.training.manual
    if manual is None:
        return []
    return [f"  threshold chosen by {manual.actor} at {manual.at}, of {manual.of}: {manual.reason}"]


def _leakage_lines(version: ModelVersion) -> list[str]:
    if not version.card.leakage_alarm:
        return []
    accepted = version.card.training.leakage_accepted
    said = "" if accepted is None else f"; accepted by {accepted.actor} at {accepted.at}: {accepted.reason}"
    return [f"  leakage alarm: {', '.join(version.card.suspects)} too good to be true{said}"]


def _roc_auc(version: ModelVersion) -> float | None:
    test = version.card.training.test
    return None if test is None else test.roc_auc


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
