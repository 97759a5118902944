"""How the server is reached, and what every session is told."""

import logging
from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine

from hiring.domain.records import TableName

CONNECT_TIMEOUT_S: Final = 5

_NAME: Final = "hiring"
_SESSION: Final = (
    "-c timezone=UTC -c synchronous_commit=on"  # a role's or database's own default must not win
)
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


def engine_of(url: URL, schema: TableName) -> Engine:
    """Connections are made when they are needed; every statement of SQLAlchemy names the schema."""
    logging.getLogger("psycopg").setLevel(logging.ERROR)  # its warnings quote the server, which quotes rows
    return create_engine(
        url,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_S,
            "application_name": _NAME,
            "options": _SESSION,
            **_NOTICES_A_DEAD_WAY,
        },
        execution_options={"schema_translate_map": {None: schema}},
        hide_parameters=True,
    )


def connect_words(url: URL, options: str) -> dict[str, Any]:
    """What psycopg is told for a connection that is not the engine's, with further options of the session."""
    words = url.translate_connect_args(username="user", database="dbname")
    return words | dict(url.query) | {"application_name": _NAME, "options": f"{_SESSION} {options}"}


def place_of(url: URL, schema: TableName) -> str:
    """Host, port, database and schema; no user, no password."""
    return f"PostgreSQL at {url.host or 'localhost'}:{url.port}/{url.database or ''}, schema {schema}"
