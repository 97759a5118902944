"""Roles have what they need, and no more."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg import errors, sql
from sqlalchemy import URL

from hiring.adapters.postgres import PostgresStore
from hiring.adapters.postgres.metadata import ALL_TABLES
from hiring.adapters.postgres.migrator import Migrations
from hiring.adapters.postgres.roles import PRIVILEGES, role_name
from hiring.application.ports.specs.spec import Role
from hiring.domain.decisions import AppendResult
from hiring.domain.errors import StoreFault, StoreUnavailable
from hiring.domain.features import CANDIDATE
from hiring.domain.records import table_name
from tests.contracts.builders import (
    NOON,
    a_decision,
    a_key,
    a_name,
    a_rank_event,
    a_report,
    after,
    some_applicants,
)
from tests.contracts.stores import fill
from tests.integration.postgres.conftest import connect
from tests.unit.application.monitored import Monitored

LOGINS = {f"test_{role}": f"hiring_{role}" for role in ("owner", "pipeline", "api")}
PASSWORD = "invented"


@pytest.fixture
def granted(url: URL, fresh_schema: str) -> Iterator[str]:
    """A schema with its rights, twice over."""
    with connect(url) as connection:
        for _ in range(2):
            connection.execute(Migrations(url, fresh_schema).roles())
        for login, role in LOGINS.items():
            drop(connection, login)
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} IN ROLE {}").format(
                    sql.Identifier(login), PASSWORD, sql.Identifier(role)
                )
            )
        yield fresh_schema
        connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(fresh_schema)))
        for name in (*LOGINS, *LOGINS.values()):
            drop(connection, name)


def drop(connection: psycopg.Connection, role: str) -> None:
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
        connection.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(role)))
        connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def as_login(url: URL, login: str) -> URL:
    return url.set(username=login, password=PASSWORD)


def test_the_pipeline_does_all_steps(url: URL, granted: str) -> None:
    with closing(PostgresStore(as_login(url, "test_pipeline"), granted)) as store:
        for _ in range(2):
            fill(store)
        with store.applicants(a_name("made_by_the_pipeline")).replacing() as writer:
            writer.write(some_applicants())
        store.gold(a_name("gold_applicants"), CANDIDATE).build(
            a_name("prospects_labels"), a_name("applicants_feat")
        )
    with closing(PostgresStore(as_login(url, "test_owner"), granted)) as store:
        assert store.inference_log.find(a_decision().request_id) == a_decision()


def test_the_api_appends_finds_and_sees_replays(url: URL, granted: str) -> None:
    with closing(PostgresStore(as_login(url, "test_api"), granted)) as store:
        log = store.inference_log
        assert list(log.append([a_decision()])) == [AppendResult.STORED]
        assert list(log.append([a_decision(), a_decision("new")])) == [
            AppendResult.REPLAYED,
            AppendResult.STORED,
        ]
        conflict = [a_decision("newer"), a_decision(body_digest="other")]
        assert list(log.append(conflict)) == [AppendResult.CONFLICT] * 2
        assert log.find("newer") is None
        assert log.find(a_decision().request_id) == a_decision()
        assert len(store.digest_key) == 32


@pytest.mark.parametrize("login", ["test_api", "test_pipeline"])
def test_the_api_and_the_pipeline_report_outcomes_and_read_them(url: URL, granted: str, login: str) -> None:
    with closing(PostgresStore(as_login(url, login), granted)) as store:
        store.inference_log.append([a_decision()])
        reports = [a_report(), a_report(7), a_report(request_id=a_decision().request_id, hired=False)]
        found = [result.state.value for result in store.feedback.append(reports)]
        assert found == ["stored", "unmatched", "corrected"]
        assert store.feedback.unmatched() == 1
        ((outcome,),) = store.feedback.outcomes(NOON, after(hours=1))
        assert not outcome.hired


@pytest.mark.parametrize("login", ["test_api", "test_pipeline"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET score = 1", "DELETE FROM {}", "TRUNCATE {}", "ALTER TABLE {} ADD x int", "DROP TABLE {}"],
)
def test_nobody_changes_what_was_logged(url: URL, granted: str, login: str, statement: str) -> None:
    query = sql.SQL(statement).format(sql.Identifier(granted, "inference_log"))
    with connect(as_login(url, login)) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(query)


@pytest.mark.parametrize("login", ["test_api", "test_pipeline"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET ts = now()", "DELETE FROM {}", "TRUNCATE {}"])
def test_nobody_frees_an_id_that_was_used(url: URL, granted: str, login: str, statement: str) -> None:
    query = sql.SQL(statement).format(sql.Identifier(granted, "request_key"))
    with connect(as_login(url, login)) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(query)


@pytest.mark.parametrize("login", ["test_api", "test_pipeline"])
@pytest.mark.parametrize("partition", ["inference_log_before", "inference_log_other"])
def test_a_partition_is_reached_by_way_of_the_log_alone(
    url: URL, granted: str, login: str, partition: str
) -> None:
    query = sql.SQL("SELECT * FROM {}").format(sql.Identifier(granted, partition))
    with connect(as_login(url, login)) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(query)


def test_the_owner_makes_and_retires_months_and_the_service_may_not(url: URL, granted: str) -> None:
    ever = datetime(2100, 1, 1, tzinfo=UTC)
    with pytest.raises(StoreUnavailable, check=lambda error: error.fault is StoreFault.RIGHT_MISSING):
        Migrations(as_login(url, "test_api"), granted).partitions(retire_before=ever)
    found = Migrations(as_login(url, "test_owner"), granted).partitions(retire_before=ever)
    assert found.retired[0] == "inference_log_before"


@pytest.mark.parametrize(
    "table", ["applicants_feat", "gold_applicants", "ingest_rejects", "prospects_labels", "model_version"]
)
def test_the_api_reads_nothing_else(url: URL, granted: str, table: str) -> None:
    query = sql.SQL("SELECT * FROM {}").format(sql.Identifier(granted, table))
    with connect(as_login(url, "test_api")) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(query)


def test_the_api_reads_what_monitoring_stores(url: URL, granted: str) -> None:
    with closing(PostgresStore(as_login(url, "test_api"), granted)) as store:
        assert Monitored(store=store).view().log.days == 0


def test_the_api_looks_records_up_and_keeps_lists(url: URL, granted: str) -> None:
    with closing(PostgresStore(as_login(url, "test_pipeline"), granted)) as pipeline:
        fill(pipeline)
    with closing(PostgresStore(as_login(url, "test_api"), granted)) as store:
        codes = some_applicants().codigo_profissional
        [found] = store.applicants(table_name("applicants_raw")).having("codigo_profissional", codes[:1])
        assert found.codigo_profissional.tolist() == codes[:1].tolist()
        assert store.rank_log.append([a_decision("a-list/31001")], a_rank_event()) is AppendResult.STORED
        assert store.rank_log.find("a-list") == a_rank_event()


@pytest.mark.parametrize("login", ["test_api", "test_pipeline"])
def test_nobody_changes_the_identity(url: URL, granted: str, login: str) -> None:
    query = sql.SQL("UPDATE {} SET salt = ''").format(sql.Identifier(granted, "store_identity"))
    with connect(as_login(url, login)) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(query)


def test_the_api_makes_no_tables(url: URL, granted: str) -> None:
    with closing(PostgresStore(as_login(url, "test_api"), granted)) as store:
        for name in ("applicants_raw", "another"):
            with (
                pytest.raises(StoreUnavailable, check=lambda error: error.fault is StoreFault.RIGHT_MISSING),
                store.applicants(a_name(name)).replacing(),
            ):
                pass


def test_the_owner_makes_and_revokes_keys_and_the_api_reads_them(url: URL, granted: str) -> None:
    with (
        closing(PostgresStore(as_login(url, "test_owner"), granted)) as owner,
        closing(PostgresStore(as_login(url, "test_api"), granted)) as api,
    ):
        assert owner.api_keys.add(a_key())
        assert list(api.api_keys.all()) == [a_key()]
        assert owner.api_keys.revoke(a_key().id, NOON)
        assert [key.live for key in api.api_keys.all()] == [False]


@pytest.mark.parametrize("login", ["test_api", "test_pipeline"])
def test_nobody_else_makes_or_revokes_keys(url: URL, granted: str, login: str) -> None:
    with closing(PostgresStore(url, granted)) as store:
        store.api_keys.add(a_key())
    with closing(PostgresStore(as_login(url, login), granted)) as store:
        with pytest.raises(StoreUnavailable, check=lambda error: error.fault is StoreFault.RIGHT_MISSING):
            store.api_keys.add(a_key(2))
        with pytest.raises(StoreUnavailable, check=lambda error: error.fault is StoreFault.RIGHT_MISSING):
            store.api_keys.revoke(a_key().id, NOON)


def test_the_pipeline_has_no_right_to_keys_at_all(url: URL, granted: str) -> None:
    rights = "SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER"
    with connect(url) as connection:
        if connection.info.server_version >= 170_000:
            rights += ", MAINTAIN"
        held = connection.execute(
            "SELECT has_table_privilege('hiring_pipeline', %s, %s)", (f"{granted}.api_keys", rights)
        ).fetchone()
    assert held == (False,)
    with (
        closing(PostgresStore(as_login(url, "test_pipeline"), granted)) as store,
        pytest.raises(StoreUnavailable, check=lambda error: error.fault is StoreFault.RIGHT_MISSING),
    ):
        store.api_keys.all()


@pytest.mark.parametrize("role", Role)
def test_a_role_has_the_rights_that_are_specified(url: URL, granted: str, role: Role) -> None:
    with connect(url) as connection:
        found = {
            spec.name: {
                privilege
                for privilege in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
                if connection.execute(
                    "SELECT has_table_privilege(%s, %s, %s)",
                    (role_name(role), f"{granted}.{spec.name}", privilege),
                ).fetchone()
                == (True,)
            }
            for spec in ALL_TABLES
        }
    assert found == {
        spec.name: set(PRIVILEGES[spec.rights[role]]) if role in spec.rights else set() for spec in ALL_TABLES
    }


def test_the_owner_upgrades(url: URL, granted: str) -> None:
    assert Migrations(as_login(url, "test_owner"), granted).upgrade().pending == ()
