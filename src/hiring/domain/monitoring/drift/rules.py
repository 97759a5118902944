"""The policy `simple` as a table: what a baseline keeps, how a window is compared, how far it may move.

A rule is a row of `RULES`, with a function beside it where its figure is new; `simple` evaluates the table.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from hiring.domain.features.kinds import Amount, Flag
from hiring.domain.records import Floats

__all__ = [
    "ENOUGH",
    "MEAN_LIMIT",
    "RATE_LIMIT",
    "RULES",
    "Absent",
    "Column",
    "DriftRule",
    "Figure",
    "Sample",
    "Statistic",
    "answers",
    "deviations",
    "difference",
    "mean",
    "spread",
    "values",
]

RATE_LIMIT: Final = 0.15
MEAN_LIMIT: Final = 3.0

ENOUGH: Final = 30
"""Fewer answers than this tell nothing about the people of a day."""

_SPREAD_NEEDS: Final = 2


class Absent:
    """A feature that the window does not have at all, whatever kind it is of."""


Column = type[Flag | Amount | Absent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One feature in the rows of a gold table, or in the answers of a window.

    Args:
        answers: How many rows or answers there are.
        known: How many of them have a value; None where nobody counted them, and there are enough.
        mean: Of the values; None without any.
        column: The values themselves, of a gold table; a window's are not held.
    """

    answers: int
    known: int | None
    mean: float | None
    column: Floats | None = None


Figure = Callable[[Sample], float | None]
"""A number about a sample; None where it has too few values."""

Statistic = Callable[..., float | None]
"""By how much a figure moved, signed: of its value now and of all that was kept; None: cannot say."""


@dataclass(frozen=True, slots=True)
class DriftRule:
    """One rule.

    Args:
        name: What alerts call it; a feature has one rule of a name, and no rule is ever renamed.
        applies_to: The columns that it looks at.
        baseline: Figures that are kept of the gold features, by the names that stored baselines have for
            them; the first that is there is the one that is compared.
        statistic: By how much it moved; None: the rule fires wherever it applies.
        limit: It fires where |statistic| is above this.
        needs: What there must be `ENOUGH` of in the window, or there is not enough data.

    Raises:
        ValueError: A statistic has nothing to compare, or no limit.
    """

    name: str
    applies_to: tuple[Column, ...]
    baseline: Mapping[str, Figure]
    statistic: Statistic | None
    limit: float | None
    needs: Callable[[Sample], int]

    def __post_init__(self) -> None:
        if (self.statistic is None) != (self.limit is None) or not self.baseline:
            message = f"{self.name}: a statistic has a limit, and something in the baseline to compare"
            raise ValueError(message)


def column_of(kept: Collection[str]) -> Column:
    """A flag or an amount, told by the figures that a baseline keeps of it."""
    return Flag if "rate1" in kept else Amount


def mean(sample: Sample) -> float | None:
    """Mean of the values; of a flag, the rate of 1.

    >>> mean(Sample(answers=40, known=38, mean=0.25))
    0.25
    """
    return sample.mean


def spread(sample: Sample) -> float | None:
    """Sample standard deviation; rounding gives equal values a tiny one, which is none.

    >>> import numpy as np
    >>> spread(Sample(answers=3, known=3, mean=2.0, column=np.array([1.0, 2.0, 3.0])))
    1.0
    >>> spread(Sample(answers=3, known=3, mean=2.0)) is None  # a window's values are not held
    True
    """
    if sample.column is None or len(sample.column) < _SPREAD_NEEDS:
        return None
    equal = sample.column.min() == sample.column.max()
    return 0.0 if equal else float(sample.column.std(ddof=1))


def difference(now: float, base: float) -> float:
    """How far a figure went, with its direction.

    >>> difference(0.75, 0.5)
    0.25
    """
    return now - base


def deviations(now: float, base: float, deviation: float) -> float | None:
    """The difference, counted in standard deviations of the baseline.

    >>> deviations(4_600.0, 4_000.0, 1_500.0), deviations(4_600.0, 4_000.0, 0.0)
    (0.4, None)
    """
    return (now - base) / deviation if deviation else None


def answers(sample: Sample) -> int:
    """How many people were answered, whatever is known of them.

    >>> answers(Sample(answers=40, known=38, mean=0.25))
    40
    """
    return sample.answers


def values(sample: Sample) -> int:
    """How many of them have a value.

    >>> values(Sample(answers=40, known=38, mean=0.25))
    38
    """
    return sample.answers if sample.known is None else sample.known


# fmt: off
RULES: Final = (
    #         name              applies to  baseline                       statistic   limit       needs
    DriftRule("drift",          (Flag,),    {"rate1": mean},               difference, RATE_LIMIT, values),
    DriftRule("drift",          (Amount,),  {"mean": mean, "std": spread}, deviations, MEAN_LIMIT, values),
    DriftRule("missing column", (Absent,),  {"rate1": mean, "mean": mean}, None,       None,       answers),
)
# fmt: on
