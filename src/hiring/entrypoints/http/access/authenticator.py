"""Whose request it is: `Authorization: Bearer <token>`, or a session, against the keys that the store has.

An `Authenticator` asks no store: it judges by the keys that it was told last, so that no request waits.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import Any, ClassVar, Final, Literal

from litestar import HttpMethod, Request
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.status_codes import HTTP_401_UNAUTHORIZED, HTTP_403_FORBIDDEN
from litestar.types import ASGIApp, Receive, Send
from litestar.types import Scope as Connection

from hiring.application.access.sessions import Sessions
from hiring.domain.access.keys import ApiKey, Scope, match_key
from hiring.domain.decisions import NO_CLIENT, Client
from hiring.domain.errors import Unavailable
from hiring.entrypoints.http.requests.refusals import RefusedRequest

Needed = Scope | Literal["any"] | None
"""What a path asks for: a key with this scope, any live key, or, with None, nothing."""

NEEDS: Final = "needs"
"""The name in a handler's `opt` of the scope that it asks for."""

KEY: Final = "hiring.key"
"""The name in a request's state of the key that it came with."""

_LONGEST_HEADER: Final = 256
"""A token has 59 characters: more than this is not looked at."""


KEYS_FRESH_S: Final = 30.0
"""How long keys count that the store cannot confirm: one that is revoked meanwhile must not work for ever."""


class Unauthorized(RefusedRequest):
    """No live key was sent."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail, status_code=HTTP_401_UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})


class Forbidden(RefusedRequest):
    """The key is live, but lacks the scope."""

    def __init__(self, needed: Scope) -> None:
        super().__init__(f"the key lacks the scope {needed}", status_code=HTTP_403_FORBIDDEN)


class KeysUnread(Unavailable):
    """The store has not told its keys, or not recently, so nobody can be let in."""

    code: ClassVar[str] = "unavailable"
    part: ClassVar[str] = "store"

    def __init__(self) -> None:
        super().__init__("the store is not available: the keys have not been read yet, or not recently")


class Authenticator:
    """Judges requests by the keys that `update` told last; until then, nobody comes in.

    Args:
        always: A key is asked for even where there never was one, and then nobody comes in. Otherwise it is
            asked for from the first key on, also if all keys were revoked since.
        now: Seconds that never go back.
    """

    def __init__(self, *, always: bool, now: Callable[[], float] = time.monotonic) -> None:
        self._asks = always
        self._now = now
        self._read_at = -inf
        self._known: Mapping[str, ApiKey] | None = None
        self._sessions: Sessions | None = None

    def update(self, keys: Sequence[ApiKey], sessions: Sessions | None = None) -> None:
        """All keys of the store, revoked ones too; requests see these or those before, never a mixture.

        Args:
            keys: Of the store.
            sessions: Of the same store; without them nobody signs in.
        """
        self._asks = self._asks or bool(keys)  # never back: a table that somebody emptied lets nobody in
        self._known = {key.id: key for key in keys}
        self._sessions = sessions
        self._read_at = self._now()

    def require_fresh(self) -> None:
        """The keys are those that the store has, or had recently.

        Raises:
            KeysUnread: 503, they are not; nobody is let in.
        """
        self._read_keys()

    @property
    def asks(self) -> bool:
        """Whether a key is asked for at all."""
        return self._asks

    def check(self, authorization: bytes | None, needed: Needed) -> ApiKey | None:
        """Whose request it is; None where no key is asked for.

        Args:
            authorization: The header as it came; None if there is none.
            needed: What the path asks for.

        Raises:
            Unauthorized: 401, no live key was shown.
            Forbidden: 403, the key is live and lacks the scope.
            KeysUnread: 503, the keys were never read, or not recently.
        """
        if needed is None:
            return None
        known = self._read_keys()
        if not self._asks:
            return None
        key = _live(match_key(known, _token(authorization)))
        if needed != "any" and needed not in key.scopes:
            raise Forbidden(needed)
        return key

    def session_for(self, token: str) -> str:
        """A session for whoever shows this token.

        Raises:
            Unauthorized: 401, it is no live key's.
            KeysUnread: 503, the keys were never read, or not recently.
        """
        known, sessions = self._read_keys(), self._sessions
        key = _live(match_key(known, token.strip(" \t\r\n")))
        if sessions is None:
            raise KeysUnread
        return sessions.begin(key)

    def holder(self, session: str) -> ApiKey | None:
        """Whose session it is; None where it is nobody's any more, or never was."""
        if self._sessions is None:
            return None
        return self._sessions.holder(session, self._read_keys())

    def _read_keys(self) -> Mapping[str, ApiKey]:
        if self._known is None or self._now() - self._read_at > KEYS_FRESH_S:
            raise KeysUnread
        return self._known


class RequiredScope(ASGIMiddleware):
    """What a handler asks of the key that the request came with; without a word of its own, `admin`."""

    async def handle(self, scope: Connection, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Go on, or raise `Forbidden` where the key has not that scope."""
        key: ApiKey | None = scope["state"].get(KEY)
        needed: Scope | Literal["any"] | None = scope["route_handler"].opt.get(NEEDS, Scope.ADMIN)
        asks = scope["type"] == ScopeType.HTTP and scope["method"] != HttpMethod.OPTIONS
        # Litestar's own answer to OPTIONS tells the methods and nothing else
        if asks and key and needed is not None and needed != "any" and needed not in key.scopes:
            raise Forbidden(needed)
        await next_app(scope, receive, send)


def client_of(request: Request[Any, Any, Any]) -> Client:
    """Who asks, by the key that was shown; nobody in particular where none is asked for."""
    key: ApiKey | None = request.scope["state"].get(KEY)
    return NO_CLIENT if key is None else Client(name=key.name, key_id=key.id)


def _live(key: ApiKey | None) -> ApiKey:
    if key is None:
        raise Unauthorized("the key is not valid or was revoked")
    return key


def _token(authorization: bytes | None) -> str:
    """What was sent as a token; whether it is one, `match_key` says.

    Raises:
        Unauthorized: Nothing was sent, or something of another form.
    """
    if authorization is None:
        raise Unauthorized(
            "this path needs a key: send it as `Authorization: Bearer <key>`, or sign in at /sign-in"
        )
    if len(authorization) <= _LONGEST_HEADER:
        scheme, _, token = authorization.partition(b" ")
        if scheme.lower() == b"bearer":
            return token.strip(b" ").decode("latin-1")  # which takes any bytes
    raise Unauthorized("the Authorization header does not have the form `Bearer <key>`")
