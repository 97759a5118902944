"""A table's columns in COPY's binary format; unknown is null there, and NaN or NaT in our arrays.

Every table begins with `line`, the place of a row in the order of writing: heap order is nobody's promise.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Generic, NamedTuple, TypeVar

import numpy as np

from hiring.adapters.postgres.tables import binary
from hiring.application.ports.specs.spec import LINE, Column, DatasetSpec, Kind, Matrix
from hiring.domain.records import Days, Floats, Ints, Rows

R = TypeVar("R", bound=Rows)

_BLOCK: Final = 500  # rows that are encoded at once: some 3 MB of applicants


class _Form(NamedTuple):
    """How a kind's columns of ours become pieces of COPY, and what psycopg reads becomes columns."""

    encode: Callable[[Any], binary.Pieces]
    decode: Callable[[Sequence[Any]], object]


def _ints(column: Sequence[int]) -> Ints:
    return np.array(column, np.int64)


def _days(column: Sequence[object]) -> Days:
    return np.array(column, "datetime64[D]")


def _floats(column: Sequence[float | None]) -> Floats:
    return np.array(column, np.float64)  # None becomes NaN


_FORMS: Final[Mapping[Kind, _Form]] = {
    Kind.CODE: _Form(lambda values: binary.ints(values, 8), _ints),
    Kind.FLAG: _Form(lambda values: binary.ints(values, 2), _ints),
    Kind.DAY: _Form(binary.days, _days),
    Kind.TEXT: _Form(binary.texts, list),
    Kind.DOCUMENT: _Form(binary.documents, list),
}


class Layout(Generic[R]):
    """The rows of a table as columns, the counter of lines before them."""

    def __init__(self, spec: DatasetSpec[R]) -> None:
        self.spec = spec
        self.written = (LINE.name, *spec.names)
        self._flags = {part.field: _flags(part) for part in spec.parts if isinstance(part, Matrix)}

    def encode(self, rows: R, line: int) -> Iterator[bytes]:
        """The rows in COPY's binary format, in blocks, numbered from `line`.

        Raises:
            ValueError: A value does not fit its column.
        """
        for block in rows.blocks(_BLOCK):
            lines = binary.ints(np.arange(line, line + len(block)), 8)
            line += len(block)
            columns = [self._pieces(part, getattr(block, part.field)) for part in self.spec.parts]
            yield binary.rows([lines, *columns], len(self.written))

    def decode(self, found: Sequence[tuple[Any, ...]]) -> R:
        """Rows that were read, at least one."""
        return self.spec.rows_of(zip(*found, strict=True), read=_column, numbers=_floats)

    def _pieces(self, part: Column | Matrix, values: Any) -> binary.Pieces:  # noqa: ANN401  # as the kind says
        if isinstance(part, Column):
            return _FORMS[part.kind].encode(values)
        part.require_width(values)
        if part.texts:
            return tuple(pieces for its in values.T for pieces in binary.texts(its.tolist()))
        return binary.numbers(values, self._flags[part.field])


def _flags(matrix: Matrix) -> np.ndarray:
    return np.array([column.kind is Kind.FLAG for column in matrix.columns])


def _column(column: Column, values: Sequence[Any]) -> object:
    return _FORMS[column.kind].decode(values)
