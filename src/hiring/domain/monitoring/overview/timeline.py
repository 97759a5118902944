"""Rates over time, each with the band in which it lies as long as nothing has changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import sqrt
from statistics import NormalDist
from typing import Final

from hiring.domain.evaluation.intervals import CONFIDENCE, Interval
from hiring.domain.monitoring.drift.baseline import BaselineRates, RateBaseline
from hiring.domain.monitoring.drift.indicators import APPROVAL

__all__ = [
    "DAILY",
    "CountedDay",
    "LinePoint",
    "RatesOfDays",
    "Share",
    "TimelinePoint",
    "counted_days",
    "quiet_band",
    "share_of",
    "timeline_of",
]

DAILY: Final = 365
"""Days up to the last one that are points of their own; older ones are put together by week."""

RatesOfDays = Mapping[tuple[datetime, str], BaselineRates]
"""By the moment at which a baseline was recorded, and the version that is compared with it."""

_WEEK: Final = 7
_Z: Final = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDay:
    """What a chart needs of a row of `monitor_day`; see `DayCheck`."""

    day: datetime
    checked_at: datetime
    model_version: str
    profile: str
    baseline_at: datetime
    answers: int
    approved: int
    score_total: float
    counts: Mapping[str, Sequence[int]]

    def count_of(self, indicator: str) -> Sequence[int]:
        """In how many answers it held, of how many; decisions are known where no baseline has them, too."""
        if indicator == APPROVAL:
            return self.approved, self.answers
        return self.counts.get(indicator, (0, 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A rate of some days.

    Args:
        hits: In how many answers it held.
        rows: Of how many.
        rate: Their quotient; None of none.
        band: Where the rate lies 19 of 20 times, if nothing has changed; None without a baseline.
    """

    hits: int
    rows: int
    rate: float | None
    band: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePoint:
    """A rate of one day, and of the seven days that end with it; of a week, both are the same.

    Args:
        hits: In how many answers it held.
        rows: Of how many.
        rate: Their quotient; None of none.
        week: Days vary so much that a change is seen by seven of them.
    """

    hits: int
    rows: int
    rate: float | None
    week: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePoint:
    """One version's answers of a day, or of a week of older days.

    Args:
        start: Its first day.
        days: How many days it spans: 1 or 7.
        model_version: Who answered.
        answers: How many there were.
        week_answers: In the seven days that end with it, a day on average; the first days are fewer.
        mean_score: Of their scores.
        lines: By what is drawn.
    """

    start: date
    days: int
    model_version: str
    answers: int
    week_answers: float
    mean_score: float | None
    lines: Mapping[str, LinePoint]


def counted_days(checks: Iterable[CountedDay]) -> list[CountedDay]:
    """Of each day and version the check that counts, the last one; by day.

    >>> from dataclasses import replace
    >>> from datetime import UTC
    >>> moment = datetime(2026, 11, 23, tzinfo=UTC)
    >>> first = CountedDay(
    ...     day=moment, checked_at=moment + timedelta(days=1), model_version="v1", profile="candidate",
    ...     baseline_at=moment, answers=30, approved=3, score_total=9.0, counts={},
    ... )
    >>> again = replace(first, checked_at=moment + timedelta(days=2), answers=31)
    >>> [day.answers for day in counted_days([again, first])]
    [31]
    """
    latest = {}
    for check in sorted(checks, key=lambda each: (each.day, each.checked_at)):
        latest[check.day, check.model_version, check.profile] = check
    return list(latest.values())


def quiet_band(base: RateBaseline, rows: int) -> Interval | None:
    """Where a rate of so many rows lies 19 of 20 times, if nothing has changed; None of no rows.

    The baseline's rate and 1.96 sqrt(dispersion p (1 - p) / n) on either side: real days vary more than
    independent rows would.

    >>> base = RateBaseline(rate=0.36, rows=20_000, dispersion=2.4, assumed=False)
    >>> low, high = quiet_band(base, 100)
    >>> round(low, 2), round(high, 2)
    (0.21, 0.51)
    """
    if not rows:
        return None
    half = _Z * sqrt(base.dispersion * base.rate * (1 - base.rate) / rows)
    return Interval(max(0.0, base.rate - half), min(1.0, base.rate + half))


def share_of(counts: Iterable[Sequence[int]], base: RateBaseline | None) -> Share:
    """Several days' counts of an indicator as one rate.

    >>> share_of([(3, 10), (5, 10)], None)
    Share(hits=8, rows=20, rate=0.4, band=None)
    """
    hits, rows = 0, 0
    for count in counts:
        hits, rows = hits + count[0], rows + count[1]
    band = None if base is None else quiet_band(base, rows)
    return Share(hits=hits, rows=rows, rate=hits / rows if rows else None, band=band)


def timeline_of(
    days: Sequence[CountedDay], names: Mapping[str, str], baselines: RatesOfDays
) -> tuple[TimelinePoint, ...]:
    """Days as points of a line, older ones by week; in order of time, then of versions.

    >>> from datetime import UTC
    >>> day = CountedDay(
    ...     day=datetime(2026, 11, 23, tzinfo=UTC), checked_at=datetime(2026, 11, 24, tzinfo=UTC),
    ...     model_version="v1", profile="candidate", baseline_at=datetime(2026, 11, 1, tzinfo=UTC),
    ...     answers=30, approved=3, score_total=9.0, counts={"aprovado": [3, 30]},
    ... )
    >>> (point,) = timeline_of([day], {"approved": "aprovado"}, {})
    >>> point.mean_score, point.lines["approved"].rate
    (0.3, 0.1)

    Args:
        days: As `counted_days` gives them.
        names: Of each line its indicator.
        baselines: What each day was compared with.
    """
    versions: dict[str, list[CountedDay]] = {}
    for day in days:
        versions.setdefault(day.model_version, []).append(day)
    points = []
    daily_from = days[-1].day.date() - timedelta(days=DAILY - 1) if days else date.min
    for of_version in versions.values():
        points += _weeks([day for day in of_version if day.day.date() < daily_from], names, baselines)
        first = next((at for at, day in enumerate(of_version) if day.day.date() >= daily_from), None)
        if first is not None:
            points += _days(of_version, first, names, baselines)
    return tuple(sorted(points, key=lambda point: (point.start, point.model_version)))


def _weeks(
    days: Sequence[CountedDay], names: Mapping[str, str], baselines: RatesOfDays
) -> list[TimelinePoint]:
    weeks: dict[date, list[CountedDay]] = {}
    for day in days:
        on = day.day.date()
        weeks.setdefault(on - timedelta(days=on.weekday()), []).append(day)
    return [_point(start, _WEEK, of_week, of_week, names, baselines) for start, of_week in weeks.items()]


def _days(
    days: Sequence[CountedDay],
    first: int,
    names: Mapping[str, str],
    baselines: RatesOfDays,
) -> list[TimelinePoint]:
    """From this one on, each with the seven days that end with it."""
    points, begin = [], 0
    for at in range(first, len(days)):
        on = days[at].day
        while days[begin].day <= on - timedelta(days=_WEEK):
            begin += 1
        points.append(_point(on.date(), 1, days[at : at + 1], days[begin : at + 1], names, baselines))
    return points


def _point(  # noqa: PLR0913, PLR0917  # two ranges of days, and what is looked up for them
    start: date,
    span: int,
    own: Sequence[CountedDay],
    week: Sequence[CountedDay],
    names: Mapping[str, str],
    baselines: RatesOfDays,
) -> TimelinePoint:
    answers, base = (
        sum(day.answers for day in own),
        baselines.get((own[-1].baseline_at, own[-1].model_version)),
    )
    spans = span if own is week else (own[0].day - week[0].day).days + 1
    lines = {}
    for line, name in names.items():
        rate = None if base is None else base.rates.get(name)
        whole = share_of([day.count_of(name) for day in week], rate)
        alone = whole if own is week else share_of([day.count_of(name) for day in own], None)
        lines[line] = LinePoint(hits=alone.hits, rows=alone.rows, rate=alone.rate, week=whole)
    return TimelinePoint(
        start=start,
        days=span,
        model_version=own[0].model_version,
        answers=answers,
        week_answers=sum(day.answers for day in week) / spans,
        mean_score=sum(day.score_total for day in own) / answers if answers else None,
        lines=lines,
    )
