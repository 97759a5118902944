"""What a policy says of a feature."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

__all__ = ["FIRED", "DriftFinding", "DriftVerdict"]


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
