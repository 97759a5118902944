"""What a request must be before its body is read as JSON: headers, query and path."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final
from urllib.parse import parse_qsl, unquote_to_bytes

from litestar import Request
from litestar.status_codes import (
    HTTP_400_BAD_REQUEST,
    HTTP_413_REQUEST_ENTITY_TOO_LARGE,
    HTTP_415_UNSUPPORTED_MEDIA_TYPE,
)

from hiring.domain.access.keys import is_key_name
from hiring.domain.errors import DecisionMissing
from hiring.domain.reasons import MOST_REASONS
from hiring.entrypoints.http.middleware.trace import trace_of
from hiring.entrypoints.http.requests.features_request import Faults, InvalidRequest
from hiring.entrypoints.http.requests.strict_json import RefusedRequest

IDEMPOTENCY_KEY: Final = "Idempotency-Key"
LONGEST_KEY: Final = 128
LONGEST_KEY_OF_A_BATCH: Final = 120
"""Room is left for the number of an item."""

EXPLAIN: Final = "explain"
CLIENT: Final = "client"

_VISIBLE: Final = re.compile(r"[!-~]+")
_FEW: Final = {str(number): number for number in range(1, MOST_REASONS + 1)}
_DECISIONS: Final = b"/decisions/"
_SCORING: Final = frozenset({EXPLAIN})
_LOOKING_UP: Final = frozenset({EXPLAIN, CLIENT})

AnyRequest = Request[Any, Any, Any]


class InvalidIdempotencyKey(InvalidRequest):
    """The header cannot be a request id."""

    code: ClassVar[str] = "invalid-idempotency-key"


class InvalidQuery(InvalidRequest):
    """The parameters behind the question mark are not those of this path."""

    code: ClassVar[str] = "invalid-query"


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
        if len(keys) > 1 or not _is_id(key, longest):
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
    given = _parameters(query)
    _require(_faults_of_reasons(given) + _faults_of_others(given, _SCORING))
    return _reasons(given)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionQuery:
    """Which decision is looked up.

    Args:
        request_id: The one that it was logged under.
        client: Who had asked, empty for answers without a key; None where that was not said.
        reasons: How many are to be worked out again; 0 for none.
    """

    request_id: str
    client: str | None
    reasons: int


def decision_query(request: AnyRequest) -> DecisionQuery:
    """The request id that a path ends with: all that follows, as it was sent, with its own slashes.

    Raises:
        InvalidQuery: The parameters are not those of this path; no value is repeated.
        DecisionMissing: Nothing can have been logged under it.
    """
    raw: bytes = request.scope["raw_path"].partition(b"?")[0]  # some servers leave the query at it
    request_id = unquote_to_bytes(raw.partition(_DECISIONS)[2]).decode("latin-1")
    given = _parameters(request.scope["query_string"])
    clients = given.get(CLIENT, [])
    faults = _faults_of_reasons(given)
    if len(clients) > 1 or any(client and not is_key_name(client) for client in clients):
        faults.append((CLIENT, "must be one name of a client, or empty for answers without a key"))
    _require(faults + _faults_of_others(given, _LOOKING_UP))
    if not _is_id(request_id, LONGEST_KEY):
        raise DecisionMissing
    return DecisionQuery(request_id=request_id, client=next(iter(clients), None), reasons=_reasons(given))


def _parameters(query: bytes) -> dict[str, list[str]]:
    """What stands behind the question mark: each name with all of its values."""
    given: dict[str, list[str]] = {}
    for name, value in parse_qsl(query.decode("latin-1"), keep_blank_values=True):
        given.setdefault(name, []).append(value)
    return given


def _faults_of_reasons(given: Mapping[str, Sequence[str]]) -> Faults:
    numbers = given.get(EXPLAIN, [])
    if len(numbers) > 1 or any(number not in _FEW for number in numbers):
        return [(EXPLAIN, f"must be one integer from 1 to {MOST_REASONS}")]
    return []


def _faults_of_others(given: Mapping[str, Sequence[str]], known: frozenset[str]) -> Faults:
    others = sum(len(values) for name, values in given.items() if name not in known)
    return [("query", f"has {others} parameters that this path does not take")] if others else []


def _require(faults: Faults) -> None:
    if faults:
        raise InvalidQuery(faults)


def _reasons(given: Mapping[str, Sequence[str]]) -> int:
    return _FEW[given[EXPLAIN][0]] if EXPLAIN in given else 0


def _is_id(text: str, longest: int) -> bool:
    return len(text) <= longest and _VISIBLE.fullmatch(text) is not None


def _headers(request: AnyRequest, name: bytes) -> list[bytes]:
    return [value for each, value in request.scope["headers"] if each == name]


def _too_large(most: int) -> RefusedRequest:
    return RefusedRequest(
        status_code=HTTP_413_REQUEST_ENTITY_TOO_LARGE, detail=f"the body is larger than {most // 1024} KiB"
    )


def _unsupported(detail: str) -> RefusedRequest:
    return RefusedRequest(status_code=HTTP_415_UNSUPPORTED_MEDIA_TYPE, detail=detail)
