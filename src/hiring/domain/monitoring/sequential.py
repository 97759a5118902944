"""The policy `sequential`: evidence of a change is gathered from day to day, until it suffices.

For each indicator eight alternatives to "the rate is within the tolerance of the baseline" are followed. Each
day M = (1 + M) L, with the day's likelihood ratio L. As long as nothing changes, L has a mean of at most 1,
and the sum over all indicators grows by at most 1 a day: a limit of `arl` for each of them is reached by
chance once in `arl` days at most, however the features hang together (an e-detector: Shin, Ramdas, Rinaldo,
E-detectors, 2022). The logarithm of L is divided by the measured dispersion, which makes it that of a
quasi-likelihood, and bounded, so that among several indicators no single day is enough.

When a change began is told by a sum beside it for each direction, of the nearest alternative's log L, that
never falls below 0: the change began when that sum last left 0. An alert is open until it is back there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import NormalDist
from typing import Final

import numpy as np

from hiring.domain.evaluation.intervals import CONFIDENCE, Interval
from hiring.domain.features.rules import Rule
from hiring.domain.monitoring.alternatives import STEPS, Alternatives, alternatives_to
from hiring.domain.monitoring.baseline import BaselineRates, RateBaseline
from hiring.domain.monitoring.counts import DayCounts
from hiring.domain.monitoring.evidence import (
    ALERT,
    EVIDENCE,
    EXCURSION,
    HITS,
    SINCE,
    TRIALS,
    EvidenceState,
)
from hiring.domain.monitoring.findings import DriftVerdict
from hiring.domain.monitoring.indicators import Indicator, counts_of, indicators_of
from hiring.domain.records import Bools, Floats

__all__ = ["ARL", "RateFinding", "SequentialDetector", "days_to_find", "sequential_detector"]

ARL: Final = 10.0
"""Days between two false alarms at the very least; the tolerance makes it some hundreds."""

LONGEST_EXCURSION: Final = 10.0
"""More would only delay the end of an alert."""

HORIZON: Final = 365
"""Days; what takes longer to be found is as good as not found."""

LARGEST_POWER: Final = 600.0
"""Of e, so that a sum of them over the horizon is still a number."""

_Z: Final = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
_NEAREST: Final = (0, len(STEPS))  # of the alternatives up, and of those down
_DIRECTIONS: Final = np.array([1, 2])  # up, down


@dataclass(frozen=True, slots=True, kw_only=True)
class RateFinding:
    """What is said of one indicator on one day.

    Args:
        indicator: Which.
        verdict: `DRIFT` as long as an alert is open; `CANNOT_SAY` without rows on this day, or with a
            baseline of too few.
        fired: Whether the evidence reached the limit on this day: an alert is to be written.
        base: Rate of the baseline.
        now: The rate since the change began, where an alert is open; else that of the day. None without rows.
        rows: How many rows `now` is of.
        change: now - base.
        interval: Of the change, at a confidence of 0.95 for a period that was chosen beforehand; the
            dispersion is in it.
        evidence: Mean of the eight alternatives' evidence; an alarm begins it anew.
        limit: Evidence from which on there is an alarm.
        since: First day of the change, where an alert is open.
    """

    indicator: Indicator
    verdict: DriftVerdict
    fired: bool
    base: float
    now: float | None
    rows: int
    change: float | None
    interval: Interval | None
    evidence: float
    limit: float
    since: date | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SequentialDetector:
    """Follows the answers of one model version, day by day; see `sequential_detector`."""

    indicators: tuple[Indicator, ...]
    rates: tuple[RateBaseline, ...]
    limit: float
    alternatives: Alternatives

    def start(self) -> EvidenceState:
        """Before the first day."""
        return EvidenceState.start([indicator.name for indicator in self.indicators])

    def advance(self, state: EvidenceState, day: DayCounts) -> tuple[EvidenceState, list[RateFinding]]:
        """One day further: what there is to remember, and a finding for each indicator.

        A day without rows leaves the evidence as it was, and so does a feature that the day does not have.
        Days may be left out; a day that is counted again is advanced to from the state before it.

        Args:
            state: After any earlier day, of a detector with the same baseline.
            day: Counted with the edges of the baseline.

        Raises:
            ValueError: The state has this day, or a later one, in it.
        """
        if state.day is not None and day.day <= state.day:
            raise ValueError(f"days are taken in order: {day.day} does not come after {state.day}")
        hits, trials = counts_of(self.indicators, day)
        names = tuple(indicator.name for indicator in self.indicators)
        figures, ratios = state.aligned(names), self.alternatives.log_ratios(hits, trials)
        figures[:, EVIDENCE] = self._gathered(figures[:, EVIDENCE], ratios, trials)
        counts = np.column_stack((hits, trials))
        _follow_excursions(figures, ratios, counts, day.day)
        fired = _follow_alerts(figures, self.limit)
        findings = [
            self._finding(place, figures[place], counts[place], fired=bool(fired[place]))
            for place in range(len(names))
        ]
        figures[fired, EVIDENCE] = 0.0
        return EvidenceState(day=day.day, names=names, figures=figures), findings

    def _gathered(self, before: Floats, ratios: Floats, trials: Floats) -> Floats:
        after = (1 + before) * np.exp(ratios)
        return np.where(self.alternatives.possible & (trials > 0)[:, None], after, before)

    def _finding(self, place: int, figures: Floats, today: Floats, *, fired: bool) -> RateFinding:
        base, alert = self.rates[place], int(figures[ALERT])
        hits, rows = (figures[HITS][alert - 1], figures[TRIALS][alert - 1]) if alert else today
        now = float(hits / rows) if rows else None
        unsure = not rows or not self.alternatives.possible[place].any()
        steady = DriftVerdict.CANNOT_SAY if unsure else DriftVerdict.STEADY
        return RateFinding(
            indicator=self.indicators[place],
            verdict=DriftVerdict.DRIFT if alert else steady,
            fired=fired,
            base=base.rate,
            now=now,
            rows=int(rows),
            change=None if now is None else now - base.rate,
            interval=None if now is None else _interval_of_change(base, now, rows),
            evidence=float(figures[EVIDENCE].mean()),
            limit=self.limit,
            since=date.fromordinal(int(figures[SINCE][alert - 1])) if alert else None,
        )


def _follow_excursions(figures: Floats, ratios: Floats, counts: Floats, day: date) -> None:
    """When each direction's cumulated sum left 0, and what was counted since."""
    before = figures[:, EXCURSION]
    after = np.clip(before + ratios[:, _NEAREST], 0.0, LONGEST_EXCURSION)
    on, begins = after > 0, before == 0
    figures[:, SINCE] = np.where(on, np.where(begins, day.toordinal(), figures[:, SINCE]), 0)
    for part, count in ((HITS, counts[:, :1]), (TRIALS, counts[:, 1:])):
        figures[:, part] = np.where(on, np.where(begins, 0, figures[:, part]) + count, 0)
    figures[:, EXCURSION] = after


def _follow_alerts(figures: Floats, limit: float) -> Bools:
    """Which indicators have an alarm: enough evidence, and a change that goes on in its direction.

    It opens an alert in that direction, which ends with the excursion.
    """
    on = figures[:, EXCURSION] > 0
    figures[:, ALERT] *= (on & (figures[:, ALERT, None] == _DIRECTIONS)).any(axis=1)
    sides = figures[:, EVIDENCE].reshape(-1, 2, len(STEPS)).sum(axis=2)
    stronger = sides.argmax(axis=1)
    fired: Bools = (figures[:, EVIDENCE].mean(axis=1) >= limit) & on[np.arange(len(on)), stronger]
    figures[fired, ALERT] = _DIRECTIONS[stronger[fired]]
    return fired


def _interval_of_change(base: RateBaseline, now: float, rows: float) -> Interval:
    """Newcombe's interval of a difference (1998, method 10), rows divided by the dispersion."""
    then_low, then_high = _wilson(base.rate, max(base.rows, 1) / base.dispersion)
    now_low, now_high = _wilson(now, rows / base.dispersion)
    change = now - base.rate
    return Interval(
        change - sqrt((now - now_low) ** 2 + (then_high - base.rate) ** 2),
        change + sqrt((now_high - now) ** 2 + (base.rate - then_low) ** 2),
    )


def _wilson(rate: float, rows: float) -> Interval:
    centre = (rate + _Z**2 / (2 * rows)) / (1 + _Z**2 / rows)
    half = _Z * sqrt(rate * (1 - rate) / rows + _Z**2 / (4 * rows**2)) / (1 + _Z**2 / rows)
    return Interval(centre - half, centre + half)


def sequential_detector(
    rules: Sequence[Rule], baseline: BaselineRates, *, arl: float = ARL
) -> SequentialDetector:
    """What follows the answers of a model version with this baseline.

    >>> from hiring.domain.monitoring.counts import ColumnCounts
    >>> base = RateBaseline(rate=0.3, rows=20_000, dispersion=1.0, assumed=False)
    >>> detector = sequential_detector([], BaselineRates(edges={}, rates={"aprovado": base}), arl=100)
    >>> state, score = detector.start(), ColumnCounts(known=100, total=40.0)
    >>> for number in (1, 2, 3):
    ...     day = DayCounts(
    ...         day=date(2026, 11, number), model_version="v1", profile="candidate", answers=100, approved=60,
    ...         score=score, columns={},
    ...     )
    ...     state, (finding,) = detector.advance(state, day)
    ...     print(number, finding.verdict.value, finding.fired, finding.since)
    1 steady False None
    2 drift True 2026-11-01
    3 drift False 2026-11-01

    Args:
        rules: Of the profile. A feature that the baseline does not have is not followed.
        baseline: As `baseline_rates` makes it.
        arl: Days between two false alarms at the very least (average run length); more makes it slower.
    """
    indicators = tuple(
        indicator for indicator in indicators_of(rules, baseline.edges) if indicator.name in baseline.rates
    )
    rates = tuple(baseline.rates[indicator.name] for indicator in indicators)
    return SequentialDetector(
        indicators=indicators, rates=rates, limit=arl * len(indicators), alternatives=alternatives_to(rates)
    )


def days_to_find(
    base: RateBaseline, change: float, *, rows_a_day: float, indicators: int, arl: float = ARL
) -> int | None:
    """After about how many days a change of this size is found; None if not within a year.

    Computed from days that are all just as the changed rate makes them on average.

    >>> base = RateBaseline(rate=0.29, rows=20_000, dispersion=2.0, assumed=False)
    >>> days_to_find(base, 0.12, rows_a_day=100, indicators=43)
    7
    >>> days_to_find(base, 0.01, rows_a_day=100, indicators=43)  # within the tolerance

    Args:
        base: Of the indicator.
        change: What is added to its rate.
        rows_a_day: Volume.
        indicators: How many are watched, as `SequentialDetector.indicators` has them.
        arl: Of the detector.
    """
    alternatives, rows = alternatives_to([base]), np.array([float(rows_a_day)])
    ratios = alternatives.log_ratios(rows * min(max(base.rate + change, 0.0), 1.0), rows)
    days = np.arange(1, HORIZON + 1)[:, None]
    powers = np.exp(np.minimum(days * ratios, LARGEST_POWER)) * alternatives.possible
    found = np.flatnonzero(np.cumsum(powers, axis=0).mean(axis=1) >= arl * indicators)
    return int(found[0]) + 1 if len(found) else None
