"""Stands before the application: what is too large, too much or without a key gets no further."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import Any, ClassVar, Final, Literal, TypeVar

from litestar import HttpMethod, Request, Response
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.middleware import ASGIMiddleware
from litestar.status_codes import (
    HTTP_414_REQUEST_URI_TOO_LONG,
    HTTP_429_TOO_MANY_REQUESTS,
    HTTP_431_REQUEST_HEADER_FIELDS_TOO_LARGE,
)
from litestar.types import ASGIApp, Receive, Send
from litestar.types import Scope as Connection

from hiring.domain.access.keys import ApiKey, Scope
from hiring.domain.decisions import NO_CLIENT, Client
from hiring.domain.errors import HiringError, Overloaded, StoreUnavailable
from hiring.entrypoints.http.access.authenticator import Authenticator, Forbidden, Unauthorized
from hiring.entrypoints.http.access.browser import path_of, sessions_in
from hiring.entrypoints.http.access.refused_page import on_page_without_key
from hiring.entrypoints.http.endpoint import NEEDS, Endpoint, open_paths, pages_with_key, probes
from hiring.entrypoints.http.middleware.trace import trace_of
from hiring.entrypoints.http.observability.metrics import Metrics
from hiring.entrypoints.http.problems import RETRY_AFTER_S, on_hiring_error, on_http_exception
from hiring.entrypoints.http.requests.strict_json import RefusedRequest

MOST_IN_FLIGHT: Final = 256
MOST_HEADERS: Final = 64
MOST_HEADER_BYTES: Final = 16 * 1024
MOST_TARGET_BYTES: Final = 4 * 1024
_KEY: Final = "hiring.key"
_CALLER: Final = "hiring.caller"

E = TypeVar("E", bound=Exception)


class TooManyAtOnce(RefusedRequest):
    """One caller has too many requests under way: others find room all the same."""

    code: ClassVar[str] = "too-many-requests"

    def __init__(self) -> None:
        super().__init__(
            "too many requests of yours are under way: wait for their answers",
            status_code=HTTP_429_TOO_MANY_REQUESTS,
            headers={"Retry-After": str(RETRY_AFTER_S)},
        )


class Guard:
    """Wraps the application, inside the tracing: refusals are logged and counted like every answer.

    Args:
        app: What is guarded.
        authenticator: Knows the keys.
        metrics: Counts what is under way.
        endpoints: Of the application. A path that none of them has asks for a key.
    """

    def __init__(
        self,
        app: ASGIApp,
        authenticator: Authenticator,
        metrics: Metrics,
        endpoints: Collection[Endpoint] = (),
    ) -> None:
        self._app = app
        self._authenticator = authenticator
        self._metrics = metrics
        self._open = open_paths(endpoints)
        self._without_key = partial(on_page_without_key, pages=pages_with_key(endpoints))
        self._open_in_any_crowd = self._open & probes(endpoints)
        self._in_flight = 0
        self._of_caller: Counter[str] = Counter()

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        self._in_flight += 1
        self._metrics.in_flight.inc()
        try:
            self._check(scope)
        except HiringError as refusal:
            await _answer(on_hiring_error, refusal, scope, receive, send)
        except Unauthorized as refusal:
            await _answer(self._without_key, refusal, scope, receive, send)
        except HTTPException as refusal:
            await _answer(on_http_exception, refusal, scope, receive, send)
        else:
            await self._bounded(scope, receive, send)
        finally:
            self._in_flight -= 1
            self._metrics.in_flight.dec()
            self._leave(scope)

    def _enter(self, scope: Connection, caller: str) -> None:
        """One caller may have as many under way as are free besides: half of all, if nobody else asks.

        However many ask for all that they can get, there is room left for the next.
        """
        if self._of_caller[caller] > MOST_IN_FLIGHT - self._in_flight:
            raise TooManyAtOnce
        self._of_caller[caller] += 1
        scope["state"][_CALLER] = caller

    def _leave(self, scope: Connection) -> None:
        caller = scope["state"].get(_CALLER)
        if caller is not None:
            self._of_caller[caller] -= 1
            if not self._of_caller[caller]:
                del self._of_caller[caller]

    async def _bounded(self, scope: Connection, receive: Receive, send: Send) -> None:
        """Answer also where the server gives up on a request because it has to end."""
        request: Request[Any, Any, Any] = Request(scope, receive, send)
        try:
            await self._app(scope, receive, send)
        except asyncio.CancelledError:
            if trace_of(request).status is None:
                await _answer(on_hiring_error, StoreUnavailable("the service ends"), scope, receive, send)

    def _check(self, scope: Connection) -> None:
        headers = scope["headers"]
        _check_size(scope, headers)
        path = path_of(scope)
        if path in self._open_in_any_crowd:
            return
        if self._in_flight > MOST_IN_FLIGHT:
            raise Overloaded
        key = None
        if path not in self._open:
            scope["state"][_KEY] = key = self._key_of(scope)
        self._enter(scope, key.id if key else _address(scope))

    def _key_of(self, scope: Connection) -> ApiKey | None:
        """Of the header or, without one, of the person who signed in, for pages to read alone."""
        authorization = _authorization(scope["headers"])
        sessions = sessions_in(scope) if authorization is None else ()
        holders = (self._authenticator.holder(session) for session in sessions)
        return next(filter(None, holders), None) or self._authenticator.check(authorization, "any")


class RequiredScope(ASGIMiddleware):
    """What a handler asks of the key that the request came with; without a word of its own, `admin`."""

    async def handle(self, scope: Connection, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Go on, or raise `Forbidden` where the key has not that scope."""
        key: ApiKey | None = scope["state"].get(_KEY)
        needed: Scope | Literal["any"] | None = scope["route_handler"].opt.get(NEEDS, Scope.ADMIN)
        asks = scope["type"] == ScopeType.HTTP and scope["method"] != HttpMethod.OPTIONS
        # Litestar's own answer to OPTIONS tells the methods and nothing else
        if asks and key and needed is not None and needed != "any" and needed not in key.scopes:
            raise Forbidden(needed)
        await next_app(scope, receive, send)


def client_of(request: Request[Any, Any, Any]) -> Client:
    """Who asks, by the key that was shown; nobody in particular where none is asked for."""
    key: ApiKey | None = request.scope["state"].get(_KEY)
    return NO_CLIENT if key is None else Client(name=key.name, key_id=key.id)


def _check_size(scope: Connection, headers: Iterable[tuple[bytes, bytes]]) -> None:
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


def _authorization(headers: Iterable[tuple[bytes, bytes]]) -> bytes | None:
    return next((value for name, value in headers if name == b"authorization"), None)


def _address(scope: Connection) -> str:
    client = scope.get("client")
    return client[0] if client else ""


async def _answer(
    handler: Callable[[Any, E], Response[Any]], refusal: E, scope: Connection, receive: Receive, send: Send
) -> None:
    request: Request[Any, Any, Any] = Request(scope, receive, send)
    await handler(request, refusal).to_asgi_response(None, request)(scope, receive, send)
