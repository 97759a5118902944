"""What is said of a training, for people and for machines."""

from dataclasses import asdict
from typing import Any

from hiring.application.training.train_model import TrainedModel
from hiring.domain.display import count_of
from hiring.domain.evaluation.intervals import Interval
from hiring.domain.evaluation.leakage import Leakage
from hiring.domain.models import ModelVersion
from hiring.domain.training.fitting import Fitting, Trial
from hiring.domain.training.record import OutOfTimeEvaluation
from hiring.domain.training.units import Unit
from hiring.entrypoints.advice import profile_words
from hiring.entrypoints.cli.output.knowledge import knowledge_lines
from hiring.entrypoints.cli.output.promises import promise_lines
from hiring.training_json import encode_record


def trained_json(trained: TrainedModel, served: ModelVersion | None) -> dict[str, Any]:
    """A training's result for machines."""
    card = trained.version.card
    record = encode_record(card.training, sort=False)
    return {
        "version": trained.version.id,
        "path": trained.version.path,
        "operating_mode": card.operating_mode,
        "threshold": card.threshold,
        "unit": card.training.unit,
        "rows": record["rows"],
        "fitting": None if trained.fitting is None else asdict(trained.fitting),
        "certificate": record["certificate"],
        "exclusion": record["exclusion"],
        "in_time": record["in_time"],
        "test": asdict(trained.quality),
        "out_of_time": asdict(trained.out_of_time),
        "leakage": asdict(trained.leakage),
        "knowledge": record.get("knowledge"),
        "serves": None if served is None else served.path,
    }


def trained_lines(trained: TrainedModel, served: ModelVersion | None) -> list[str]:
    """A training's result for people: how it came about and ranks, what it promises, what serves."""
    quality, unit = trained.quality, trained.version.card.training.unit
    hired = percent(quality.hired, quality.rows)
    return [
        f"version {trained.version.id} in {trained.version.path}",
        *([] if trained.fitting is None else [_fitting(trained.fitting, unit), *_rows(trained.fitting)]),
        (
            f"quality on {unit.count_of(quality.rows)} it has not seen ({hired} hired): "
            f"ROC AUC {figure(quality.roc_auc)}, average precision {figure(quality.average_precision)}, "
            f"Brier {figure(quality.brier)}"
        ),
        _later(trained.out_of_time, unit),
        *leakage_lines(trained.leakage),
        *promise_lines(trained.version.card),
        *knowledge_lines(trained.knowledge),
        _serves(trained.version, served),
    ]


def _fitting(fitting: Fitting, unit: Unit) -> str:
    how = count_of(fitting.trees, "tree") + (
        f" by {fitting.folds} folds of {unit.plural}" if fitting.folds else ""
    )
    if not fitting.trials:
        return f"fitted: {how}; calibration {fitting.calibration}, too few {unit.plural} to compare others"
    losses = ", ".join(f"{trial.method} {trial.log_loss:.4f}{_lost(trial)}" for trial in fitting.trials)
    return (
        f"fitted: {how}; calibration {fitting.calibration} by log-loss on {unit.plural} left out ({losses})"
    )


def _rows(fitting: Fitting) -> list[str]:
    """What it was calibrated on, where that was not all."""
    rows = fitting.calibration_rows
    if rows is None or not rows.newest:
        return []
    losses = f"{rows.newest_log_loss:.4f}, on all of it {rows.all_log_loss:.4f}"
    return [f"  calibrated on the newer half of its part, since {rows.since}: log-loss out of time {losses}"]


def _lost(trial: Trial) -> str:
    return f" with {trial.tied_pairs:.0%} of pairs tied" if trial.tied_pairs else ""


def _later(later: OutOfTimeEvaluation, unit: Unit) -> str:
    quality, intervals = later.quality, later.intervals
    if quality is None or intervals is None:
        return f"out of time: not tested, {later.reason}"
    return (
        f"out of time (fitted before {later.cut}, {unit.count_of(quality.rows, other=True)} since, "
        f"{percent(quality.hired, quality.rows)} hired): ROC AUC {figure(quality.roc_auc)}"
        f"{bounds(intervals['roc_auc'])}, average precision {figure(quality.average_precision)}"
    )


def leakage_lines(leakage: Leakage) -> list[str]:
    """One line where something is too good to be true, none otherwise."""
    found = [f"{alone.feature} alone has ROC AUC {alone.roc_auc:.3f}" for alone in leakage.features]
    within = () if leakage.within_vagas is None else leakage.within_vagas.features
    found += [f"{alone.feature} alone has ROC AUC {alone.roc_auc:.3f} within vagas" for alone in within]
    if leakage.model_alarm:
        found.insert(0, f"the model's ROC AUC {figure(leakage.roc_auc)} is above {leakage.model_limit}")
    what = "; ".join(found)
    return [f"LEAKAGE ALARM: {what}; was something written after the decision?"] if found else []


def _serves(version: ModelVersion, served: ModelVersion | None) -> str:
    if served is not None:
        return f"it now serves as {served.path}"
    flags = [] if version.card.certified else ["--allow-uncertified"]
    flags += ["--accept-leakage-alarm"] if version.card.leakage_alarm else []
    flags += ["--reason TEXT"] if flags else []
    words = ["hiring-cli promote", version.id, *flags]
    command = f"{' '.join(words)}{profile_words(version.card.profile)}"
    return f"what served before still serves; to change that: {command}"


def figure(value: float | None) -> str:
    """Three digits, or that it cannot be said."""
    if value is None:
        return "cannot say"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


def bounds(interval: Interval | None) -> str:
    """` (low to high)`, or nothing."""
    return "" if interval is None else f" ({interval.low:.3f} to {interval.high:.3f})"


def percent(part: int, whole: int) -> str:
    """A share of people."""
    return f"{part / whole:.1%}" if whole else "nobody"
