"""JSON that is read exactly as it was written, or not at all.

Content must be, byte for byte, what would be written for it: no changed byte goes unseen, be it a blank or
the case of an escape. Numbers are finite.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import TypeVar

from hiring.domain.models import JsonValue

T = TypeVar("T")

Json = Mapping[str, JsonValue]


class InvalidDocument(Exception):
    """What was read is not what was written. The message is the reason, without any value."""


def encode_document(document: Json) -> bytes:
    """For people too: indented, keys sorted.

    Raises:
        ValueError: A number is not finite.
    """
    return (json.dumps(document, sort_keys=True, indent=1, allow_nan=False) + "\n").encode("ascii")


def digest_of(document: Json) -> str:
    """SHA-256 of the canonical form: keys sorted, no blanks, ASCII."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def read_document(name: str, content: bytes, parse: Callable[[Json], T]) -> T:
    """What `parse` makes of the document.

    Raises:
        InvalidDocument: The content is not as `encode_document` gives it, or `parse` met a missing key, a
            wrong type, or a number beyond all numbers.
    """
    try:
        document = json.loads(content)
        if encode_document(document) != content:
            raise ValueError  # noqa: TRY301  # caught here with the other ways of not being ours
        return parse(require_object(document))
    except (KeyError, TypeError, ValueError, ArithmeticError, RecursionError) as fault:
        message = f"{name} is damaged, or this program did not write it"
        raise InvalidDocument(message) from fault


def require_object(value: JsonValue) -> dict[str, JsonValue]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def require_list(value: JsonValue) -> list[JsonValue]:
    if not isinstance(value, list):
        raise TypeError
    return value


def require_text(value: JsonValue) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def require_number(value: JsonValue) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    return float(value)
