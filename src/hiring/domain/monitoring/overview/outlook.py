"""What the first sentence says: whether it is quiet, since when, and how soon a change would be found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median, median_low
from typing import Final

from hiring.domain.monitoring.alerts import AlertStatus, WatchedAlert
from hiring.domain.monitoring.drift.baseline import RateBaseline
from hiring.domain.monitoring.drift.sequential import HORIZON, days_to_find

__all__ = ["CHANGE", "RECENT", "Quiet", "Sensitivity", "quiet_since", "sensitivity_of"]

CHANGE: Final = 0.12
"""The change of a rate by which the delay is told: what a new campaign or a new form does."""

RECENT: Final = 28
"""Days by which the volume is told, and rates of what has not moved: four whole weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Since when nothing is alarming.

    Args:
        since: First quiet day that was checked.
        days: Up to the last day that was checked, both counted.
    """

    since: date
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """How soon a change would be found.

    Args:
        change: Of a rate.
        rows_a_day: Median of the recent days.
        days: Until it is found, for the indicator in the middle; None if not within a year.
        indicators: How many vary, and were looked at.
        assumed: Whether the dispersion of most of them was not measured.
    """

    change: float
    rows_a_day: float
    days: int | None
    indicators: int
    assumed: bool


def quiet_since(days: Sequence[date], alerts: Iterable[WatchedAlert]) -> Quiet | None:
    """Since when nothing was found; None without days, or while an alert is not ended.

    >>> quiet_since([date(2026, 11, 3), date(2026, 11, 5)], [])
    Quiet(since=datetime.date(2026, 11, 3), days=3)

    Args:
        days: That were checked, in order.
        alerts: Those that the policy calls out. A muted one is not called out.
    """
    known = list(alerts)
    if not days or any(not (one.status.ends or one.status is AlertStatus.MUTED) for one in known):
        return None
    last_found = max((one.last.window_end.date() for one in known), default=date.min)
    since = next((day for day in days if day >= last_found), days[-1])
    return Quiet(since=since, days=(days[-1] - since).days + 1)


def sensitivity_of(rates: Iterable[RateBaseline], *, volumes: Sequence[int], limit: float) -> Sensitivity:
    """How soon a change of 12 points would be found at these volumes.

    >>> base = RateBaseline(rate=0.29, rows=20_000, dispersion=2.0, assumed=False)
    >>> sensitivity_of([base], volumes=[90, 100, 130], limit=430).days
    7

    Args:
        rates: Of all indicators; those that were constant are left out.
        volumes: Answers of each recent day.
        limit: Of the detector.
    """
    varied = [rate for rate in rates if rate.varied]
    rows_a_day = float(median(volumes)) if volumes else 0.0
    delays = [
        days_to_find(rate, CHANGE if rate.rate <= 1 / 2 else -CHANGE, rows_a_day=rows_a_day, limit=limit)
        for rate in varied
    ]
    middle = median_low([HORIZON + 1 if delay is None else delay for delay in delays] or [HORIZON + 1])
    return Sensitivity(
        change=CHANGE,
        rows_a_day=rows_a_day,
        days=None if middle > HORIZON else middle,
        indicators=len(varied),
        assumed=2 * sum(rate.assumed for rate in varied) > len(varied),
    )
