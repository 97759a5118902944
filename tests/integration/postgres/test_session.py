"""The audit log's own session: what it is told, how it is broken off, and how it comes back."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from psycopg import sql
from sqlalchemy import URL

from hiring.adapters.postgres import PostgresStore
from hiring.domain.decisions import AppendResult
from hiring.domain.errors import StoreUnavailable
from tests.contracts.builders import a_decision
from tests.integration.postgres.conftest import connect

OURS = "SELECT pid FROM pg_stat_activity WHERE application_name = 'hiring' AND pid = ANY(%s)"
LONG_S = 30.0  # less than the server would wait by itself


@contextmanager
def locked(url: URL, schema: str) -> Iterator[None]:
    """Somebody else holds the table."""
    with connect(url) as connection, connection.transaction():
        connection.execute(
            sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(sql.Identifier(schema, "inference_log"))
        )
        yield


def session_pid(store: PostgresStore) -> int:
    with store._inference_log._session.using() as connection:
        return connection.info.backend_pid


def seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def test_appends_and_finds_use_one_session_and_one_log(store: PostgresStore) -> None:
    first = session_pid(store)
    store.inference_log.append([a_decision("a")])
    store.inference_log.append([a_decision("a"), a_decision("b")])
    assert store.inference_log.find("b") == a_decision("b")
    assert session_pid(store) == first
    assert store.inference_log is store.inference_log


def test_a_session_is_told_what_it_needs(store: PostgresStore) -> None:
    names = ["TimeZone", "synchronous_commit", "application_name", "statement_timeout"]
    with store._inference_log._session.using() as connection:
        rows = connection.execute("SELECT current_setting(name) FROM unnest(%s::text[]) AS name", [names])
        assert [value for (value,) in rows] == ["UTC", "on", "hiring", "1500ms"]


def test_an_append_that_waits_can_be_broken_off(store: PostgresStore, url: URL, schema: str) -> None:
    many = [a_decision(str(number)) for number in range(257)]  # the server would wait for a minute
    store.inference_log.append([a_decision("before")])
    with locked(url, schema):
        timer = threading.Timer(0.2, store.inference_log.interrupt)
        timer.start()

        def append() -> None:
            with pytest.raises(StoreUnavailable):
                store.inference_log.append(many)

        assert seconds(append) < LONG_S
    assert store.inference_log.append([a_decision("one")])[0] in {AppendResult.STORED, AppendResult.REPLAYED}
    assert store.inference_log.find("before") == a_decision("before")


def test_a_server_gives_up_waiting_by_itself(store: PostgresStore, url: URL, schema: str) -> None:
    with locked(url, schema), pytest.raises(StoreUnavailable, match="57014"):
        store.inference_log.append([a_decision("one")])
    assert list(store.inference_log.append([a_decision("one")])) == [AppendResult.STORED]


def test_more_rows_than_a_flush_has_may_take_longer(store: PostgresStore, url: URL, schema: str) -> None:
    new = [a_decision(str(number)) for number in range(257)]
    outcomes: list[AppendResult] = []
    with locked(url, schema):
        thread = threading.Thread(target=lambda: outcomes.extend(store.inference_log.append(new)))
        thread.start()
        time.sleep(1.7)
    thread.join()
    assert outcomes == [AppendResult.STORED] * 257


def test_an_interruption_leaves_other_descriptors_alone(store: PostgresStore, url: URL) -> None:
    """libpq closes its descriptor on an error; its number may be somebody else's by then."""
    store.inference_log.append([a_decision("one")])
    pid = session_pid(store)
    with connect(url) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        session = store._inference_log._session
        session._in_use = True  # as in the middle of a statement that has just failed
        assert session._connection is not None
        session._connection.pgconn.finish()
        with connect(url) as reuses_the_number:
            session.interrupt()
            assert reuses_the_number.execute("SELECT 1").fetchone() == (1,)
        assert other.execute("SELECT 1").fetchone() == (1,)
    assert list(store.inference_log.append([a_decision("one")])) == [AppendResult.REPLAYED]


def test_a_session_that_ended_while_nobody_used_it_is_made_again(store: PostgresStore, url: URL) -> None:
    store.inference_log.append([a_decision("one")])
    with connect(url) as connection:
        connection.execute("SELECT pg_terminate_backend(%s, 5000)", [session_pid(store)])
    assert list(store.inference_log.append([a_decision("one")])) == [AppendResult.REPLAYED]


def test_a_poison_row_costs_no_session(store: PostgresStore) -> None:
    first = session_pid(store)
    for poison in (
        a_decision("nul", payload={"a\0": 1.0}),
        a_decision("nul\0"),
        a_decision("nan", payload={"a": float("nan")}),
        a_decision("large", codigo_profissional=2**63),
        a_decision("surrogate", payload={"\ud800": 1.0}),
    ):
        with pytest.raises(ValueError, match=r"."):
            store.inference_log.append([a_decision("sound"), poison])
    assert store.inference_log.find("sound") is None
    assert session_pid(store) == first


def test_it_is_closed_with_the_store(url: URL, schema: str) -> None:
    with closing(PostgresStore(url, schema)) as store:
        pid = session_pid(store)
    with connect(url) as connection:
        for _ in range(100):
            if not connection.execute(OURS, [[pid]]).fetchall():
                return
            time.sleep(0.05)
    raise AssertionError("the session is still there")


def test_a_server_for_trials_is_told_once(
    store: PostgresStore, url: URL, caplog: pytest.LogCaptureFixture
) -> None:
    with connect(url) as connection:
        row = connection.execute("SELECT current_setting('fsync')").fetchone()
        store.inference_log.append([a_decision("one")])
        connection.execute("SELECT pg_terminate_backend(%s, 5000)", [session_pid(store)])
        store.inference_log.append([a_decision("two")])
    warnings = [record for record in caplog.records if record.name.startswith("hiring.")]
    assert len(warnings) == (1 if row == ("off",) else 0)
