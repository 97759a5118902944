"""A table's columns in Parquet.

Unknown is null in the file, so that other tools read it as unknown and no NaN spoils their averages; in our
arrays it is NaN or NaT again.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final, Generic, NamedTuple, TypeVar

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
from hiring.application.ports.specs.dataset import DATASET
from hiring.application.ports.specs.spec import Column, DatasetSpec, Kind, Matrix
from hiring.domain.records import Rows, TableName

R = TypeVar("R", bound=Rows)


class _Form(NamedTuple):
    """A kind's type in the file, and how columns of ours become arrays and copies of arrays columns."""

    type: pa.DataType
    to_array: Callable[[Any, pa.DataType], pa.Array]
    from_array: Callable[[pa.Array], object]


_FORMS: Final[Mapping[Kind, _Form]] = {
    Kind.CODE: _Form(pa.int64(), array_of_ints, ints_of),
    Kind.FLAG: _Form(pa.int16(), array_of_ints, ints_of),
    Kind.NUMBER: _Form(pa.float64(), array_of_floats, floats_of),
    Kind.DAY: _Form(pa.date32(), array_of_days, days_of),
    Kind.TEXT: _Form(pa.string(), array_of_texts, texts_of),
    Kind.DOCUMENT: _Form(pa.binary(), array_of_bytes, bytes_of),
}


class Layout(Generic[R]):
    """The rows of a table as columns of a file."""

    def __init__(self, spec: DatasetSpec[R]) -> None:
        self.spec = spec

    @cached_property
    def schema(self) -> pa.Schema:
        columns = self.spec.columns
        return pa.schema([pa.field(each.name, _FORMS[each.kind].type, each.nullable) for each in columns])

    def encode(self, rows: R, size: int) -> Iterator[pa.Table]:
        """The rows as Arrow tables of at most `size` rows.

        Raises:
            ValueError: A value does not fit its column.
        """
        for block in rows.blocks(size):
            arrays = [
                array for part in self.spec.parts for array in _arrays(part, getattr(block, part.field))
            ]
            yield pa.Table.from_arrays(arrays, schema=self.schema)

    def decode(self, table: pa.RecordBatch | pa.Table) -> R:
        """The rows of an Arrow table that has this schema."""
        return self.spec.rows_of(map(_one, table.columns), read=_column, numbers=floats_of)


def kind_in(columns: Collection[str], known: Iterable[DatasetSpec[Any]] = DATASET) -> TableName | None:
    """The kind of a file with these columns, by its default name; None if it is none that is known.

    A file that has what several kinds have besides features is of the one with more of that, and of two
    profiles of the one that shares more features with it, and lacks fewer: older programs may have had
    others.
    """
    here = set(columns)

    def likeness(spec: DatasetSpec[Any]) -> tuple[int, int, int]:
        return len(_fixed(spec)), len(here.intersection(spec.names)), -len(spec.names)

    found = [spec for spec in known if _fixed(spec) <= here and _has_features_of(spec, here)]
    return max(found, key=likeness).name if found else None


def _arrays(part: Column | Matrix, values: Any) -> list[pa.Array]:  # noqa: ANN401  # as the kind says
    if isinstance(part, Column):
        form = _FORMS[part.kind]
        return [form.to_array(values, form.type)]
    part.require_width(values)
    columns = zip(np.ascontiguousarray(values.T), part.columns, strict=True)
    to_array = array_of_texts if part.texts else array_of_floats
    return [to_array(its, _FORMS[column.kind].type) for its, column in columns]


def _column(column: Column, array: pa.Array) -> object:
    return _FORMS[column.kind].from_array(array)


def _one(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _has_features_of(spec: DatasetSpec[Any], columns: Collection[str]) -> bool:
    """Whether one of them is a feature, where that kind of table has features."""
    features = {column.name for part in spec.parts if isinstance(part, Matrix) for column in part.columns}
    return not features or not features.isdisjoint(columns)


def _fixed(spec: DatasetSpec[Any]) -> set[str]:
    """What a kind of table has besides features."""
    return {part.name for part in spec.parts if isinstance(part, Column)}
