"""Whatever is killed in the middle, readers find the old table or the new one; another run ends the same."""

import itertools
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import psycopg
import pytest

from hiring.adapters.postgres import PostgresStore
from hiring.adapters.postgres.migrator import Migrations
from hiring.domain.decisions import AppendResult
from hiring.domain.errors import StoreUnavailable
from hiring.domain.features import CANDIDATE
from tests.contracts.builders import a_decision
from tests.integration.postgres.conftest import connect
from tests.integration.postgres.generations import (
    APPLICANTS,
    GOLD,
    applicants_of,
    assert_whole,
    digest_of,
    prepare,
    replace,
    start,
)
from tests.postgres_server import LocalServer, NoServerError, Server, a_local_server, skip_but_in_ci

SCHEMA = "hiring_kills"
HIRING = "SELECT pid FROM pg_stat_activity WHERE application_name = 'hiring'"
LONGEST_S = 0.6  # about two rounds of the process that replaces

few_and_many = pytest.mark.parametrize(
    "kills", [3, pytest.param(50, marks=pytest.mark.slow)], ids=["few", "many"]
)


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    """A server that nobody else needs."""
    try:
        with a_local_server() as server:
            Migrations(server.url, SCHEMA).upgrade()
            yield server
    except NoServerError as error:
        skip_but_in_ci(error)


@pytest.fixture
def expected(own: Server) -> str:
    with closing(PostgresStore(own.url, SCHEMA)) as store:
        prepare(store)
        replace(store, 7)
    with connect(own.url) as connection:
        return digest_of(connection, SCHEMA)


def check(own: Server, expected: str) -> None:
    with closing(PostgresStore(own.url, SCHEMA)) as store:
        assert_whole(store)
        replace(store, 7)
    with connect(own.url) as connection:
        assert digest_of(connection, SCHEMA) == expected


def postmaster_of(own: Server) -> LocalServer:
    assert own.process is not None
    return own.process


@contextmanager
def killed_after(delay_s: float, own: Server) -> Iterator[None]:
    """SIGKILL the session that is at work, from a thread."""

    def kill() -> None:
        time.sleep(delay_s)
        with suppress(psycopg.OperationalError), connect(own.url) as connection:
            while True:  # until the postmaster has seen it, and ends all others: this one too
                for (pid,) in connection.execute(HIRING).fetchall():
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield
    finally:
        thread.join()
        postmaster_of(own).wait()


@few_and_many
def test_a_process_killed_while_it_replaces(own: Server, expected: str, kills: int) -> None:
    chance = random.Random(kills)
    for _ in range(kills):
        with start(own.url, SCHEMA) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0, LONGEST_S))
            process.kill()
        check(own, expected)


@few_and_many
def test_a_session_killed_while_it_replaces(own: Server, expected: str, kills: int) -> None:
    chance = random.Random(kills)
    for _ in range(kills):
        with closing(PostgresStore(own.url, SCHEMA)) as store:
            with killed_after(chance.uniform(0, LONGEST_S), own), pytest.raises(StoreUnavailable):
                replace_for_ever(store)
            assert_whole(store)  # the same store goes on with new connections
        check(own, expected)


@few_and_many
def test_a_server_killed_while_a_process_replaces(own: Server, expected: str, kills: int) -> None:
    chance = random.Random(kills)
    for _ in range(kills):
        with start(own.url, SCHEMA) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0, LONGEST_S))
            postmaster_of(own).kill()
            process.wait(30)
        postmaster_of(own).restart()
        check(own, expected)


def append_until_refused(store: PostgresStore) -> None:
    """The session of a killed server may answer a few times before it notices."""
    for number in range(1_000):
        store.inference_log.append([a_decision(f"late {number}")])


def test_what_was_appended_outlives_the_server(own: Server) -> None:
    decisions = [a_decision(str(number)) for number in range(20)]
    with closing(PostgresStore(own.url, SCHEMA)) as store:
        for decision in decisions:
            store.inference_log.append([decision])
        postmaster_of(own).kill()
        with pytest.raises(StoreUnavailable):
            append_until_refused(store)
        postmaster_of(own).restart()
        assert list(store.inference_log.append(decisions)) == [AppendResult.REPLAYED] * 20


def test_a_session_that_ends_within_a_copy_is_unavailable(own: Server, expected: str) -> None:
    with closing(PostgresStore(own.url, SCHEMA)) as store:
        with pytest.raises(StoreUnavailable):
            write_and_lose_the_session(store, own)
        assert_whole(store)
    check(own, expected)


def test_a_session_that_ends_while_rows_are_read_is_no_end_of_the_rows(own: Server, expected: str) -> None:
    with closing(PostgresStore(own.url, SCHEMA)) as store:
        rows = store.applicants(APPLICANTS).chunks(1)
        next(rows)
        terminate(own)
        with pytest.raises(StoreUnavailable):
            list(rows)
        assert_whole(store)
    check(own, expected)


def test_a_build_waits_for_another_of_the_same_table(own: Server, expected: str) -> None:
    with closing(PostgresStore(own.url, SCHEMA)) as store:
        gold, done = store.gold(GOLD, CANDIDATE), threading.Event()

        def build() -> None:
            replace(store, 8)
            done.set()

        with gold.replacing():
            thread = threading.Thread(target=build)
            thread.start()
            assert not done.wait(0.5)
        thread.join()
        assert_whole(store)
    check(own, expected)


def replace_for_ever(store: PostgresStore) -> None:
    for generation in itertools.count():
        replace(store, generation)


def write_and_lose_the_session(store: PostgresStore, own: Server) -> None:
    with store.applicants(APPLICANTS).replacing() as writer:
        writer.write(applicants_of(9, 0))
        terminate(own)
        for part in range(1, 100):
            writer.write(applicants_of(9, part))


def terminate(own: Server) -> None:
    with connect(own.url) as connection:
        connection.execute(
            f"SELECT pg_terminate_backend(pid, 5000) FROM ({HIRING}) AS sessions"  # noqa: S608  # no input
        )
