"""`hiring-cli train` and `evaluate`."""

import click

from hiring.application.train_model import Trained
from hiring.bootstrap.wiring import Hiring
from hiring.domain.models import ModelVersion
from hiring.domain.records import TableName
from hiring.entrypoints.cli.actor import actor
from hiring.entrypoints.cli.judged import evaluation_json, evaluation_lines
from hiring.entrypoints.cli.opening import opened
from hiring.entrypoints.cli.options import table_option
from hiring.entrypoints.cli.output import emit, json_option
from hiring.entrypoints.cli.wording import trained_json, trained_lines
from hiring.settings import load_settings

DEFAULT_SEED = 20_261


@click.command()
@table_option("--from", "source", "gold_applicants", "Gold table to learn from.")
@click.option(
    "--seed", type=int, default=DEFAULT_SEED, show_default=True, help="The same seed, the same model."
)
@click.option("--promote", is_flag=True, help="Let the new version serve at once.")
@json_option
def train(source: TableName, seed: int, *, promote: bool, as_json: bool) -> None:
    """Train, calibrate and certify a model on the gold table.

    People are split once: half to fit, the rest to calibrate, to set the threshold and to judge. The
    threshold is certified for the precision MIN_PRECISAO (0.80), or the model says that it approves nobody.
    A second model, fitted on the earliest 80 % of the rows and judged on later people, shows how time tells.

    The new version serves where nothing serves yet. With --promote it replaces what serves; without a
    certificate it replaces no version that approves anybody: see `hiring-cli promote --help`. Of trainings
    at the same time exactly one publishes, and with --promote the others end in exit 73, their versions
    stored.

    \b
    Examples:
      hiring-cli train
      hiring-cli train --promote --json
    """
    settings = load_settings()
    with opened(settings) as hiring:
        trained, served = train_and_publish(hiring, source, settings.min_precisao, seed, promote=promote)
    emit(trained_json(trained, served), trained_lines(trained, served), as_json=as_json)


def train_and_publish(
    hiring: Hiring, source: TableName, min_precision: float, seed: int, *, promote: bool
) -> tuple[Trained, ModelVersion | None]:
    """A new version, published where nothing serves yet or where it is asked for."""
    began = hiring.ports.models.serving()
    who = actor()
    trained = hiring.train_model(source)(
        hiring.profile, salt=hiring.ports.store.salt, min_precision=min_precision, seed=seed, actor=who
    )
    served = hiring.publish_trained()(trained.version, began=began, promote=promote, actor=who)
    return trained, served


@click.command()
@table_option("--from", "source", "gold_applicants", "Gold table to judge on.")
@click.option("--version", "version", metavar="ID", help="A stored version instead of the one that serves.")
@json_option
def evaluate(source: TableName, version: str | None, *, as_json: bool) -> None:
    """Judge a model on the people of the test part, whom no training has seen.

    One row a person. Every measure has a 95 % interval: exact for shares, by drawing people again and again
    for the others. Thresholds: 0.5, the model's own, and the naive one, which is the lowest that reaches the
    precision on these very people and is shown for comparison alone. A version that does not serve is
    compared with the one that does, on the same people.

    \b
    Examples:
      hiring-cli evaluate
      hiring-cli evaluate --version 20261123T120000Z-1a2b3c4d --json
    """
    with opened() as hiring:
        evaluation = hiring.evaluate_model(source, version)()
    emit(evaluation_json(evaluation), evaluation_lines(evaluation), as_json=as_json)
