"""A store with a trained model, and `hiring-cli serve` over it as a process."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hiring.adapters.memory import SilentProgress
from hiring.bootstrap.production import production
from hiring.bootstrap.tools import synthesis
from hiring.domain.decisions import Decision
from hiring.domain.records import table_name
from hiring.settings import Settings
from tests.unit.entrypoints.http.builders import EVER

TRAINED: Final = "trained.txt"
"""The file in a home's folder that names its version."""


@dataclass(frozen=True)
class Home:
    """A folder with a store and a published model."""

    folder: Path

    @property
    def settings(self) -> Settings:
        artifact = self.folder / "artifacts" / "modelo_prec80.joblib"
        return Settings.model_construct(hiring_home=self.folder / "store", model_artifact=artifact)

    def rows(self) -> list[Decision]:
        with production(self.settings, SilentProgress()) as hiring:
            return [row for chunk in hiring.ports.store.inference_log.between(*EVER) for row in chunk]

    def command(self, *arguments: str, **more: str) -> tuple[list[str], dict[str, str]]:
        settings = self.settings
        places = {"HIRING_HOME": str(settings.hiring_home), "MODEL_ARTIFACT": str(settings.model_artifact)}
        return [sys.executable, "-m", "hiring", "serve", *arguments], {**os.environ, **places, **more}


@dataclass(frozen=True)
class Server:
    """A process that listens."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]


def a_home(folder: Path) -> Home:
    """A store of the files kind over invented exports, and a published model that was really trained.

    It is trained once for all folders of a test run, and published in each.
    """
    shutil.copytree(_trained(folder.parent), folder, dirs_exist_ok=True)
    home = Home(folder)
    with production(home.settings, SilentProgress()) as hiring:
        hiring.publish_model()((folder / TRAINED).read_text("utf-8"), actor="test", reason="test")
    return home


def _trained(beside: Path) -> Path:
    """The folder that all copy; of the processes that run tests together, one trains, the others wait."""
    if "PYTEST_XDIST_WORKER" in os.environ:  # each has a folder of its own in one for all
        beside = beside.parent
    pattern = beside / "trained"
    with (beside / "trained.lock").open("w") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        if not pattern.exists():  # renamed, because a training that failed leaves none to copy
            shutil.rmtree(beside / "untrained", ignore_errors=True)
            _train(Home(beside / "untrained")).rename(pattern)
    return pattern


def _train(home: Home) -> Path:
    files = synthesis(
        home.folder / "exports",
        applicants=1000,
        prospects=4000,
        seed=7,
        world="person",
        advance=lambda _done: None,
    )
    raw, put_forward = table_name("applicants_raw"), table_name("prospects_raw")
    features, labels, gold = (
        table_name(name) for name in ("applicants_feat", "prospects_labels", "gold_applicants")
    )
    with production(home.settings, SilentProgress(), salt="the same model in every run") as hiring:
        hiring.ingest_applicants(files.applicants, raw)(chunk_size=1000)
        hiring.ingest_prospects(files.prospects, put_forward)(chunk_size=1000)
        hiring.build_features(raw, features)(chunk_size=1000)
        hiring.label_prospects(put_forward, labels)(chunk_size=1000)
        hiring.build_gold(gold)(labels=labels, features=features)
        salt = hiring.ports.store.salt
        trained = hiring.train_model(gold)(hiring.profile, salt=salt, min_precision=0.8, seed=1)
    (home.folder / TRAINED).write_text(trained.version.id, "utf-8")
    return home.folder


@contextmanager
def serving(home: Home, *more: str, **environment: str) -> Iterator[Server]:
    """A server on a free port; killed at the end if it is still there."""
    arguments, full = home.command("--port", "0", *more, **environment)
    log = home.folder / f"{uuid.uuid4().hex}.log"
    with log.open("wb") as stderr:
        process = subprocess.Popen(arguments, cwd=home.folder, env=full, stderr=stderr)
    try:
        yield Server(process, _url(process, log), log)
    finally:
        process.kill()
        process.wait()


def _url(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        for line in log.read_text().splitlines():
            if '"listening"' in line:
                return str(json.loads(line)["url"])
        time.sleep(0.02)
    raise AssertionError(log.read_text())
