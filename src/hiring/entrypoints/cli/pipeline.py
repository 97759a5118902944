"""`hiring-cli run`: all steps, from exports to a model."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from hiring.application.ingest import IngestCounts
from hiring.application.label_prospects import LabelCounts
from hiring.application.train_model import Trained
from hiring.bootstrap.wiring import Hiring
from hiring.domain.gold import GoldCounts
from hiring.domain.models import ModelVersion
from hiring.domain.records import TableName
from hiring.entrypoints.cli.ingest import ingest_json, ingest_line
from hiring.entrypoints.cli.model import DEFAULT_SEED, train_and_publish
from hiring.entrypoints.cli.opening import opened
from hiring.entrypoints.cli.options import EXPORT, chunk_size_option
from hiring.entrypoints.cli.output import emit, json_option
from hiring.entrypoints.cli.tables import gold_line, label_lines
from hiring.entrypoints.cli.wording import trained_json, trained_lines
from hiring.settings import load_settings

APPLICANTS = TableName("applicants_raw")
PROSPECTS = TableName("prospects_raw")
FEATURES = TableName("applicants_feat")
LABELS = TableName("prospects_labels")
GOLD = TableName("gold_applicants")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What every step of the pipeline did."""

    applicants: IngestCounts
    prospects: IngestCounts
    features: int
    labels: LabelCounts
    gold: GoldCounts
    trained: Trained
    served: ModelVersion | None


def run_pipeline(
    hiring: Hiring,
    applicants: Path,
    prospects: Path,
    *,
    min_precision: float,
    seed: int,
    chunk_size: int,
    promote: bool,
) -> Ran:
    """All steps, one after another; a step that fails leaves its table as it was and ends the run."""
    people = hiring.ingest_applicants(applicants, APPLICANTS)(chunk_size=chunk_size)
    put_forward = hiring.ingest_prospects(prospects, PROSPECTS)(chunk_size=chunk_size)
    features = hiring.build_features(APPLICANTS, FEATURES)(chunk_size=chunk_size)
    labels = hiring.label_prospects(PROSPECTS, LABELS)(chunk_size=chunk_size)
    gold = hiring.build_gold(GOLD)(labels=LABELS, features=FEATURES)
    trained, served = train_and_publish(hiring, GOLD, min_precision, seed, promote=promote)
    return Ran(
        applicants=people,
        prospects=put_forward,
        features=features,
        labels=labels,
        gold=gold,
        trained=trained,
        served=served,
    )


@click.command()
@click.option("--applicants", type=EXPORT, required=True, help="Export of applicants (.json or .json.gz).")
@click.option("--prospects", type=EXPORT, required=True, help="Export of prospects (.json or .json.gz).")
@click.option(
    "--seed", type=int, default=DEFAULT_SEED, show_default=True, help="The same seed, the same model."
)
@click.option("--promote", is_flag=True, help="Let the new version serve even where another serves already.")
@chunk_size_option(1000)
@json_option
def run(
    applicants: Path, prospects: Path, seed: int, chunk_size: int, *, promote: bool, as_json: bool
) -> None:
    """Ingest both exports, build features, labels and gold, and train: all steps in one.

    \b
    Examples:
      hiring-cli run --applicants applicants.json.gz --prospects prospects.json.gz
      hiring-cli run --applicants applicants.json --prospects prospects.json --json > run.json
    """
    settings = load_settings()
    with opened(settings) as hiring:
        ran = run_pipeline(
            hiring,
            applicants,
            prospects,
            min_precision=settings.min_precisao,
            seed=seed,
            chunk_size=chunk_size,
            promote=promote,
        )
    emit(ran_json(ran), ran_lines(ran), as_json=as_json)


def ran_json(ran: Ran) -> dict[str, Any]:
    """A run for machines."""
    return {
        "applicants": ingest_json(APPLICANTS, ran.applicants),
        "prospects": ingest_json(PROSPECTS, ran.prospects),
        "features": {"table": FEATURES, "applicants": ran.features},
        "labels": {"table": LABELS, **asdict(ran.labels)},
        "gold": {"table": GOLD, **asdict(ran.gold)},
        "model": trained_json(ran.trained, ran.served),
    }


def ran_lines(ran: Ran) -> list[str]:
    """A run for people, counts adding up line by line."""
    return [
        ingest_line(APPLICANTS, ran.applicants),
        ingest_line(PROSPECTS, ran.prospects),
        f"{FEATURES}: {ran.features:,} applicants with features",
        *label_lines(LABELS, ran.labels),
        gold_line(GOLD, ran.gold),
        *trained_lines(ran.trained, ran.served),
    ]
