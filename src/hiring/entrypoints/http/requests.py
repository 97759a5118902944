"""What a request must be before its body is read as JSON."""

import re
from typing import Any, ClassVar, Final

from litestar import Request
from litestar.exceptions import InternalServerException
from litestar.status_codes import HTTP_400_BAD_REQUEST, HTTP_415_UNSUPPORTED_MEDIA_TYPE

from hiring.domain.errors import InvalidInput
from hiring.entrypoints.http.strict_json import Refused
from hiring.entrypoints.http.trace import trace_of

IDEMPOTENCY_KEY: Final = "Idempotency-Key"
MAX_BODY: Final = 64 * 1024

_VISIBLE: Final = re.compile(r"[!-~]{1,128}")


class InvalidIdempotencyKey(InvalidInput):
    """The header cannot be a request id."""

    code: ClassVar[str] = "invalid-idempotency-key"
    faults = ((IDEMPOTENCY_KEY, "must be one header of 1 to 128 visible ASCII characters"),)

    def __init__(self) -> None:
        super().__init__(f"{IDEMPOTENCY_KEY} {self.faults[0][1]}")


async def json_body(request: Request[Any, Any, Any]) -> bytes:
    """The bytes of a JSON request.

    Raises:
        Refused: 415 for another content type or a coded body; 400 where the client has gone away.
    """
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/json":
        raise _unsupported("the content type must be application/json")
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise _unsupported("the body must not be compressed")
    try:
        return await request.body()
    except InternalServerException:  # Litestar's word for a client that hung up
        raise Refused(status_code=HTTP_400_BAD_REQUEST, detail="the body ended too early") from None


def request_id_of(request: Request[Any, Any, Any]) -> str:
    """The caller's own id, from now on that of the whole request, or the one that was drawn.

    Raises:
        InvalidIdempotencyKey: There is a key and it cannot be an id.
    """
    trace = trace_of(request)
    keys = request.headers.getall(IDEMPOTENCY_KEY, [])
    if keys:
        if len(keys) > 1 or not _VISIBLE.fullmatch(keys[0]):
            raise InvalidIdempotencyKey
        trace.request_id = keys[0]
    return trace.request_id


def _unsupported(detail: str) -> Refused:
    return Refused(status_code=HTTP_415_UNSUPPORTED_MEDIA_TYPE, detail=detail)
