"""A table's columns as psycopg copies and reads them; unknown is null there, and NaN or NaT in our arrays.

Every table begins with `line`, the place of a row in the order of writing: heap order is nobody's promise.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, Generic, NamedTuple, TypeVar

import numpy as np

from hiring.adapters.postgres.metadata import sql_type
from hiring.application.ports.specs.spec import LINE, Column, DatasetSpec, Kind, Matrix
from hiring.domain.records import Days, Floats, Ints, Rows

R = TypeVar("R", bound=Rows)

_BLOCK: Final = 500  # rows whose values are objects at once


class _Form(NamedTuple):
    """How a kind's columns of ours become what psycopg writes, and what it reads becomes columns."""

    encode: Callable[[Any], list[Any]]
    decode: Callable[[Sequence[Any]], object]


def _ints(column: Sequence[int]) -> Ints:
    return np.array(column, np.int64)


def _days(column: Sequence[object]) -> Days:
    return np.array(column, "datetime64[D]")


def _floats(column: Sequence[float | None]) -> Floats:
    return np.array(column, np.float64)  # None becomes NaN


def _small(values: Ints | Floats) -> list[int]:
    """As integers of two bytes, which psycopg would cut to size.

    Raises:
        ValueError: A value is none.
    """
    with np.errstate(invalid="ignore"):
        small = values.astype(np.int16)
    if (small != values).any():
        raise ValueError("a value is no small integer")
    return list(small.tolist())


_FORMS: Final[Mapping[Kind, _Form]] = {
    Kind.CODE: _Form(np.ndarray.tolist, _ints),
    Kind.FLAG: _Form(_small, _ints),
    Kind.DAY: _Form(np.ndarray.tolist, _days),  # NaT becomes None
    Kind.TEXT: _Form(list, list),
    Kind.DOCUMENT: _Form(list, list),
}


class Layout(Generic[R]):
    """The rows of a table as columns, the counter of lines before them."""

    def __init__(self, spec: DatasetSpec[R]) -> None:
        self.spec = spec
        self.written = (LINE, *spec.columns)
        self.types = [sql_type(column) for column in self.written]
        self._flags = {part.field: _flags(part) for part in spec.parts if isinstance(part, Matrix)}

    def encode(self, rows: R, line: int) -> Iterator[tuple[Any, ...]]:
        """The rows as psycopg writes them, numbered from `line`.

        Raises:
            ValueError: A value does not fit its column.
        """
        for block in rows.blocks(_BLOCK):
            lines = range(line, line + len(block))
            line += len(block)
            parts = [self._columns(part, getattr(block, part.field)) for part in self.spec.parts]
            yield from zip(lines, *chain.from_iterable(parts), strict=True)

    def decode(self, found: Sequence[tuple[Any, ...]]) -> R:
        """Rows that were read, at least one."""
        return self.spec.rows_of(zip(*found, strict=True), read=_column, numbers=_floats)

    def _columns(self, part: Column | Matrix, values: Any) -> list[list[Any]]:  # noqa: ANN401  # as the kind says
        if isinstance(part, Column):
            return [_FORMS[part.kind].encode(values)]
        part.require_width(values)
        if part.texts:
            return [column.tolist() for column in values.T]
        return [
            _nullable(column, is_flag=is_flag)
            for column, is_flag in zip(values.T, self._flags[part.field], strict=True)
        ]


def _nullable(column: Floats, *, is_flag: bool) -> list[float | None]:
    """A matrix's column of numbers; NaN becomes None."""
    known = ~np.isnan(column)
    values = np.empty(len(column), np.object_)
    values[known] = _small(column[known]) if is_flag else column[known].tolist()
    return list(values.tolist())


def _flags(matrix: Matrix) -> list[bool]:
    return [column.kind is Kind.FLAG for column in matrix.columns]


def _column(column: Column, values: Sequence[Any]) -> object:
    return _FORMS[column.kind].decode(values)
