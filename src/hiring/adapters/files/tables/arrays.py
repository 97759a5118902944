"""Columns of ours as Arrow arrays, and back.

Through buffers and DLPack rather than `pyarrow.array` and `to_numpy`: those import pandas wherever it is
installed, which costs every command 0.4 s.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hiring.domain.records import Bools, Days, Floats, Ints, Texts


def array_of_ints(values: Ints, type_: pa.DataType) -> pa.Array:
    """As an integer type.

    Raises:
        ValueError: A value does not fit the type.
    """
    return _fixed(pa.int64(), values.astype(np.int64, casting="safe")).cast(type_)


def array_of_floats(values: Floats, type_: pa.DataType) -> pa.Array:
    """As a number type; NaN becomes null.

    Raises:
        ValueError: A value does not fit the type, as 0.5 fits no integer.
    """
    return _fixed(pa.float64(), np.ascontiguousarray(values, np.float64), ~np.isnan(values)).cast(type_)


def array_of_days(values: Days, type_: pa.DataType) -> pa.Array:
    """As a date type; NaT becomes null."""
    known = ~np.isnat(values)
    numbers = np.where(known, values.astype("datetime64[D]").astype(np.int64), 0)
    return _fixed(pa.int64(), numbers, known).cast(pa.int32()).cast(type_)


def array_of_texts(values: Sequence[str | None], type_: pa.DataType) -> pa.Array:
    """As a text type.

    Raises:
        ValueError: A text has a lone surrogate.
    """
    encoded = [None if value is None else value.encode() for value in values]
    return array_of_bytes(encoded, pa.large_binary()).cast(pa.large_string()).cast(type_)


def array_of_bytes(values: Sequence[bytes | None], type_: pa.DataType) -> pa.Array:
    """As a binary type.

    Raises:
        ValueError: They are more than the 2 GiB that the type can count.
    """
    ends = np.zeros(len(values) + 1, np.int64)
    np.cumsum([len(value or b"") for value in values], out=ends[1:])
    known = np.array([value is not None for value in values], np.bool_)
    data = pa.py_buffer(b"".join(value or b"" for value in values))
    buffers = [_validity(known), pa.py_buffer(ends), data]
    return pa.Array.from_buffers(pa.large_binary(), len(values), buffers).cast(type_)


def ints_of(column: pa.Array) -> Ints:
    return np.from_dlpack(column.cast(pa.int64())).astype(np.int64)


def floats_of(column: pa.Array) -> Floats:
    floats = np.from_dlpack(_filled(column.cast(pa.float64()))).astype(np.float64)
    floats[_unknown(column)] = np.nan
    return floats


def days_of(column: pa.Array) -> Days:
    days = np.from_dlpack(_filled(column.cast(pa.int32()))).astype("datetime64[D]")
    days[_unknown(column)] = np.datetime64("NaT", "D")
    return days


def texts_of(column: pa.Array) -> Texts:
    texts: Texts = column.to_pylist()
    return texts


def bytes_of(column: pa.Array) -> list[bytes]:
    values: list[bytes] = column.to_pylist()
    return values


def _fixed(type_: pa.DataType, values: npt.NDArray[np.generic], known: Bools | None = None) -> pa.Array:
    validity = None if known is None else _validity(known)
    return pa.Array.from_buffers(type_, len(values), [validity, pa.py_buffer(np.ascontiguousarray(values))])


def _validity(known: Bools) -> pa.Buffer | None:
    return None if known.all() else pa.py_buffer(np.packbits(known, bitorder="little"))


def _filled(column: pa.Array) -> pa.Array:
    """The column with whatever stands in its data where it is null: DLPack knows no nulls."""
    data = column.buffers()[1]
    return pa.Array.from_buffers(column.type, len(column), [None, data], offset=column.offset)


def _unknown(column: pa.Array) -> Bools:
    return np.from_dlpack(column.is_null().cast(pa.int8())).astype(np.bool_)
