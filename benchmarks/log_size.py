"""A log of a year beside one of five weeks: what answers, look-ups, a day's check and outcomes cost in each.

In PostgreSQL servers of their own, with as many rows a day; all but the first thousand are copies that the
server makes. The server counts how many rows it read without an index, and which indexes it used.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median
from typing import Final, NamedTuple
from uuid import uuid4

import psycopg

from benchmarks.counting import CANDIDATE, _answers, _prepare
from benchmarks.promises import Measured, at_most
from hiring.adapters.postgres import PostgresStore
from hiring.adapters.postgres.migrator import Migrations
from hiring.domain.decisions import Decision
from hiring.domain.feedback import OutcomeReport
from tests.postgres_server import Server, a_local_server

LONG: Final = 10_000_000
DAYS: Final = 365
TENTH: Final = 10  # the short log has a tenth of rows and days
DRAWN: Final = 1_000  # answers that differ
AT_ONCE: Final = 200  # copies of them in one transaction
PER_PERSON: Final = 20
REPORTS: Final = 1_000
TIMES: Final = 300
RUNS: Final = 5
SLOWER: Final = 2.0  # a bound: what anything takes in the long log, over what it takes in the short one
DISK_S: Final = 0.002  # besides: what the long log has may not be in memory
BY_PERSON: Final = "1,000 outcomes by person"
BY_PERSON_S: Final = 2.0  # they look into each month, so there is no bound by the short log
INDEXES: Final = {"request_key_pkey", "inference_log_ts_id", "inference_log_codigo_profissional_ts"}

KEYS: Final = """
    INSERT INTO request_key (request_id, client, id, ts, body_digest) OVERRIDING SYSTEM VALUE
    SELECT request_id || '-' || copy, client, id + copy * {drawn}, ts + copy * interval '{every} seconds',
           body_digest
    FROM generate_series({first}, {last}) AS copy CROSS JOIN drawn ORDER BY copy, id
"""
ROWS: Final = """
    INSERT INTO inference_log (id, request_id, ts, codigo_profissional, {columns})
    SELECT id + copy * {drawn}, request_id || '-' || copy, ts + copy * interval '{every} seconds',
           (codigo_profissional + copy::bigint * 7919 * {drawn}) % {people}, {columns}
    FROM generate_series({first}, {last}) AS copy CROSS JOIN drawn ORDER BY copy, id
"""

READ_WHOLE: Final = """
    SELECT relname, seq_tup_read FROM pg_stat_user_tables
    WHERE seq_tup_read > 0 AND relname ~ '^(inference_log|request_key)'
"""
USED: Final = """
    SELECT DISTINCT coalesce(parent.relname, indexrelname) FROM pg_stat_user_indexes
    LEFT JOIN pg_inherits ON inhrelid = indexrelid LEFT JOIN pg_class AS parent ON parent.oid = inhparent
    WHERE idx_scan > 0
"""


class Filled(NamedTuple):
    """A log."""

    store: PostgresStore
    start: datetime
    rows: int
    days: float

    @property
    def people(self) -> int:
        return self.rows // PER_PERSON

    def request_id(self, random: Random) -> str:
        """Of one of the rows."""
        copy = random.randrange(self.rows // DRAWN)
        return f"answer-{random.randrange(DRAWN):09}" + f"-{copy}" * bool(copy)

    def moment(self, part: float) -> datetime:
        return self.start + part * timedelta(days=self.days)


def run(rows: int = LONG) -> Iterator[Measured]:
    """What each costs in both: whether the long one keeps up."""
    counts = (rows // TENTH // DRAWN * DRAWN, rows)
    (short, _), (long, not_by_index) = (_measured(count, DAYS * count / rows) for count in counts)
    for name, seconds in short.items():
        bound = BY_PERSON_S if name == BY_PERSON else SLOWER * seconds + DISK_S
        print(f"{name:<38}{1e3 * seconds:>10,.2f} ms{1e3 * long[name]:>10,.2f} ms")
        yield at_most(name, 1e3 * long[name], 1e3 * bound, "ms")
    yield at_most("tables read whole, indexes never used", not_by_index, 0, "")


def _measured(count: int, days: float) -> tuple[dict[str, float], int | None]:
    """Seconds of each work; of a long log, how often the server did without an index."""
    began = time.perf_counter()
    with a_local_server() as server:
        Migrations(server.url, "public").upgrade()
        with _connected(server) as connection:
            with closing(PostgresStore(server.url, "public")) as store:
                filled = _filled(store, connection, count, days)
                print(f"{count:,} rows of {days:g} days in {time.perf_counter() - began:,.0f} s", flush=True)
                connection.execute("SELECT pg_stat_reset()")
                seconds = {name: _seconds(work) for name, work in _works(filled)}
            return seconds, None if count < LONG else _not_by_index(connection)


def _not_by_index(connection: psycopg.Connection) -> int:
    """Tables of which more was read than what is looked for, and indexes that nothing used."""
    time.sleep(1.0)  # what a session has counted, it tells when it ends
    whole = connection.execute(READ_WHOLE).fetchall()
    unused = INDEXES - {name for (name,) in connection.execute(USED)}
    for table, read in whole:
        print(f"{read:,} rows of {table} were read without an index")
    for index in unused:
        print(f"{index} was never used")
    return len(whole) + len(unused)


def _connected(server: Server) -> psycopg.Connection:
    return psycopg.connect(host=str(server.url.host), user="postgres", dbname="postgres", autocommit=True)


def _filled(store: PostgresStore, connection: psycopg.Connection, count: int, days: float) -> Filled:
    _prepare(store, CANDIDATE)
    start = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    every = timedelta(days=days) / (count // DRAWN)
    drawn = [
        replace(answer, at=start + number * every / DRAWN)
        for number, answer in enumerate(_answers(CANDIDATE, DRAWN, within=every))
    ]
    store.inference_log.append(drawn)
    connection.execute("SET jit = off; CREATE TEMPORARY TABLE drawn AS SELECT * FROM inference_log")
    columns = connection.execute(
        "SELECT string_agg(attname, ', ') FROM pg_attribute WHERE attrelid = 'inference_log'::regclass"
        " AND attnum > 0 AND attname NOT IN ('id', 'request_id', 'ts', 'codigo_profissional')"
    ).fetchone()
    for first in range(1, count // DRAWN, AT_ONCE):
        words = {
            "columns": columns[0] if columns else "",
            "drawn": DRAWN,
            "people": count // PER_PERSON,
            "every": every.total_seconds(),
            "first": first,
            "last": min(first + AT_ONCE, count // DRAWN) - 1,
        }
        with connection.transaction():
            connection.execute(KEYS.format(**words).encode())
            connection.execute(ROWS.format(**words).encode())
    connection.execute(
        "SELECT setval(pg_get_serial_sequence('request_key', 'id'), (SELECT max(id) FROM request_key))"
    )
    connection.execute("VACUUM ANALYZE")  # as autovacuum does while rows come
    return Filled(store, start, count, days)


def _works(filled: Filled) -> Iterator[tuple[str, Callable[[], object]]]:
    store, random = filled.store, Random(7)
    log = store.inference_log
    like = log.find(filled.request_id(random))
    if like is None:
        raise ValueError("a row went astray")
    day, month = filled.moment(0.9), filled.moment(0.9) - timedelta(days=31)
    query = CANDIDATE.query
    yield "an answer is appended", lambda: log.append(_anew(like, 1))
    yield "32 answers are appended", lambda: log.append(_anew(like, 32))
    yield "1,000 answers are appended", lambda: log.append(_anew(like, 1_000))
    yield "a replay is recognised", lambda: log.append([like])
    yield "a decision is looked up", lambda: log.find(filled.request_id(random))
    yield "the clients of an id are looked up", lambda: log.clients(filled.request_id(random))
    yield "days of a month are counted", lambda: log.days(month, day)
    one_day = (day, day + timedelta(days=1))
    yield "hours of a day are counted", lambda: log.volumes(*one_day)
    yield "columns of a day are counted", lambda: log.count(query, *one_day)
    yield "a thousand rows are read", lambda: next(log.between(day, filled.moment(1.0)))
    yield "1,000 outcomes by request id", lambda: store.feedback.append(_by_id(filled, random))
    yield BY_PERSON, lambda: store.feedback.append(_by_person(filled, random))
    yield "decisions with outcomes of a month", lambda: list(store.feedback.outcomes(month, day))


def _anew(like: Decision, count: int) -> list[Decision]:
    return [replace(like, request_id=uuid4().hex, at=datetime.now(UTC)) for _ in range(count)]


def _by_id(filled: Filled, random: Random) -> list[OutcomeReport]:
    end = filled.moment(1.0)
    return [
        OutcomeReport(
            request_id=filled.request_id(random), hired=True, outcome_at=end.date(), at=end, reporter="x"
        )
        for _ in range(REPORTS)
    ]


def _by_person(filled: Filled, random: Random) -> list[OutcomeReport]:
    end = filled.moment(1.0)
    return [
        OutcomeReport(
            codigo_profissional=random.randrange(filled.people),
            hired=True,
            outcome_at=filled.moment(random.random()).date(),
            at=end,
            reporter="x",
        )
        for _ in range(REPORTS)
    ]


def _seconds(work: Callable[[], object]) -> float:
    """The median of many times, or the best of a few where it takes long."""
    began = time.perf_counter()
    work()
    times = TIMES if time.perf_counter() - began < 0.02 else RUNS
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return median(took) if times == TIMES else min(took)
