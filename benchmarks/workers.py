"""`serve --workers N` before one PostgreSQL with fsync: what an answer costs the workers and the server.

The clients run on the same cores, so answers a second say little about a larger machine. CPU time an answer
does: how it grows with the workers, each of which writes for itself, is what is bounded. What the estimate in
docs/scaling.md counts with is measured beside it: WAL and disk an answer, and rows a commit.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final, NamedTuple

import psycopg

from benchmarks.load import Load
from benchmarks.processes import server_cpu_s
from benchmarks.promises import Measured, at_most
from benchmarks.serve import LONGEST_S, SERVICE, ServedStore, Target, seen_by, served_store, started

WORKERS: Final = (1, 2, 4)
CONNECTIONS: Final = (16, 32, 64)
ANSWERS: Final = 2_000
ROUNDS: Final = 3
WARM_UP: Final = 1_000
OTHER_KEYS: Final = 1_000_000
MOST_GROWTH: Final = 1.5  # of the CPU time of workers and server, from one to four, 16 connections each

ANSWERED: Final = frozenset({200, 503})
TRIES: Final = 5
PAUSE_S: Final = 5.0
HEAD: Final = (
    f"{'the least of ' + str(ROUNDS):<22}{'answers/s':>10}{'p50':>11}{'p99':>11}{'workers CPU':>12}"
    f"{'server CPU':>12}{'rows/c.':>8}{'WAL':>10}{'disk':>10}{'sessions':>10}"
)

MARK: Final = """
    SELECT pg_current_wal_lsn() - '0/0'::pg_lsn, coalesce(max(id), 0), pg_database_size(current_database())
    FROM inference_log
"""
ROWS: Final = "SELECT count(*), count(DISTINCT xmin::text) FROM inference_log WHERE id > %s"
SESSIONS: Final = "SELECT count(*) - 1 FROM pg_stat_activity WHERE backend_type = 'client backend'"
KEYS: Final = """
    INSERT INTO request_key (request_id, client, ts, body_digest)
    SELECT replace(gen_random_uuid()::text, '-', ''), client, ts, body_digest
    FROM (SELECT * FROM request_key LIMIT 1) AS one CROSS JOIN generate_series(1, %s)
"""


class Spent(NamedTuple):
    """On each answer."""

    load: Load
    workers_us: float
    server_us: float
    wal_bytes: float
    disk_bytes: float
    rows_a_commit: float
    sessions: int

    @property
    def cpu_us(self) -> float:
        return self.workers_us + self.server_us


def run() -> Iterator[Measured]:
    """How the cost of an answer grows with the workers."""
    best: dict[tuple[int, int], Spent] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        store = stack.enter_context(served_store(folder))
        services = {}
        for workers in WORKERS:
            command, log = [*SERVICE, "--workers", str(workers)], folder / f"{workers}.log"
            services[workers] = stack.enter_context(started(command, store.settings, log, store.token))
            seen_by(services[workers], CONNECTIONS[0], LONGEST_S, WARM_UP * workers, ANSWERED)
        print(HEAD)
        for connections in CONNECTIONS:
            rounds = [
                {workers: _spent(store, service, connections) for workers, service in services.items()}
                for _ in range(ROUNDS)
            ]
            least = {
                workers: min((one[workers] for one in rounds), key=lambda one: one.cpu_us)
                for workers in WORKERS
            }
            for workers, spent in least.items():
                _told(f"{workers} workers, {connections} conn.", spent)
            best |= {(workers, connections): spent for workers, spent in least.items()}
        _fill(store)
        _told("after a checkpoint", _spent(store, services[WORKERS[-1]], CONNECTIONS[-1]))
    one, many = (best[workers, CONNECTIONS[0] * workers].cpu_us for workers in (WORKERS[0], WORKERS[-1]))
    yield at_most(f"CPU an answer, {WORKERS[-1]} workers over 1", many / one, MOST_GROWTH, "times")


def _spent(store: ServedStore, service: Target, connections: int) -> Spent:
    """Again where some were refused: a disk that stalls for two seconds does not count, and is told."""
    for _ in range(TRIES):
        if (spent := _tried(store, service, connections)) is not None:
            return spent
        print(f"some of {ANSWERS:,} were refused, {connections} connections", flush=True)
        time.sleep(PAUSE_S)
    raise RuntimeError(f"{service.url} goes on refusing")


def _tried(store: ServedStore, service: Target, connections: int) -> Spent | None:
    with psycopg.connect(store.conninfo, autocommit=True) as connection:
        wal, last, size = _numbers(connection, MARK)
        cpu_s = server_cpu_s(store.conninfo)
        seen = seen_by(service, connections, LONGEST_S, ANSWERS, ANSWERED)
        cpu_s = server_cpu_s(store.conninfo) - cpu_s
        if seen.load.statuses.keys() != {200}:
            return None
        wal_after, _, size_after = _numbers(connection, MARK)
        rows, commits = _numbers(connection, ROWS, last)
        (sessions,) = _numbers(connection, SESSIONS)
        return Spent(
            load=seen.load,
            workers_us=seen.cpu_us,
            server_us=1e6 * cpu_s / seen.load.answers,
            wal_bytes=(wal_after - wal) / rows,
            disk_bytes=(size_after - size) / rows,
            rows_a_commit=rows / commits,
            sessions=sessions,
        )


def _fill(store: ServedStore) -> None:
    """The dearest case: each key falls into a page of its own, which the WAL then has as a whole."""
    with psycopg.connect(store.conninfo, autocommit=True) as connection:
        connection.execute(KEYS, [OTHER_KEYS])
        connection.execute("CHECKPOINT")


def _numbers(connection: psycopg.Connection, query: str, *values: int) -> list[int]:
    (found,) = connection.execute(query.encode(), values).fetchall()
    return [int(value) for value in found]


def _told(name: str, one: Spent) -> None:
    print(
        f"{name:<22}{one.load.rate:>10,.0f}{one.load.p50_ms:>8.1f} ms{one.load.p99_ms:>8.1f} ms"
        f"{one.workers_us:>9,.0f} us{one.server_us:>9,.0f} us{one.rows_a_commit:>8.1f}"
        f"{one.wal_bytes:>8,.0f} B{one.disk_bytes:>8,.0f} B{one.sessions:>10}",
        flush=True,
    )
