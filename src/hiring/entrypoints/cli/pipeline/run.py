"""`hiring-cli run`: all steps, from exports to a model."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from hiring.application.dataset.ingest import IngestCounts
from hiring.application.dataset.label_prospects import LabelCounts
from hiring.application.training.train_model import TrainedModel
from hiring.bootstrap.wiring import Hiring
from hiring.domain.display import count_of
from hiring.domain.errors import about_profile
from hiring.domain.gold import GoldCounts
from hiring.domain.models import ModelVersion
from hiring.domain.records import TableName
from hiring.entrypoints.cli.dataset.ingest import ingest_json, ingest_line, tell_absent
from hiring.entrypoints.cli.dataset.tables import gold_json, gold_line, label_lines
from hiring.entrypoints.cli.models.training import (
    DEFAULT_SEED,
    TrainingOptions,
    refuse_leakage,
    train_and_publish,
    training_options,
)
from hiring.entrypoints.cli.options.opening import open_hiring
from hiring.entrypoints.cli.options.options import (
    EXPORT,
    accept_leakage_option,
    acceptance,
    chunk_size_option,
    reason_option,
    seed_option,
)
from hiring.entrypoints.cli.output.output import emit, json_option
from hiring.entrypoints.cli.output.training import trained_json, trained_lines
from hiring.settings import load_settings

APPLICANTS = TableName("applicants_raw")
PROSPECTS = TableName("prospects_raw")
VAGAS = TableName("vagas_raw")
FEATURES = TableName("applicants_feat")
LABELS = TableName("prospects_labels")
GOLD = TableName("gold_applicants")

_EXPORT_IN = "(.json or .json.gz): a file or a folder; repeatable"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileResult:
    """Features of vagas, gold and model of a profile that reads vagas."""

    features_table: TableName
    vagas: int
    table: TableName
    gold: GoldCounts
    trained: TrainedModel
    served: ModelVersion | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineResult:
    """What every step of the pipeline did.

    Args:
        vagas: None where their export was not given.
        with_vagas: By profile, of those that read vagas; none without their export.
    """

    applicants: IngestCounts
    prospects: IngestCounts
    vagas: IngestCounts | None
    features: int
    labels: LabelCounts
    gold: GoldCounts
    trained: TrainedModel
    served: ModelVersion | None
    with_vagas: Mapping[str, ProfileResult]

    @property
    def versions(self) -> list[ModelVersion]:
        """All that were trained."""
        return [self.trained.version, *(one.trained.version for one in self.with_vagas.values())]


def run_pipeline(
    hiring: Hiring,
    applicants: Path | Sequence[Path],
    prospects: Path | Sequence[Path],
    asked: TrainingOptions,
    *,
    vagas: Path | Sequence[Path] | None,
    chunk_size: int,
) -> PipelineResult:
    """All steps, one after another; a step that fails leaves its table as it was and ends the run."""
    people = hiring.ingest_applicants(applicants, APPLICANTS)(chunk_size=chunk_size)
    put_forward = hiring.ingest_prospects(prospects, PROSPECTS)(chunk_size=chunk_size)
    opened = None if vagas is None else hiring.ingest_vagas(vagas, VAGAS)(chunk_size=chunk_size)
    features = hiring.build_features(APPLICANTS, FEATURES)(chunk_size=chunk_size)
    labels = hiring.label_prospects(PROSPECTS, LABELS)(chunk_size=chunk_size)
    gold = hiring.build_gold(GOLD)(labels=LABELS, features=FEATURES)
    trained, served = train_and_publish(hiring, GOLD, asked)
    readers = [] if vagas is None else [name for name, one in hiring.profiles.items() if one.reads_vagas]
    with_vagas = {name: _run_with_vagas(hiring, name, asked, chunk_size=chunk_size) for name in readers}
    return PipelineResult(
        applicants=people,
        prospects=put_forward,
        vagas=opened,
        features=features,
        labels=labels,
        gold=gold,
        trained=trained,
        served=served,
        with_vagas=with_vagas,
    )


def _run_with_vagas(
    hiring: Hiring, profile: str, asked: TrainingOptions, *, chunk_size: int
) -> ProfileResult:
    reader = hiring.for_profile(profile)
    features, table = reader.features_table, reader.gold_table
    with about_profile(profile):
        vagas = reader.build_vaga_features(VAGAS, features)(chunk_size=chunk_size)
        gold = reader.build_pair_gold(LABELS, APPLICANTS, VAGAS, table)(reader.profile)
        trained, served = train_and_publish(reader, table, asked)
    return ProfileResult(
        features_table=features, vagas=vagas, table=table, gold=gold, trained=trained, served=served
    )


@click.command()
@click.option(
    "--applicants", type=EXPORT, required=True, multiple=True, help=f"Export of applicants {_EXPORT_IN}."
)
@click.option(
    "--prospects", type=EXPORT, required=True, multiple=True, help=f"Export of prospects {_EXPORT_IN}."
)
@click.option(
    "--vagas",
    type=EXPORT,
    multiple=True,
    help=f"Export of vagas {_EXPORT_IN}; profiles that read it are trained too.",
)
@seed_option(DEFAULT_SEED)
@click.option("--promote", is_flag=True, help="Let the new version serve even if another already does.")
@accept_leakage_option
@reason_option("Why you accept the alarm; kept with the version.")
@chunk_size_option(1000)
@json_option
def run(  # one argument an option
    applicants: tuple[Path, ...],
    prospects: tuple[Path, ...],
    seed: int,
    reason: str | None,
    chunk_size: int,
    *,
    vagas: tuple[Path, ...],
    promote: bool,
    accept_leakage: bool,
    as_json: bool,
) -> None:
    """Ingest the exports, build features, labels and gold, and train: all steps in one.

    With --vagas, the profiles that read vagas get their gold tables and models too, after the profile
    candidate.

    A leakage alarm ends it like `hiring-cli train`: the version is stored, but not published, exit 65.

    \b
    Examples:
      hiring-cli run --applicants applicants.json.gz --prospects prospects.json.gz
      hiring-cli run --applicants applicants.json --prospects prospects.json --json > run.json
      hiring-cli run --applicants applicants.json --prospects prospects.json --vagas vagas.json
    """
    settings, accepted = load_settings(), acceptance(reason, accept_leakage=accept_leakage)
    asked = training_options(settings, seed=seed, promote=promote, accepted=accepted)
    with open_hiring(Hiring, settings) as hiring:
        ran = run_pipeline(hiring, applicants, prospects, asked, vagas=vagas or None, chunk_size=chunk_size)
    tell_absent(APPLICANTS, ran.applicants)
    tell_absent(PROSPECTS, ran.prospects)
    if ran.vagas is not None:
        tell_absent(VAGAS, ran.vagas)
    emit(ran_json(ran), ran_lines(ran), as_json=as_json)
    for version in ran.versions:
        refuse_leakage(version, accepted)


def ran_json(ran: PipelineResult) -> dict[str, Any]:
    """A run for machines."""
    return {
        "applicants": ingest_json(APPLICANTS, ran.applicants),
        "prospects": ingest_json(PROSPECTS, ran.prospects),
        **({} if ran.vagas is None else {"vagas": ingest_json(VAGAS, ran.vagas)}),
        "features": {"table": FEATURES, "applicants": ran.features},
        "labels": {"table": LABELS, **asdict(ran.labels)},
        "gold": gold_json(GOLD, ran.gold),
        "model": trained_json(ran.trained, ran.served),
        **{name: _profile_json(one) for name, one in ran.with_vagas.items()},
    }


def ran_lines(ran: PipelineResult) -> list[str]:
    """A run for people, counts adding up line by line."""
    return [
        ingest_line(APPLICANTS, ran.applicants),
        ingest_line(PROSPECTS, ran.prospects),
        *([] if ran.vagas is None else [ingest_line(VAGAS, ran.vagas)]),
        f"{FEATURES}: {count_of(ran.features, 'applicant')} with features",
        *label_lines(LABELS, ran.labels),
        gold_line(GOLD, ran.gold),
        *trained_lines(ran.trained, ran.served),
        *(line for name, one in ran.with_vagas.items() for line in _profile_lines(name, one)),
    ]


def _profile_json(one: ProfileResult) -> dict[str, Any]:
    return {
        "features": {"table": one.features_table, "vagas": one.vagas},
        "gold": gold_json(one.table, one.gold),
        "model": trained_json(one.trained, one.served),
    }


def _profile_lines(profile: str, one: ProfileResult) -> list[str]:
    told = trained_lines(one.trained, one.served)
    features = f"{one.features_table}: {count_of(one.vagas, 'vaga')} with features"
    return ["", f"profile {profile}:", features, gold_line(one.table, one.gold), *told]
