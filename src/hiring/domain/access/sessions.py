"""What stands for a key in a browser: a signed text that expires by itself, and ends with its key.

A session is `v1.<body>.<signature>`. The body holds the key's public id, the time of expiry and random bytes,
but neither the token nor its digest. The signature covers the body and the key's stored digest, so a session
belongs to exactly one key. Anybody who could forge one must have read the store already, and a session opens
nothing but what is in that store.
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
    """The key that signs a store's sessions: the same on all workers and hosts, and for nothing else.

    >>> len(session_secret(b"the store's own secret"))
    32

    Args:
        digest_key: The store's secret; it cannot be computed from the result.
    """
    return hmac.digest(digest_key, _LABEL, "sha256")


def sign_session(key: ApiKey, *, secret: bytes, at: datetime, nonce: bytes) -> str:
    """A session that starts now.

    >>> from hiring.domain.access.keys import RANDOM_BYTES, KeyName, Scope, issue_key
    >>> noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    >>> key = issue_key(KeyName("ats"), [Scope.ADMIN], at=noon, random=bytes(RANDOM_BYTES)).key
    >>> secret = session_secret(b"the store's own secret")
    >>> session = sign_session(key, secret=secret, at=noon, nonce=bytes(NONCE_BYTES))
    >>> session.split(".")[0], len(session)
    ('v1', 77)

    Args:
        key: A live one, which was just sent.
        secret: Of `session_secret`.
        at: The present moment.
        nonce: `NONCE_BYTES` random bytes: no two sessions are alike.
    """
    body = _BODY.pack(bytes.fromhex(key.id), int((at + LASTS).timestamp()), nonce)
    return f"{_VERSION}.{_text(body)}.{_text(_signature(body, key, secret))}"


def session_holder(session: str, keys: Mapping[str, ApiKey], *, secret: bytes, at: datetime) -> ApiKey | None:
    """The live key that a session belongs to; None for anything else.

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
        session: What was sent: any characters, any length.
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
    """The bytes that the text stands for; none if it is not exactly as `_text` writes it."""
    try:
        content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        return b""
    return content if _text(content) == text else b""
