"""Group commit over a real server that is killed, stopped, restarted or locked meanwhile."""

import asyncio
import itertools
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field

import pytest

from hiring.adapters.postgres import PostgresStore
from hiring.adapters.postgres.migrator import Migrations
from hiring.application.serving.group_commit import GroupCommit, Limits
from hiring.domain.decisions import Decision
from hiring.domain.errors import StoreUnavailable, Unavailable
from tests.contracts.builders import NOON, a_decision, after
from tests.integration.postgres.conftest import connect
from tests.postgres_server import LocalServer, NoServerError, Server, a_local_server, skip_but_in_ci

SCHEMA = "hiring_group_commit"
SESSIONS = "SELECT pid FROM pg_stat_activity WHERE application_name = 'hiring'"
AGES_S = 60.0

Fault = Callable[[Server], None]


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    """A server that nobody else needs."""
    try:
        with a_local_server(fsync=True) as server:
            Migrations(server.url, SCHEMA).upgrade()
            yield server
    except NoServerError as error:
        skip_but_in_ci(error)


@dataclass
class Clients:
    """Twelve that ask one question after the other, each until it is answered; the last ask for known ids."""

    audit: GroupCommit
    answers: list[Decision] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    failures: int = 0
    ended: bool = False

    async def run(self) -> None:
        async with self.audit.running():
            await asyncio.gather(*(self._client(number) for number in range(12)))

    async def _client(self, client: int) -> None:
        for number in itertools.count():
            if self.ended:
                return
            self.answers.append(await self._answer(f"{client % 10}-{number}"))  # two pairs share their ids

    async def _answer(self, request_id: str) -> Decision:
        while True:
            decision = a_decision(request_id, at=after(microseconds=len(self.waits)))
            began = time.monotonic()
            try:
                self.audit.admit()
                (answer,) = await self.audit.record([decision])
            except Unavailable:
                self.failures += 1
                self.waits.append(time.monotonic() - began)
                await asyncio.sleep(0.05)
            else:
                self.waits.append(time.monotonic() - began)
                return answer


def process_of(own: Server) -> LocalServer:
    assert own.process is not None
    return own.process


def terminate(own: Server) -> None:
    for _ in range(5):
        with connect(own.url) as connection:
            connection.execute(f"SELECT pg_terminate_backend(pid) FROM ({SESSIONS}) AS ours")  # noqa: S608  # no input
        time.sleep(0.1)


def kill_a_session(own: Server) -> None:
    with connect(own.url) as connection:
        pids = connection.execute(SESSIONS).fetchall()
    for (pid,) in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)


def stop_the_sessions(own: Server) -> None:
    with connect(own.url) as connection:
        pids = [pid for (pid,) in connection.execute(SESSIONS).fetchall()]
    with stopped(pids):
        time.sleep(3.0)


def stop_the_server(own: Server) -> None:
    postmaster = process_of(own)._postmaster
    assert postmaster is not None
    with connect(own.url) as connection:
        pids = [pid for (pid,) in connection.execute(SESSIONS).fetchall()]
        with stopped([postmaster.pid, *pids]):  # nobody is let in either
            time.sleep(3.0)


def restart(own: Server) -> None:
    process = process_of(own)
    process.kill()
    time.sleep(0.5)
    process.restart()


def lock_the_table(own: Server) -> None:
    with connect(own.url) as connection, connection.transaction():
        connection.execute(f"LOCK TABLE {SCHEMA}.inference_log IN EXCLUSIVE MODE")
        time.sleep(3.0)


@contextmanager
def stopped(pids: list[int]) -> Iterator[None]:
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def clients_through(fault: Fault, own: Server, store: PostgresStore) -> Clients:
    """They run in a thread: a server that is started again would end with the thread that started it."""
    clients = Clients(GroupCommit(store.inference_log))
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(asyncio.run, clients.run())
        try:
            time.sleep(0.3)
            fault(own)
            wait_for(50, clients)
        finally:
            clients.ended = True
        running.result(AGES_S)
    return clients


def wait_for(more: int, clients: Clients) -> None:
    enough, deadline = len(clients.answers) + more, time.monotonic() + 2 * AGES_S
    while len(clients.answers) < enough:
        assert time.monotonic() < deadline, "no answers"
        time.sleep(0.01)


@pytest.mark.parametrize(
    "fault", [terminate, kill_a_session, stop_the_sessions, stop_the_server, restart, lock_the_table]
)
def test_what_was_answered_is_stored_once(own: Server, fault: Fault) -> None:
    with connect(own.url) as connection:
        connection.execute(f"TRUNCATE {SCHEMA}.inference_log, {SCHEMA}.request_key")
    with closing(PostgresStore(own.url, SCHEMA)) as store:
        clients = clients_through(fault, own, store)
        chunks = store.inference_log.between(NOON, after(days=1))
        stored = {row.request_id: row for chunk in chunks for row in chunk}
    with connect(own.url) as connection:
        assert connection.execute(f"SELECT count(*) FROM {SCHEMA}.inference_log").fetchone() == (  # noqa: S608  # no input
            len(stored),
        )
    assert {answer.request_id for answer in clients.answers} == set(stored)
    assert all(stored[answer.request_id] == answer for answer in clients.answers)
    assert max(clients.waits) < AGES_S


def test_a_session_that_hangs_is_replaced_within_the_deadline(own: Server) -> None:
    """Nobody is told to ask again: the row goes to the server once more, through a new session."""

    async def scenario(store: PostgresStore) -> None:
        audit = GroupCommit(store.inference_log, limits=Limits(deadline_s=AGES_S))
        async with audit.running():
            await audit.record([a_decision("before")])
            with connect(own.url) as connection:
                pids = [pid for (pid,) in connection.execute(SESSIONS).fetchall()]
            with stopped(pids):
                began = time.monotonic()
                await audit.record([a_decision("during")])
                assert time.monotonic() - began > 0.9  # the flush that hung was broken off

    with closing(PostgresStore(own.url, SCHEMA)) as store:
        asyncio.run(scenario(store))


def test_a_server_that_is_down_refuses_at_once_and_is_found_when_it_is_back(own: Server) -> None:
    async def scenario(store: PostgresStore) -> None:
        audit = GroupCommit(store.inference_log)
        async with audit.running():
            await audit.record([a_decision("one")])
            process_of(own).kill()
            await asyncio.sleep(0.3)  # its children live on for a moment, and what they commit is stored
            with pytest.raises(StoreUnavailable):
                await audit.record([a_decision("two")])
            with pytest.raises(StoreUnavailable):  # no await: nothing can have been asked
                audit.admit()
            process_of(own).restart()
            assert (await Clients(audit)._answer("two")).request_id == "two"

    with closing(PostgresStore(own.url, SCHEMA)) as store:
        asyncio.run(scenario(store))
