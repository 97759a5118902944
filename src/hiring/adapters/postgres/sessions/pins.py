"""What a session must not inherit from server, database, role, pooler or libpq's environment.

One list, set for every connection that this program makes and read back before anything else is sent.
"""

from collections.abc import Mapping
from typing import Final

import psycopg
from psycopg import errors

from hiring.domain.errors import StoreFault, StoreUnavailable

PINS: Final[Mapping[str, str]] = {
    # how values are written and read
    "client_encoding": "UTF8",  # else text is recoded, or COPY's bytes are taken for another encoding
    "DateStyle": "ISO, MDY",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "extra_float_digits": "1",  # every double as the digits that give it back
    "bytea_output": "hex",
    "standard_conforming_strings": "on",
    "array_nulls": "on",
    "transform_null_equals": "off",
    "quote_all_identifiers": "off",
    # what names mean: this program writes the schema before each of its own
    "search_path": "pg_catalog",
    "row_security": "off",  # a policy that would hide rows is an error, not fewer rows
    # what a commit means
    "synchronous_commit": "on",
    "default_transaction_isolation": "read committed",
    "default_transaction_read_only": "off",
    "default_transaction_deferrable": "off",
    "exit_on_error": "off",
    # how long anything may take; a session that has limits of its own sets them behind these
    "statement_timeout": "0",
    "lock_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "idle_session_timeout": "0",
    "client_min_messages": "warning",
    "check_function_bodies": "on",
    "default_tablespace": "",
    "default_table_access_method": "heap",
}
"""Name to value, as the server writes it."""

_HAS_TRANSACTION_TIMEOUT: Final = 170_000

MARK: Final = "hiring.session"
"""A setting of ours that only a session's start carries: what stands between may drop it."""
_MARKED: Final = "pinned"
START: Final = " ".join(
    f"-c {name}={value}"
    for name, value in {
        MARK: _MARKED,
        # before `pin` is through, these could end the session that it runs in
        "statement_timeout": "0",
        "lock_timeout": "0",
        "idle_in_transaction_session_timeout": "0",
        "idle_session_timeout": "0",
        "exit_on_error": "off",
    }.items()
)
"""What libpq is told for the start of a session."""

_READ: Final = f"""
    SELECT current_setting('{MARK}', true), current_setting('server_encoding'),
           current_setting('session_replication_role')
"""


def pin(connection: psycopg.Connection, *, statement_timeout_ms: int = 0) -> None:
    """Set all of the list, and see that it has arrived.

    Raises:
        StoreUnavailable: Something stands between that keeps no session, or the database does not keep text
            and constraints as they are; it is named.
    """
    wanted = _pins_of(connection)
    if statement_timeout_ms:
        wanted["statement_timeout"] = f"{statement_timeout_ms}ms"
    calls = ", ".join(["set_config(%s, %s, false)"] * len(wanted))
    words = [word for pair in wanted.items() for word in pair]
    try:
        with connection.transaction():
            arrived = connection.execute(f"SELECT {calls}", words).fetchone() or ()
            mark, encoding, replication = connection.execute(_READ).fetchone() or (None, None, None)
    except errors.UndefinedObject:
        raise StoreUnavailable(
            "the server does not know all the session settings: PostgreSQL 15 or newer is needed"
        ) from None
    if mark != _MARKED:
        raise StoreUnavailable(
            (
                "the session's settings did not reach PostgreSQL: a pooler such as PgBouncer is in "
                "between and shares sessions"
            ),
            fault=StoreFault.POOLER_BETWEEN,
        )
    if encoding != "UTF8":
        raise StoreUnavailable("the database does not store text as UTF8: create one with ENCODING 'UTF8'")
    if replication != "origin":
        raise StoreUnavailable("session_replication_role is not origin: constraints would not be checked")
    lost = [name for (name, value), found in zip(wanted.items(), arrived, strict=True) if found != value]
    if lost:
        raise StoreUnavailable(f"PostgreSQL did not accept these session settings: {', '.join(lost)}")


def pinned(connection: psycopg.Connection) -> Mapping[str, str]:
    """The settings of the list, as the server says that they are in this session."""
    names = list(_pins_of(connection))
    calls = ", ".join(["current_setting(%s)"] * len(names))
    found = connection.execute(f"SELECT {calls}", names).fetchone() or ()
    return dict(zip(names, found, strict=True))


def _pins_of(connection: psycopg.Connection) -> dict[str, str]:
    """Those of the list that the server knows."""
    has_more = connection.info.server_version >= _HAS_TRANSACTION_TIMEOUT
    return {**PINS, "transaction_timeout": "0"} if has_more else dict(PINS)
