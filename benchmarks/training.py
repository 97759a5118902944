"""How long a training takes that chooses its trees and its calibrator, and tests itself out of time."""

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.invented_gold import invented_gold
from benchmarks.promises import Measured, at_most
from hiring.adapters.learning.fitting.trainer import LightGbmTrainer
from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.memory.clocks import SYSTEM_CLOCK
from hiring.application.training.train_model import TrainedModel, TrainModel
from hiring.domain.features import CANDIDATE

ROWS: Final = 14_000
RUNS: Final = 3
BOUND_S: Final = 15.0


def trained(models: FileModelStore, rows: int = ROWS) -> TrainedModel:
    store, gold = invented_gold(rows)
    train = TrainModel(
        gold=gold, trainer=LightGbmTrainer(), models=models, registry=store.registry, clock=SYSTEM_CLOCK
    )
    return train(CANDIDATE, salt=store.salt, min_precision=0.80, seed=1)


def run() -> Iterator[Measured]:
    """How long it takes, store and all."""
    took = []
    for _ in range(RUNS):
        with TemporaryDirectory() as folder:
            began = time.perf_counter()
            found = trained(FileModelStore(Path(folder) / "modelo_prec80.joblib"))
            took.append(time.perf_counter() - began)
    trees = 0 if found.fitting is None else found.fitting.trees
    print(f"training on {ROWS:,} gold rows, one thread, {RUNS} runs")
    print(f"median {median(took):.1f} s, slowest {max(took):.1f} s; {trees} trees")
    yield at_most(f"training on {ROWS:,} gold rows, median", median(took), BOUND_S, "s")
