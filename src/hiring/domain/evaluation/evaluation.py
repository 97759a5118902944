"""A model evaluated on people it has not seen: every measure with its interval, at thresholds and by year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from hiring.domain.arrays import Flags, Vector, as_scores_and_outcomes
from hiring.domain.evaluation.bootstrap import (
    Replicates,
    bootstrap_replicates,
    error_interval,
    percentile_interval,
)
from hiring.domain.evaluation.intervals import Interval, share_interval
from hiring.domain.evaluation.metrics import Confusion, Quality, confusion_at, quality_of
from hiring.domain.records import Bools, Days, Floats

__all__ = [
    "FEWEST",
    "RANKING",
    "Evaluation",
    "Intervals",
    "ThresholdEvaluation",
    "YearEvaluation",
    "evaluate",
    "evaluate_by_year",
    "metric_differences",
]

Intervals = Mapping[str, Interval | None]
"""By measure, with 95 % confidence; None where nothing can be said."""

RANKING: Final = ("roc_auc", "average_precision", "brier")
FEWEST: Final = 10
"""People with each outcome; resampling fewer would claim more than they can show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdEvaluation:
    """What one threshold did.

    Args:
        name: Which threshold: `half`, `model` or `naive`.
        confusion: Counts of people.
        intervals: Exact for precision, recall and accuracy (Clopper and Pearson), by resampling for F1. For a
            threshold that was chosen on the same people, an interval promises nothing.
    """

    name: str
    confusion: Confusion
    intervals: Intervals


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Quality of scores, with the intervals of its measures by resampling people, and at some thresholds."""

    quality: Quality
    intervals: Intervals
    thresholds: tuple[ThresholdEvaluation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEvaluation:
    """The people whose row is from one year; `year` is None where `data_candidatura` is unknown.

    Args:
        mean_score: The expected share of hires; compare it with quality.hired / quality.rows.
    """

    year: int | None
    mean_score: float
    judgement: Evaluation


def evaluate(scores: Vector, hired: Flags, thresholds: Mapping[str, float]) -> Evaluation:
    """Evaluate scores.

    >>> evaluation = evaluate([0.9, 0.8, 0.3, 0.2], [1, 0, 1, 0], {"half": 0.5})
    >>> evaluation.quality.roc_auc, evaluation.thresholds[0].confusion.precision
    (0.75, 0.5)
    >>> evaluation.intervals["roc_auc"] is None  # four people are too few to say
    True

    Args:
        scores: Probabilities in [0, 1], shape (n,), one row a person.
        hired: What happened, shape (n,).
        thresholds: By name.
    """
    scores, hired = as_scores_and_outcomes(scores, hired)
    quality, draws = quality_of(scores, hired), _drawn(scores, hired, thresholds)
    error = quality.calibration_error
    return Evaluation(
        quality=quality,
        intervals={
            **{name: percentile_interval(draws.get(name)) for name in RANKING},
            "calibration_error": error_interval(error or 0.0, draws.get("calibration_error")),
        },
        thresholds=tuple(
            _at_threshold(name, confusion_at(at, scores, hired), draws) for name, at in thresholds.items()
        ),
    )


def evaluate_by_year(
    scores: Vector, hired: Flags, days: Days, thresholds: Mapping[str, float]
) -> tuple[YearEvaluation, ...]:
    """Evaluate each year of `data_candidatura` separately, oldest first, unknown last.

    >>> days = np.array(["2023-05-01", "2024-02-03", "NaT"], "datetime64[D]")
    >>> years = evaluate_by_year([0.9, 0.4, 0.3], [1, 0, 1], days, {"half": 0.5})
    >>> [(each.year, each.mean_score, each.judgement.quality.hired) for each in years]
    [(2023, 0.9, 1), (2024, 0.4, 0), (None, 0.3, 1)]
    """
    scores, hired = as_scores_and_outcomes(scores, hired)
    years = np.where(np.isnat(days), np.iinfo(np.int64).max, days.astype("datetime64[Y]").astype(np.int64))
    return tuple(
        YearEvaluation(
            year=None if year == np.iinfo(np.int64).max else year + 1970,
            mean_score=float(scores[here].mean()),
            judgement=evaluate(scores[here], hired[here], thresholds),
        )
        for year in np.unique(years).tolist()
        for here in [years == year]
    )


def metric_differences(
    one: Vector, other: Vector, hired: Flags
) -> Sequence[tuple[str, float, Interval | None]]:
    """Measure, `one` minus `other`, and interval: both are evaluated on the same draws of the same people.

    >>> differences = metric_differences([0.9, 0.8, 0.1], [0.1, 0.8, 0.9], [1, 1, 0])
    >>> [(measure, round(difference, 2)) for measure, difference, _ in differences]
    [('roc_auc', 1.0), ('average_precision', 0.42), ('brier', -0.53)]
    """
    (one, hired), (other, _) = as_scores_and_outcomes(one, hired), as_scores_and_outcomes(other, hired)
    first, second = quality_of(one, hired), quality_of(other, hired)
    draws, others = _drawn(one, hired, {}), _drawn(other, hired, {})
    return [
        (name, here - there, percentile_interval(draws[name] - others[name] if name in draws else None))
        for name in RANKING
        if (here := getattr(first, name)) is not None and (there := getattr(second, name)) is not None
    ]


def _drawn(scores: Floats, hired: Bools, thresholds: Mapping[str, float]) -> Replicates:
    enough = min(int(hired.sum()), int((~hired).sum())) >= FEWEST
    return bootstrap_replicates(scores, hired, thresholds) if enough else {}


def _at_threshold(name: str, confusion: Confusion, draws: Replicates) -> ThresholdEvaluation:
    yes, no = confusion.true_positive, confusion.true_negative
    selected, hired = yes + confusion.false_positive, yes + confusion.false_negative
    everybody = selected + no + confusion.false_negative
    return ThresholdEvaluation(
        name=name,
        confusion=confusion,
        intervals={
            "precision": share_interval(yes, selected),
            "recall": share_interval(yes, hired),
            "accuracy": share_interval(yes + no, everybody),
            "f1": percentile_interval(draws.get(f"f1 {name}")),
        },
    )
