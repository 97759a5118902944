"""Counting a day of the audit log, beside the least that reading it can cost: one scan of the same rows.

In a PostgreSQL of its own, and in SQLite with fewer rows; of the profile `candidate`, and of a wide one. What
`hiring-cli monitor daily` takes with it, from its start to its end, is measured as a process.
"""

import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import isnan
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import psycopg

from benchmarks.measuring import measured, settings
from benchmarks.promises import Measured, at_most
from hiring.adapters.files import FileStore
from hiring.adapters.postgres import PostgresStore
from hiring.adapters.postgres.migrator import Migrations
from hiring.application.ports.store import Store
from hiring.domain.decisions import Baseline, Decision
from hiring.domain.features import FEATURES
from hiring.domain.models import ModelCard, ModelVersion
from hiring.domain.monitoring.drift.counts import SCORE, CountQuery
from hiring.domain.training.record import TrainingRecord
from tests.postgres_server import Server, a_local_server

START: Final = datetime(2026, 11, 23, tzinfo=UTC)
END: Final = START + timedelta(days=1)
MONTH: Final = timedelta(days=31)
IN_POSTGRES: Final = 1_000_000
IN_SQLITE: Final = 100_000
DRAWN: Final = 1_000  # answers that differ; the others are copies of them at other moments
RUNS: Final = 3
MOST_MB: Final = 150.0
VERSION: Final = "20261101T120000Z-abcd"
AMOUNTS: Final = 9  # of the wide profile
DECILES: Final = tuple(tenth / 10 for tenth in range(1, 10))
DAILY: Final = (sys.executable, "-m", "hiring", "monitor", "daily", "--at", END.isoformat(), "--json")

FLOOR: Final = "SELECT count(*), sum(score) FROM inference_log"
COPIES: Final = """
    INSERT INTO inference_log ({columns}, id, request_id, ts)
    SELECT {columns}, id + copy * {drawn}, request_id || '-' || copy, ts + copy * interval '{every} seconds'
    FROM generate_series(1, {copies}) AS copy CROSS JOIN inference_log ORDER BY copy, inference_log.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Width:
    """A profile.

    Args:
        most_s: For volumes and counts of a day in PostgreSQL.
    """

    profile: str
    columns: tuple[str, ...]
    amounts: frozenset[str]
    most_s: float

    @property
    def query(self) -> CountQuery:
        """As a check of drift asks, with edges besides."""
        edges = dict.fromkeys(self.amounts, (1_000.0, 3_000.0, 6_000.0)) | {SCORE: DECILES}
        return CountQuery(model_version=VERSION, profile=self.profile, columns=self.columns, edges=edges)


CANDIDATE: Final = Width(
    profile="candidate", columns=FEATURES, amounts=frozenset({"salario_valor"}), most_s=5.0
)
WIDE: Final = Width(
    profile="wide",
    columns=tuple(f"coluna_de_exemplo_{number}" for number in range(130)),
    amounts=frozenset(f"coluna_de_exemplo_{number}" for number in range(AMOUNTS)),
    most_s=12.0,
)


def run() -> Iterator[Measured]:
    """What counting takes."""
    with a_local_server() as server:
        for width in (CANDIDATE, WIDE):
            yield from _in_postgres(server, width)
    for width in (CANDIDATE, WIDE):
        yield from _in_sqlite(width)


def _in_postgres(server: Server, width: Width) -> Iterator[Measured]:
    host, schema = str(server.url.host), width.profile
    Migrations(server.url, schema).upgrade()
    words = {"POSTGRES_HOST": host, "POSTGRES_USER": "postgres", "POSTGRES_DB": "postgres"}
    with (
        closing(PostgresStore(server.url, schema)) as store,
        psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as connection,
        settings(**words, POSTGRES_SCHEMA=schema),
    ):
        _prepare(store, width)
        every = (END - START) / (IN_POSTGRES // DRAWN)
        store.inference_log.append(_answers(width, DRAWN, within=every))
        connection.execute("SELECT set_config('search_path', %s, false)", [schema])
        _copy(connection, every)
        connection.execute("VACUUM ANALYZE inference_log")  # as autovacuum does while rows come

        def scan() -> None:
            connection.execute(FLOOR).fetchall()

        yield from _told(f"PostgreSQL, {IN_POSTGRES:,} rows", store, width, scan, most_s=width.most_s)


def _copy(connection: psycopg.Connection, every: timedelta) -> None:
    """The answers that are there, again and again, until the day is full."""
    found = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'inference_log'::regclass AND attnum > 0"
    )
    columns = ", ".join(name for (name,) in found if name not in {"id", "request_id", "ts"})
    words = {
        "columns": columns,
        "drawn": DRAWN,
        "copies": IN_POSTGRES // DRAWN - 1,
        "every": every.total_seconds(),
    }
    connection.execute(COPIES.format(**words).encode())


def _in_sqlite(width: Width) -> Iterator[Measured]:
    with (
        TemporaryDirectory() as folder,
        closing(FileStore(Path(folder))) as store,
        settings(HIRING_HOME=folder),
    ):
        _prepare(store, width)
        drawn = _answers(width, IN_SQLITE, within=END - START)
        for first in range(0, IN_SQLITE, DRAWN):
            store.inference_log.append(drawn[first : first + DRAWN])

        with closing(sqlite3.connect(Path(folder) / "hiring.sqlite3")) as connection:

            def scan() -> None:
                connection.execute(FLOOR).fetchall()

            yield from _told(f"SQLite, {IN_SQLITE:,} rows", store, width, scan, most_s=None)


def _prepare(store: Store, width: Width) -> None:
    """What a check of drift compares with, and where the order of columns is known from."""
    card = ModelCard(
        profile=width.profile,
        feature_columns=width.columns,
        rule_fingerprint="f" * 64,
        threshold=0.8,
        operating_mode="prec80",
        trained_at=START,
        training=TrainingRecord(),
    )
    store.registry.register(ModelVersion(id=VERSION, path="artifacts", digest="d" * 64, card=card))
    stats = {name: {"rate1": 0.3} for name in width.columns if name not in width.amounts}
    amounts = {name: {"mean": 5_000.0, "std": 2_000.0} for name in width.amounts}
    store.baselines.append([Baseline(created_at=START, model_path="artifacts", stats=stats | amounts)])


def _answers(width: Width, count: int, *, within: timedelta) -> list[Decision]:
    """Answers at equal distances; most pays are unknown, as they are in exports."""
    random = np.random.default_rng(7)
    values = (random.random((count, len(width.columns))) < 0.3).astype(float)
    pays = [place for place, name in enumerate(width.columns) if name in width.amounts]
    values[:, pays] = random.integers(300, 20_000, (count, len(pays)))
    values[:, pays] = np.where(random.random((count, len(pays))) < 0.6, np.nan, values[:, pays])
    scores = random.random(count).round(6)
    return [
        _answer(width, number, START + number * within / count, score, row)
        for number, (score, row) in enumerate(zip(scores.tolist(), values.tolist(), strict=True))
    ]


def _answer(width: Width, number: int, at: datetime, score: float, row: Sequence[float]) -> Decision:
    known = tuple([None if isnan(value) else value for value in row])
    return Decision(
        request_id=f"answer-{number:09}",
        at=at,
        codigo_profissional=31_000 + number,
        score=score,
        approved=score >= 0.8,  # the card's
        threshold=0.8,
        operating_mode="prec80",
        model_path="artifacts/modelo_prec80.joblib",
        model_version=VERSION,
        payload=dict(zip(width.columns, known, strict=True)),
        body_digest="0" * 64,
        profile=width.profile,
        features=known,
    )


def _told(
    title: str, store: Store, width: Width, scan: Callable[[], None], *, most_s: float | None
) -> Iterator[Measured]:
    log = store.inference_log
    floor = _best_s(scan)
    volumes = _best_s(lambda: log.volumes(START, END))
    counts = _best_s(lambda: log.count(width.query, START, END))
    days = _best_s(lambda: log.days(END - MONTH, END))
    daily = min(measured(DAILY) for _ in range(RUNS))
    both = volumes + counts
    title = f"{title}, {len(width.columns)} columns"
    print(f"{title}, the best of {RUNS}")
    print(f"  one scan (count and sum of scores): {floor:.2f} s; days of a month: {days:.2f} s")
    print(
        f"  volumes {volumes:.2f} s and counts {counts:.2f} s: {both:.2f} s,"
        f" {both / floor:.1f} times the scan"
    )
    print(
        f"  monitor daily as a process: {daily.wall_s:.2f} s, CPU {daily.cpu_s:.2f} s,"
        f" peak {daily.peak_mb:.0f} MB",
        flush=True,
    )
    if most_s is not None:
        yield at_most(f"{title}: counting a day", both, most_s, "s")
    yield at_most(f"{title}: peak of monitor daily", daily.peak_mb, MOST_MB, "MB")


def _best_s(work: Callable[[], object]) -> float:
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took)
