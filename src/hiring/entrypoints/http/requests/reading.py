"""What a request must be to be read: headers, query, size, and JSON as RFC 8259 has it, and nothing besides.

Python's own reader takes NaN, 1e999 and repeated keys.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any, Final
from urllib.parse import parse_qsl

import msgspec
from litestar import Request
from litestar.status_codes import (
    HTTP_400_BAD_REQUEST,
    HTTP_413_REQUEST_ENTITY_TOO_LARGE,
    HTTP_415_UNSUPPORTED_MEDIA_TYPE,
)

from hiring.domain.display import count_of
from hiring.domain.long_numbers import number_of
from hiring.domain.reasons import MOST_REASONS
from hiring.entrypoints.http.middleware.gate import trace_of
from hiring.entrypoints.http.requests.json_keys import written_keys
from hiring.entrypoints.http.requests.refusals import (
    Faults,
    InvalidIdempotencyKey,
    InvalidQuery,
    RefusedRequest,
)

IDEMPOTENCY_KEY: Final = "Idempotency-Key"
LONGEST_KEY: Final = 128
LONGEST_KEY_OF_A_BATCH: Final = 120
"""Room is left for the number of an item."""

EXPLAIN: Final = "explain"

_VISIBLE: Final = re.compile(r"[!-~]+")
_FEW: Final = {str(number): number for number in range(1, MOST_REASONS + 1)}
_SCORING: Final = frozenset({EXPLAIN})

MAX_DEPTH: Final = 64
MAX_BRACKETS: Final = 32_768
"""Objects and lists are what costs: a batch of whole records has some thousands of them."""

_CONTAINERS: Final = (dict, list)
_ALWAYS_EXACT: Final = 16
"""Characters of a number without an exponent, up to which a whole double is the very number."""

_TOO_DEEP: Final = f"the body is nested deeper than {MAX_DEPTH} levels"

AnyRequest = Request[Any, Any, Any]


async def json_body(request: AnyRequest, *, most: int) -> bytes:
    """The bytes of a JSON request. That they come in time is seen to by `server.Protocol`.

    Args:
        most: Bytes that this path takes.

    Raises:
        Refused: 415 for another content type or a coded body, 413 for a larger one, 400 where the client has
            gone away.
    """
    require_content_type(request, "application/json")
    return await whole_body(request, most=most)


def require_content_type(request: AnyRequest, wanted: str) -> None:
    """Let a body of this type be read.

    Raises:
        Refused: 415, it is of another type, or coded.
    """
    content_type, *_ = _headers(request, b"content-type") or [b""]
    if content_type.partition(b";")[0].strip().lower() != wanted.encode():
        raise _unsupported(f"the content type must be {wanted}")
    codings = _headers(request, b"content-encoding")
    if any(coding.strip().lower() != b"identity" for coding in codings):
        raise _unsupported("the body must not be compressed")


async def whole_body(request: AnyRequest, *, most: int) -> bytes:
    """The body, to its end.

    Raises:
        Refused: 413, it has more bytes than `most`; 400, the client has gone away.
    """
    if any(length.isdigit() and int(length) > most for length in _headers(request, b"content-length")):
        raise _too_large(most)
    body, more = b"", True
    while more:
        message = await request.receive()
        if message["type"] != "http.request":
            raise RefusedRequest(status_code=HTTP_400_BAD_REQUEST, detail="the body ended too early")
        body += message["body"]
        more = message["more_body"]
        if len(body) > most:
            raise _too_large(most)
    return body


def request_id_of(request: AnyRequest, *, longest: int = LONGEST_KEY) -> str:
    """The caller's own id, from now on that of the whole request, or the one that was drawn.

    Raises:
        InvalidIdempotencyKey: There is a key and it cannot be an id.
    """
    trace = trace_of(request)
    keys = _headers(request, IDEMPOTENCY_KEY.lower().encode())
    if keys:
        key = keys[0].decode("latin-1")
        if len(keys) > 1 or not is_id(key, longest):
            reason = f"must be one header of 1 to {longest} visible ASCII characters"
            raise InvalidIdempotencyKey([(IDEMPOTENCY_KEY, reason)])
        trace.request_id = key
    return trace.request_id


def requested_reasons(request: AnyRequest) -> int:
    """How many reasons an answer is to have; 0 where none are asked for.

    Raises:
        InvalidQuery: `explain` is no such number, or there are other parameters; no value is repeated.
    """
    query: bytes = request.scope["query_string"]
    if not query:
        return 0
    given = query_parameters(query)
    require_faultless(faults_of_reasons(given) + faults_of_others(given, _SCORING))
    return reasons_in(given)


def query_parameters(query: bytes) -> dict[str, list[str]]:
    """What stands behind the question mark: each name with all of its values."""
    given: dict[str, list[str]] = {}
    for name, value in parse_qsl(query.decode("latin-1"), keep_blank_values=True):
        given.setdefault(name, []).append(value)
    return given


def faults_of_reasons(given: Mapping[str, Sequence[str]]) -> Faults:
    numbers = given.get(EXPLAIN, [])
    if len(numbers) > 1 or any(number not in _FEW for number in numbers):
        return [(EXPLAIN, f"must be one integer from 1 to {MOST_REASONS}")]
    return []


def faults_of_others(given: Mapping[str, Sequence[str]], known: frozenset[str]) -> Faults:
    others = sum(len(values) for name, values in given.items() if name not in known)
    return (
        [("query", f"has {count_of(others, 'parameter')} that this path does not accept")] if others else []
    )


def require_faultless(faults: Faults) -> None:
    if faults:
        raise InvalidQuery(faults)


def reasons_in(given: Mapping[str, Sequence[str]]) -> int:
    return _FEW[given[EXPLAIN][0]] if EXPLAIN in given else 0


def is_id(text: str, longest: int) -> bool:
    return len(text) <= longest and _VISIBLE.fullmatch(text) is not None


def _headers(request: AnyRequest, name: bytes) -> list[bytes]:
    return [value for each, value in request.scope["headers"] if each == name]


def _too_large(most: int) -> RefusedRequest:
    return RefusedRequest(
        status_code=HTTP_413_REQUEST_ENTITY_TOO_LARGE, detail=f"the body is larger than {most // 1024} KiB"
    )


def _unsupported(detail: str) -> RefusedRequest:
    return RefusedRequest(status_code=HTTP_415_UNSUPPORTED_MEDIA_TYPE, detail=detail)


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
    return document if body.count(b":") == keys or written_keys(body) == keys else _exactly(body)


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
