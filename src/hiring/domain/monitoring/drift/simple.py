"""The policy `simple`: statistics of the baseline, and what the table of rules says of a window by itself."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import isnan

import numpy as np

from hiring.domain.arrays import Matrix, as_matrix
from hiring.domain.features.kinds import Amount, Flag
from hiring.domain.monitoring.drift.findings import FIRED, DriftFinding, DriftVerdict
from hiring.domain.monitoring.drift.rules import (
    ENOUGH,
    MEAN_LIMIT,
    RATE_LIMIT,
    RULES,
    Absent,
    DriftRule,
    Sample,
    Statistic,
    column_of,
)
from hiring.domain.records import Floats

__all__ = ["MEAN_LIMIT", "RATE_LIMIT", "Kept", "Stats", "drift_findings", "stats_of"]

Kept = Mapping[str, float | None]
"""What a baseline keeps of one feature, by the names that the rules give; None for too few values."""

Stats = Mapping[str, Kept]
"""`{"tem_email": {"rate1": r}, "salario_valor": {"mean": m, "std": s}}`."""


def stats_of(
    features: Matrix, names: Sequence[str], numeric: Collection[str], *, rules: Sequence[DriftRule] = RULES
) -> dict[str, dict[str, float | None]]:
    """Baseline statistics of a feature matrix, NaN left out.

    >>> rows = [[1, 3000.0], [0, None], [1, 5000.0], [1, 4000.0]]
    >>> stats_of(rows, ["tem_email", "salario_valor"], ["salario_valor"])
    {'tem_email': {'rate1': 0.75}, 'salario_valor': {'mean': 4000.0, 'std': 1000.0}}

    Args:
        features: Shape (n, len(names)).
        names: Column names.
        numeric: Those that are amounts and not 0/1.
        rules: What is kept follows from them.
    """
    table = as_matrix(features, "features", columns=len(names))
    stats: dict[str, dict[str, float | None]] = {}
    for number, name in enumerate(names):
        column = Amount if name in numeric else Flag
        sample = _gold_sample(table[:, number])
        stats[name] = {
            kept: figure(sample)
            for rule in rules
            if column in rule.applies_to
            for kept, figure in rule.baseline.items()
        }
    return stats


def _gold_sample(column: Floats) -> Sample:
    values = column[~np.isnan(column)]
    mean = float(values.mean()) if len(values) else None
    return Sample(answers=len(column), known=len(values), mean=mean, column=values)


def drift_findings(
    baseline: Stats,
    window: Mapping[str, float | None],
    counts: Mapping[str, int] | None = None,
    *,
    answers: int = ENOUGH,
    rules: Sequence[DriftRule] = RULES,
) -> list[DriftFinding]:
    """Compare a window with the baseline: what every rule says of every feature that it applies to.

    A rule cannot say where a figure has too few values, a baseline that was recorded before the rule lacks
    it, or nothing is spread; and there is not enough data where it needs more answers, or values of the
    feature.

    >>> baseline = {"tem_email": {"rate1": 0.90}, "salario_valor": {"mean": 4000.0, "std": 1500.0}}
    >>> window = {"tem_email": 0.70, "salario_valor": 4600.0}
    >>> findings = drift_findings(baseline, window)
    >>> [(each.feature, each.verdict.value, round(each.change, 2)) for each in findings]
    [('tem_email', 'drift', -0.2), ('salario_valor', 'steady', 0.4)]

    Args:
        baseline: As `stats_of` gives it.
        window: Mean of each feature's values in the window, NaN left out; None where it had no value.
        counts: How many values each mean is of; None where the caller vouches that there are enough.
        answers: How many there are in the window.
        rules: In the order of the findings about one feature.
    """
    found = []
    for feature, kept in baseline.items():
        column = column_of(kept) if feature in window else Absent
        known = None if counts is None else min(answers, counts.get(feature, 0))
        sample = Sample(answers=answers, known=known, mean=window.get(feature))
        found += [_finding(rule, feature, kept, sample) for rule in rules if column in rule.applies_to]
    return found


def _finding(rule: DriftRule, feature: str, kept: Kept, window: Sample) -> DriftFinding:
    found = _compared(rule, feature, kept, window)
    enough = found.verdict is DriftVerdict.CANNOT_SAY or rule.needs(window) >= ENOUGH
    return found if enough else replace(found, verdict=DriftVerdict.TOO_FEW)


def _compared(rule: DriftRule, feature: str, kept: Kept, window: Sample) -> DriftFinding:
    base = next((kept[name] for name in rule.baseline if name in kept), None)
    finding = partial(DriftFinding, feature=feature, rule=rule.name, base=base)
    fired = FIRED.get(rule.name, DriftVerdict.DRIFT)
    if rule.statistic is None or rule.limit is None:
        return finding(verdict=fired)
    now = next(iter(rule.baseline.values()))(window)
    change = _change(rule.statistic, now, *map(kept.get, rule.baseline))
    if change is None:
        return finding(verdict=DriftVerdict.CANNOT_SAY, now=now)
    verdict = fired if abs(change) > rule.limit else DriftVerdict.STEADY
    return finding(verdict=verdict, now=now, change=change, limit=rule.limit)


def _change(statistic: Statistic, *figures: float | None) -> float | None:
    """By the statistic; None where a figure is not known, or is no number."""
    change = None if None in figures else statistic(*figures)
    return None if change is None or isnan(change) else change
