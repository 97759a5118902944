"""Which records can be used: the faults of a record, as the design names them."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NoReturn

MISSING_OBJECT: Final = "not an object"
CODE_NOT_INTEGER: Final = "code is not an integer"
REPEATED: Final = "repeated key: the first one was kept"
NUL: Final = "contains U+0000"
LONE_SURROGATE: Final = "contains a lone surrogate"

_INTEGER: Final = re.compile(r"(-?)0*([0-9]{1,19})")
_INT64: Final = range(-(2**63), 2**63)
_ESCAPED_TROUBLE: Final = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_LONGEST_KEY: Final = 64
_LONGEST_INTEGER: Final = 20  # characters; Python refuses thousands of digits


def code_of(text: object) -> int | None:
    """The code that a key or a `codigo` field holds: an integer of at most 64 bits, or its decimal digits."""
    if isinstance(text, str) and (digits := _INTEGER.fullmatch(text)):
        text = int(digits[1] + digits[2])
    if isinstance(text, int) and not isinstance(text, bool) and text in _INT64:
        return text
    return None


def exactly(document: bytes | str) -> Any:  # noqa: ANN401  # any JSON value
    """The value of a JSON text by Python's own decoder, for what msgspec refuses.

    That is lone surrogates and numbers that no float can hold.

    Raises:
        ValueError: It is not JSON; NaN and Infinity are not.
    """
    return json.loads(document, parse_int=_integer, parse_constant=_refuse)


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else float(digits)


def _refuse(_name: str) -> NoReturn:
    message = "not a JSON number"
    raise ValueError(message)


def fault_of(document: bytes) -> str | None:
    """Why a document cannot be stored as text, or None; most are decided by one search for an escape."""
    if _ESCAPED_TROUBLE.search(document) is None:
        return None
    # Pairs, because a database reads the whole document, a repeated name's first value too.
    return text_fault(json.loads(document, parse_int=float, object_pairs_hook=list))


def text_fault(value: object) -> str | None:
    """Why a decoded JSON value cannot be stored as text, or None: names and strings at every level count."""
    texts = list(_texts(value))
    if any("\0" in text for text in texts):
        return NUL
    return LONE_SURROGATE if any(map(_SURROGATE.search, texts)) else None


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.items()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def printable(key: str) -> str:
    """A key as it may stand in a table and a message: short, with anything unprintable escaped."""
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in key[: _LONGEST_KEY + 1])
    return shown if len(key) <= _LONGEST_KEY else f"{shown[:_LONGEST_KEY]}…"
