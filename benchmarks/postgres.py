"""The pipeline on a PostgreSQL of its own with fsync on, and ingestion against a bare COPY of the rows."""

import io
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from typing import Final

import psycopg

from benchmarks.measuring import Cost, measured
from hiring.adapters.exports.applicants import ApplicantsFile
from hiring.adapters.memory.progress import SilentProgress
from hiring.adapters.postgres import PostgresStore
from hiring.adapters.synthetic import write_exports
from hiring.application.ingest import Ingest
from hiring.domain.records import TableName
from tests.postgres_server import Server, a_local_server

APPLICANTS: Final = 42_482
PROSPECTS: Final = 53_759
SEED: Final = 7
RUNS: Final = 3
HIGHEST_RATIO: Final = 1.5  # ingestion of applicants over a bare COPY of the same rows
HIGHEST_PEAK_MB: Final = 200
HIGHEST_TOTAL_S: Final = 14.6  # a quarter of the reference implementation's 58.5 s

OUT: Final = "COPY (SELECT * FROM applicants_raw ORDER BY line) TO STDOUT (FORMAT BINARY)"
IN: Final = "COPY bare FROM STDIN (FORMAT BINARY)"


def run() -> bool:
    """Print what each step takes; whether it keeps what is promised."""
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
        with _settings(POSTGRES_HOST=host, POSTGRES_USER="postgres", POSTGRES_DB="postgres"):
            measured([sys.executable, "-m", "hiring", "db", "upgrade"])
            costs: dict[str, list[Cost]] = {name: [] for name in steps}
            for _ in range(RUNS):
                for name, words in steps.items():
                    costs[name].append(measured([sys.executable, "-m", "hiring", *words]))
        in_turn = [(_ingestion(server, made.applicants_path), _bare_copy(host)) for _ in range(RUNS)]
    return _told(costs, [one for one, _ in in_turn], [other for _, other in in_turn])


@contextmanager
def _settings(**values: str) -> Iterator[None]:
    os.environ.update(values)
    try:
        yield
    finally:
        for name in values:
            del os.environ[name]


def _ingestion(server: Server, file: Path) -> float:
    """Seconds to ingest, from the file's first byte to the commit; no process is started meanwhile."""
    with closing(PostgresStore(server.url, "public")) as store:
        table = store.applicants(TableName("applicants_raw"))
        began = time.perf_counter()
        Ingest(export=ApplicantsFile(file), table=table, progress=SilentProgress())(chunk_size=1000)
        return time.perf_counter() - began


def _bare_copy(host: str) -> float:
    """Seconds to copy the rows of `applicants_raw` into a table like it, prepared outside the clock."""
    with psycopg.connect(host=host, user="postgres", dbname="postgres") as connection:
        rows = io.BytesIO()
        with connection.cursor().copy(OUT) as copy:
            for block in copy:
                rows.write(block)
        connection.execute("DROP TABLE IF EXISTS bare")
        connection.execute("CREATE TABLE bare (LIKE applicants_raw INCLUDING ALL)")
        connection.commit()
        began = time.perf_counter()
        with connection.cursor().copy(IN) as copy:
            rows.seek(0)
            while block := rows.read(1 << 20):
                copy.write(block)
        connection.commit()
        return time.perf_counter() - began


def _told(costs: dict[str, list[Cost]], ingestion: list[float], bare: list[float]) -> bool:
    print(f"{APPLICANTS:,} applicants, {PROSPECTS:,} prospects; wall time, {RUNS} runs, fsync on")
    for name, runs in costs.items():
        walls = sorted(cost.wall_s for cost in runs)
        peak = max(cost.peak_mb for cost in runs)
        print(f"{name:<18}{walls[0]:>7.2f} s{median(walls):>8.2f} s (median){peak:>6.0f} MB")
    ratio = median(ingestion) / median(bare)
    total = sum(min(cost.wall_s for cost in runs) for runs in costs.values())
    peak = max(cost.peak_mb for runs in costs.values() for cost in runs)
    kept = ratio <= HIGHEST_RATIO and total <= HIGHEST_TOTAL_S and peak <= HIGHEST_PEAK_MB
    print(f"all steps         {total:>7.2f} s; peak {peak:.0f} MB")
    for name, seconds in (("ingestion, alone", ingestion), ("bare COPY", bare)):
        print(f"{name:<18}{min(seconds):>7.2f} s{median(seconds):>8.2f} s (median)")
    print(f"ingestion of applicants takes {ratio:.2f} times a bare COPY of the same rows")
    limits = f"{HIGHEST_RATIO} times, {HIGHEST_TOTAL_S} s, {HIGHEST_PEAK_MB} MB"
    print(f"bounds: {limits}: {'kept' if kept else 'BROKEN'}")
    return kept
