"""Has the population moved? Baseline statistics, and the simple rules that compare a window with them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from math import isnan
from typing import Final

import numpy as np

from hiring.domain.arrays import Matrix, as_matrix
from hiring.domain.records import Floats

__all__ = ["MEAN_LIMIT", "RATE_LIMIT", "DriftFinding", "DriftVerdict", "Stats", "drift_findings", "stats_of"]

Stats = Mapping[str, Mapping[str, float | None]]
"""`{"tem_email": {"rate1": r}, "salario_valor": {"mean": m, "std": s}}`; None for too few values."""

RATE_LIMIT: Final = 0.15
MEAN_LIMIT: Final = 3.0

ENOUGH: Final = 30
"""Fewer answers than this tell nothing about the people of a day."""

_SPREAD_NEEDS: Final = 2


class DriftVerdict(Enum):
    """What a rule says of one feature."""

    STEADY = "steady"
    DRIFT = "drift"
    MISSING = "missing column"
    CANNOT_SAY = "cannot say"
    TOO_FEW = "not enough data"


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftFinding:
    """One feature's verdict, with the figures behind it.

    Args:
        base: Rate or mean of the baseline.
        now: Rate or mean of the window.
        change: now - base for a rate; (now - base) / std of the baseline for a mean; signed.
        limit: The rule fires where |change| is above it.
    """

    feature: str
    verdict: DriftVerdict
    base: float | None = None
    now: float | None = None
    change: float | None = None
    limit: float | None = None


def stats_of(
    features: Matrix, names: Sequence[str], numeric: Collection[str]
) -> dict[str, dict[str, float | None]]:
    """Baseline statistics of a feature matrix, NaN left out.

    Args:
        features: Shape (n, len(names)).
        names: Column names.
        numeric: Those that are amounts and not 0/1.
    """
    values_of = as_matrix(features, "features", columns=len(names))
    stats: dict[str, dict[str, float | None]] = {}
    for column, name in enumerate(names):
        values = values_of[:, column]
        values = values[~np.isnan(values)]
        mean = float(values.mean()) if len(values) else None
        if name in numeric:
            spread = _spread(values) if len(values) >= _SPREAD_NEEDS else None
            stats[name] = {"mean": mean, "std": spread}
        else:
            stats[name] = {"rate1": mean}
    return stats


def _spread(values: Floats) -> float:
    """Sample standard deviation; rounding gives equal values a tiny one, which is none."""
    return 0.0 if values.min() == values.max() else float(values.std(ddof=1))


def drift_findings(
    baseline: Stats,
    window: Mapping[str, float | None],
    counts: Mapping[str, int] | None = None,
    *,
    answers: int = ENOUGH,
) -> list[DriftFinding]:
    """Compare a window with the baseline.

    A 0/1 feature drifts where |rate - base| > 0.15, an amount where |mean - base| / std > 3. A feature that
    the window does not have at all is a missing column; too few values, or no spread in the baseline, cannot
    say.

    Args:
        baseline: As `stats_of` gives it.
        window: Mean of each feature's values in the window, NaN left out; None where it had no value.
        counts: How many values each mean is of; None where the caller vouches that there are enough.
        answers: How many there are in the window; with fewer than `ENOUGH`, or fewer values of a feature,
            there is not enough data.
    """
    found = [_finding(name, stats, window) for name, stats in baseline.items()]
    return [
        replace(each, verdict=DriftVerdict.TOO_FEW) if _too_few(each, counts, answers) else each
        for each in found
    ]


def _too_few(finding: DriftFinding, counts: Mapping[str, int] | None, answers: int) -> bool:
    if finding.verdict is DriftVerdict.CANNOT_SAY:
        return False
    if counts is None or finding.verdict is DriftVerdict.MISSING:
        return answers < ENOUGH
    return min(answers, counts.get(finding.feature, 0)) < ENOUGH


def _finding(
    name: str, stats: Mapping[str, float | None], window: Mapping[str, float | None]
) -> DriftFinding:
    is_rate = "rate1" in stats
    base = stats.get("rate1") if is_rate else stats.get("mean")
    if name not in window:
        return DriftFinding(feature=name, verdict=DriftVerdict.MISSING, base=base)
    now, unit = window[name], 1.0 if is_rate else stats.get("std")
    if base is None or now is None or isnan(now) or not unit:
        return DriftFinding(feature=name, verdict=DriftVerdict.CANNOT_SAY, base=base, now=now)
    change, limit = (now - base) / unit, RATE_LIMIT if is_rate else MEAN_LIMIT
    verdict = DriftVerdict.DRIFT if abs(change) > limit else DriftVerdict.STEADY
    return DriftFinding(feature=name, verdict=verdict, base=base, now=now, change=change, limit=limit)
