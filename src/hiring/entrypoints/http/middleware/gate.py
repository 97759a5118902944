"""What every request passes: it gets an id, and one line in the log, whatever becomes of it.

What is too large, too much or without a key gets no further.
"""

import asyncio
import logging
import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from time import perf_counter, time_ns
from typing import Any, ClassVar, Final

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_414_REQUEST_URI_TOO_LONG,
    HTTP_429_TOO_MANY_REQUESTS,
    HTTP_431_REQUEST_HEADER_FIELDS_TOO_LARGE,
    HTTP_500_INTERNAL_SERVER_ERROR,
)
from litestar.types import ASGIApp, ExceptionHandlersMap, Message, Receive, Scope, Send
from structlog.typing import FilteringBoundLogger

from hiring.domain.access.keys import ApiKey
from hiring.domain.errors import HiringError, Overloaded, StoreUnavailable
from hiring.entrypoints.http.access.authenticator import KEY, Authenticator
from hiring.entrypoints.http.access.browser import sessions_in
from hiring.entrypoints.http.endpoint import Endpoint, open_paths, probes
from hiring.entrypoints.http.observability.log import REQUEST
from hiring.entrypoints.http.observability.metrics import Metrics
from hiring.entrypoints.http.requests.refusals import RETRY_AFTER_S, RefusedRequest

MOST_IN_FLIGHT: Final = 256
MOST_HEADERS: Final = 64
MOST_HEADER_BYTES: Final = 16 * 1024
MOST_TARGET_BYTES: Final = 4 * 1024
_CALLER: Final = "hiring.caller"

REQUEST_ID_HEADER: Final = "X-Request-Id"

_MARK: Final = REQUEST_ID_HEADER.lower().encode()
_TRACE: Final = "hiring.trace"
_ID_BYTES: Final = 9  # at random, of the 16 of an id
_IDS_AT_ONCE: Final = 256

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
    trace: Trace = connection.scope["state"][_TRACE]
    return trace


def new_ids() -> Iterator[str]:
    """UUIDs of version 7 (RFC 9562) in 32 hexadecimal digits, without end; a fork would repeat them.

    The time, 48 bits of milliseconds, stands first, so that the log's keys grow at one end of their index:
    at random each would touch another page, which PostgreSQL writes whole after a checkpoint. Of the rest 72
    bits are random. They are drawn in bulk: in a system call for each, the event loop would let another
    thread go first.
    """
    digits = 2 * _ID_BYTES
    while True:
        pool = os.urandom(_ID_BYTES * _IDS_AT_ONCE).hex()
        for at in range(0, len(pool), digits):
            yield f"{time_ns() // 1_000_000:012x}7{pool[at : at + 3]}8{pool[at + 3 : at + digits]}"


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
        scope["state"][_TRACE] = trace
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


class TooManyAtOnce(RefusedRequest):
    """One caller has too many requests under way: others find room all the same."""

    code: ClassVar[str] = "too-many-requests"

    def __init__(self) -> None:
        super().__init__(
            "too many of your requests are in progress: wait for their answers",
            status_code=HTTP_429_TOO_MANY_REQUESTS,
            headers={"Retry-After": str(RETRY_AFTER_S)},
        )


class Guard:
    """Wraps the application, inside the tracing: refusals are logged and counted like every answer.

    Args:
        app: What is guarded.
        authenticator: Knows the keys.
        metrics: Counts what is under way.
        refusals: What becomes of a failure, by its class.
        endpoints: Of the application. A path that none of them has asks for a key.
    """

    def __init__(
        self,
        app: ASGIApp,
        authenticator: Authenticator,
        metrics: Metrics,
        refusals: ExceptionHandlersMap,
        endpoints: Collection[Endpoint] = (),
    ) -> None:
        self._app = app
        self._authenticator = authenticator
        self._metrics = metrics
        self._refusals = refusals
        self._open = open_paths(endpoints)
        self._open_in_any_crowd = self._open & probes(endpoints)
        self._in_flight = 0
        self._of_caller: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        self._in_flight += 1
        self._metrics.in_flight.inc()
        try:
            self._check(scope)
        except (HiringError, HTTPException) as refusal:
            await self._refuse(refusal, scope, receive, send)
        else:
            await self._bounded(scope, receive, send)
        finally:
            self._in_flight -= 1
            self._metrics.in_flight.dec()
            self._leave(scope)

    def _enter(self, scope: Scope, caller: str) -> None:
        """One caller may have as many under way as are free besides: half of all, if nobody else asks.

        However many ask for all that they can get, there is room left for the next.
        """
        if self._of_caller[caller] > MOST_IN_FLIGHT - self._in_flight:
            raise TooManyAtOnce
        self._of_caller[caller] += 1
        scope["state"][_CALLER] = caller

    def _leave(self, scope: Scope) -> None:
        caller = scope["state"].get(_CALLER)
        if caller is not None:
            self._of_caller[caller] -= 1
            if not self._of_caller[caller]:
                del self._of_caller[caller]

    async def _bounded(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer also where the server gives up on a request because it has to end."""
        try:
            await self._app(scope, receive, send)
        except asyncio.CancelledError:
            trace: Trace = scope["state"][_TRACE]
            if trace.status is None:
                await self._refuse(StoreUnavailable("the service is stopping"), scope, receive, send)

    async def _refuse(self, refusal: Exception, scope: Scope, receive: Receive, send: Send) -> None:
        request: Request[Any, Any, Any] = Request(scope, receive, send)
        answer = next(self._refusals[kind] for kind in type(refusal).__mro__ if kind in self._refusals)
        await answer(request, refusal).to_asgi_response(None, request)(scope, receive, send)

    def _check(self, scope: Scope) -> None:
        headers = scope["headers"]
        _check_size(scope, headers)
        path = _path_of(scope)
        if path in self._open_in_any_crowd:
            return
        if self._in_flight > MOST_IN_FLIGHT:
            raise Overloaded
        key = None
        if path not in self._open:
            scope["state"][KEY] = key = self._key_of(scope)
        self._enter(scope, key.id if key else _address(scope))

    def _key_of(self, scope: Scope) -> ApiKey | None:
        """Of the header or, without one, of the person who signed in, for pages to read alone."""
        authorization = _header(scope["headers"], b"authorization")
        if authorization is None and _header(scope["headers"], b"cookie") is not None:
            holders = map(self._authenticator.holder, sessions_in(scope))
            if holder := next(filter(None, holders), None):
                return holder
        return self._authenticator.check(authorization, "any")


def _path_of(scope: Scope) -> str:
    """The path below the one under which a larger application has mounted this one."""
    return scope["path"].removeprefix(scope.get("root_path", ""))


def _check_size(scope: Scope, headers: Iterable[tuple[bytes, bytes]]) -> None:
    if len(scope["raw_path"]) + len(scope["query_string"]) > MOST_TARGET_BYTES:
        raise RefusedRequest(
            status_code=HTTP_414_REQUEST_URI_TOO_LONG, detail="the path and query are too long"
        )
    headers = list(headers)
    if len(headers) > MOST_HEADERS or sum(len(n) + len(v) for n, v in headers) > MOST_HEADER_BYTES:
        raise RefusedRequest(
            status_code=HTTP_431_REQUEST_HEADER_FIELDS_TOO_LARGE,
            detail=f"more than {MOST_HEADERS} headers, or {MOST_HEADER_BYTES // 1024} KiB of them",
        )


def _header(headers: Iterable[tuple[bytes, bytes]], wanted: bytes) -> bytes | None:
    return next((value for name, value in headers if name == wanted), None)


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return client[0] if client else ""
