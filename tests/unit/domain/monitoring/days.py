"""Builders of days and baselines."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from hiring.domain.features.profiles import CANDIDATE
from hiring.domain.features.rules import Rule
from hiring.domain.monitoring.drift.baseline import BaselineRates, RateBaseline
from hiring.domain.monitoring.drift.counts import ColumnCounts, DayCounts
from hiring.domain.monitoring.drift.indicators import indicators_of
from hiring.domain.monitoring.drift.sequential import SequentialDetector, sequential_detector

FIRST = date(2026, 1, 1)
FLAGS = [rule for rule in CANDIDATE.rules if rule.feature.startswith("tem_")]
EMAIL = next(rule for rule in FLAGS if rule.feature == "tem_email")
SALARY = next(rule for rule in CANDIDATE.rules if rule.feature == "salario_valor")


def a_day(
    number: int,
    *,
    rows: int = 100,
    approved: int = 30,
    score: ColumnCounts | None = None,
    **columns: ColumnCounts,
) -> DayCounts:
    return DayCounts(
        day=FIRST + timedelta(number),
        model_version="v1",
        profile="candidate",
        answers=rows,
        approved=approved,
        score=score or ColumnCounts(known=rows, total=0.3 * rows),
        columns=columns,
    )


def a_rate(
    rate: float = 0.3, *, rows: int = 20_000, dispersion: float = 1.0, assumed: bool = False
) -> RateBaseline:
    return RateBaseline(rate=rate, rows=rows, dispersion=dispersion, assumed=assumed)


def a_detector(
    base: RateBaseline | None = None, *, rules: Sequence[Rule] = (), arl: float = 400
) -> SequentialDetector:
    """Of the decision's rate, and of these features; all with one baseline."""
    names = [indicator.name for indicator in indicators_of(rules, {})]
    baseline = BaselineRates(edges={}, rates=dict.fromkeys(names, base or a_rate()))
    return sequential_detector(rules, baseline, arl=arl)


def binomial(rows: int, rate: float) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Chance of 0 to `rows` hits."""
    chances = np.zeros(rows + 1)
    chances[0] = 1.0
    for _ in range(rows):
        chances[1:] = chances[1:] * (1 - rate) + chances[:-1] * rate
        chances[0] *= 1 - rate
    return chances
