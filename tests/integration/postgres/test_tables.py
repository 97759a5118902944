"""What is particular to tables in a database that others use too."""

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from psycopg import sql
from sqlalchemy import URL

from hiring.adapters.postgres import PostgresStore, server_url
from hiring.adapters.postgres.sessions.pins import PINS
from hiring.adapters.postgres.tables.sending import give_room
from hiring.domain.errors import RecordNotStorable, StoreFault, StoreUnavailable, TableMissing, TableTaken
from hiring.domain.features import CANDIDATE
from hiring.domain.records import ApplicantRows
from tests.contracts.builders import a_decision, a_name, some_applicants, some_labels
from tests.contracts.stores import assert_filled, fill
from tests.integration.postgres.conftest import connect
from tests.postgres_server import settings_of
from tests.shell import Shell

TAKEN = ["inference_log", "feedback", "catalog", "store_identity", "hiring_schema_version", "gold_applicants"]


@pytest.mark.parametrize("name", TAKEN)
def test_a_table_that_holds_something_else_is_never_replaced(store: PostgresStore, name: str) -> None:
    fill(store)
    with pytest.raises(TableTaken), store.applicants(a_name(name)).replacing():
        pass
    assert_filled(store)


def test_somebody_elses_table_is_never_replaced(store: PostgresStore, url: URL, schema: str) -> None:
    with connect(url) as connection:
        theirs = sql.Identifier(schema, "theirs")
        connection.execute(sql.SQL("CREATE TABLE {} AS SELECT 1 AS one").format(theirs))
        with pytest.raises(TableTaken), store.applicants(a_name("theirs")).replacing():
            pass
        assert connection.execute(sql.SQL("SELECT one FROM {}").format(theirs)).fetchall() == [(1,)]


def test_a_table_of_another_kind_is_not_read(store: PostgresStore) -> None:
    with store.labels(a_name()).replacing() as writer:
        writer.write(some_labels())
    with pytest.raises(StoreUnavailable, match="expected columns"):
        store.applicants(a_name()).count()
    with pytest.raises(StoreUnavailable, match="expected columns"):
        list(store.features(a_name(), CANDIDATE).chunks(10))


def test_a_default_table_that_was_never_written_is_missing(store: PostgresStore) -> None:
    with pytest.raises(TableMissing):
        store.applicants(a_name("applicants_raw")).count()


def test_a_table_that_somebody_dropped_is_unavailable_until_it_is_written_again(
    store: PostgresStore, url: URL, schema: str
) -> None:
    table = store.applicants(a_name())
    with table.replacing() as writer:
        writer.write(some_applicants())
    with connect(url) as connection:
        connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(schema, "some_table")))
    with pytest.raises(StoreUnavailable, match="42P01"):
        table.count()


@pytest.mark.parametrize("number", [b"1e200000", b"-5E+140000", b"1e-20000", b"9" * 140_000], ids=len)
def test_a_number_that_the_server_cannot_hold_is_the_datas_fault(store: PostgresStore, number: bytes) -> None:
    table = store.applicants(a_name())
    with table.replacing() as writer:
        writer.write(some_applicants())
    document = b'{"infos_basicas": {}, "x": %b}' % number

    with pytest.raises(RecordNotStorable), table.replacing() as writer:
        writer.write(ApplicantRows(codigo_profissional=np.array([7]), document=[document]))
    assert table.count() == 3


def test_names_keep_their_case(store: PostgresStore) -> None:
    for name in ("Some_Table", "some_table", "select", "x" * 63):
        with store.applicants(a_name(name)).replacing() as writer:
            writer.write(some_applicants(0, len(name)))
    assert store.applicants(a_name("Some_Table")).count() == 10
    assert store.applicants(a_name("x" * 63)).count() == 63


def test_the_search_path_does_not_matter(url: URL, store: PostgresStore) -> None:
    with connect(url) as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS decoy")
        connection.execute("CREATE TABLE IF NOT EXISTS decoy.inference_log (x int)")
        connection.execute("ALTER ROLE CURRENT_USER SET search_path = decoy")
        try:
            fill(store)
            assert_filled(store)
        finally:
            connection.execute("ALTER ROLE CURRENT_USER RESET search_path")
            connection.execute("DROP SCHEMA decoy CASCADE")


def test_a_commit_is_durable_whatever_the_role_says(
    url: URL, open_store: Callable[[], PostgresStore]
) -> None:
    with connect(url) as connection:
        connection.execute("ALTER ROLE CURRENT_USER SET synchronous_commit = off")
        try:
            with open_store()._engine.connect() as session:
                assert session.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
                assert session.exec_driver_sql("SHOW timezone").scalar() == "UTC"
                assert session.exec_driver_sql("SHOW application_name").scalar() == "hiring"
        finally:
            connection.execute("ALTER ROLE CURRENT_USER RESET synchronous_commit")


def test_megabytes_may_wait_in_a_unix_socket(url: URL) -> None:
    if not str(url.host).startswith("/"):
        pytest.skip("this server is reached by TCP")  # whose sockets grow by themselves
    with connect(url) as connection, socket.socket(fileno=os.dup(connection.fileno())) as same:
        before = same.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
        give_room(connection)
        assert same.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) > before
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_statistics_are_fresh_after_a_replacement(store: PostgresStore, url: URL, schema: str) -> None:
    with store.applicants(a_name("applicants_raw")).replacing() as writer:
        writer.write(some_applicants(0, 1_000))
    with connect(url) as connection:
        row = connection.execute(
            "SELECT reltuples FROM pg_class WHERE oid = %s::regclass", (f"{schema}.applicants_raw",)
        ).fetchone()
    assert row == (1_000,)


def test_reading_in_order_needs_no_sort(store: PostgresStore, url: URL, schema: str) -> None:
    with store.applicants(a_name("applicants_raw")).replacing() as writer:
        writer.write(some_applicants(0, 3_000))
    with connect(url) as connection:
        query = sql.SQL("EXPLAIN SELECT document FROM {} ORDER BY line")
        plan = str(connection.execute(query.format(sql.Identifier(schema, "applicants_raw"))).fetchall())
    assert "Index Scan" in plan
    assert "Sort" not in plan


def test_many_decisions_go_in_one_append(store: PostgresStore) -> None:
    decisions = [a_decision(str(number)) for number in range(10_000)]
    assert len(store.inference_log.append(decisions)) == 10_000
    assert store.inference_log.find("9999") == decisions[-1]


def test_a_server_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    nowhere = server_url(user="ana", password="segredo", host=str(tmp_path), port=5432, database="db")
    with pytest.raises(StoreUnavailable, check=lambda error: error.fault is StoreFault.NO_ANSWER) as raised:
        PostgresStore(nowhere, "hiring")
    assert "segredo" not in str(raised.value)
    assert "ana" not in str(raised.value).replace(str(tmp_path), "")


@pytest.fixture
def at_the_server(url: URL, empty_schema: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Settings that name the server and a schema that is not there yet."""
    monkeypatch.setenv("HIRING_SALT", "the same model in every run")
    for name, value in settings_of(url, empty_schema).items():
        monkeypatch.setenv(name, value)
    return empty_schema


def test_the_whole_run_on_a_server(at_the_server: str, shell: Shell, tmp_path: Path) -> None:
    shell("synth", "--applicants", 800, "--prospects", 4_000, "--out", tmp_path)
    words = ("run", "--applicants", tmp_path / "applicants.json", "--prospects", tmp_path / "prospects.json")
    refused = shell(*words)
    assert refused.code == 75
    assert "hiring-cli db upgrade" in refused.err
    assert "none" in shell("db", "status").out
    assert "applied 0004" in shell("db", "upgrade").out
    assert "nothing to do" in shell("db", "upgrade").out
    ran = shell(*words)
    assert ran.code == 0
    assert f"schema {at_the_server}" in ran.err
    assert shell("monitor", "baseline").code == 0
    assert shell("predict", tmp_path / "applicants.json", "--top", 1).code == 0
    assert shell("monitor", "daily").code == 0
    assert shell("doctor").code == 0


def test_the_doctor_lists_what_a_session_does_not_inherit(at_the_server: str, shell: Shell) -> None:
    del at_the_server
    assert shell("db", "upgrade").code == 0
    checks = {check["what"]: check for check in json.loads(shell("doctor", "--json").out)["checks"]}
    assert checks["session"]["settings"].items() >= PINS.items()
    (line,) = [line for line in shell("doctor").out.splitlines() if " session: " in line]
    assert all(f"{name}={value}" in line for name, value in PINS.items())


def test_the_doctor_warns_where_the_partitions_of_the_log_end_within_a_month(
    url: URL, at_the_server: str, shell: Shell
) -> None:
    def finding() -> tuple[str, str]:
        ran = shell("doctor", "--json")
        (check,) = [one for one in json.loads(ran.out)["checks"] if one["what"] == "partitions"]
        return check["state"], check["finding"]

    assert shell("db", "upgrade").code == 0
    state, _ = finding()
    assert state == "ok"
    _, _, *later, _ = json.loads(shell("db", "partitions", "--json").out)["parts"]
    with connect(url) as connection:
        for part in later:
            connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(at_the_server, part["name"])))
    end = later[0]["start"][:10]
    assert finding() == (
        "warning",
        f"the partitions of inference_log end on {end}: run `hiring-cli db partitions`",
    )
    told = shell("db", "partitions").out.splitlines()
    assert [line for line in told if line.startswith("made ")] == [f"made {part['name']}" for part in later]
    retired = shell("db", "partitions", "--retire-before", "2020-01")
    assert "retired" not in retired.out
    retired = shell("db", "partitions", "--retire-before", end[:7])
    assert "retired inference_log_before: its table is still there" in retired.out
    state, _ = finding()
    assert state == "ok"


def test_scripts_are_printed_without_a_server(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_SCHEMA", "ours")
    assert "CREATE TABLE ours.inference_log" in shell("db", "sql").out
    assert "CREATE ROLE" in shell("db", "sql", "--roles").out


def test_a_schema_that_is_no_identifier_is_refused(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_HOST", "/no/such/folder")
    monkeypatch.setenv("POSTGRES_SCHEMA", 'x"; drop table y; --')
    for words in (("labels", "build"), ("db", "upgrade"), ("db", "sql")):
        ended = shell(*words)
        assert ended.code == 65
        assert "POSTGRES_SCHEMA" in ended.err
        assert "drop table" not in ended.err
