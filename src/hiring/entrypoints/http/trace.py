"""One line in the log and one id for every request, whatever becomes of it."""

import logging
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Final

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.status_codes import HTTP_500_INTERNAL_SERVER_ERROR
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from structlog.typing import FilteringBoundLogger

REQUEST_ID_HEADER: Final = "X-Request-Id"

_KEY: Final = "hiring.trace"
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})


@dataclass(slots=True)
class Trace:
    """What is known of a request so far.

    Args:
        request_id: The caller's own, once that was found to be sound.
        facts: More for the line in the log, under names that `log.ALLOWED` has.
    """

    request_id: str
    status: int | None = None
    facts: dict[str, str] = field(default_factory=dict)


def trace_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Trace:
    trace: Trace = connection.scope["state"][_KEY]
    return trace


class Tracing:
    """Stands around the whole application, because Litestar's own middleware does not see unknown paths."""

    def __init__(self, app: ASGIApp, log: FilteringBoundLogger) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        started = perf_counter()
        trace = Trace(uuid.uuid4().hex)
        scope["state"][_KEY] = trace
        try:
            await self._app(scope, receive, _marked(send, trace))
        finally:
            with suppress(OSError, ValueError):  # standard error is full or closed: no reason to fail
                self._tell(scope, trace, 1000 * (perf_counter() - started))

    def _tell(self, scope: Scope, trace: Trace, duration_ms: float) -> None:
        """The path is the route's own text: what a caller writes into an unknown one stays out of the log."""
        method = str(scope.get("method"))
        failed = trace.status is None or trace.status >= HTTP_500_INTERNAL_SERVER_ERROR
        self._log.log(
            logging.ERROR if failed else logging.INFO,
            "request",
            request_id=trace.request_id,
            method=method if method in _METHODS else "unknown",
            path=scope.get("path_template") or "unknown",
            status=trace.status,
            duration_ms=round(duration_ms, 3),
            **trace.facts,
        )


def _marked(send: Send, trace: Trace) -> Send:
    """Adds the request id to the response."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            trace.status = message["status"]
            mark = (REQUEST_ID_HEADER.lower().encode(), trace.request_id.encode())
            message["headers"] = [*message["headers"], mark]
        await send(message)

    return sending
