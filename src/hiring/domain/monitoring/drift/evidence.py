"""What the sequential policy remembers from one day to the next: a few numbers of every indicator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Self, TypedDict

import numpy as np

from hiring.domain.records import Floats

__all__ = ["EvidenceJson", "EvidenceState"]

EVIDENCE: Final = slice(0, 8)
"""Shiryaev-Roberts sums, one an alternative; four up, then four down."""
EXCURSION: Final = slice(8, 10)
"""Cumulated log-likelihood of a change in each direction, never below 0."""
SINCE: Final = slice(10, 12)
"""The first day of each excursion that has not ended, as its ordinal; 0 for none."""
HITS: Final = slice(12, 14)
"""Answers since then for which the indicator was true."""
TRIALS: Final = slice(14, 16)
"""All of them."""
ALERT: Final = 16
"""Direction of the alert that is open: 1 for up, 2 for down; 0 for none."""
_WIDTH: Final = 17


class EvidenceJson(TypedDict):
    """`{"day": "2026-11-27", "figures": {"tem_email": [0.1, ...]}}`; no day yet is an empty text."""

    day: str
    figures: Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EvidenceState:
    """All that days up to and with `day` have left behind.

    Args:
        day: The last one that was counted in; None before the first.
        names: Of the indicators.
        figures: Shape (m, 17), by the slices of this module.
    """

    day: date | None
    names: tuple[str, ...]
    figures: Floats

    @classmethod
    def start(cls, names: Sequence[str]) -> Self:
        """Before the first day; so it is with every new baseline, and with every new version of the model."""
        return cls(day=None, names=tuple(names), figures=np.zeros((len(names), _WIDTH)))

    def aligned(self, names: Sequence[str]) -> Floats:
        """The figures of these indicators, one row each; zeros for one that was not followed yet."""
        own = {name: place for place, name in enumerate(self.names)}
        figures = np.zeros((len(names), _WIDTH))
        for place, name in enumerate(names):
            if name in own:
                figures[place] = self.figures[own[name]]
        return figures

    def to_json(self) -> EvidenceJson:
        """As plain numbers, to be stored."""
        rows = zip(self.names, self.figures.tolist(), strict=True)
        return {"day": self.day.isoformat() if self.day else "", "figures": dict(rows)}

    @classmethod
    def from_json(cls, stored: EvidenceJson) -> Self:
        """What `to_json` made these numbers of.

        Raises:
            ValueError: They are not; it names the indicator.
        """
        for name, row in stored["figures"].items():
            if len(row) != _WIDTH:
                raise ValueError(f"no evidence of an indicator: {name}")
        figures = np.array(list(stored["figures"].values()), np.float64).reshape(-1, _WIDTH)
        day = date.fromisoformat(stored["day"]) if stored["day"] else None
        return cls(day=day, names=tuple(stored["figures"]), figures=figures)
