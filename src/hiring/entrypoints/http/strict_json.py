"""JSON as RFC 8259 has it, and nothing besides: Python's own reader takes NaN, 1e999 and repeated keys."""

import json
import re
from collections import Counter
from math import isfinite
from typing import Any, Final

from litestar.exceptions import HTTPException
from litestar.status_codes import HTTP_400_BAD_REQUEST

MAX_DEPTH: Final = 64

_STRING_OR_BRACKET: Final = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
"""A string that is never closed goes to the end: looked at once, not once for every quote in it."""


class Refused(HTTPException):
    """A request that is not understood; `detail` says why and holds nothing of the request."""


class Repeating(dict[str, Any]):
    """An object in which keys stand more than once; the last of them counts.

    Args:
        pairs: As they were read.
    """

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.repeated = tuple(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)


def strict_json(body: bytes) -> object:
    """The document; objects with repeated keys are `Repeating`.

    Raises:
        Refused: 400, it is not UTF-8 or not JSON, or it is nested too deeply.
    """
    try:
        text = body.decode()
        if _depth(text) > MAX_DEPTH:
            raise _refused(f"the body is nested deeper than {MAX_DEPTH} levels")
        document: object = json.loads(
            text, object_pairs_hook=_object, parse_float=_finite, parse_constant=_constant
        )
    except UnicodeDecodeError as fault:
        raise _refused(f"the body is not UTF-8 at byte {fault.start}") from None
    except json.JSONDecodeError as fault:
        raise _refused(f"the body is not JSON at character {fault.pos}") from None
    except ValueError:
        raise _refused("the body has a number that is not JSON, or is too large for one") from None
    return document


def _refused(detail: str) -> Refused:
    return Refused(status_code=HTTP_400_BAD_REQUEST, detail=detail)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    return plain if len(plain) == len(pairs) else Repeating(pairs)


def _finite(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise ValueError("too large")
    return number


def _constant(name: str) -> None:
    raise ValueError(name)


def _depth(text: str) -> int:
    """Levels of nesting, counted without recursion; a bound where the brackets are too few to matter."""
    openers = text.count("{") + text.count("[")
    if openers <= MAX_DEPTH:
        return openers
    deepest = level = 0
    for token in _STRING_OR_BRACKET.finditer(text):
        first = token[0][0]
        level += (first in "{[") - (first in "}]")
        deepest = max(deepest, level)
    return deepest
