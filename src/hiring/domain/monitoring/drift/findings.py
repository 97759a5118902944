"""What a policy says of a feature."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from math import sqrt
from statistics import NormalDist
from typing import Final

from hiring.domain.evaluation.intervals import CONFIDENCE, Interval
from hiring.domain.monitoring.drift.baseline import RateBaseline
from hiring.domain.monitoring.drift.indicators import Indicator

__all__ = ["FIRED", "DriftFinding", "DriftVerdict", "RateFinding"]

_Z: Final = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


class DriftVerdict(Enum):
    """What a policy says of one feature."""

    STEADY = "steady"
    DRIFT = "drift"
    MISSING = "missing column"
    CANNOT_SAY = "cannot say"
    TOO_FEW = "not enough data"


FIRED: Final = {verdict.value: verdict for verdict in (DriftVerdict.DRIFT, DriftVerdict.MISSING)}
"""A rule with the name of a verdict gives this one; every other that fires gives drift."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftFinding:
    """What one rule says of one feature, with the figures behind it.

    Args:
        base: Rate or mean of the baseline, or what else the rule compares.
        now: The same of the window.
        change: By how much it moved, in the rule's unit; signed.
        limit: The rule fires where |change| is above it.
        rule: Its name.
    """

    feature: str
    verdict: DriftVerdict
    base: float | None = None
    now: float | None = None
    change: float | None = None
    limit: float | None = None
    rule: str = DriftVerdict.DRIFT.value

    @property
    def fired(self) -> bool:
        """Whether it is to be an alert."""
        return self.verdict in FIRED.values()


@dataclass(frozen=True, slots=True, kw_only=True)
class RateFinding:
    """What the policy `sequential` says of one indicator on one day.

    Args:
        indicator: Which.
        baseline: What it was.
        verdict: `DRIFT` as long as an alert is open; `CANNOT_SAY` without rows on this day, or with a
            baseline of too few.
        fired: Whether the evidence reached the limit on this day: an alert is to be written.
        hits: Of how many answers it was true: of those since the change began, where an alert is open; else
            of those of the day.
        rows: Of how many it could be.
        evidence: Of a change; an alarm begins it anew on the next day.
        limit: Evidence from which on there is an alarm.
        since: First day of the change, where an alert is open.
    """

    indicator: Indicator
    baseline: RateBaseline
    verdict: DriftVerdict
    fired: bool
    hits: float
    rows: int
    evidence: float
    limit: float
    since: date | None

    @property
    def base(self) -> float:
        """Rate of the baseline."""
        return self.baseline.rate

    @property
    def now(self) -> float | None:
        """Rate of the rows; None without any."""
        return self.hits / self.rows if self.rows else None

    @property
    def change(self) -> float | None:
        """By how much it moved, signed."""
        return None if self.now is None else self.now - self.base

    @property
    def interval(self) -> Interval | None:
        """Of the change: Newcombe's of a difference (1998, method 10), with rows divided by the dispersion.

        Its confidence of 0.95 is that of rows that were chosen beforehand; those of an alert were not.
        """
        if self.now is None:
            return None
        base, now, dispersion = self.base, self.now, self.baseline.dispersion
        then_low, then_high = _wilson(base, max(self.baseline.rows, 1) / dispersion)
        now_low, now_high = _wilson(now, self.rows / dispersion)
        return Interval(
            now - base - sqrt((now - now_low) ** 2 + (then_high - base) ** 2),
            now - base + sqrt((now_high - now) ** 2 + (base - then_low) ** 2),
        )

    def to_json(self) -> dict[str, object]:
        """What a page shows of it, to be stored."""
        return {
            "verdict": self.verdict.value,
            "fired": self.fired,
            "base": self.base,
            "now": self.now,
            "rows": self.rows,
            "change": self.change,
            "interval": None if self.interval is None else list(self.interval),
            "evidence": self.evidence,
            "limit": self.limit,
            "since": None if self.since is None else self.since.isoformat(),
        }


def _wilson(rate: float, rows: float) -> Interval:
    centre = (rate + _Z**2 / (2 * rows)) / (1 + _Z**2 / rows)
    half = _Z * sqrt(rate * (1 - rate) / rows + _Z**2 / (4 * rows**2)) / (1 + _Z**2 / rows)
    return Interval(centre - half, centre + half)
