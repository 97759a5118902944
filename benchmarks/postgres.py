"""The pipeline on a PostgreSQL of its own with fsync on, and ingestion against a bare COPY of the rows.

The yardstick is what nobody can avoid: the rows, encoded before the clock starts, through psycopg's own COPY
into an empty table with the columns, indexes, compression and WAL of `applicants_raw`. Ingestion reads the
export and does all the rest. It is measured into an empty table and over a full one; what a bare DELETE and
COPY takes over a full one is told as well. Each begins behind a checkpoint, so that whoever deletes pays for
the whole pages in the WAL, as on every day that lies between two loads.
"""

import io
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Final

import psycopg

from benchmarks.measuring import Cost, measured, settings
from benchmarks.promises import Measured, at_most
from hiring.adapters.exports.applicants import ApplicantsFile
from hiring.adapters.memory.progress import SilentProgress
from hiring.adapters.postgres import PostgresStore
from hiring.application.dataset.ingest import Ingest
from hiring.domain.records import TableName
from hiring.synthetic import write_exports
from tests.postgres_server import Server, a_local_server

APPLICANTS: Final = 42_482
PROSPECTS: Final = 53_759
SEED: Final = 7
RUNS: Final = 3  # of the whole pipeline, as processes
ROUNDS: Final = 7  # of ingestion alone
HIGHEST_RATIO: Final = 1.5  # ingestion of applicants over a bare COPY of the same rows
HIGHEST_PEAK_MB: Final = 200
HIGHEST_TOTAL_S: Final = 14.6  # a quarter of the reference implementation's 58.5 s

OUT: Final = "COPY (SELECT * FROM applicants_raw ORDER BY line) TO STDOUT (FORMAT BINARY)"
IN: Final = "COPY bare FROM STDIN (FORMAT BINARY)"
FRESH: Final = "DROP TABLE IF EXISTS bare; CREATE TABLE bare (LIKE applicants_raw INCLUDING ALL)"

EMPTY: Final = "ingestion, empty table"
FULL: Final = "ingestion, full table"
BARE: Final = "bare COPY"
BARE_FULL: Final = "bare DELETE and COPY"


def run() -> Iterator[Measured]:
    """What each step takes."""
    with tempfile.TemporaryDirectory() as folder, a_local_server(fsync=True) as server:
        host = str(server.url.host)
        made = write_exports(Path(folder), applicants=APPLICANTS, prospects=PROSPECTS, seed=SEED)
        steps = {
            "ingest applicants": ("ingest", "applicants", str(made.applicants_path)),
            "ingest prospects": ("ingest", "prospects", str(made.prospects_path)),
            "features build": ("features", "build"),
            "labels build": ("labels", "build"),
            "gold build": ("gold", "build"),
        }
        with settings(POSTGRES_HOST=host, POSTGRES_USER="postgres", POSTGRES_DB="postgres"):
            measured([sys.executable, "-m", "hiring", "db", "upgrade"])
            costs: dict[str, list[Cost]] = {name: [] for name in steps}
            for _ in range(RUNS):
                for name, words in steps.items():
                    costs[name].append(measured([sys.executable, "-m", "hiring", *words]))
        yield from _processes_told(costs)
        yield from _alone_told(_alone(server, host, made.applicants_path))


def _alone(server: Server, host: str, file: Path) -> dict[str, list[float]]:
    """Seconds of each way to load, in turn; no process is started meanwhile."""
    seconds: dict[str, list[float]] = {name: [] for name in (EMPTY, BARE, FULL, BARE_FULL)}
    with (
        closing(PostgresStore(server.url, "public")) as store,
        psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as connection,
    ):
        _ingest(store, file)
        rows = _rows(connection)

        def timed(name: str, load: Callable[[], None]) -> None:
            connection.execute("CHECKPOINT")
            began = time.perf_counter()
            load()
            seconds[name].append(time.perf_counter() - began)

        for _ in range(ROUNDS):
            connection.execute("TRUNCATE applicants_raw")
            timed(EMPTY, lambda: _ingest(store, file))
            connection.execute(FRESH)
            timed(BARE, lambda: _copy(connection, rows))
            timed(FULL, lambda: _ingest(store, file))
            timed(BARE_FULL, lambda: _copy(connection, rows, first="DELETE FROM bare"))
    return seconds


def _ingest(store: PostgresStore, file: Path) -> None:
    """From the file's first byte to the commit."""
    table = store.applicants(TableName("applicants_raw"))
    Ingest(export=ApplicantsFile(file), table=table, progress=SilentProgress())(chunk_size=1000)


def _rows(connection: psycopg.Connection) -> bytes:
    """`applicants_raw` as COPY takes it."""
    rows = io.BytesIO()
    with connection.cursor().copy(OUT) as copy:
        for block in copy:
            rows.write(block)
    return rows.getvalue()


def _copy(connection: psycopg.Connection, rows: bytes, *, first: str = "") -> None:
    with connection.transaction(), connection.cursor() as cursor:
        if first:
            cursor.execute(first)
        with cursor.copy(IN) as copy:
            for start in range(0, len(rows), 1 << 20):
                copy.write(rows[start : start + (1 << 20)])


def _processes_told(costs: dict[str, list[Cost]]) -> Iterator[Measured]:
    print(f"{APPLICANTS:,} applicants, {PROSPECTS:,} prospects, fsync on")
    print(f"whole processes, {RUNS} runs: the first into empty tables, the others over full ones")
    print(f"{'':<24}{'first':>8}{'best':>8}{'median':>8}")
    for name, runs in costs.items():
        walls = [cost.wall_s for cost in runs]
        peak = max(cost.peak_mb for cost in runs)
        print(f"{name:<24}{walls[0]:>8.2f}{min(walls):>8.2f}{median(walls):>8.2f} s{peak:>6.0f} MB")
    totals = [sum(cost.wall_s for cost in step) for step in zip(*costs.values(), strict=True)]
    peak = max(cost.peak_mb for runs in costs.values() for cost in runs)
    print(f"{'all steps':<24}{totals[0]:>8.2f}{min(totals):>8.2f}{median(totals):>8.2f} s{peak:>6.0f} MB")
    yield at_most("all steps, the best run", min(totals), HIGHEST_TOTAL_S, "s")
    yield at_most("peak of a step", peak, HIGHEST_PEAK_MB, "MB")


def _alone_told(seconds: dict[str, list[float]]) -> Iterator[Measured]:
    print(f"applicants in one process, {ROUNDS} rounds, and how many times the round's bare COPY that is")
    print(f"{'':<24}{'best':>8}{'median':>8}{'times, best':>15}{'median':>8}")
    for name, found in seconds.items():
        times = [one / bare for one, bare in zip(found, seconds[BARE], strict=True)]
        print(f"{name:<24}{min(found):>8.2f}{median(found):>8.2f} s{min(times):>13.2f}{median(times):>8.2f}")
        if name in (EMPTY, FULL):
            yield at_most(f"{name}, over a bare COPY", median(times), HIGHEST_RATIO, "times")
