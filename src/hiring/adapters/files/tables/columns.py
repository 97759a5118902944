"""How one field of a row class stands in Parquet.

Unknown is null in the file, so that other tools read it as unknown and no NaN spoils their averages; in our
arrays it is NaN or NaT again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from hiring.adapters.files.tables.arrays import (
    array_of_bytes,
    array_of_days,
    array_of_floats,
    array_of_ints,
    array_of_texts,
    bytes_of,
    days_of,
    floats_of,
    ints_of,
    texts_of,
)
from hiring.domain.features import Profile
from hiring.domain.features.kinds import Flag
from hiring.domain.records import Floats


@dataclass(frozen=True, slots=True)
class Column:
    """A field that is one column of the file.

    Args:
        type: In the file.
        to_array: From what the row class holds.
        from_array: To what the row class holds; a copy, so that callers may write to it.
        nullable: Whether the column may hold nulls.
    """

    type: pa.DataType
    to_array: Callable[[Any, pa.DataType], pa.Array]
    from_array: Callable[[pa.Array], object]
    nullable: bool = False

    def fields(self, name: str) -> list[pa.Field]:
        return [pa.field(name, self.type, nullable=self.nullable)]

    def encode(self, values: object) -> list[pa.Array]:
        return [self.to_array(values, self.type)]

    def decode(self, columns: Sequence[pa.Array]) -> object:
        (column,) = columns
        return self.from_array(column)


@dataclass(frozen=True, slots=True)
class FeatureColumns:
    """The matrix of features: a small integer column for each 0/1 feature, a double for each amount."""

    profile: Profile

    def fields(self, name: str) -> list[pa.Field]:
        del name
        return [
            pa.field(rule.feature, pa.int16() if isinstance(rule.kind, Flag) else pa.float64())
            for rule in self.profile.rules
        ]

    def encode(self, values: Floats) -> list[pa.Array]:
        if values.shape[1:] != (len(self.profile.rules),):
            raise ValueError(f"rows of {len(self.profile.rules)} features expected")
        columns = np.ascontiguousarray(values.T)
        return [
            array_of_floats(column, field.type)
            for column, field in zip(columns, self.fields(""), strict=True)
        ]

    def decode(self, columns: Sequence[pa.Array]) -> Floats:
        values = np.empty((len(columns[0]), len(columns)))
        for place, column in enumerate(columns):
            values[:, place] = floats_of(column)
        return values


CODE: Final = Column(pa.int64(), array_of_ints, ints_of)
FLAG: Final = Column(pa.int16(), array_of_ints, ints_of)
DAY: Final = Column(pa.date32(), array_of_days, days_of, nullable=True)
TEXT: Final = Column(pa.string(), array_of_texts, texts_of, nullable=True)
NAME: Final = Column(pa.string(), array_of_texts, texts_of)
DOCUMENT: Final = Column(pa.binary(), array_of_bytes, bytes_of)
