"""The figures behind a report's plots, as plain points."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from hiring.domain.arrays import Flags, Vector, as_scores_and_outcomes
from hiring.domain.evaluation.intervals import Interval, share_interval
from hiring.domain.evaluation.metrics import calibration_bins
from hiring.domain.evaluation.selections import selections_of

__all__ = [
    "BINS",
    "POINTS",
    "Bar",
    "Bin",
    "Curves",
    "Point",
    "curves_of",
    "histogram",
    "precision_recall",
    "reliability",
]

POINTS: Final = 200
BINS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point of the precision-recall curve: what `score >= threshold` selects."""

    threshold: float
    selected: int
    precision: float
    recall: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """One bin of the reliability diagram: whether people with these scores were hired as often as said."""

    people: int
    mean_score: float
    hired_share: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of the histogram of scores: low <= score < high (the last one ends at 1, included)."""

    low: float
    high: float
    hired: int
    not_hired: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """All curves, with one row per person."""

    precision_recall: tuple[Point, ...]
    reliability: tuple[Bin, ...]
    histogram: tuple[Bar, ...]


def curves_of(scores: Vector, hired: Flags) -> Curves:
    """The points.

    >>> curves = curves_of([0.9, 0.6, 0.6, 0.1], [1, 1, 0, 0])
    >>> len(curves.precision_recall), len(curves.reliability), len(curves.histogram)
    (3, 3, 20)

    Args:
        scores: Probabilities in [0, 1], shape (n,).
        hired: What happened, shape (n,).
    """
    scores, hired = as_scores_and_outcomes(scores, hired)
    return Curves(
        precision_recall=precision_recall(scores, hired),
        reliability=reliability(scores, hired),
        histogram=histogram(scores, hired),
    )


def precision_recall(scores: Vector, hired: Flags) -> tuple[Point, ...]:
    """Points from the highest score down, ties as one; at most about 200; none if nobody was hired.

    >>> points = precision_recall([0.9, 0.6, 0.6, 0.1], [1, 1, 0, 0])
    >>> [(point.threshold, point.selected, round(point.precision, 2), point.recall) for point in points]
    [(0.9, 1, 1.0, 0.5), (0.6, 3, 0.67, 1.0), (0.1, 4, 0.5, 1.0)]
    """
    scores, hired = as_scores_and_outcomes(scores, hired)
    if not hired.any():
        return ()
    steps, positives = selections_of(scores, hired), int(hired.sum())
    distinct = len(steps.thresholds)
    kept = np.unique(np.linspace(0, distinct - 1, min(POINTS, distinct)).round().astype(np.int64))
    return tuple(
        Point(threshold=threshold, selected=selected, precision=hits / selected, recall=hits / positives)
        for threshold, selected, hits in zip(
            steps.thresholds[kept].tolist(),
            steps.selected[kept].tolist(),
            steps.hired[kept].tolist(),
            strict=True,
        )
    )


def reliability(scores: Vector, hired: Flags) -> tuple[Bin, ...]:
    """The non-empty bins of the calibration error, from the lowest scores up.

    >>> bins = reliability([0.91, 0.93, 0.12], [1, 0, 0])
    >>> [(bin.people, round(bin.mean_score, 2), bin.hired_share) for bin in bins]
    [(1, 0.12, 0.0), (2, 0.92, 0.5)]
    """
    scores, hired = as_scores_and_outcomes(scores, hired)
    return tuple(
        Bin(
            people=len(here),
            mean_score=float(scores[here].mean()),
            hired_share=float(hired[here].mean()),
            interval=share_interval(int(hired[here].sum()), len(here)) or Interval(0.0, 1.0),
        )
        for here in calibration_bins(scores)
    )


def histogram(scores: Vector, hired: Flags) -> tuple[Bar, ...]:
    """Twenty bars of equal width, by outcome.

    >>> histogram([0.01, 0.04, 0.93], [0, 1, 1])[0]
    Bar(low=0.0, high=0.05, hired=1, not_hired=1)
    """
    scores, hired = as_scores_and_outcomes(scores, hired)
    edges = np.linspace(0.0, 1.0, BINS + 1)
    counts = [np.histogram(scores[who], bins=edges)[0].tolist() for who in (hired, ~hired)]
    return tuple(
        Bar(low=low, high=high, hired=yes, not_hired=no)
        for low, high, yes, no in zip(edges[:-1].tolist(), edges[1:].tolist(), *counts, strict=True)
    )
