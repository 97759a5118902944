"""Moments and JSON values on their way to the server."""

import json
from datetime import datetime
from typing import Final

_JSON: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def moment_of(moment: datetime) -> datetime:
    """The moment, if it is one.

    Raises:
        ValueError: It has no time zone; the server would take it for its own.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be stored")
    return moment


def json_text(value: object) -> str:
    """The value as JSON.

    Raises:
        ValueError: It holds NaN or an infinity, which are not JSON.
    """
    return _JSON.encode(value)
