"""Refuses what another store would refuse, so that nothing passes here and fails where it is kept."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from math import isfinite
from typing import Any, Final

import numpy as np

from hiring.application.ports.specs.rows import RowCodec
from hiring.application.ports.specs.spec import Column, DatasetSpec, Kind, Matrix, Row, RowSpec
from hiring.domain.records import Rows
from hiring.training_json import encode_record

_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")  # U+0000, and halves of characters
_ESCAPED_ZERO: Final = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # as JSON writes U+0000
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


def require_row(spec: RowSpec[Row], row: Row) -> None:
    """The row is such as the table takes.

    Raises:
        ValueError: It is not; none of its values is told.
    """
    for column, value in zip(spec.columns, _codec_of(spec).values(row), strict=True):
        _require(column, column.nullable if value is None else _VALUES[column.kind](value))


def _require_column(column: Column, values: Any) -> None:  # noqa: ANN401  # whatever a caller gave
    if column.nullable and isinstance(values, list):
        values = [value for value in values if value is not None]
    _require(column, _COLUMNS[column.kind](values))


@cache
def _codec_of(spec: RowSpec[Row]) -> RowCodec[Row]:
    return RowCodec(spec, {})


def _require(column: Column, holds: bool) -> None:  # noqa: FBT001  # reads as a sentence
    if not holds:
        raise ValueError(f"{column.name} takes no such values: {column.kind.value} expected")


def _ints(values: Any) -> bool:  # noqa: ANN401  # whatever a caller gave
    return np.can_cast(np.asarray(values).dtype, np.int64)


def _numbers(values: Any) -> bool:  # noqa: ANN401
    return np.can_cast(np.asarray(values).dtype, np.float64, "same_kind")


def _flags(values: Any) -> bool:  # noqa: ANN401
    return bool((np.abs(values) <= _MOST).all() and (values == np.floor(values)).all())


def _days(values: Any) -> bool:  # noqa: ANN401
    return np.asarray(values).dtype.kind == "M"


def _texts(values: Any) -> bool:  # noqa: ANN401
    return all(isinstance(value, str) and not _UNSTORABLE.search(value) for value in values)


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


def _is_code(value: Any) -> bool:  # noqa: ANN401
    return type(value) is int and abs(value) < 1 << 63


def _is_number(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, int | float) and isfinite(value)


def _is_text(value: Any) -> bool:  # noqa: ANN401
    return _texts([value])


def _is_moment(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, datetime) and value.tzinfo is not None


def _is_json(value: Any) -> bool:  # noqa: ANN401
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
    except (TypeError, ValueError):
        return False
    return not _UNSTORABLE.search(text) and not _ESCAPED_ZERO.search(text)


def _are_numbers(values: Any) -> bool:  # noqa: ANN401
    return all(value is None or _is_number(value) for value in values)


_VALUES: Final[Mapping[Kind, Callable[[Any], bool]]] = {
    Kind.CODE: _is_code,
    Kind.FLAG: lambda value: value in (False, True),
    Kind.NUMBER: _is_number,
    Kind.TEXT: _is_text,
    Kind.MOMENT: _is_moment,
    Kind.JSON: _is_json,
    Kind.TRAINING: lambda record: _is_json(encode_record(record)),
    Kind.NUMBERS: _are_numbers,
    Kind.TEXTS: _texts,
}
