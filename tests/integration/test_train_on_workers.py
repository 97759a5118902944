"""A model that a worker makes is the one that this process makes: what serves, byte for byte."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from hiring.adapters.dask.parallel import Dask
from hiring.adapters.learning.fitting import sent_trainer
from hiring.adapters.learning.fitting.trainer import LightGbmTrainer
from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.local.processes import Processes
from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.memory.store import MemoryStore
from hiring.application.ports.parallel import Parallel
from hiring.application.training.train_model import TrainedModel, TrainModel
from hiring.domain.errors import WorkersDiffer
from hiring.domain.features import CANDIDATE, PROFILES, Profile
from hiring.domain.records import GoldRows, TableName
from tests.chaos.worker_faults import SIGKILL, workers_of
from tests.contracts.builders import NOON
from tests.serving import a_home
from tests.shell import Shell
from tests.unit.adapters.dask.processes import WITH_ALLOCATOR, Scheduler, a_scheduler

ROWS = 900
WORDS = ("analista", "gerente", "sap", "java", "curitiba", "recife", "estagio", "kpi")
GOLD = TableName("gold_of_test")


def decided(profile: Profile) -> GoldRows:
    """Rows of vagas and people, hired by a column and, where there are texts, by a word."""
    chance = np.random.default_rng(1)
    numbers = chance.integers(0, 2, (ROWS, len(profile.features) - len(profile.texts))).astype(np.float64)
    texts = np.empty((ROWS, len(profile.texts)), np.object_)
    for column in range(len(profile.texts)):
        texts[:, column] = [" ".join(words) for words in chance.choice(WORDS, (ROWS, 3))]
    by_word = np.array(["gerente" in row[0] for row in texts]) if len(profile.texts) else numbers[:, 1] == 1
    return GoldRows(
        codigo_profissional=np.arange(ROWS) + 31_000,
        vaga_codigo=np.arange(ROWS) // 2,
        data_candidatura=np.datetime64("2019-01-01") + np.arange(ROWS),
        features=numbers,
        status_label=["Aprovado"] * ROWS,
        target=(chance.random(ROWS) < 0.1 + 0.3 * numbers[:, 0] + 0.4 * by_word).astype(np.int64),
        texts=texts,
    )


def trained(profile: Profile, folder: Path, workers: Parallel | None, threads: int = 1) -> TrainedModel:
    store = MemoryStore(salt="s")
    gold = store.gold(GOLD, profile)
    with gold.replacing() as writer:
        writer.write(decided(profile))
    train = TrainModel(
        gold=gold,
        trainer=LightGbmTrainer(threads),
        models=FileModelStore(folder / "model.joblib", profile=profile),
        registry=store.registry,
        clock=FixedClock(NOON),
        workers=workers,
    )
    return train(profile, salt="s", min_precision=0.5, seed=1)


def served(folder: Path, found: TrainedModel) -> tuple[bytes, bytes]:
    """The trees, and the card with all figures."""
    version = folder / "versions" / found.version.id
    return (version / "booster.txt").read_bytes(), (version / "serving.json").read_bytes()


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scheduler]:
    """With a worker that could do several parts at once."""
    folder = tmp_path_factory.mktemp("dask")
    with a_scheduler(folder) as started, started.worker("--nthreads", "3", **WITH_ALLOCATOR):
        yield started


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("candidate", "dask"),
        ("candidate_vaga", "processes"),
        pytest.param("candidate", "processes", marks=pytest.mark.slow),
        pytest.param("candidate_vaga", "dask", marks=pytest.mark.slow),
    ],
)
def test_it_is_the_same_model(
    name: str,
    place: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    capfd: pytest.CaptureFixture[str],
) -> None:
    profile = PROFILES[name]
    here = trained(profile, tmp_path / "here", None)
    workers: Parallel = Processes(2)
    if place == "dask":
        workers = Dask(request.getfixturevalue("scheduler").address, pytest.fail)
    found = trained(profile, tmp_path / "there", workers, threads=2)

    assert found.version.id == here.version.id
    assert served(tmp_path / "there", found) == served(tmp_path / "here", here)
    assert (found.fitting, found.promises, found.quality) == (here.fitting, here.promises, here.quality)
    assert tuple(capfd.readouterr()) == ("", "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_worker_that_ends_while_it_trains_costs_nothing(tmp_path: Path) -> None:
    def kill() -> None:
        while not (there := workers_of(os.getpid())):
            time.sleep(0.01)
        time.sleep(1.0)  # wherever it is by then
        os.kill(there[0].pid, SIGKILL)

    here = trained(CANDIDATE, tmp_path / "here", None)
    threading.Thread(target=kill, daemon=True).start()
    found = trained(CANDIDATE, tmp_path / "there", Processes(1))

    assert served(tmp_path / "there", found) == served(tmp_path / "here", here)


def test_a_worker_with_other_libraries_makes_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sent_trainer, "_version", lambda _name: "0.1")

    with pytest.raises(WorkersDiffer, match=r"lightgbm [0-9.]+, here 0\.1"):
        trained(CANDIDATE, tmp_path, Processes(1))


def test_the_command_trains_on_a_process(
    shell: Shell, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = a_home(tmp_path_factory.mktemp("home"))
    monkeypatch.setenv("HIRING_HOME", str(home.settings.hiring_home))
    monkeypatch.setenv("MODEL_ARTIFACT", str(home.settings.model_artifact))
    shell("train", "--seed", 5)
    monkeypatch.setenv("HIRING_PARALLEL", "processes:1")
    ended = shell("train", "--seed", 5, "--on-workers")

    assert ended.code == 0, ended.err
    versions = home.settings.model_artifact.parent / "versions"
    *_, one, other = sorted(versions.iterdir(), key=lambda folder: folder.stat().st_mtime_ns)
    assert (one / "booster.txt").read_bytes() == (other / "booster.txt").read_bytes()
