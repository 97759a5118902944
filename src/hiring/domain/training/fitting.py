"""How a model was built: how many trees, which calibrator, and what they were chosen from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hiring.domain.evaluation.metrics import log_loss, roc_auc
from hiring.domain.records import Bools, Days, Floats, Ints

__all__ = ["CalibrationRows", "Fitting", "Trial", "best_trial", "newest_rows", "trial_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One calibration method, evaluated on people that its calibrator was not fitted on.

    Args:
        method: `none`, `sigmoid` or `isotonic`.
        log_loss: In nats; the lowest is chosen.
        roc_auc: Mean over the folds; for `none`, that of the raw scores.
        tied_pairs: Share of pairs with different raw scores that got the same probability.
    """

    method: str
    log_loss: float
    roc_auc: float | None
    tied_pairs: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationRows:
    """Which rows of the calibrate part the calibrator was fitted on, and why.

    Args:
        newest: Whether it was the newest half of those with a date, and not all of them.
        since: The first day of that half, ISO; of the past's model where all calibrate.
        all_log_loss: Of the past's model on later people or vagas, calibrated on all rows; in nats.
        newest_log_loss: The same, calibrated on the newest half.
    """

    newest: bool
    since: str
    all_log_loss: float
    newest_log_loss: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """What was chosen in fitting.

    Args:
        trees: How many the model has.
        folds: How many folds of the fit part's people the number was chosen by; 0 if there were too few
            people.
        folds_log_loss: Of the raw model with that many trees, on held-out people; None without folds.
        calibration: The method chosen.
        trials: What it was chosen from; empty if there were too few people, and then it is `sigmoid`.
        gain: Each feature's share of the total gain of all splits; zeros if no tree could split.
        calibration_rows: What it was calibrated on; None where the past could not tell, and all rows
            calibrate.
    """

    trees: int
    folds: int
    folds_log_loss: float | None
    calibration: str
    trials: tuple[Trial, ...]
    gain: Mapping[str, float]
    calibration_rows: CalibrationRows | None = None


def newest_rows(days: Days, members: Bools) -> Bools:
    """The newest half of the members with a date, shape (n,); those of the day at the border are among them.

    The share of the hired moves over the years, so what calibrated best of all rows may be out of date.

    >>> days = np.array(["2021-01-01", "2021-03-01", "2021-02-01", "NaT", "2021-04-01"], "datetime64[D]")
    >>> newest_rows(days, np.array([True, True, True, True, False]))
    array([False,  True,  True, False, False])
    """
    dated = members & ~np.isnat(days)
    if not dated.any():
        return dated
    since = np.sort(days[dated])[int(dated.sum()) // 2]
    return np.asarray(dated & (days >= since))


def trial_of(method: str, scores: Floats, raw: Floats, hired: Bools, folds: Ints) -> Trial:
    """Evaluate a calibration method.

    >>> raw, hired = np.array([2.0, 1.0, -1.0, -2.0]), np.array([True, True, False, False])
    >>> trial = trial_of("sigmoid", np.array([0.9, 0.9, 0.3, 0.1]), raw, hired, folds=np.zeros(4, np.int64))
    >>> round(trial.log_loss, 3), trial.roc_auc, round(trial.tied_pairs, 3)
    (0.168, 1.0, 0.167)

    Args:
        method: Its name.
        scores: Probabilities from calibrators that were fitted on the other folds, shape (n,).
        raw: The rows' raw scores.
        hired: What happened.
        folds: Of each row.
    """
    loss = log_loss(scores, hired)
    if loss is None:
        raise ValueError("a trial needs rows")
    parts = [np.flatnonzero(folds == fold) for fold in np.unique(folds)]
    ranked = [auc for here in parts if (auc := roc_auc(scores[here], hired[here])) is not None]
    pairs = sum(_different_pairs(raw[here]) for here in parts)
    kept = sum(_different_pairs(scores[here]) for here in parts)
    return Trial(
        method=method,
        log_loss=loss,
        roc_auc=float(np.mean(ranked)) if ranked else None,
        tied_pairs=max(0.0, 1.0 - kept / pairs) if pairs else 0.0,
    )


def best_trial(trials: Sequence[Trial]) -> Trial:
    """The trial with the lowest log-loss; of equal ones the first, so list the simplest first.

    >>> trials = [
    ...     Trial(method=method, log_loss=loss, roc_auc=0.6, tied_pairs=0.0)
    ...     for method, loss in [("none", 0.51), ("sigmoid", 0.48), ("isotonic", 0.48)]
    ... ]
    >>> best_trial(trials).method
    'sigmoid'
    """
    return min(trials, key=lambda trial: trial.log_loss)


def _different_pairs(values: Floats) -> int:
    _, counts = np.unique(values, return_counts=True)
    return (len(values) ** 2 - int((counts.astype(np.int64) ** 2).sum())) // 2
