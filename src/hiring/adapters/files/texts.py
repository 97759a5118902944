"""How moments and JSON values stand in SQLite's text columns.

A moment is ISO 8601 in UTC with six decimals, every text of the same width: texts sort as moments do, so that
ranges are exact to the microsecond, and people and SQLite's own date functions can read them.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

_JSON: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


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
