"""Whatever a session inherits, it does what this program's sessions do; where it cannot, it is refused."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL

from hiring.adapters.postgres import PostgresStore
from hiring.adapters.postgres.migrator import Migrations
from hiring.adapters.postgres.sessions import pins
from hiring.adapters.postgres.sessions.connections import engine_of
from hiring.adapters.postgres.sessions.pins import PINS
from hiring.adapters.postgres.sessions.session import Session
from hiring.adapters.postgres.tables.tables import raw
from hiring.domain.decisions import AppendResult
from hiring.domain.errors import StoreFault, StoreUnavailable
from hiring.domain.records import table_name
from tests.contracts.builders import a_decision
from tests.contracts.gold import GoldTableContract
from tests.contracts.inference_log import InferenceLogContract
from tests.contracts.keys import ApiKeysContract
from tests.contracts.logs import AlertLogContract, BaselineLogContract
from tests.contracts.registry import ModelRegistryContract
from tests.contracts.tables import (
    ApplicantTableContract,
    FeatureTableContract,
    LabelTableContract,
    ProspectTableContract,
)
from tests.integration.postgres import hostile
from tests.integration.postgres.conftest import connect


@pytest.fixture(scope="module")
def hostile_url(url: URL) -> Iterator[URL]:
    with hostile.a_hostile_role(url) as found, hostile.a_hostile_environment():
        yield found


@pytest.fixture(scope="module")
def hostile_store(hostile_url: URL, shared_schema: str) -> Iterator[PostgresStore]:
    with closing(PostgresStore(hostile_url, shared_schema)) as store:
        yield store


class _UnderAHostileRole:
    """The contract once more, for whoever has the worst settings."""

    @pytest.fixture
    def open_store(self, hostile_url: URL, schema: str) -> Iterator[Callable[[], PostgresStore]]:
        with ExitStack() as opened:
            yield lambda: opened.enter_context(closing(PostgresStore(hostile_url, schema)))

    @pytest.fixture
    def store(self, hostile_store: PostgresStore, schema: str) -> PostgresStore:
        """One for all tests, with nothing in it: to open one takes longer than most of them."""
        del schema
        return hostile_store


class TestHostileApplicantTable(_UnderAHostileRole, ApplicantTableContract): ...


class TestHostileProspectTable(_UnderAHostileRole, ProspectTableContract): ...


class TestHostileFeatureTable(_UnderAHostileRole, FeatureTableContract): ...


class TestHostileLabelTable(_UnderAHostileRole, LabelTableContract): ...


class TestHostileGoldTable(_UnderAHostileRole, GoldTableContract): ...


class TestHostileInferenceLog(_UnderAHostileRole, InferenceLogContract): ...


class TestHostileBaselineLog(_UnderAHostileRole, BaselineLogContract): ...


class TestHostileAlertLog(_UnderAHostileRole, AlertLogContract): ...


class TestHostileModelRegistry(_UnderAHostileRole, ModelRegistryContract): ...


class TestHostileApiKeys(_UnderAHostileRole, ApiKeysContract): ...


def test_the_settings_of_every_session_are_the_programs_own(hostile_url: URL, schema: str) -> None:
    engine = engine_of(hostile_url, table_name(schema), 1.0)
    with closing(PostgresStore(hostile_url, schema)) as store, engine.connect() as connection:
        assert settings_of(raw(connection)) == PINS
        with store._inference_log._session.using() as session:
            assert settings_of(session) == {**PINS, "statement_timeout": "1500ms"}
    engine.dispose()


def settings_of(connection: psycopg.Connection) -> dict[str, str]:
    return {
        name: connection.execute("SELECT current_setting(%s)", [name]).fetchone()[0]  # type: ignore[index]
        for name in PINS
    }


def test_migrations_run_under_a_hostile_role(hostile_url: URL, empty_schema: str) -> None:
    assert Migrations(hostile_url, empty_schema).upgrade().pending

    PostgresStore(hostile_url, empty_schema).close()


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_that_keeps_no_utf8_is_refused_by_name(url: URL, encoding: str) -> None:
    name = f"hiring_{encoding.lower()}"
    database = sql.Identifier(name)
    with connect(url) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} ENCODING {} TEMPLATE template0 LOCALE 'C'").format(
                database, sql.Literal(encoding)
            )
        )
        try:
            with pytest.raises(StoreUnavailable, match="UTF8"):
                Migrations(url.set(database=name), "public").upgrade()
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(database))


@pytest.mark.parametrize("table", ["inference_log_before", "request_key", "api_keys"])
def test_a_table_that_a_crash_empties_is_refused_by_name(url: URL, fresh_schema: str, table: str) -> None:
    with closing(PostgresStore(url, fresh_schema)) as store:
        with connect(url) as connection:
            name = sql.Identifier(fresh_schema, table)
            connection.execute(sql.SQL("ALTER TABLE {} SET UNLOGGED").format(name))
        with pytest.raises(StoreUnavailable, match=table):
            store.check()
        with pytest.raises(StoreUnavailable, match=table):
            PostgresStore(url, fresh_schema)


@pytest.mark.parametrize("forget", ["DEALLOCATE ALL", "DISCARD ALL"])
def test_a_session_that_forgot_what_was_prepared_is_made_anew(store: PostgresStore, forget: str) -> None:
    log = store.inference_log
    log.append([a_decision("one")])
    with log._session.using() as connection:  # type: ignore[attr-defined]  # PostgreSQL's own
        connection.pgconn.exec_(forget.encode())

    with pytest.raises(StoreUnavailable):
        log.append([a_decision("two")])
    assert log.append([a_decision("two")]) == [AppendResult.STORED]


def test_the_server_is_the_one_that_is_named_whatever_the_environment_says(
    url: URL, schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGHOSTADDR", "203.0.113.7")  # of nobody; libpq takes it for any host
    monkeypatch.setenv("PGPORT", "1")

    with closing(PostgresStore(url, schema)) as store:
        assert store.inference_log.find("nothing") is None


def test_what_was_prepared_for_another_type_of_a_column_is_prepared_anew(url: URL, fresh_schema: str) -> None:
    alter = sql.SQL("ALTER TABLE {} ALTER COLUMN model_mode TYPE varchar(40)").format(
        sql.Identifier(fresh_schema, "inference_log")
    )
    with closing(PostgresStore(url, fresh_schema)) as store, connect(url) as connection:
        store.inference_log.append([a_decision("one")])
        assert store.inference_log.find("one") == a_decision("one")
        connection.execute(alter)

        with pytest.raises(StoreUnavailable, match="0A000"):
            store.inference_log.find("one")
        assert store.inference_log.find("one") == a_decision("one")


def test_a_server_that_does_not_know_a_setting_is_refused_each_time(
    url: URL, schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pins, "PINS", {**PINS, "a_setting_of_later_servers": "on"})
    with pytest.raises(StoreUnavailable, match="15 or newer"):
        PostgresStore(url, schema)
    session = Session(url, "a session")
    for _ in range(2):  # what could not be pinned is not used the second time
        with pytest.raises(StoreUnavailable, match="15 or newer"), session.using():
            pass
    session.close()


def test_a_database_that_is_not_there_is_told_from_a_user_who_is_not(url: URL) -> None:
    with pytest.raises(StoreUnavailable, check=lambda error: error.fault is StoreFault.DATABASE_REFUSED):
        PostgresStore(url.set(database="no_such_database"), "public")
    with pytest.raises(StoreUnavailable, check=lambda error: error.fault is StoreFault.SESSION_REFUSED):
        PostgresStore(url.set(username="nobody_of_that_name"), "public")


def test_a_row_policy_is_an_error_and_hides_nothing(url: URL, fresh_schema: str) -> None:
    role = sql.Identifier(f"{fresh_schema}_reader")
    schema, table = sql.Identifier(fresh_schema), sql.Identifier(fresh_schema, "inference_log")
    with connect(url) as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'x'").format(role))
        try:
            connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, role))
            connection.execute(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}").format(schema, role))
            connection.execute(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(table))
            reader = url.set(username=f"{fresh_schema}_reader", password="x")
            with closing(PostgresStore(reader, fresh_schema)) as store, pytest.raises(StoreUnavailable):
                store.inference_log.find("one")
        finally:
            connection.execute(sql.SQL("DROP OWNED BY {}").format(role))
            connection.execute(sql.SQL("DROP ROLE {}").format(role))
