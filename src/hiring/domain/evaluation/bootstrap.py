"""Confidence intervals of measures that have no exact one: people are resampled with a fixed seed.

The percentile bootstrap (Efron and Tibshirani, 1993) over people, one row each. All draws in a block are
computed at once, as weights: how often each person was drawn.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from hiring.domain.evaluation.intervals import CONFIDENCE, Interval
from hiring.domain.evaluation.metrics import calibration_bins
from hiring.domain.evaluation.selections import ends_of_ties
from hiring.domain.records import Bools, Floats, Ints

__all__ = ["DRAWS", "SEED", "Replicates", "bootstrap_replicates", "error_interval", "percentile_interval"]

DRAWS: Final = 1_000
SEED: Final = 1

_CELLS: Final = 1_000_000  # of one block: people times draws
_EXACT: Final = 1e-12  # below this, a gap in calibration is rounding

Replicates = Mapping[str, Floats]
"""For each measure, its value in each draw; NaN where it is undefined."""


def bootstrap_replicates(scores: Floats, hired: Bools, thresholds: Mapping[str, float]) -> Replicates:
    """Each measure in each of DRAWS draws; the same draws for the same number of people.

    >>> scores, hired = np.array([0.9, 0.8, 0.3, 0.2]), np.array([True, True, False, False])
    >>> draws = bootstrap_replicates(scores, hired, {"half": 0.5})
    >>> sorted(draws)
    ['average_precision', 'brier', 'calibration_error', 'f1 half', 'roc_auc']
    >>> len(draws["brier"]), round(float(draws["brier"].mean()), 3)
    (1000, 0.045)

    Args:
        scores: Probabilities, shape (n,), one row a person.
        hired: What happened, shape (n,).
        thresholds: F1 is measured at these; the measure is called `f1 <name>`.
    """
    order = np.argsort(-scores, kind="stable")
    ranked = _Ranked(scores[order], hired[order])
    parts = [ranked.measures(weights[:, order], thresholds) for weights in _weights(len(scores))]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} if parts else {}


def percentile_interval(draws: Floats | None, confidence: float = CONFIDENCE) -> Interval | None:
    """Between the quantiles of the draws in which the measure is defined; None if there are none.

    >>> interval = percentile_interval(np.linspace(0.0, 1.0, 1001), confidence=0.9)
    >>> round(interval.low, 3), round(interval.high, 3)
    (0.05, 0.95)
    """
    known = draws[~np.isnan(draws)] if draws is not None else np.empty(0)
    if not len(known):
        return None
    low, high = np.quantile(known, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(float(low), float(high))


def error_interval(estimate: float, draws: Floats | None, confidence: float = CONFIDENCE) -> Interval | None:
    """Interval of a calibration error: as far below the estimate as above it, and never below zero.

    Resampling adds noise to every bin, which makes the error larger and never smaller, so its quantiles may
    all lie above the estimate.

    >>> interval = error_interval(0.03, np.linspace(0.02, 0.06, 1001), confidence=0.9)
    >>> round(interval.low, 3), round(interval.high, 3)
    (0.002, 0.058)
    """
    interval = percentile_interval(draws, confidence)
    if interval is None:
        return None
    high = max(interval.high, estimate)
    return Interval(max(0.0, 2 * estimate - high), high)


def _weights(people: int) -> Iterator[Ints]:
    """How often each person is drawn, shape (draws, people), block by block."""
    rng = np.random.default_rng(SEED)
    block = max(1, _CELLS // max(people, 1))
    for start in range(0, DRAWS if people else 0, block):
        size = min(block, DRAWS - start)
        cells = rng.integers(people, size=(size, people)) + people * np.arange(size)[:, None]
        yield np.bincount(cells.ravel(), minlength=size * people).reshape(size, people)


class _Ranked:
    """People in descending order of score."""

    def __init__(self, scores: Floats, hired: Bools) -> None:
        self._scores, self._hired = scores, hired.astype(np.float64)
        self._ends = ends_of_ties(scores)
        self._bins = calibration_bins(scores)

    def measures(self, weights: Ints, thresholds: Mapping[str, float]) -> Replicates:
        drawn = weights.astype(np.float64)
        selected, hits = np.cumsum(drawn, axis=1), np.cumsum(drawn * self._hired, axis=1)
        gaps = self._scores - self._hired
        with np.errstate(divide="ignore", invalid="ignore"):
            return {
                "roc_auc": self._roc_auc(selected, hits),
                "average_precision": self._average_precision(selected, hits),
                "brier": drawn @ gaps**2 / len(gaps),
                "calibration_error": self._calibration_error(drawn, gaps),
                **{f"f1 {name}": self._f1(selected, hits, at) for name, at in thresholds.items()},
            }

    def _roc_auc(self, selected: Floats, hits: Floats) -> Floats:
        hits, misses = hits[:, self._ends], (selected - hits)[:, self._ends]
        here, misses_here = np.diff(hits, prepend=0.0), np.diff(misses, prepend=0.0)
        below = misses[:, -1:] - misses + misses_here / 2
        return np.asarray(np.sum(here * below, axis=1) / (hits[:, -1] * misses[:, -1]))

    def _average_precision(self, selected: Floats, hits: Floats) -> Floats:
        hits, selected = hits[:, self._ends], selected[:, self._ends]
        precision = np.where(selected > 0, hits / selected, 0.0)
        return np.asarray(np.sum(np.diff(hits, prepend=0.0) * precision, axis=1) / hits[:, -1])

    def _calibration_error(self, drawn: Floats, gaps: Floats) -> Floats:
        sums = [np.abs(drawn[:, here] @ gaps[here]) for here in self._bins]
        error = np.sum(sums, axis=0) / len(gaps)
        return np.where(error < _EXACT, 0.0, error)

    def _f1(self, selected: Floats, hits: Floats, at: float) -> Floats:
        last = int((self._scores >= at).sum()) - 1
        chosen, right = (selected[:, last], hits[:, last]) if last >= 0 else (0.0, 0.0)
        return np.asarray(2 * right / (chosen + hits[:, -1]))
