"""How one field of a row class stands in a table; unknown is null there, and NaN or NaT in our arrays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from hiring.adapters.postgres.tables import binary
from hiring.domain.features import Profile
from hiring.domain.features.kinds import Flag
from hiring.domain.records import Days, Floats, Ints


@dataclass(frozen=True, slots=True)
class Column:
    """A field that is one column.

    Args:
        type: Of the column, as `information_schema` names it.
        encode: From what the row class holds, to pieces of COPY.
        decode: From what psycopg reads.
    """

    type: str
    encode: Callable[[Any], binary.Pieces]
    decode: Callable[[Sequence[Any]], object]

    def names(self, field: str) -> tuple[str, ...]:
        return (field,)

    def types(self) -> tuple[str, ...]:
        return (self.type,)

    def of(self, columns: Sequence[Sequence[Any]]) -> object:
        (column,) = columns
        return self.decode(column)


@dataclass(frozen=True, slots=True)
class FeatureColumns:
    """The matrix of features: a smallint column for each 0/1 feature, a double for each amount."""

    profile: Profile

    def names(self, _field: str) -> tuple[str, ...]:
        return self.profile.features

    def types(self) -> tuple[str, ...]:
        return tuple("smallint" if is_flag else "double precision" for is_flag in self._flags())

    def encode(self, values: Floats) -> binary.Pieces:
        if values.shape[1:] != (len(self.profile.rules),):
            raise ValueError(f"rows of {len(self.profile.rules)} features expected")
        return binary.numbers(values, np.array(self._flags()))

    def of(self, columns: Sequence[Sequence[Any]]) -> Floats:
        values = np.empty((len(columns[0]), len(columns)))
        for place, column in enumerate(columns):
            values[:, place] = column  # None becomes NaN
        return values

    def _flags(self) -> list[bool]:
        return [isinstance(rule.kind, Flag) for rule in self.profile.rules]


def _ints_of(column: Sequence[int]) -> Ints:
    return np.array(column, np.int64)


def _days_of(column: Sequence[object]) -> Days:
    return np.array(column, "datetime64[D]")


CODE: Final = Column("bigint", lambda values: binary.ints(values, 8), _ints_of)
FLAG: Final = Column("smallint", lambda values: binary.ints(values, 2), _ints_of)
DAY: Final = Column("date", binary.days, _days_of)
TEXT: Final = Column("text", binary.texts, list)
DOCUMENT: Final = Column("jsonb", binary.documents, list)
