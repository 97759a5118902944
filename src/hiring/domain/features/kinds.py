"""What kind of value a feature has: what it may be, and the unit by which the fingerprint knows it."""

from dataclasses import dataclass
from math import isfinite

__all__ = ["Amount", "Flag", "Kind"]


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no, 1.0 or 0.0; never unknown.

    Args:
        group: What the names of the features begin with of which at most one is 1; empty for a flag that
            stands alone.
    """

    group: str = ""

    def __str__(self) -> str:
        return "0/1"

    def fault_of(self, value: object) -> str | None:
        """What is wrong with a JSON value that is to be this feature; True and 1.0 are 1."""
        if value is None:
            return "is null: give 0 or 1"
        return None if isinstance(value, bool | int | float) and value in (0, 1) else "must be 0 or 1"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number from `low` to `high`, both included, or NaN for unknown.

    Args:
        low: The lowest that is plausible.
        high: The highest.
        unit: Such as `BRL/month`.
    """

    low: float
    high: float
    unit: str

    def __post_init__(self) -> None:
        if not (isfinite(self.low) and isfinite(self.high) and self.low < self.high):
            raise ValueError("an amount lies between two finite bounds, the lower first")

    def __str__(self) -> str:
        return self.unit

    def fault_of(self, value: object) -> str | None:
        """What is wrong with a JSON value that is to be this feature; null is unknown."""
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            return "must be a number, or null for unknown"
        if isinstance(value, float) and not isfinite(value):  # an int may be too large to ask
            return "must be a number, or null for unknown"
        if not self.low <= value <= self.high:
            return f"must be from {self.low:.0f} to {self.high:.0f} {self._words}, or null for unknown"
        return None

    @property
    def _words(self) -> str:
        return self.unit.replace("/", " a ")


Kind = Flag | Amount
