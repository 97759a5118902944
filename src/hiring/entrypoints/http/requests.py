"""What a request must be before its body is read as JSON: headers, query and path."""

import asyncio
import re
from typing import Any, ClassVar, Final
from urllib.parse import parse_qsl, unquote_to_bytes

from litestar import Request
from litestar.exceptions import InternalServerException
from litestar.status_codes import (
    HTTP_400_BAD_REQUEST,
    HTTP_408_REQUEST_TIMEOUT,
    HTTP_415_UNSUPPORTED_MEDIA_TYPE,
)

from hiring.domain.errors import DecisionMissing
from hiring.entrypoints.http.asked import InvalidRequest
from hiring.entrypoints.http.strict_json import Refused
from hiring.entrypoints.http.trace import trace_of

IDEMPOTENCY_KEY: Final = "Idempotency-Key"
LONGEST_KEY: Final = 128
LONGEST_KEY_OF_A_BATCH: Final = 120
"""Room is left for the number of an item."""

EXPLAIN: Final = "explain"
MOST_REASONS: Final = 10
BODY_WITHIN_S: Final = 10.0

_VISIBLE: Final = re.compile(r"[!-~]+")
_FEW: Final = {str(number): number for number in range(1, MOST_REASONS + 1)}
_DECISIONS: Final = b"/decisions/"

AnyRequest = Request[Any, Any, Any]


class InvalidIdempotencyKey(InvalidRequest):
    """The header cannot be a request id."""

    code: ClassVar[str] = "invalid-idempotency-key"


class InvalidQuery(InvalidRequest):
    """The parameters behind the question mark are not those of this path."""

    code: ClassVar[str] = "invalid-query"


async def json_body(request: AnyRequest) -> bytes:
    """The bytes of a JSON request.

    Raises:
        Refused: 415 for another content type or a coded body; 408 where it comes too slowly, 400 where the
            client has gone away.
    """
    content_type, *_ = _headers(request, b"content-type") or [b""]
    if content_type.partition(b";")[0].strip().lower() != b"application/json":
        raise _unsupported("the content type must be application/json")
    codings = _headers(request, b"content-encoding")
    if any(coding.strip().lower() != b"identity" for coding in codings):
        raise _unsupported("the body must not be compressed")
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            return await request.body()
    except TimeoutError:
        raise Refused(status_code=HTTP_408_REQUEST_TIMEOUT, detail="the body came too slowly") from None
    except InternalServerException:  # Litestar's word for a client that hung up
        raise Refused(status_code=HTTP_400_BAD_REQUEST, detail="the body ended too early") from None


def request_id_of(request: AnyRequest, *, longest: int = LONGEST_KEY) -> str:
    """The caller's own id, from now on that of the whole request, or the one that was drawn.

    Raises:
        InvalidIdempotencyKey: There is a key and it cannot be an id.
    """
    trace = trace_of(request)
    keys = _headers(request, IDEMPOTENCY_KEY.lower().encode())
    if keys:
        key = keys[0].decode("latin-1")
        if len(keys) > 1 or not _is_id(key, longest):
            reason = f"must be one header of 1 to {longest} visible ASCII characters"
            raise InvalidIdempotencyKey([(IDEMPOTENCY_KEY, reason)])
        trace.request_id = key
    return trace.request_id


def reasons_asked(request: AnyRequest) -> int:
    """How many reasons an answer is to have; 0 where none are asked for.

    Raises:
        InvalidQuery: `explain` is no such number, or there are other parameters; no value is repeated.
    """
    query: bytes = request.scope["query_string"]
    if not query:
        return 0
    given = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    numbers = [value for name, value in given if name == EXPLAIN]
    faults = []
    if len(numbers) > 1 or any(number not in _FEW for number in numbers):
        faults.append((EXPLAIN, f"must be one integer from 1 to {MOST_REASONS}"))
    if len(numbers) < len(given):
        faults.append(("query", f"has {len(given) - len(numbers)} parameters that this path does not take"))
    if faults:
        raise InvalidQuery(faults)
    return _FEW[numbers[0]] if numbers else 0


def decision_asked(request: AnyRequest) -> str:
    """The request id that a path ends with: all that follows, as it was sent, with its own slashes.

    Raises:
        DecisionMissing: Nothing can have been logged under it.
    """
    raw: bytes = request.scope["raw_path"]
    request_id = unquote_to_bytes(raw.partition(_DECISIONS)[2]).decode("latin-1")
    if not _is_id(request_id, LONGEST_KEY):
        raise DecisionMissing
    return request_id


def _is_id(text: str, longest: int) -> bool:
    return len(text) <= longest and _VISIBLE.fullmatch(text) is not None


def _headers(request: AnyRequest, name: bytes) -> list[bytes]:
    return [value for each, value in request.scope["headers"] if each == name]


def _unsupported(detail: str) -> Refused:
    return Refused(status_code=HTTP_415_UNSUPPORTED_MEDIA_TYPE, detail=detail)
