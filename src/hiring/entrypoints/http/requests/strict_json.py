"""JSON as RFC 8259 has it, and nothing besides: Python's own reader takes NaN, 1e999 and repeated keys."""

import json
from collections import Counter
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any, Final

import msgspec
from litestar.exceptions import HTTPException
from litestar.status_codes import HTTP_400_BAD_REQUEST

from hiring.domain.long_numbers import number_of

MAX_DEPTH: Final = 64
MAX_BRACKETS: Final = 32_768
"""Objects and lists are what costs: a batch of whole records has some thousands of them."""

_CONTAINERS: Final = (dict, list)
_ALWAYS_EXACT: Final = 16
"""Characters of a number without an exponent, up to which a whole double is the very number."""

_TOO_DEEP: Final = f"the body is nested deeper than {MAX_DEPTH} levels"


class RefusedRequest(HTTPException):
    """A request that is not understood; `detail` says why and holds nothing of the request."""


class Rounded(float):
    """A whole number out of a JSON number that is not whole, or is another one: no double holds that."""


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
        Refused: 400, it is not UTF-8 or not JSON, or it is nested too deeply, or has too many brackets.
    """
    brackets = body.count(b"{") + body.count(b"[")
    if brackets > MAX_BRACKETS:
        raise _refused(f"the body has more than {MAX_BRACKETS} objects and lists")
    try:
        document = _decode(body)
        depth, keys = _measured(document, brackets)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return _exactly(body)  # which takes lone surrogates, and says what is wrong with the rest
    if depth > MAX_DEPTH:
        raise _refused(_TOO_DEEP)
    # Each key is followed by one colon. Where there are more, a text has them, or a key stands twice.
    return document if body.count(b":") == keys else _exactly(body)


def with_long_numbers(body: bytes) -> Any:  # noqa: ANN401  # any JSON value
    """A document that `strict_json` takes, once more, with `TooLong` for what not every store can hold."""
    return json.loads(body.decode(), parse_float=number_of)


def _exactly(body: bytes) -> object:
    """The same by Python's reader, told what it must not take; several times slower."""
    try:
        document: object = json.loads(
            body.decode(), object_pairs_hook=_object, parse_float=_finite, parse_constant=_constant
        )
    except UnicodeDecodeError as fault:
        raise _refused(f"the body is not UTF-8 at byte {fault.start}") from None
    except json.JSONDecodeError as fault:
        raise _refused(f"the body is not JSON at character {fault.pos}") from None
    except ValueError:
        raise _refused("the body has a number that is not JSON, or is too large for one") from None
    except RecursionError:
        raise _refused(_TOO_DEEP) from None
    if _measured(document, MAX_BRACKETS)[0] > MAX_DEPTH:
        raise _refused(_TOO_DEEP)
    return document


def _refused(detail: str) -> RefusedRequest:
    return RefusedRequest(status_code=HTTP_400_BAD_REQUEST, detail=detail)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    return plain if len(plain) == len(pairs) else Repeating(pairs)


def _finite(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise ValueError("too large")
    exact = not number.is_integer() or (len(digits) <= _ALWAYS_EXACT and "e" not in digits.lower())
    return number if exact or _is(number, digits) else Rounded(number)


def _is(number: float, digits: str) -> bool:
    """Whether a double is the number that is written."""
    try:
        return Decimal(digits) == number
    except InvalidOperation:  # an exponent of many digits
        return False


_decode: Final = msgspec.json.Decoder(float_hook=_finite).decode


def _constant(name: str) -> None:
    raise ValueError(name)


def _measured(document: object, containers: int) -> tuple[int, int]:
    """Levels of nesting, at most one more than are allowed, and keys of all objects; level by level.

    Args:
        document: As it was decoded.
        containers: No fewer than there are objects and lists in it: nobody looks for more.
    """
    depth = keys = 0
    level = [document] if isinstance(document, _CONTAINERS) else []
    while level and depth <= MAX_DEPTH:
        depth += 1
        containers -= len(level)
        deeper: list[Any] = []
        for one in level:
            values: Any = one
            if isinstance(one, dict):
                keys += len(one)
                values = one.values()
            if containers:
                deeper += [value for value in values if isinstance(value, _CONTAINERS)]
        level = deeper
    return depth, keys
