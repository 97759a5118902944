"""Keys that programs send: what is kept of one, and how it is recognised.

A token is `hk_<id>_<secret>`. The id is public and names the key in lists. The secret has 256 random bits, so
keeping a plain SHA-256 of the token is enough: it cannot be guessed, so the hash need not be slow.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

from hiring.domain.errors import InvalidKeyName

__all__ = [
    "LIVE_AT_MOST",
    "RANDOM_BYTES",
    "ApiKey",
    "IssuedKey",
    "KeyName",
    "Scope",
    "has_room",
    "is_key_id",
    "is_key_name",
    "issue_key",
    "key_name",
    "match_key",
    "token_digest",
]

KeyName = NewType("KeyName", str)

LIVE_AT_MOST: Final = 2
"""Live keys per name: the old one and the new one, while a client changes from one to the other."""

_ID_BYTES: Final = 6
_SECRET_BYTES: Final = 32
RANDOM_BYTES: Final = _ID_BYTES + _SECRET_BYTES
"""How many random bytes make a key."""

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
_ID: Final = re.compile(r"[0-9a-f]{12}")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_TOKEN: Final = re.compile(r"hk_(?P<id>[0-9a-f]{12})_[A-Za-z0-9_-]{43}")
_OF_NO_TOKEN: Final = "0" * 64


class Scope(StrEnum):
    """What a key may be used for; no scope includes another."""

    PREDICT = "predict"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """What is kept of a key.

    Args:
        id: 12 hexadecimal digits; not secret.
        name: The client that holds it.
        scopes: At least one.
        digest: SHA-256 of the token, in hexadecimal digits.
        created_at: UTC.
        revoked_at: When it was revoked, UTC; None while it is live.
    """

    id: str
    name: KeyName
    scopes: frozenset[Scope]
    digest: str
    created_at: datetime
    revoked_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse values that no key can have."""
        if _ID.fullmatch(self.id) is None or _DIGEST.fullmatch(self.digest) is None or not self.scopes:
            raise ValueError("not a key: its id, its digest or its scopes are not of the right form")

    @property
    def live(self) -> bool:
        """Whether it is accepted."""
        return self.revoked_at is None

    def revoked(self, at: datetime) -> "ApiKey":
        """The same key, revoked; if it was already, the first moment stays."""
        return replace(self, revoked_at=at) if self.live else self


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedKey:
    """A new key and its token, which is shown once and stored nowhere."""

    key: ApiKey
    token: str

    def __repr__(self) -> str:
        """Without the token: a traceback or a log must not hold it."""
        return f"Issued(key={self.key!r})"


def key_name(text: str) -> KeyName:
    """The text as a client's name.

    >>> key_name("ats-prod")
    'ats-prod'

    Raises:
        InvalidKeyName: It is not valid; the message does not repeat it.
    """
    if not is_key_name(text):
        raise InvalidKeyName
    return KeyName(text)


def is_key_name(text: str) -> bool:
    """Whether a client may have this name.

    >>> is_key_name("ats-prod"), is_key_name("-ats")
    (True, False)
    """
    return _NAME.fullmatch(text) is not None


def is_key_id(text: str) -> bool:
    """Whether a key may have this id.

    >>> is_key_id("0123456789ab"), is_key_id("0123")
    (True, False)
    """
    return _ID.fullmatch(text) is not None


def issue_key(name: KeyName, scopes: Iterable[Scope], *, at: datetime, random: bytes) -> IssuedKey:
    """A key made of random bytes.

    >>> noon = datetime(2026, 11, 23, 12)
    >>> issued = issue_key(KeyName("ats"), [Scope.PREDICT], at=noon, random=bytes(RANDOM_BYTES))
    >>> issued.token
    'hk_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    >>> issued.key.id, issued.key.live
    ('000000000000', True)

    Args:
        name: Of the client.
        scopes: At least one.
        at: The present moment.
        random: `RANDOM_BYTES` from a source that nobody can predict.
    """
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"a key takes {RANDOM_BYTES} random bytes")
    key_id = random[:_ID_BYTES].hex()
    secret = base64.urlsafe_b64encode(random[_ID_BYTES:]).rstrip(b"=").decode("ascii")
    token = f"hk_{key_id}_{secret}"
    key = ApiKey(id=key_id, name=name, scopes=frozenset(scopes), digest=token_digest(token), created_at=at)
    return IssuedKey(key=key, token=token)


def token_digest(token: str) -> str:
    """SHA-256 of a token's characters, in hexadecimal digits.

    >>> token_digest("hk_0123456789ab_" + 43 * "A")[:16]
    '2d9227596a329ba7'
    """
    return hashlib.sha256(token.encode("ascii")).hexdigest()


def match_key(keys: Mapping[str, ApiKey], token: str) -> ApiKey | None:
    """The live key that a token belongs to; None for anything else.

    The time it takes reveals nothing about a secret: digests are compared in constant time, and an unknown id
    costs a comparison too. The id and the form of a token are not secret.

    >>> noon = datetime(2026, 11, 23, 12)
    >>> issued = issue_key(KeyName("ats"), [Scope.PREDICT], at=noon, random=bytes(RANDOM_BYTES))
    >>> match_key({issued.key.id: issued.key}, issued.token) == issued.key
    True
    >>> match_key({issued.key.id: issued.key.revoked(noon)}, issued.token) is None
    True

    Args:
        keys: By id.
        token: What was sent: any characters, any length.
    """
    shown = _TOKEN.fullmatch(token)
    if shown is None:
        return None
    key = keys.get(shown["id"])
    same = hmac.compare_digest(token_digest(token), _OF_NO_TOKEN if key is None else key.digest)
    return key if same and key is not None and key.live else None


def has_room(live: int) -> bool:
    """Whether a name with this many live keys may have another.

    >>> has_room(1), has_room(2)
    (True, False)
    """
    return live < LIVE_AT_MOST
