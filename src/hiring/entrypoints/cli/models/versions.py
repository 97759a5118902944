"""`hiring-cli model`: which versions there are, and whether they are sound."""

from typing import Any, Final

import click

from hiring.application.lifecycle.verify_models import VersionCheck
from hiring.bootstrap.use_cases.models import Models
from hiring.domain.errors import Unavailable
from hiring.domain.features import CANDIDATE
from hiring.domain.models import ModelVersion
from hiring.entrypoints.advice import with_advice
from hiring.entrypoints.cli.exit_codes import EXIT_CODES
from hiring.entrypoints.cli.models.deployments import history, promote, rollback
from hiring.entrypoints.cli.options.opening import open_hiring
from hiring.entrypoints.cli.options.options import profile_option
from hiring.entrypoints.cli.output.knowledge import knowledge_lines
from hiring.entrypoints.cli.output.output import emit, json_option
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
    with open_hiring(Models, profile=profile) as hiring:
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
    with open_hiring(Models, profile=profile) as hiring:
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


for command in (promote, rollback, history):
    model.add_command(command)


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
    with open_hiring(Models) as hiring:
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
