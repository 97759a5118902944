"""Signing in: a key that was typed once becomes a session, if not too many were tried."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Final

from litestar.types import Scope as Connection

from hiring.domain.access.keys import ApiKey
from hiring.domain.errors import Overloaded
from hiring.entrypoints.http.access.attempts import Attempts
from hiring.entrypoints.http.access.authenticator import Authenticator, Unauthorized
from hiring.entrypoints.http.access.browser import sessions_in

MOST_AT_ONCE: Final = 16
"""Forms that may be on their way: their senders have shown nothing yet, and must not keep others out."""


class SignIn:
    """The way in for people; programs send their key with every request.

    Args:
        authenticator: Knows the keys.
        pages: Paths that a session opens: signing in leads on to them.
        attempts: Of this process.
    """

    def __init__(
        self, authenticator: Authenticator, pages: Collection[str] = (), attempts: Attempts | None = None
    ) -> None:
        self.pages: Final = pages
        self._authenticator = authenticator
        self._attempts = Attempts() if attempts is None else attempts
        self._forms = 0

    @property
    def asks(self) -> bool:
        """Whether a key is asked for at all."""
        return self._authenticator.asks

    @contextmanager
    def a_form(self) -> Iterator[None]:
        """Room for reading one form.

        Raises:
            Overloaded: Too many are being read.
        """
        if self._forms == MOST_AT_ONCE:
            raise Overloaded
        self._forms += 1
        try:
            yield
        finally:
            self._forms -= 1

    def session_for(self, token: str, address: str) -> str:
        """A session for whoever shows this token.

        Raises:
            TooManyAttempts: 429, and nothing is said about this token.
            Unauthorized: 401, it is no live key's.
            KeysUnread: 503, the keys were never read.
        """
        self._attempts.admit(address)
        try:
            return self._authenticator.session_for(token)
        except Unauthorized:
            self._attempts.failed(address)
            raise

    def holder(self, scope: Connection) -> ApiKey | None:
        """Who is signed in in the browser that asks for a page; None for nobody."""
        found = (self._authenticator.holder(session) for session in sessions_in(scope))
        return next((key for key in found if key is not None), None)
