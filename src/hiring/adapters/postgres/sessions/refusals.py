"""Why there is no session: by what libpq and the network tell apart, never by a message's text."""

import socket
from collections.abc import Mapping
from typing import Any, Final

import psycopg
from psycopg import pq
from psycopg.conninfo import make_conninfo

from hiring.domain.errors import StoreFault, StoreUnavailable

_STARTING: Final = "PostgreSQL is up but accepts no sessions now: it is starting, stopping or recovering"
_WORDS: Final[Mapping[StoreFault, str]] = {
    StoreFault.NO_ANSWER: "nothing answers there",
    StoreFault.UNKNOWN_HOST: "the host name cannot be resolved",
    StoreFault.PASSWORD_MISSING: "PostgreSQL asks for a password, and none was given",
    StoreFault.SESSION_REFUSED: "PostgreSQL refused the session",
    StoreFault.DATABASE_REFUSED: "PostgreSQL knows this user, but refuses it this database",
    StoreFault.POOLER_BETWEEN: (
        "the server refuses the session's settings: a pooler such as PgBouncer is in between"
    ),
}


def refusal(what: str, words: dict[str, Any], error: psycopg.OperationalError) -> StoreUnavailable:
    """Why a connection could not be made.

    Args:
        what: Names the store.
        words: What libpq was told.
        error: How the try ended.
    """
    fault = _fault(words, error.pgconn)
    reason = _STARTING if fault is None else _WORDS[fault]
    return StoreUnavailable(f"{what} cannot be reached: {reason}", fault=fault)


def _fault(words: dict[str, Any], failed: pq.abc.PGconn | None) -> StoreFault | None:
    """None where the server only starts or stops."""
    if _leads_nowhere(words.get("host")):
        return StoreFault.UNKNOWN_HOST
    answer = pq.PGconn.ping(make_conninfo(**{**words, "options": ""}).encode())
    if answer == pq.Ping.NO_RESPONSE:
        return StoreFault.NO_ANSWER
    if answer == pq.Ping.REJECT:
        return None
    if failed is not None and failed.needs_password:
        return StoreFault.PASSWORD_MISSING
    if _takes_sessions(words, options=""):
        return StoreFault.POOLER_BETWEEN
    known = _takes_sessions(words, dbname="postgres")
    return StoreFault.DATABASE_REFUSED if known else StoreFault.SESSION_REFUSED


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
