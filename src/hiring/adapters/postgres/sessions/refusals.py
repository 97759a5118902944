"""Why there is no session: by what libpq and the network tell apart, never by a message's text."""

import socket
from typing import Any, Final

import psycopg
from psycopg import pq
from psycopg.conninfo import make_conninfo

from hiring.domain.errors import StoreUnavailable

_STARTING: Final = "PostgreSQL is there and takes no sessions now: it starts, stops or recovers"
_NOBODY: Final = "nobody answers there: is the server up, and are POSTGRES_HOST and POSTGRES_PORT right?"
_NO_NAME: Final = "POSTGRES_HOST is a name that leads nowhere"
_NOT_GIVEN: Final = "PostgreSQL asks for a password, and POSTGRES_PASSWORD is not set"
_REFUSED: Final = (
    "PostgreSQL refused the session: are POSTGRES_USER and POSTGRES_PASSWORD right, does pg_hba.conf let "
    "the user in, and is there room for one more connection?"
)
_NO_DATABASE: Final = (
    "PostgreSQL takes this user, and not into this database: is POSTGRES_DB right, and may the user connect "
    "to it?"
)
_POOLER: Final = (
    "what answers refuses the session's settings: a pooler such as PgBouncer stands between; connect to "
    "PostgreSQL itself (POSTGRES_HOST, POSTGRES_PORT)"
)


def refusal(what: str, words: dict[str, Any], error: psycopg.OperationalError) -> StoreUnavailable:
    """What to do about a connection that could not be made.

    Args:
        what: Names the store.
        words: What libpq was told.
        error: How the try ended.
    """
    return StoreUnavailable(f"{what} cannot be reached: {_reason(words, error.pgconn)}")


def _reason(words: dict[str, Any], failed: pq.abc.PGconn | None) -> str:
    if _leads_nowhere(words.get("host")):
        return _NO_NAME
    answer = pq.PGconn.ping(make_conninfo(**{**words, "options": ""}).encode())
    if answer == pq.Ping.NO_RESPONSE:
        return _NOBODY
    if answer == pq.Ping.REJECT:
        return _STARTING
    if failed is not None and failed.needs_password:
        return _NOT_GIVEN
    if _takes_sessions(words, options=""):
        return _POOLER
    return _NO_DATABASE if _takes_sessions(words, dbname="postgres") else _REFUSED


def _leads_nowhere(host: str | None) -> bool:
    if not host or host.startswith(("/", "@")):
        return False
    return not any(map(_has_address, host.split(",")))  # libpq takes the first of several that answers


def _has_address(host: str) -> bool:
    try:
        socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):
        return False
    return True


def _takes_sessions(words: dict[str, Any], **instead: str) -> bool:
    try:
        psycopg.connect(**{**words, **instead}).close()
    except psycopg.Error:
        return False
    return True
