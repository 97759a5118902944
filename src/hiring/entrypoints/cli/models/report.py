"""`hiring-cli report`: a model's card as a page to read and to file."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from hiring.application.reporting.describe_model import Report
from hiring.bootstrap.pages import report_page
from hiring.bootstrap.use_cases.models import Models
from hiring.domain.evaluation.group_outcomes import FeatureOutcomes
from hiring.domain.features import Rule
from hiring.domain.models import Deployment
from hiring.domain.records import TableName
from hiring.entrypoints.cli.options.locale import language_here
from hiring.entrypoints.cli.options.opening import open_hiring
from hiring.entrypoints.cli.options.options import own_table_option, profile_option
from hiring.entrypoints.cli.output.evaluation import confusion_json, evaluation_json
from hiring.entrypoints.cli.output.output import emit, json_option
from hiring.entrypoints.cli.output.training import leakage_lines

_STANDINGS = {
    "certified": "CERTIFIED",
    "manual": "NOT CERTIFIED: its threshold was chosen by hand",
    "uncertified": "NOT CERTIFIED: it approves nobody",
}


@click.command()
@profile_option
@own_table_option("--from", "source", "Gold table to evaluate on.")
@click.option("--version", "version", metavar="ID", help="A stored version instead of the one that serves.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="File to write; default: model-report-ID.html in this folder.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(["pt", "en"]),
    help="Language of the page; default: Portuguese if the locale is, else English.",
)
@json_option
def report(  # one argument an option
    profile: str,
    source: TableName | None,
    version: str | None,
    out: Path | None,
    language: str | None,
    *,
    as_json: bool,
) -> None:
    """Write a model's report: one HTML page to read, print and file.

    It shows what is promised and on what grounds, how the model does on people it has not seen, what it
    looks at, what it learnt from, and its limits. The page has no script and needs no network. With --json,
    the same figures are printed too.

    \b
    Examples:
      hiring-cli report
      hiring-cli report --lang pt
      hiring-cli report --version 20261123T120000Z-1a2b3c4d --out card.html --json
    """
    with open_hiring(Models, profile=profile) as hiring:
        report_model = hiring.report_model(
            source or hiring.gold_table,
            version,
            lambda described: report_page(
                out or Path(f"model-report-{described.id}.html"), language or language_here()
            ),
        )
        made = report_model(hiring.profile_of(report_model.version))
    told = f"{made.report.evaluation.version.id}: {_STANDINGS[made.report.standing]}"
    lines = [told, *leakage_lines(made.report.evaluation.leakage), made.address]
    emit({**report_json(made.report), "page": made.address}, lines, as_json=as_json)


def report_json(described: Report) -> dict[str, Any]:
    """Everything that the page shows, for machines."""
    version, gold = described.evaluation.version, described.gold
    at, precision = described.at_evidence, described.at_evidence_precision
    return {
        **evaluation_json(described.evaluation),
        "standing": described.standing,
        "digest": version.digest,
        "profile": version.card.profile,
        "rule_fingerprint": version.card.rule_fingerprint,
        "trained_at": version.card.trained_at.isoformat(),
        "origin": {"libraries": dict(described.origin.libraries), "files": dict(described.origin.files)},
        "at_evidence": None if at is None else {**confusion_json(at), "intervals": {"precision": precision}},
        "year_shares": described.year_shares,
        "effects": [
            _effect(rule, effect) for rule, effect in zip(described.rules, described.effects, strict=True)
        ],
        "gold": {**asdict(gold), "statuses": dict(gold.statuses)},
        "deployments": [_deployment(event) for event in described.deployments],
    }


def _effect(rule: Rule, effect: FeatureOutcomes) -> dict[str, Any]:
    groups = [asdict(group) for group in effect.groups]
    return {"feature": rule.feature, "en": rule.en, "pt": rule.pt, "groups": groups}


def _deployment(event: Deployment) -> dict[str, Any]:
    return {"at": event.at.isoformat(), "actor": event.actor, "reason": event.reason, "path": event.path}
