"""One line in the log and one id for every request, whatever becomes of it."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Final

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.status_codes import HTTP_200_OK, HTTP_500_INTERNAL_SERVER_ERROR
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from structlog.typing import FilteringBoundLogger

from hiring.entrypoints.http.endpoint import Endpoint, probes
from hiring.entrypoints.http.observability.log import REQUEST
from hiring.entrypoints.http.observability.metrics import Metrics
from hiring.entrypoints.http.requests.request_ids import new_ids

REQUEST_ID_HEADER: Final = "X-Request-Id"

_MARK: Final = REQUEST_ID_HEADER.lower().encode()
_KEY: Final = "hiring.trace"
_SECURITY: Final = (
    (b"cache-control", b"no-store"),
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    ),
    (b"referrer-policy", b"same-origin"),  # without any, a browser sends our own form as from nowhere
    (b"x-content-type-options", b"nosniff"),
)
"""Answers are about people and for the caller alone; the pages have styles and no scripts."""

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
    """Stands around the whole application, because Litestar's own middleware does not see unknown paths.

    Good answers of probes are no news, and are counted all the same.
    """

    def __init__(
        self,
        app: ASGIApp,
        log: FilteringBoundLogger,
        metrics: Metrics,
        endpoints: Iterable[Endpoint] = (),
    ) -> None:
        self._app = app
        self._log = log
        self._metrics = metrics
        self._ids = new_ids()
        self._probes = probes(endpoints)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        started = perf_counter()
        trace = Trace(next(self._ids))
        scope["state"][_KEY] = trace
        try:
            await self._app(scope, receive, _marked(send, trace))
        finally:
            seconds = perf_counter() - started
            method = scope["method"] if scope["method"] in _METHODS else "unknown"
            path = scope.get("path_template") or "unknown"
            self._metrics.answered(method, path, trace.status or 0, seconds)
            if trace.status != HTTP_200_OK or path not in self._probes:
                self._tell(trace, method, path, 1000 * seconds)

    def _tell(self, trace: Trace, method: str, path: str, duration_ms: float) -> None:
        """The path is the route's own text: what a caller writes into an unknown one stays out of the log."""
        failed = trace.status is None or trace.status >= HTTP_500_INTERNAL_SERVER_ERROR
        self._log.log(
            logging.ERROR if failed else logging.INFO,
            REQUEST,
            request_id=trace.request_id,
            method=method,
            path=path,
            status=trace.status,
            duration_ms=round(duration_ms, 3),
            **trace.facts,
        )


def _marked(send: Send, trace: Trace) -> Send:
    """Adds the request id and the security headers to the response."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            trace.status = message["status"]
            mark = (_MARK, trace.request_id.encode())
            message["headers"] = [*message["headers"], mark, *_SECURITY]
        await send(message)

    return sending
