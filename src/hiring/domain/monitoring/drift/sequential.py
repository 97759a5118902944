"""The policy `sequential`: evidence of a change is gathered from day to day, until it suffices.

For each indicator eight alternatives to "the rate is within the tolerance of the baseline" are followed. Each
day M = (1 + M) L, with the day's likelihood ratio L. As long as nothing changes, L has a mean of at most 1,
and the sum over all indicators grows by at most 1 a day: a limit of `arl` for each of them is reached by
chance once in `arl` days at most, however the features hang together (an e-detector: Shin, Ramdas, Rinaldo,
E-detectors, 2022). What was constant in the baseline does not raise the limit: as long as it stays so, it has
hardly any evidence. The logarithm of L is divided by the measured dispersion, which makes it that of a
quasi-likelihood, and bounded, so that among several indicators no single day is enough.

When a change began is told by a sum beside it for each direction, of the nearest alternative's log L, that
never falls below 0: the change began when that sum last left 0. An alert is open until it is back there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from hiring.domain.features.rules import Rule
from hiring.domain.monitoring.drift.alternatives import STEPS, Alternatives, alternatives_to
from hiring.domain.monitoring.drift.baseline import BaselineRates, RateBaseline
from hiring.domain.monitoring.drift.counts import DayCounts
from hiring.domain.monitoring.drift.evidence import (
    ALERT,
    EVIDENCE,
    EXCURSION,
    HITS,
    SINCE,
    TRIALS,
    EvidenceState,
)
from hiring.domain.monitoring.drift.findings import DriftVerdict, RateFinding
from hiring.domain.monitoring.drift.indicators import Indicator, counts_of, indicators_of
from hiring.domain.records import Bools, Floats

__all__ = ["ARL", "SequentialDetector", "days_to_find", "sequential_detector"]

ARL: Final = 10.0
"""Days between two false alarms at the very least; the tolerance makes it some hundreds."""

LONGEST_EXCURSION: Final = 10.0
"""More would only delay the end of an alert."""

HORIZON: Final = 365
"""Days; what takes longer to be found is as good as not found."""

LARGEST_POWER: Final = 600.0
"""Of e, so that a sum of them over the horizon is still a number."""

_NEAREST: Final = (0, len(STEPS))  # of the alternatives up, and of those down
_QUIET: Final = {True: DriftVerdict.STEADY, False: DriftVerdict.CANNOT_SAY}
_DIRECTIONS: Final = np.array([1, 2])  # up, down


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SequentialDetector:
    """Follows the answers of one model version, day by day; see `sequential_detector`.

    Args:
        indicators: What is followed, of m.
        rates: Their baselines.
        limit: Evidence from which on there is an alarm.
        alternatives: To the baselines.
    """

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
        findings = self._findings(figures, counts, fired)
        figures[fired, EVIDENCE] = 0.0
        return EvidenceState(day=day.day, names=names, figures=figures), findings

    def _gathered(self, before: Floats, ratios: Floats, trials: Floats) -> Floats:
        after = (1 + before) * np.exp(ratios)
        return np.where(self.alternatives.possible & (trials > 0)[:, None], after, before)

    def _findings(self, figures: Floats, counts: Floats, fired: Bools) -> list[RateFinding]:
        alert = figures[:, ALERT].astype(np.int64)
        own = np.arange(len(alert)), np.maximum(alert - 1, 0)
        begun = np.column_stack((figures[:, HITS][own], figures[:, TRIALS][own]))
        hits, rows = np.where(alert[:, None] > 0, begun, counts).T.tolist()
        sure = (counts[:, 1] > 0) & self.alternatives.possible.any(axis=1)
        evidence, since = figures[:, EVIDENCE].mean(axis=1).tolist(), figures[:, SINCE][own].tolist()
        return [
            RateFinding(
                indicator=indicator,
                baseline=self.rates[place],
                verdict=DriftVerdict.DRIFT if alert[place] else _QUIET[bool(sure[place])],
                fired=bool(fired[place]),
                hits=hits[place],
                rows=int(rows[place]),
                evidence=evidence[place],
                limit=self.limit,
                since=date.fromordinal(int(since[place])) if alert[place] else None,
            )
            for place, indicator in enumerate(self.indicators)
        ]


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


def sequential_detector(
    rules: Sequence[Rule], baseline: BaselineRates, *, arl: float = ARL
) -> SequentialDetector:
    """What follows the answers of a model version with this baseline.

    >>> from hiring.domain.monitoring.drift.counts import ColumnCounts
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
    count = max(1, sum(rate.varied for rate in rates))
    return SequentialDetector(
        indicators=indicators, rates=rates, limit=arl * count, alternatives=alternatives_to(rates)
    )


def days_to_find(base: RateBaseline, change: float, *, rows_a_day: float, limit: float) -> int | None:
    """After about how many days a change of this size is found; None if not within a year.

    Computed from days that are all just as the changed rate makes them on average.

    >>> base = RateBaseline(rate=0.29, rows=20_000, dispersion=2.0, assumed=False)
    >>> days_to_find(base, 0.12, rows_a_day=100, limit=430)
    7
    >>> days_to_find(base, 0.01, rows_a_day=100, limit=430)  # within the tolerance

    Args:
        base: Of the indicator.
        change: What is added to its rate.
        rows_a_day: Volume.
        limit: Of the detector.
    """
    alternatives, rows = alternatives_to([base]), np.array([float(rows_a_day)])
    ratios = alternatives.log_ratios(rows * min(max(base.rate + change, 0.0), 1.0), rows)
    days = np.arange(1, HORIZON + 1)[:, None]
    powers = np.exp(np.minimum(days * ratios, LARGEST_POWER)) * alternatives.possible
    found = np.flatnonzero(np.cumsum(powers, axis=0).mean(axis=1) >= limit)
    return int(found[0]) + 1 if len(found) else None
