"""`hiring-cli train`, `promote` and `evaluate`."""

import getpass

import click

from hiring.application.train_model import Trained
from hiring.bootstrap import Hiring
from hiring.domain.models import ModelVersion
from hiring.domain.records import TableName
from hiring.entrypoints.cli.options import opened, table_option
from hiring.entrypoints.cli.output import emit, json_option
from hiring.entrypoints.cli.wording import evaluation_json, evaluation_lines, trained_json, trained_lines
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
    trained = hiring.train_model(source)(
        hiring.profile, salt=hiring.ports.store.salt, min_precision=min_precision, seed=seed
    )
    if not promote and hiring.ports.models.is_published():
        return trained, None
    reason = "train --promote" if promote else "train: nothing was published yet"
    return trained, hiring.publish_model()(trained.version.id, actor=getpass.getuser(), reason=reason)


@click.command()
@click.argument("version")
@click.option("--reason", default="promote", show_default=True, help="Kept in the history of deployments.")
@json_option
def promote(version: str, reason: str, *, as_json: bool) -> None:
    """Let a stored version serve.

    \b
    Examples:
      hiring-cli promote 20261123T120000Z-1a2b3c4d --reason "better on the last quarter"
    """
    with opened() as hiring:
        served = hiring.publish_model()(version, actor=getpass.getuser(), reason=reason)
    emit(
        {"version": served.id, "serves": served.path},
        [f"{served.id} now serves as {served.path}"],
        as_json=as_json,
    )


@click.command()
@table_option("--from", "source", "gold_applicants", "Gold table to judge on.")
@click.option("--version", "version", metavar="ID", help="A stored version instead of the one that serves.")
@json_option
def evaluate(source: TableName, version: str | None, *, as_json: bool) -> None:
    """Judge a model on the people of the test part, whom no training has seen.

    \b
    Examples:
      hiring-cli evaluate
      hiring-cli evaluate --version 20261123T120000Z-1a2b3c4d --json
    """
    with opened() as hiring:
        evaluation = hiring.evaluate_model(source, version)()
    emit(evaluation_json(evaluation), evaluation_lines(evaluation), as_json=as_json)
