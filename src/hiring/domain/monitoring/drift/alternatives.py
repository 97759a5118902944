"""What a day's count says for a change of a rate, and against it: likelihood ratios of eight alternatives."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

from hiring.domain.monitoring.drift.baseline import RateBaseline
from hiring.domain.records import Bools, Floats

__all__ = ["STEPS", "TOLERANCE", "Alternatives", "alternatives_to", "tolerance_of"]

TOLERANCE: Final = 0.02
"""A smaller change of a rate is of no interest."""

DEVIATIONS: Final = 3.0
"""So many standard deviations of the baseline's rate are tolerated: it is not known better than that."""

STEPS: Final = (0.25, 0.5, 1.0, 2.0)
"""Log-odds by which the alternatives lie beyond the tolerance, above it and below."""

FEW_ROWS, FEW_ROWS_CAP, CAP = 500, 3.0, 4.0
"""Logarithm of what one day can say at most: of fewer rows than this, and of others."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Alternatives:
    """Four alternatives up, then four down, to the baselines of m indicators; each array of shape (m, 8).

    Args:
        hit: Logarithm of the likelihood ratio of one answer of which the indicator is true, divided by the
            dispersion.
        miss: Of one of which it is not.
        possible: Where the tolerance ends before 0 or 1, and there are rates beyond.
    """

    hit: Floats
    miss: Floats
    possible: Bools

    def log_ratios(self, hits: Floats, trials: Floats) -> Floats:
        """What a day says of each, shape (m, 8), bounded above; 0 of what is not possible.

        Args:
            hits: Answers of which each indicator is true, shape (m,).
            trials: All of them.
        """
        ratios = hits[:, None] * self.hit + (trials - hits)[:, None] * self.miss
        cap = np.where(trials < FEW_ROWS, FEW_ROWS_CAP, CAP)[:, None]
        return np.where(self.possible, np.minimum(ratios, cap), 0.0)


def tolerance_of(base: RateBaseline) -> float:
    """By how much a rate may differ from the baseline's without any evidence of a change.

    >>> tolerance_of(RateBaseline(rate=0.5, rows=20_000, dispersion=1.0, assumed=False))
    0.02
    >>> round(tolerance_of(RateBaseline(rate=0.5, rows=400, dispersion=4.0, assumed=False)), 3)
    0.15
    """
    variance = base.dispersion * base.rate * (1 - base.rate) / max(base.rows, 1)
    return max(TOLERANCE, DEVIATIONS * sqrt(variance))


def alternatives_to(rates: Sequence[RateBaseline]) -> Alternatives:
    """Rates outside the tolerance, for each baseline.

    >>> base = RateBaseline(rate=0.01, rows=20_000, dispersion=1.0, assumed=False)
    >>> alternatives_to([base]).possible  # a rate of 0 is within the tolerance
    array([[ True,  True,  True,  True, False, False, False, False]])
    """
    base, tolerance, dispersion = (
        np.array(column, np.float64).reshape(-1, 1)
        for column in (
            [one.rate for one in rates],
            [tolerance_of(one) for one in rates],
            [one.dispersion for one in rates],
        )
    )
    steps = np.array((*STEPS, *(-step for step in STEPS)))
    edge = base + np.sign(steps) * tolerance
    possible = (edge > 0) & (edge < 1)
    edge = np.where(possible, edge, 0.5)  # any rate, where there is none
    alternative = 1 / (1 + (1 - edge) / edge * np.exp(-steps))
    return Alternatives(
        hit=np.log(alternative / edge) / dispersion,
        miss=np.log((1 - alternative) / (1 - edge)) / dispersion,
        possible=possible,
    )
