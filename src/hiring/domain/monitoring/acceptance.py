"""What moved is normal from now on: a new baseline for one feature, and for no other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hiring.domain.features.rules import Rule
from hiring.domain.monitoring.baseline import BaselineRates, baseline_rates
from hiring.domain.monitoring.counts import DayCounts, columns_total
from hiring.domain.monitoring.simple import Kept, Stats

__all__ = ["Normal", "accept_as_normal"]


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
    normal: Normal, feature: str, days: Sequence[DayCounts], rules: Sequence[Rule]
) -> Normal:
    """The baseline with one feature as it was on these days; a feature that they do not have leaves it.

    How spread an amount is stays as it was, and so does the dispersion, unless there are days enough to
    measure it.

    >>> from datetime import date
    >>> from hiring.domain.features.profiles import CANDIDATE
    >>> from hiring.domain.monitoring.counts import ColumnCounts
    >>> day = DayCounts(
    ...     day=date(2026, 11, 23), model_version="v1", profile="candidate", answers=40, approved=4,
    ...     score=ColumnCounts(known=40, total=9.0), columns={"tem_email": ColumnCounts(known=40, total=30)},
    ... )
    >>> before = Normal(stats={"tem_email": {"rate1": 0.5}, "tem_local": {"rate1": 0.1}}, rates=None)
    >>> accept_as_normal(before, "tem_email", [day], CANDIDATE.rules).stats
    {'tem_email': {'rate1': 0.75}, 'tem_local': {'rate1': 0.1}}

    Args:
        normal: As it was.
        feature: What is accepted; `score` or `aprovado` for scores and decisions.
        days: On which it was as it is to be, counted with the edges of the baseline.
        rules: Of the profile.
    """
    return Normal(
        stats=_stats(normal.stats, feature, days),
        rates=None if normal.rates is None else _rates(normal.rates, feature, days, rules),
    )


def _stats(stats: Stats, feature: str, days: Sequence[DayCounts]) -> dict[str, Kept]:
    counted = [day.columns[feature] for day in days if feature in day.columns]
    if feature not in stats:
        return dict(stats)
    if not counted:
        return {name: kept for name, kept in stats.items() if name != feature}
    column = columns_total([replace(each, above=()) for each in counted])
    mean = column.total / column.known if column.known else None
    moved = {name: mean if name in {"rate1", "mean"} else value for name, value in stats[feature].items()}
    return {**stats, feature: moved}


def _rates(
    rates: BaselineRates, feature: str, days: Sequence[DayCounts], rules: Sequence[Rule]
) -> BaselineRates:
    found = baseline_rates(rules, rates.edges, days).rates
    kept = {}
    for name, before in rates.rates.items():
        now = found.get(name)
        if name.partition(":")[0] != feature:
            kept[name] = before
        elif now is not None and now.rows:
            measured = before if now.assumed else now
            kept[name] = replace(now, dispersion=measured.dispersion, assumed=measured.assumed)
    return BaselineRates(edges=rates.edges, rates=kept)
