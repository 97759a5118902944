"""A synchronous standby is lost: commits wait for it, and what waits must not fill the server."""

import contextlib
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import URL

from hiring.adapters.postgres import PostgresStore
from hiring.adapters.postgres.migrator import Migrations
from hiring.domain.decisions import AppendResult
from hiring.domain.errors import StoreUnavailable
from tests.contracts.builders import a_decision
from tests.integration.postgres.conftest import connect
from tests.postgres_server import NoServerError, a_local_server, skip_but_in_ci

TRIES = 10


@pytest.fixture(scope="module")
def own_url() -> Iterator[URL]:
    try:
        with a_local_server() as server:
            Migrations(server.url, "public").upgrade()
            yield server.url
    except NoServerError as error:
        skip_but_in_ci(error)


def wait_for_standbys(url: URL, names: str) -> None:
    with connect(url) as connection:
        connection.execute("SET synchronous_commit = local")
        connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{names}'")
        connection.execute("SELECT pg_reload_conf()")


def sessions(url: URL) -> int:
    with connect(url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'hiring' AND state <> 'idle'"
        ).fetchone()
    return int(row[0]) if row else 0


def broken_off(store: PostgresStore, request_id: str) -> None:
    """Append, and break it off after a moment, again and again until it has ended."""
    ended = threading.Event()

    def interrupt() -> None:
        while not ended.wait(0.5):
            store.inference_log.interrupt()

    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        store.inference_log.append([a_decision(request_id)])
    finally:
        ended.set()
        thread.join()


def until_commits_wait(store: PostgresStore) -> None:
    """The server reads its configuration when it likes."""
    for number in range(1_000):
        try:
            broken_off(store, f"early-{number}")
        except StoreUnavailable:
            return
    raise AssertionError("commits wait for nobody")


def test_sessions_do_not_pile_up_and_no_row_is_said_to_be_kept(own_url: URL) -> None:
    with closing(PostgresStore(own_url, "public")) as store:
        store.inference_log.append([a_decision("before")])
        wait_for_standbys(own_url, "nobody")
        try:
            until_commits_wait(store)
            for _ in range(TRIES):
                with pytest.raises(StoreUnavailable):
                    broken_off(store, "during")
                assert sessions(own_url) <= 4
        finally:
            wait_for_standbys(own_url, "")

        with contextlib.suppress(StoreUnavailable):  # the session of the last try may still end
            store.inference_log.append([a_decision("during")])
        assert store.inference_log.append([a_decision("during")]) in (
            [AppendResult.STORED],
            [AppendResult.REPLAYED],
        )
