"""The kinds of values that features have: what is valid, and the unit that goes into the fingerprint.

A flag, an amount and a day are numbers as soon as a rule has computed them. A code and a learnt text stay
texts in the gold table: the numbers that stand for them are learnt from the fit part, and belong to the
model.
"""

from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import ClassVar

from hiring.domain.features.encodings import Learner, share_of_rows

__all__ = ["Amount", "Code", "Day", "Flag", "Gap", "Kind", "Learnt", "Level", "two_decimals"]

_BRAZILIAN = str.maketrans(",.", ".,")
_NO_TEXT = "must be a text, or null for unknown"
_EPOCH = date(1970, 1, 1).toordinal()


def two_decimals(value: float) -> tuple[str, str]:
    """A number as Brazilians and as Americans write it: `3.500,00` and `3,500.00`.

    >>> two_decimals(3500.0)
    ('3.500,00', '3,500.00')
    """
    return _both(f"{value:,.2f}")


def _both(english: str) -> tuple[str, str]:
    return english.translate(_BRAZILIAN), english


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no, 1.0 or 0.0; never unknown.

    Args:
        group: Prefix of the names of a group of flags of which at most one is 1; empty for a flag that stands
            alone.
    """

    group: str = ""
    text: ClassVar[bool] = False

    def __str__(self) -> str:
        return "0/1"

    def worded(self, value: float) -> tuple[str, str]:
        """A value as people read it, in Portuguese and in English."""
        return ("sim", "yes") if value else ("não", "no")

    def fault_of(self, value: object) -> str | None:
        """What is wrong with a JSON value for this feature; True and 1.0 are 1."""
        if value is None:
            return "is null: give 0 or 1"
        return None if isinstance(value, bool | int | float) and value in (0, 1) else "must be 0 or 1"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number from `low` to `high`, both included, or NaN for unknown.

    Args:
        low: The lowest plausible value.
        high: The highest plausible value.
        unit: Such as `BRL/month`.
    """

    low: float
    high: float
    unit: str
    text: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if not (isfinite(self.low) and isfinite(self.high) and self.low < self.high):
            raise ValueError("an amount lies between two finite bounds, the lower first")

    def __str__(self) -> str:
        return self.unit

    def worded(self, value: float) -> tuple[str, str]:
        """A value as people read it, in Portuguese and in English."""
        return _both(f"{value:,.2f}".rstrip("0").rstrip("."))

    def fault_of(self, value: object) -> str | None:
        """What is wrong with a JSON value for this feature; null is unknown."""
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


@dataclass(frozen=True, slots=True)
class Level(Amount):
    """A place in an order of names, from 0 up, or NaN for unknown.

    Args:
        names: Of the places, in Portuguese and in English, from the lowest up.
    """

    low: float = field(init=False, default=0.0)
    high: float = field(init=False, default=1.0)
    unit: str = field(init=False, default="level")
    names: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "high", float(len(self.names) - 1))
        Amount.__post_init__(self)

    def __str__(self) -> str:
        return f"level, {', '.join(pt for pt, _ in self.names)}"

    def worded(self, value: float) -> tuple[str, str]:
        """A value as people read it, in Portuguese and in English."""
        return self.names[round(value)]


@dataclass(frozen=True, slots=True)
class Gap(Amount):
    """By how many levels a person is above or below what a vaga asks for, or NaN for unknown.

    Args:
        levels: How many there are in all.
    """

    low: float = field(init=False, default=-1.0)
    high: float = field(init=False, default=1.0)
    unit: str = field(init=False, default="levels")
    levels: int = 2

    def __post_init__(self) -> None:
        object.__setattr__(self, "low", 1.0 - self.levels)
        object.__setattr__(self, "high", self.levels - 1.0)
        Amount.__post_init__(self)

    def worded(self, value: float) -> tuple[str, str]:
        """A value as people read it, in Portuguese and in English."""
        levels = abs(round(value))
        if not levels:
            return "como pedido", "as asked"
        pt, en = ("nível", "level") if levels == 1 else ("níveis", "levels")
        where = ("acima", "above") if value > 0 else ("abaixo", "below")
        return f"{levels} {pt} {where[0]} do pedido", f"{levels} {en} {where[1]} what is asked"


@dataclass(frozen=True, slots=True)
class Day:
    """A date, as days since 1970-01-01, or NaN for unknown."""

    text: ClassVar[bool] = False

    def __str__(self) -> str:
        return "date"

    def worded(self, value: float) -> tuple[str, str]:
        """A value as people read it, in Portuguese and in English."""
        day = self.date(value)
        return f"{day:%d/%m/%Y}", day.isoformat()

    def fault_of(self, value: object) -> str | None:
        """What is wrong with a JSON value for this feature; null is unknown."""
        if value is None:
            return None
        try:
            self.days(value)
        except (TypeError, ValueError):
            return "must be a date such as 2026-01-31, or null for unknown"
        return None

    @staticmethod
    def days(value: object) -> float:
        """The number that stands for an ISO date."""
        if not isinstance(value, str):
            raise TypeError
        return float(date.fromisoformat(value).toordinal() - _EPOCH)

    @staticmethod
    def date(days: float) -> date:
        """The date that a number stands for."""
        return date.fromordinal(int(days) + _EPOCH)


@dataclass(frozen=True, slots=True)
class Code:
    """A word from a list, such as a city; the model learns how frequent each word is.

    Args:
        at_least: Rows of the fit part; a rarer word counts as missing.
    """

    at_least: int = 30
    text: ClassVar[bool] = True
    uses_outcomes: ClassVar[bool] = False

    def __str__(self) -> str:
        return f"code, at least {self.at_least}"

    @property
    def learner(self) -> Learner:
        """Learns the numbers of its words."""
        return share_of_rows(self.at_least)

    def worded(self, value: float) -> tuple[str, str]:
        """A value as people read it, in Portuguese and in English."""
        if not value:
            return "rara ou ausente no treino", "rare or absent in training"
        pt, en = _both(f"{100 * value:.1f}")
        return f"a de {pt} % das linhas do treino", f"that of {en} % of the training rows"

    def fault_of(self, value: object) -> str | None:
        """What is wrong with a JSON value for this feature; null is unknown."""
        return None if value is None or isinstance(value, str) else _NO_TEXT


@dataclass(frozen=True, slots=True)
class Learnt:
    """A text whose number is learnt from outcomes: out of fold inside the fit part, from all of it elsewhere.

    A logistic regression on the text's words and pairs of neighbouring words, each weighted by how rare it is
    (TF-IDF; Spärck Jones, 1972).

    Args:
        most: Words and pairs that count: the most frequent ones.
        at_least: Texts of the fit part that a word or pair must be in.
        inverse_penalty: Of the squared weights: scikit-learn's C.
    """

    most: int = 20_000
    at_least: int = 4
    inverse_penalty: float = 1.0
    text: ClassVar[bool] = True
    uses_outcomes: ClassVar[bool] = True

    def __str__(self) -> str:
        return (
            f"learnt, logistic regression, C = {self.inverse_penalty:g}, on TF-IDF of at most {self.most} "
            f"words and pairs, each in at least {self.at_least} texts"
        )

    def worded(self, value: float) -> tuple[str, str]:
        """A value as people read it, in Portuguese and in English."""
        pt, en = two_decimals(value)
        return f"pontuação aprendida de {pt}", f"learnt score of {en}"

    def fault_of(self, value: object) -> str | None:
        """What is wrong with a JSON value for this feature; null is unknown."""
        return None if value is None or isinstance(value, str) else _NO_TEXT


Kind = Flag | Amount | Day | Code | Learnt
