"""Whoever waits for another writer says for whom, and not for ever."""

import logging
from collections.abc import Callable
from contextlib import closing

import pytest
from psycopg import sql
from sqlalchemy import URL, Connection

from hiring import waiting
from hiring.adapters.postgres import PostgresStore
from hiring.adapters.postgres.sessions.connections import engine_of
from hiring.adapters.postgres.sessions.turns import take_turn
from hiring.domain.errors import StoreFault, StoreUnavailable
from hiring.domain.records import table_name
from tests.contracts.builders import a_name, some_applicants

TABLE = a_name("applicants_raw")


@pytest.fixture(autouse=True)
def _says_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "SAID_AFTER_S", 0.2)


def held_by_its_turn(connection: Connection, schema: str) -> None:
    take_turn(connection, schema, TABLE)


def held_by_a_lock(connection: Connection, schema: str) -> None:
    lock = sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(sql.Identifier(schema, TABLE))
    connection.exec_driver_sql(lock.as_string())


@pytest.mark.parametrize("hold", [held_by_its_turn, held_by_a_lock])
def test_an_ingestion_names_whom_it_waits_for_and_gives_up(
    url: URL, schema: str, caplog: pytest.LogCaptureFixture, hold: Callable[[Connection, str], None]
) -> None:
    engine = engine_of(url, table_name(schema), 1.0)
    caplog.set_level(logging.WARNING, "hiring")
    with closing(PostgresStore(url, schema, lock_timeout_s=1.5)) as store:
        table = store.applicants(TABLE)
        with engine.begin() as other:
            hold(other, schema)
            pid = other.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            with (
                pytest.raises(StoreUnavailable, check=lambda error: error.fault is StoreFault.HELD_TOO_LONG),
                table.replacing(),
            ):
                raise AssertionError("it is held")
        with table.replacing() as writer:
            writer.write(some_applicants())
    engine.dispose()

    assert f"process {pid} (hiring)" in caplog.text
