"""Sessions of people in a browser, who showed their key once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hiring.application.ports.clock import Clock
from hiring.domain.access.keys import ApiKey
from hiring.domain.access.sessions import NONCE_BYTES, session_holder, sign_session


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """Begins sessions and knows them again; nothing of them is stored.

    Args:
        secret: Of the store: see `secret_of`.
        clock: Says when a session ends.
        draw: Gives that many bytes which nobody can predict.
    """

    secret: bytes
    clock: Clock
    draw: Callable[[int], bytes]

    def begin(self, key: ApiKey) -> str:
        """A session for a key that was just shown."""
        nonce = self.draw(NONCE_BYTES)
        return sign_session(key, secret=self.secret, at=self.clock(), nonce=nonce)

    def holder(self, session: str, keys: Mapping[str, ApiKey]) -> ApiKey | None:
        """Whose session it is; None where it is none, has ended, or its key was revoked."""
        return session_holder(session, keys, secret=self.secret, at=self.clock())
