"""Columns of ours in the binary format of PostgreSQL's COPY.

No text to escape: each value is its length and its bytes, so that nothing in a value can end it. A row is the
number of its fields and then its fields, where a length of -1 is null; all numbers are big-endian.

A column is encoded as pieces, one list or more; a row is the pieces at one place of all lists, in order.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise, repeat
from struct import Struct
from typing import Final

import numpy as np
import numpy.typing as npt

from hiring.domain.records import Bools, Days, Floats, Ints

HEADER: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER: Final = b"\xff\xff"

_NULL: Final = b"\xff\xff\xff\xff"
_LENGTH: Final = 4
_POSTGRES_EPOCH: Final = np.datetime64("2000-01-01", "D")
_JSONB_VERSION: Final = b"\x01"

Pieces = tuple[list[bytes], ...]

_length = Struct(">i").pack


def ints(values: Ints, size: int) -> Pieces:
    """As integers of `size` bytes.

    Raises:
        ValueError: A value needs more bytes.
    """
    limits = np.iinfo(f"i{size}")
    if len(values) and not limits.min <= values.min() <= values.max() <= limits.max:
        raise ValueError(f"a value does not fit into {size} bytes")
    return (_split(_prefixed(values, f">i{size}")),)


def days(values: Days) -> Pieces:
    """As dates; NaT becomes null."""
    known = ~np.isnat(values)
    numbers = np.where(known, values.astype("datetime64[D]") - _POSTGRES_EPOCH, np.timedelta64(0, "D"))
    pieces = _split(_prefixed(numbers.astype(np.int64), ">i4"))
    return ([piece if here else _NULL for piece, here in zip(pieces, known.tolist(), strict=True)],)


def texts(values: Sequence[str | None]) -> Pieces:
    """As text; None becomes null.

    Raises:
        ValueError: A text has a lone surrogate.
    """
    return blobs([None if value is None else value.encode() for value in values])


def blobs(values: Sequence[bytes | None]) -> Pieces:
    """As what the column takes as plain bytes; None becomes null."""
    return ([_NULL if value is None else _length(len(value)) + value for value in values],)


def documents(values: list[bytes]) -> Pieces:
    """As jsonb; these are long, and not copied before the rows are joined."""
    return [_length(len(value) + 1) + _JSONB_VERSION for value in values], values


def numbers(values: Floats, flags: Bools) -> Pieces:
    """Each row of a matrix as one piece: a smallint where `flags`, else a double; NaN becomes null.

    Raises:
        ValueError: A flag is no small integer.
    """
    parts, keeps = [], []
    for column, is_flag in zip(values.T, flags.tolist(), strict=True):
        part, keep = _numbers(column, is_flag=is_flag)
        parts.append(part)
        keeps.append(keep)
    kept = np.concatenate(keeps, axis=1)
    data = np.concatenate(parts, axis=1)[kept].tobytes()
    ends = accumulate(kept.sum(axis=1).tolist(), initial=0)
    return ([data[start:end] for start, end in pairwise(ends)],)


def rows(columns: Iterable[Pieces], fields: int) -> bytes:
    """The rows of these columns."""
    count = fields.to_bytes(2, "big")
    pieces = [each for column in columns for each in column]
    return b"".join([piece for row in zip(repeat(count), *pieces, strict=False) for piece in row])


def _numbers(column: Floats, *, is_flag: bool) -> tuple[npt.NDArray[np.uint8], Bools]:
    """The column's bytes, shape (n, width), and which of them count: a null has a length and no data."""
    known = ~np.isnan(column)
    values = np.where(known, column, 0.0)
    if is_flag and (values != values.astype(np.int16)).any():
        raise ValueError("a 0/1 feature is no small integer")
    part = _prefixed(values, ">i2" if is_flag else ">f8")
    part[~known, :_LENGTH] = 0xFF
    keep = np.ones(part.shape, np.bool_)
    keep[~known, _LENGTH:] = False
    return part, keep


def _prefixed(values: npt.NDArray[np.generic], kind: str) -> npt.NDArray[np.uint8]:
    record = np.dtype([("length", ">i4"), ("value", kind)])
    pieces = np.empty(len(values), record)
    pieces["length"], pieces["value"] = record["value"].itemsize, values
    return pieces.view(np.uint8).reshape(len(values), record.itemsize)


def _split(pieces: npt.NDArray[np.uint8]) -> list[bytes]:
    data, width = pieces.tobytes(), pieces.shape[1]
    return [data[start : start + width] for start in range(0, len(data), width)]
