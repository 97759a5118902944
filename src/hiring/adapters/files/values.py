"""How values of ours stand in SQLite's columns.

A moment is ISO 8601 in UTC with six decimals, every text of the same width: texts sort as moments do, so that
ranges are exact to the microsecond, and people and SQLite's own date functions can read them.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from math import isnan, nan
from typing import Any, Final

from hiring.application.ports.specs.spec import Form, Kind
from hiring.training_json import decode_record, encode_record

_JSON: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_DOUBLE: Final = 8  # bytes


def moment_text(moment: datetime) -> str:
    """The moment as text.

    Raises:
        ValueError: It has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be stored")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def moment_of(text: str) -> datetime:
    """The moment that `moment_text` wrote, UTC."""
    return datetime.fromisoformat(text)


def json_text(value: Mapping[str, object] | Sequence[object]) -> str:
    """The value as JSON.

    Raises:
        ValueError: It holds NaN or an infinity, which are not JSON.
    """
    return _JSON.encode(value)


def json_of(text: str) -> Any:  # noqa: ANN401  # the column says what is in it
    """The value that `json_text` wrote."""
    return json.loads(text)


def packed(values: Sequence[float | None]) -> bytes:
    """Doubles, the lowest byte first, NaN for unknown."""
    return struct.pack(f"<{len(values)}d", *[nan if value is None else value for value in values])


def unpacked(values: bytes) -> tuple[float | None, ...]:
    """The numbers that `packed` wrote."""
    found = struct.unpack(f"<{len(values) // _DOUBLE}d", values)
    return tuple([None if isnan(value) else value for value in found])


FORMS: Final[Mapping[Kind, Form]] = {
    Kind.FLAG: Form(int, bool),
    Kind.DAY: Form(date.isoformat, date.fromisoformat),
    Kind.MOMENT: Form(moment_text, moment_of),
    Kind.JSON: Form(json_text, json_of),
    Kind.TRAINING: Form(
        lambda record: json_text(encode_record(record)), lambda text: decode_record(json_of(text))
    ),
    Kind.TEXTS: Form(json_text, json_of),
    Kind.NUMBERS: Form(packed, unpacked),
}
