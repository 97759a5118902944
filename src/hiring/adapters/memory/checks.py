"""Refuses what another store would refuse, so that nothing passes here and fails where it is kept."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from hiring.adapters.memory.logs import is_text, require
from hiring.application.ports.specs.spec import Column, DatasetSpec, Kind, Matrix
from hiring.domain.records import Rows

_MOST: Final = np.iinfo(np.int16).max


def require_rows(spec: DatasetSpec[Any], rows: Rows) -> None:
    """The rows are such as the table takes; whether a document is JSON is left to whoever decodes it.

    Raises:
        ValueError: Some are not; none of their values is told.
    """
    for part in spec.parts:
        values = getattr(rows, part.field)
        if isinstance(part, Matrix):
            part.require_width(values)
            for column, its in zip(part.columns, values.T, strict=True):
                _require_column(column, its.tolist() if part.texts else its[~np.isnan(its)])
        else:
            _require_column(part, values)


def require_unique(spec: DatasetSpec[Any], parts: Sequence[Rows]) -> None:
    """No two rows have the same key.

    Raises:
        ValueError: Two have.
    """
    if spec.key and parts:
        keys = np.stack([np.concatenate([getattr(part, name) for part in parts]) for name in spec.key])
        if np.unique(keys, axis=1).shape != keys.shape:
            raise ValueError(f"{spec.name} has two rows with one {' and '.join(spec.key)}")


def _require_column(column: Column, values: Any) -> None:  # noqa: ANN401  # whatever a caller gave
    if column.nullable and isinstance(values, list):
        values = [value for value in values if value is not None]
    require(column, holds=_COLUMNS[column.kind](values))


def _ints(values: Any) -> bool:  # noqa: ANN401  # whatever a caller gave
    return np.can_cast(np.asarray(values).dtype, np.int64)


def _numbers(values: Any) -> bool:  # noqa: ANN401
    return np.can_cast(np.asarray(values).dtype, np.float64, "same_kind")


def _flags(values: Any) -> bool:  # noqa: ANN401
    return bool((np.abs(values) <= _MOST).all() and (values == np.floor(values)).all())


def _days(values: Any) -> bool:  # noqa: ANN401
    return np.asarray(values).dtype.kind == "M"


def _texts(values: Any) -> bool:  # noqa: ANN401
    return all(map(is_text, values))


def _documents(values: Any) -> bool:  # noqa: ANN401
    return all(isinstance(value, bytes) for value in values)


_COLUMNS: Final[Mapping[Kind, Callable[[Any], bool]]] = {
    Kind.CODE: _ints,
    Kind.FLAG: _flags,
    Kind.NUMBER: _numbers,
    Kind.DAY: _days,
    Kind.TEXT: _texts,
    Kind.DOCUMENT: _documents,
}
