"""The short form, for every change: ratios of CPU times that were measured beside each other.

    python -m benchmarks short

A busy machine makes both sides slower, and of a few rounds the best counts. Each bound stands at twice what
was measured, or above: the other benchmarks say what is promised, this one notices where something became
several times as slow.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import lightgbm

from benchmarks.extract import LOAD
from benchmarks.invented_gold import invented_features
from benchmarks.measuring import measured, settings
from benchmarks.processes import server_cpu_s
from benchmarks.promises import Measured, at_most
from benchmarks.serve import (
    BARE,
    CONNECTIONS,
    HIRING,
    LONGEST_S,
    SERVICE,
    ServedStore,
    seen_by,
    served_store,
    started,
)
from hiring.adapters.learning.model_store import FileModelStore
from hiring.synthetic import write_exports

APPLICANTS: Final = 10_000
PROSPECTS: Final = 12_000
SEED: Final = 7
ROUNDS: Final = 3
ROWS: Final = 50_000
ANSWERS: Final = 3_000


def run() -> Iterator[Measured]:
    """What each costs over its yardstick."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with served_store(folder) as store:
            yield from _of_exports(folder, store)
            yield from _of_answers(folder, store)
            yield _of_scores(Path(store.settings["MODEL_ARTIFACT"]))


def _of_exports(folder: Path, store: ServedStore) -> Iterator[Measured]:
    made = write_exports(folder / "exports", applicants=APPLICANTS, prospects=PROSPECTS, seed=SEED)
    applicants, prospects = f"{made.applicants_path}", f"{made.prospects_path}"
    loading = [sys.executable, "-c", LOAD, applicants]
    extraction = [*HIRING, "features", "extract", applicants]
    pipeline = [*HIRING, "run", "--applicants", applicants, "--prospects", prospects]
    homes = iter(range(ROUNDS))

    def whole() -> float:
        home = folder / f"home-{next(homes)}"
        with settings(HIRING_HOME=str(home), MODEL_ARTIFACT=str(home / "model" / "modelo_prec80.joblib")):
            return measured(pipeline).cpu_s

    def ingestion() -> float:
        before = server_cpu_s(store.conninfo)
        with settings(**{name: store.settings[name] for name in store.settings if "POSTGRES" in name}):
            command = measured([*HIRING, "ingest", "applicants", applicants])
        return command.cpu_s + server_cpu_s(store.conninfo) - before

    least = _least(
        {
            "json.load": lambda: measured(loading).cpu_s,
            "extraction": lambda: measured(extraction).cpu_s,
            "shared": lambda: measured([*extraction, "--jobs", "2"]).cpu_s,
            "run": whole,
            "ingestion": ingestion,
        }
    )
    floor, alone = least["json.load"], least["extraction"]
    yield at_most("extraction over json.load", alone / floor, 6.0, "times")
    yield at_most("extraction, --jobs 2 over one process", least["shared"] / alone, 3.0, "times")
    yield at_most("from ingestion to training, files, over json.load", least["run"] / floor, 30.0, "times")
    yield at_most("ingestion, PostgreSQL's too, over json.load", least["ingestion"] / floor, 14.0, "times")


def _of_answers(folder: Path, store: ServedStore) -> Iterator[Measured]:
    with (
        started(BARE, os.environ, folder / "bare.log", store.token) as bare,
        started(SERVICE, store.settings, folder / "service.log", store.token) as service,
    ):

        def server() -> float:
            before = server_cpu_s(store.conninfo)
            seen_by(service, CONNECTIONS, LONGEST_S, ANSWERS)
            return 1e6 * (server_cpu_s(store.conninfo) - before) / ANSWERS

        least = _least(
            {
                "bare": lambda: seen_by(bare, CONNECTIONS, LONGEST_S, ANSWERS).cpu_us,
                "worker": lambda: seen_by(service, CONNECTIONS, LONGEST_S, ANSWERS).cpu_us,
                "server": server,
            }
        )
    yield at_most("an answer over the bare handler's", least["worker"] / least["bare"], 5.0, "times")
    what = "an answer in PostgreSQL over the bare handler's"
    yield at_most(what, least["server"] / least["bare"], 1.0, "times")


def _of_scores(artifact: Path) -> Measured:
    """Beside LightGBM's own package, whose trees these are."""
    scorer = FileModelStore(artifact).published()
    (text,) = artifact.parent.glob("*.booster.txt")
    booster = lightgbm.Booster(model_file=text)
    rows = invented_features(ROWS, seed=2)

    def cpu_s(work: Callable[[], object]) -> float:
        before = time.process_time()
        work()
        return time.process_time() - before

    least = _least(
        {
            "ours": lambda: cpu_s(lambda: scorer.score(rows)),
            "theirs": lambda: cpu_s(lambda: booster.predict(rows, num_threads=1)),
        }
    )
    return at_most("scoring over LightGBM's own", least["ours"] / least["theirs"], 2.5, "times")


def _least(costs: dict[str, Callable[[], float]]) -> dict[str, float]:
    """Of a few rounds in turn."""
    rounds = [{name: cost() for name, cost in costs.items()} for _ in range(ROUNDS)]
    least = {name: min(one[name] for one in rounds) for name in costs}
    print(", ".join(f"{name} {cost:,.3g}" for name, cost in least.items()), flush=True)
    return least
