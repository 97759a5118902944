"""What was answered in a window, as counts: nothing in them is of a single person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

__all__ = ["SCORE", "ColumnCounts", "CountQuery", "DayCounts", "columns_total"]

SCORE: Final = "score"
"""Under this name a query has the score's edges; no feature is called so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountQuery:
    """What is counted of one version's answers.

    Args:
        model_version: Whose answers.
        profile: Of its features.
        columns: The features to count, in the order in which the version's typed rows have them.
        typed: Whether that order is known; if not, every row is counted from its payload, by name.
        edges: Of a column, or of `SCORE`: how many values are greater than each is counted too.
    """

    model_version: str
    profile: str
    columns: tuple[str, ...]
    typed: bool = True
    edges: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnCounts:
    """One column in a number of answers.

    Args:
        known: How many have a value.
        total: Sum of the values; of a flag, how many are 1.
        above: How many values are greater than each edge of the query.
    """

    known: int
    total: float
    above: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """One version's answers on one UTC day, or on what of it was asked for."""

    day: date
    model_version: str
    profile: str
    answers: int
    approved: int
    score: ColumnCounts
    columns: Mapping[str, ColumnCounts]


def columns_total(parts: Sequence[ColumnCounts]) -> ColumnCounts:
    """The same column in all of them together.

    >>> first = ColumnCounts(known=10, total=4.0, above=(3, 1))
    >>> columns_total([first, ColumnCounts(known=5, total=1.0, above=(1, 0))])
    ColumnCounts(known=15, total=5.0, above=(4, 1))
    """
    return ColumnCounts(
        known=sum(part.known for part in parts),
        total=sum(part.total for part in parts),
        above=tuple(map(sum, zip(*[part.above for part in parts], strict=True))),
    )
