"""Confidence intervals of shares: exact, at any size."""

from dataclasses import dataclass
from typing import Final

from hiring.domain.training.threshold import lower_bound

__all__ = ["CONFIDENCE", "Interval", "share_interval"]

CONFIDENCE: Final = 0.95
"""Of every interval that a report shows; the threshold's certificate has its own."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From low to high, both included."""

    low: float
    high: float


def share_interval(part: int, whole: int, confidence: float = CONFIDENCE) -> Interval | None:
    """Exact two-sided interval of a share (Clopper and Pearson, 1934); None of nobody."""
    if not whole:
        return None
    one_side = (1 + confidence) / 2
    return Interval(lower_bound(part, whole, one_side), 1.0 - lower_bound(whole - part, whole, one_side))
