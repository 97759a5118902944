"""What moved is normal from now on: a new baseline for some features, and for no others."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hiring.domain.features.rules import Rule
from hiring.domain.monitoring.drift.baseline import BaselineRates, RateBaseline, baseline_rates
from hiring.domain.monitoring.drift.counts import DayCounts, columns_total
from hiring.domain.monitoring.drift.simple import Kept, Stats

__all__ = ["Normal", "accept_as_normal"]


_MEANS: Final = frozenset({"rate1", "mean"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Normal:
    """What both policies compare with.

    Args:
        stats: Of `simple`.
        rates: Of `sequential`; None where an older program recorded the baseline.
    """

    stats: Stats
    rates: BaselineRates | None


def accept_as_normal(
    normal: Normal, features: Collection[str], days: Sequence[DayCounts], rules: Sequence[Rule]
) -> Normal:
    """The baseline with these features as they were on these days; one that they do not have leaves it.

    How spread an amount is stays as it was, and so does the dispersion, unless there are days enough to
    measure it.

    >>> from datetime import date
    >>> from hiring.domain.features.profiles import CANDIDATE
    >>> from hiring.domain.monitoring.drift.counts import ColumnCounts
    >>> day = DayCounts(
    ...     day=date(2026, 11, 23), model_version="v1", profile="candidate", answers=40, approved=4,
    ...     score=ColumnCounts(known=40, total=9.0), columns={"tem_email": ColumnCounts(known=40, total=30)},
    ... )
    >>> before = Normal(stats={"tem_email": {"rate1": 0.5}, "tem_local": {"rate1": 0.1}}, rates=None)
    >>> accept_as_normal(before, {"tem_email"}, [day], CANDIDATE.rules).stats
    {'tem_email': {'rate1': 0.75}, 'tem_local': {'rate1': 0.1}}

    Args:
        normal: As it was.
        features: What is accepted; `score` and `aprovado` for scores and decisions.
        days: On which it was as it is to be, counted with the edges of the baseline.
        rules: Of the profile.
    """
    return Normal(
        stats=_stats(normal.stats, features, days),
        rates=None if normal.rates is None else _rates(normal.rates, features, days, rules),
    )


def _stats(stats: Stats, features: Collection[str], days: Sequence[DayCounts]) -> dict[str, Kept]:
    moved: dict[str, Kept] = {}
    for name, before in stats.items():
        counted = [replace(day.columns[name], above=()) for day in days if name in day.columns]
        if name not in features:
            moved[name] = before
        elif counted:
            column = columns_total(counted)
            mean = column.total / column.known if column.known else None
            moved[name] = {kept: mean if kept in _MEANS else value for kept, value in before.items()}
    return moved


def _rates(
    rates: BaselineRates, features: Collection[str], days: Sequence[DayCounts], rules: Sequence[Rule]
) -> BaselineRates:
    found = baseline_rates(rules, rates.edges, days).rates
    moved: dict[str, RateBaseline] = {}
    for name, before in rates.rates.items():
        now = found.get(name)
        if name.partition(":")[0] not in features:
            moved[name] = before
        elif now is not None and now.rows:
            measured = before if now.assumed else now
            moved[name] = replace(now, dispersion=measured.dispersion, assumed=measured.assumed)
    return BaselineRates(edges=rates.edges, rates=moved)
