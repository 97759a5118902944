"""How fast a stored model scores rows that are in memory, and one row alone; what loading it costs."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from benchmarks.invented_gold import invented_features
from benchmarks.measuring import Cost, measured
from benchmarks.promises import Measured, at_least, at_most
from benchmarks.training import trained
from hiring.adapters.learning.model_store import FileModelStore
from hiring.application.ports.models import Scorer

ROWS: Final = 1_000_000
LEAST_A_SECOND: Final = 300_000
RUNS: Final = 5
SINGLES: Final = 5_000
MOST_US: Final = 60.0
MOST_MB: Final = 80.0
LOADING: Final = """
import sys
from pathlib import Path
from hiring.adapters.learning.model_store import FileModelStore
FileModelStore(Path(sys.argv[1])).published()
"""


def run() -> Iterator[Measured]:
    """Both speeds."""
    with TemporaryDirectory() as folder:
        models = FileModelStore(Path(folder) / "modelo_prec80.joblib")
        scorer = models.version(models.publish(trained(models).version.id).id)
        loading = _loading(models.place)
    rate = _rate(scorer)
    half, most = _single_us(scorer)
    print(f"{ROWS:,} rows in memory: {rate:,.0f} a second, the best of {RUNS}")
    print(f"one row: median {half:.0f} us, 99 % within {most:.0f} us, of {SINGLES:,}")
    print(
        f"a fresh process that loads it: {loading.wall_s:.2f} s, CPU {loading.cpu_s:.2f} s,"
        f" peak {loading.peak_mb:.0f} MB"
    )
    yield at_least(f"{ROWS:,} rows in memory", rate, LEAST_A_SECOND, "rows/s")
    yield at_most("one row, median", half, MOST_US, "us")
    yield at_most("peak of a process that loads the model", loading.peak_mb, MOST_MB, "MB")


def _loading(artifact: str) -> Cost:
    return min(measured([sys.executable, "-c", LOADING, artifact]) for _ in range(RUNS))


def _rate(scorer: Scorer) -> float:
    rows = invented_features(ROWS, seed=2)
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        scorer.score(rows)
        took.append(time.perf_counter() - began)
    return ROWS / min(took)


def _single_us(scorer: Scorer) -> tuple[float, float]:
    rows = invented_features(SINGLES, seed=3)
    took = []
    for position in range(SINGLES):
        row = rows[position : position + 1]
        began = time.perf_counter()
        scorer.score(row)
        took.append(time.perf_counter() - began)
    half, most = np.quantile(took, [0.5, 0.99]) * 1e6
    return float(half), float(most)
