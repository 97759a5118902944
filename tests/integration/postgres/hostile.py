"""A role, a database and an environment whose settings change what text, numbers, days and commits mean."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL

from tests.integration.postgres.conftest import connect

SETTINGS: Final = {
    "client_encoding": "latin1",
    "DateStyle": "German, DMY",
    "IntervalStyle": "iso_8601",
    "TimeZone": "America/Sao_Paulo",
    "extra_float_digits": "-15",
    "bytea_output": "escape",
    "search_path": "nowhere",
    "synchronous_commit": "off",
    "default_transaction_isolation": "serializable",
    "default_transaction_read_only": "on",
    "default_transaction_deferrable": "on",
    "lock_timeout": "1",
    "statement_timeout": "50",
    "idle_in_transaction_session_timeout": "50",
    "idle_session_timeout": "50",
    "row_security": "on",
    "standard_conforming_strings": "off",
    "escape_string_warning": "off",
    "array_nulls": "off",
    "transform_null_equals": "on",
    "quote_all_identifiers": "on",
    "exit_on_error": "on",
    "default_tablespace": "pg_global",
    "client_min_messages": "error",
    "check_function_bodies": "off",
}
ENVIRONMENT: Final = {
    "PGCLIENTENCODING": "LATIN1",
    "PGDATESTYLE": "SQL, DMY",
    "PGTZ": "Asia/Tokyo",
    "PGOPTIONS": "-c extra_float_digits=-15 -c search_path=nowhere",
    "PGAPPNAME": "somebody else",
    "PGTARGETSESSIONATTRS": "read-only",
    "PGCONNECT_TIMEOUT": "1",
}
ROLE: Final = f"hiring_hostile_{os.getpid()}"
PASSWORD: Final = "let-me-in"  # of a server that lives as long as the tests


@contextmanager
def a_hostile_role(url: URL) -> Iterator[URL]:
    """How a superuser who has all of these logs in."""
    with connect(url) as connection:
        _make(connection)
    try:
        yield url.set(username=ROLE, password=PASSWORD)
    finally:
        with connect(url) as connection:
            connection.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(ROLE)))
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(ROLE)))


def _make(connection: psycopg.Connection) -> None:
    role = sql.Identifier(ROLE)
    connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(role))
    connection.execute(
        sql.SQL("CREATE ROLE {} SUPERUSER LOGIN PASSWORD {}").format(role, sql.Literal(PASSWORD))
    )
    for name, value in SETTINGS.items():
        connection.execute(
            sql.SQL("ALTER ROLE {} SET {} = {}").format(role, sql.Identifier(name), sql.Literal(value))
        )


@contextmanager
def a_hostile_environment() -> Iterator[None]:
    """What somebody else's profile exports for libpq."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setitem(os.environ, name, value)
        yield
