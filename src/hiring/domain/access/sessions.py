"""What stands for a key in a browser: a signed text that ends by itself, and ends with its key.

A session is `v1.<body>.<signature>`. The body holds the key's public id, the moment of the end and random
bytes; the token and its digest are not in it. The signature is over the body and the digest that is kept of
the key, so that a session belongs to exactly one key. Whoever could forge one has read the store already, and
a session opens nothing but what is in that store.
"""

import base64
import binascii
import hmac
import struct
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from hiring.domain.access.keys import ApiKey

__all__ = ["LASTS", "NONCE_BYTES", "SESSION_COOKIE", "session_holder", "session_secret", "sign_session"]

LASTS: Final = timedelta(hours=12)
NONCE_BYTES: Final = 8
SESSION_COOKIE: Final = "hiring_session"
"""The cookie's name."""

_VERSION: Final = "v1"
_LABEL: Final = b"hiring: sessions, v1"
_BODY: Final = struct.Struct(f">6sQ{NONCE_BYTES}s")  # id, end in seconds since 1970, random bytes
_LONGEST: Final = 256


def session_secret(digest_key: bytes) -> bytes:
    """The key that signs a store's sessions: the same for all its workers and hosts, and for nothing else.

    >>> len(session_secret(b"the store's own secret"))
    32

    Args:
        digest_key: The store's secret; it cannot be computed from the result.
    """
    return hmac.digest(digest_key, _LABEL, "sha256")


def sign_session(key: ApiKey, *, secret: bytes, at: datetime, nonce: bytes) -> str:
    """A session that begins now.

    >>> from hiring.domain.access.keys import RANDOM_BYTES, KeyName, Scope, issue_key
    >>> noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    >>> key = issue_key(KeyName("ats"), [Scope.ADMIN], at=noon, random=bytes(RANDOM_BYTES)).key
    >>> secret = session_secret(b"the store's own secret")
    >>> session = sign_session(key, secret=secret, at=noon, nonce=bytes(NONCE_BYTES))
    >>> session.split(".")[0], len(session)
    ('v1', 77)

    Args:
        key: A live one, which was just shown.
        secret: Of `session_secret`.
        at: The present moment.
        nonce: `NONCE_BYTES` random bytes: no two sessions are alike.
    """
    body = _BODY.pack(bytes.fromhex(key.id), int((at + LASTS).timestamp()), nonce)
    return f"{_VERSION}.{_text(body)}.{_text(_signature(body, key, secret))}"


def session_holder(session: str, keys: Mapping[str, ApiKey], *, secret: bytes, at: datetime) -> ApiKey | None:
    """The live key of a session that somebody sends; None for anything else, whatever it is.

    >>> from hiring.domain.access.keys import RANDOM_BYTES, KeyName, Scope, issue_key
    >>> noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    >>> key = issue_key(KeyName("ats"), [Scope.ADMIN], at=noon, random=bytes(RANDOM_BYTES)).key
    >>> secret = session_secret(b"the store's own secret")
    >>> session = sign_session(key, secret=secret, at=noon, nonce=bytes(NONCE_BYTES))
    >>> session_holder(session, {key.id: key}, secret=secret, at=noon) == key
    True
    >>> session_holder(session, {key.id: key}, secret=secret, at=noon + LASTS) is None
    True

    Args:
        session: What was sent, of any characters and length.
        keys: By id, as they are known now.
        secret: Of `session_secret`.
        at: The present moment.
    """
    version, *parts = session.split(".") if len(session) <= _LONGEST else [""]
    if version != _VERSION or len(parts) != 2:  # noqa: PLR2004  # body and signature
        return None
    body, signature = map(_bytes, parts)
    if len(body) != _BODY.size:
        return None
    key_id, end, _ = _BODY.unpack(body)
    key = keys.get(key_id.hex())
    if key is None or not hmac.compare_digest(_signature(body, key, secret), signature):
        return None
    return key if key.live and at.astimezone(UTC).timestamp() < end else None


def _signature(body: bytes, key: ApiKey, secret: bytes) -> bytes:
    return hmac.digest(secret, body + bytes.fromhex(key.digest), "sha256")


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes:
    """What the text stands for; nothing where it is not of the one form that `_text` gives."""
    try:
        content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        return b""
    return content if _text(content) == text else b""
