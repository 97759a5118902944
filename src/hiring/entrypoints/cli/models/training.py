"""`hiring-cli train` and `evaluate`."""

from dataclasses import dataclass

import click

from hiring.application.training.train_model import TrainedModel
from hiring.bootstrap.use_cases.models import Models
from hiring.domain.errors import LeakageAlarm
from hiring.domain.models import ModelVersion
from hiring.domain.records import TableName
from hiring.domain.training.promise_in_time import PromiseRequired
from hiring.entrypoints.cli.options.actor import actor
from hiring.entrypoints.cli.options.opening import open_hiring
from hiring.entrypoints.cli.options.options import (
    accept_leakage_option,
    acceptance,
    own_table_option,
    profile_option,
    reason_option,
    seed_option,
)
from hiring.entrypoints.cli.output.evaluation import evaluation_json, evaluation_lines
from hiring.entrypoints.cli.output.output import emit, json_option
from hiring.entrypoints.cli.output.splits import splits_json, splits_lines
from hiring.entrypoints.cli.output.training import trained_json, trained_lines
from hiring.settings import Settings, load_settings

DEFAULT_SEED = 20_261


@click.command()
@profile_option
@own_table_option("--from", "source", "Gold table to learn from.")
@seed_option(DEFAULT_SEED)
@click.option("--promote", is_flag=True, help="Let the new version serve immediately.")
@click.option(
    "--on-workers", is_flag=True, help="Make the model where HIRING_PARALLEL says; it is the same model."
)
@accept_leakage_option
@reason_option("Why you accept the alarm; kept with the version.")
@json_option
def train(  # one argument an option
    profile: str,
    source: TableName | None,
    seed: int,
    reason: str | None,
    *,
    promote: bool,
    on_workers: bool,
    accept_leakage: bool,
    as_json: bool,
) -> None:
    """Train, calibrate and certify a model on the gold table.

    People are split once: half to fit, the rest to calibrate, to set the threshold and to judge. The
    threshold is certified for the precision MIN_PRECISAO (0.80), or the model says that it approves nobody.
    A second model, made and certified in the same way on the earliest 80 % of the rows, is held against
    later people: they show how the model does over time, and whether they keep the promise. Where they
    contradict it, or do not show it with HIRING_PROMISE=shown, the certificate is taken away.

    The new version serves where nothing serves yet. With --promote it replaces what serves; without a
    certificate it replaces no version that approves anybody: see `hiring-cli promote --help`. Of trainings
    at the same time exactly one publishes, and with --promote the others end in exit 73, their versions
    stored.

    Where a column alone, or the model, is too good to be true, something was probably written after the
    decision: the version is stored, nothing is published, and the exit is 65, unless
    --accept-leakage-alarm and --reason say that it is meant.

    With --on-workers, a process of HIRING_PARALLEL=processes:N or a worker of dask://HOST:PORT makes the
    model, with HIRING_TRAIN_THREADS threads. It is sent the gold rows; store and models stay here. The model
    is the same, byte for byte.

    \b
    Examples:
      hiring-cli train
      hiring-cli train --promote --json
      HIRING_PARALLEL=dask://10.0.0.5:8786 hiring-cli train --on-workers
    """
    settings, accepted = load_settings(), acceptance(reason, accept_leakage=accept_leakage)
    asked = training_options(settings, seed=seed, promote=promote, accepted=accepted, on_workers=on_workers)
    with open_hiring(Models, settings, profile) as hiring:
        trained, served = train_and_publish(hiring, source or hiring.gold_table, asked)
    emit(trained_json(trained, served), trained_lines(trained, served), as_json=as_json)
    refuse_leakage(trained.version, accepted)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingOptions:
    """What somebody wants of a training; `accepted` is why a leakage alarm is, None: it is not."""

    min_precision: float
    required: PromiseRequired
    seed: int
    promote: bool
    accepted: str | None = None
    on_workers: bool = False


def training_options(
    settings: Settings, *, seed: int, promote: bool, accepted: str | None = None, on_workers: bool = False
) -> TrainingOptions:
    """What the settings say, and the command."""
    return TrainingOptions(
        min_precision=settings.min_precisao,
        required=PromiseRequired(settings.hiring_promise),
        seed=seed,
        promote=promote,
        accepted=accepted,
        on_workers=on_workers,
    )


def train_and_publish(
    hiring: Models, source: TableName, asked: TrainingOptions
) -> tuple[TrainedModel, ModelVersion | None]:
    """A new version, published where nothing serves yet or where it is asked for."""
    return hiring.train_and_publish(source, on_workers=asked.on_workers)(
        hiring.profile,
        min_precision=asked.min_precision,
        required=asked.required,
        seed=asked.seed,
        promote=asked.promote,
        actor=actor(),
        accepted=asked.accepted,
    )


def refuse_leakage(version: ModelVersion, accepted: str | None) -> None:
    """End in 65 after everything was told: the version is stored, and was not published.

    Raises:
        LeakageAlarm: Nobody accepted the version's alarm.
    """
    if version.card.leakage_alarm and accepted is None:
        raise LeakageAlarm(version.id, version.card.suspects, profile=version.card.profile)


@click.command()
@profile_option
@own_table_option("--from", "source", "Gold table to evaluate on.")
@click.option("--version", "version", metavar="ID", help="A stored version instead of the one that serves.")
@click.option(
    "--full", is_flag=True, help="Fit its settings anew under other splits, too: takes a minute or more."
)
@json_option
def evaluate(
    profile: str, source: TableName | None, version: str | None, *, full: bool, as_json: bool
) -> None:
    """Judge a model on the people of the test part, whom no training has seen.

    One row a person; of a profile that reads vagas, one row a vaga. Every measure has a 95 % interval: exact
    for shares, by drawing people again and again for the others. Thresholds: 0.5, the model's own, and the
    naive one, which is the lowest that reaches the precision on these very people and is shown for
    comparison alone. A version that does not serve is compared with the one that does, on the same people.

    With --full, the version's settings are fitted anew and judged on all decided rows that are left out:
    grouped by vaga, by person, the newest fifth, and half-years; by year, and where the outcome was probably
    open; each with and without what is known of the person.

    \b
    Examples:
      hiring-cli evaluate
      hiring-cli evaluate --profile candidate_vaga --full
      hiring-cli evaluate --version 20261123T120000Z-1a2b3c4d --json
    """
    with open_hiring(Models, profile=profile) as hiring:
        evaluate_model = hiring.evaluate_model(source or hiring.gold_table, version)
        evaluation = evaluate_model(hiring.profile_of(evaluate_model.version))
        document, lines = evaluation_json(evaluation), evaluation_lines(evaluation)
        if full:
            found = hiring.evaluate_splits(source or hiring.gold_table)(evaluation.version, hiring.profile)
            document |= {"splits": splits_json(found, hiring.profile)}
            lines += splits_lines(found, hiring.profile)
    emit(document, lines, as_json=as_json)
