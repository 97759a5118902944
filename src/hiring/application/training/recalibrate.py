"""On which rows a model is calibrated: on all of the calibrate part, or on the newest half of it."""

from dataclasses import replace

from hiring.application.ports.models import FittedModel, Trainer
from hiring.application.training.splits import FEWEST_OF_A_CLASS, training_examples
from hiring.domain.evaluation.metrics import log_loss
from hiring.domain.records import Bools, Floats, GoldRows, Ints
from hiring.domain.training.fitting import CalibrationRows, newest_rows
from hiring.domain.training.partition import Part
from hiring.domain.training.units import Unit


def calibrated_on_newest(  # noqa: PLR0913  # what the training used, each named
    trainer: Trainer, model: FittedModel, rows: GoldRows, parts: Ints, unit: Unit, *, seed: int
) -> tuple[FittedModel, str] | None:
    """The same trees, calibrated on the newest half of the calibrate part, and its first day.

    None where that half has too few rows of an outcome.
    """
    newest = newest_rows(rows.data_candidatura, parts == Part.CALIBRATE)
    hired = rows.target[newest] == 1
    if min(hired.sum(), (~hired).sum()) < FEWEST_OF_A_CLASS[Part.CALIBRATE]:
        return None
    again = trainer.recalibrate(model, training_examples(rows, newest, unit), seed=seed)
    return again, str(rows.data_candidatura[newest].min())


def better_calibrated(
    model: FittedModel, newest: tuple[FittedModel, str] | None, features: Floats, hired: Bools
) -> tuple[FittedModel, CalibrationRows | None]:
    """Of two models of the past the one with the lower log-loss on later rows; of equal ones the first.

    A calibrator is monotone: whom a threshold selects later hardly depends on this choice, but the log-loss
    and the Brier score on the same rows are a little flattered by it.
    """
    losses = [log_loss(each.score(features), hired) for each in (model, *(newest or ())[:1])]
    if newest is None or losses[0] is None or losses[1] is None:
        return model, None
    chosen = CalibrationRows(
        newest=losses[1] < losses[0], since=newest[1], all_log_loss=losses[0], newest_log_loss=losses[1]
    )
    return (newest[0] if chosen.newest else model), chosen


def recalibrated(  # noqa: PLR0913  # what the training used, each named
    trainer: Trainer,
    model: FittedModel,
    rows: GoldRows,
    parts: Ints,
    unit: Unit,
    *,
    found: CalibrationRows | None,
    seed: int,
) -> tuple[FittedModel, CalibrationRows | None]:
    """The model as one of the past was calibrated best, and what it was calibrated on."""
    if found is None or not found.newest:
        return model, found
    newest = calibrated_on_newest(trainer, model, rows, parts, unit, seed=seed)
    return (model, None) if newest is None else (newest[0], replace(found, since=newest[1]))
