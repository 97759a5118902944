"""How the server is reached, and what every session is told."""

import logging
from collections.abc import Mapping
from contextlib import closing
from functools import partial
from typing import Any, Final

import psycopg
from sqlalchemy import URL, Engine, create_engine

from hiring.adapters.postgres.sessions.pins import START, pin, pinned
from hiring.adapters.postgres.sessions.refusals import refusal
from hiring.domain.records import TableName

CONNECT_TIMEOUT_S: Final = 5
LOCK_TIMEOUT_S: Final = "hiring_lock_timeout_s"
"""The execution option of an engine that says how long to wait for others; read by `turns`."""

_NAME: Final = "hiring"
_NOTICES_A_DEAD_WAY: Final = {
    "tcp_user_timeout": 10_000,  # ms without a sign that what was sent has come
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}


def server_url(
    *, user: str | None, password: str | None, host: str | None, port: int, database: str | None
) -> URL:
    """Where the server is; what is None, libpq chooses."""
    return URL.create(
        "postgresql+psycopg", username=user, password=password, host=host, port=port, database=database
    )


def engine_of(url: URL, schema: TableName, lock_timeout_s: float) -> Engine:
    """Connections are made when they are needed; every statement of SQLAlchemy names the schema.

    Args:
        url: The server and database.
        schema: Of the tables.
        lock_timeout_s: How long a writer waits for another one of the same table.
    """
    logging.getLogger("psycopg").setLevel(logging.ERROR)  # its warnings quote the server, which quotes rows
    return create_engine(
        url,
        creator=partial(_engine_connection, url, schema),
        pool_pre_ping=True,
        execution_options={"schema_translate_map": {None: schema}, LOCK_TIMEOUT_S: lock_timeout_s},
        hide_parameters=True,
    )


def session_settings(url: URL, schema: TableName) -> Mapping[str, str]:
    """What a session of an engine has instead of what it would inherit, as the server says.

    Raises:
        StoreUnavailable: The server cannot be reached, or refuses.
    """
    with closing(_engine_connection(url, schema)) as connection:
        return pinned(connection)


def connect_words(url: URL) -> dict[str, Any]:
    """What psycopg is told for any session; whoever makes one calls `pins.pin` next."""
    words = url.translate_connect_args(username="user", database="dbname") | dict(url.query)
    if url.host:
        words.setdefault("hostaddr", "")  # else PGHOSTADDR leads to another server than is named
    own = {
        "application_name": _NAME,
        "options": START,
        "client_encoding": "UTF8",
        "target_session_attrs": "any",
    }
    return words | own


def _engine_connection(url: URL, schema: TableName) -> psycopg.Connection:
    words = connect_words(url) | {"connect_timeout": CONNECT_TIMEOUT_S, **_NOTICES_A_DEAD_WAY}
    try:
        connection = psycopg.connect(**words, prepare_threshold=None)
    except psycopg.OperationalError as error:
        raise refusal(place_of(url, schema), words, error) from None
    try:
        pin(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def place_of(url: URL, schema: TableName) -> str:
    """Host, port, database and schema; no user, no password."""
    return f"PostgreSQL at {url.host or 'localhost'}:{url.port}/{url.database or ''}, schema {schema}"
