"""How long a training takes that chooses its trees and its calibrator, and tests itself out of time."""

import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.invented_gold import invented_gold
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


def run() -> bool:
    """Print how long it takes, store and all; whether it keeps what is promised."""
    took = []
    for _ in range(RUNS):
        with TemporaryDirectory() as folder:
            began = time.perf_counter()
            found = trained(FileModelStore(Path(folder) / "modelo_prec80.joblib"))
            took.append(time.perf_counter() - began)
    trees = 0 if found.fitting is None else found.fitting.trees
    print(f"training on {ROWS:,} gold rows, one thread, {RUNS} runs (bound {BOUND_S:.0f} s)")
    print(f"median {median(took):.1f} s, slowest {max(took):.1f} s; {trees} trees")
    return median(took) <= BOUND_S
