"""Confidence bounds and intervals of shares: exact, at any size."""

from math import exp, lgamma, log, log1p
from typing import Final, NamedTuple

import numpy as np

from hiring.domain.records import Floats

__all__ = ["CONFIDENCE", "Interval", "binomial_tail", "lower_bound", "share_interval"]

CONFIDENCE: Final = 0.95
"""Of every interval in a report; the threshold's certificate has its own."""

_HALVINGS: Final = 60  # of an interval of length one: far below double precision


class Interval(NamedTuple):
    """From low to high, both included."""

    low: float
    high: float


def share_interval(part: int, whole: int, confidence: float = CONFIDENCE) -> Interval | None:
    """Exact two-sided interval of a share (Clopper and Pearson, 1934); None if there is nobody.

    >>> interval = share_interval(8, 10)
    >>> round(interval.low, 3), round(interval.high, 3)
    (0.444, 0.975)
    """
    if not whole:
        return None
    one_side = (1 + confidence) / 2
    return Interval(lower_bound(part, whole, one_side), 1.0 - lower_bound(whole - part, whole, one_side))


def binomial_tail(hits: int, trials: int, rate: float) -> float:
    """P(X >= hits) for X binomial, 0 < rate < 1; summed in log space, where nothing underflows.

    >>> round(binomial_tail(8, 10, 0.5), 6)  # (45 + 10 + 1) / 1024
    0.054688
    """
    return _tail(_log_binomials(hits, trials), hits, trials, rate) if hits > 0 else 1.0


def lower_bound(hits: int, trials: int, confidence: float) -> float:
    """Exact one-sided lower confidence bound of a rate: where the tail of `hits` reaches 1 - confidence.

    >>> round(lower_bound(90, 100, 0.9), 3), round(lower_bound(9, 10, 0.9), 3)
    (0.85, 0.663)
    """
    if hits == 0:
        return 0.0
    binomials = _log_binomials(hits, trials)
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _tail(binomials, hits, trials, middle) <= 1 - confidence:
            low = middle
        else:
            high = middle
    return low


def _log_binomials(hits: int, trials: int) -> Floats:
    """Logarithm of C(n, k) for k from hits to n, each from the one before: C(n, k+1) = C(n, k)(n-k)/(k+1)."""
    first = lgamma(trials + 1) - lgamma(hits + 1) - lgamma(trials - hits + 1)
    k = np.arange(hits, trials)
    return first + np.concatenate((np.zeros(1), np.cumsum(np.log((trials - k) / (k + 1)))))


def _tail(log_binomials: Floats, hits: int, trials: int, rate: float) -> float:
    k = np.arange(hits, trials + 1)
    logs = log_binomials + k * log(rate) + (trials - k) * log1p(-rate)
    highest = float(logs.max())
    return min(1.0, exp(highest) * float(np.exp(logs - highest).sum()))
