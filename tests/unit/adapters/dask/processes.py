"""A scheduler and workers as somebody starts them who has several machines: by Dask's own programs."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hiring.adapters.dask.on_worker import ALLOCATOR

ROOT = Path(__file__).parents[4]
WITH_ALLOCATOR = {name: str(least) for name, least in ALLOCATOR.items()}


@dataclass(frozen=True)
class Scheduler:
    """A process that hands parts out, and the folder where all write what they have to say."""

    process: subprocess.Popen[bytes]
    address: str
    folder: Path
    scheme: str = "tcp"

    @contextmanager
    def worker(self, *options: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
        """One more, as soon as it is registered; without its nanny, so that its process is the worker."""
        words = ("dask_worker", f"{self.scheme}://{self.address}", "--nthreads", "1", "--no-nanny", *options)
        log = self.folder / f"worker-{len(list(self.folder.glob('worker-*')))}.log"
        with log.open("wb") as out, started(*words, log=out, folder=self.folder, **environment) as process:
            while "Registered to" not in log.read_text("utf-8"):
                assert process.poll() is None, log.read_text("utf-8")
                time.sleep(0.05)
            yield process

    @contextmanager
    def nanny(self, workers: int, *options: str) -> Iterator[subprocess.Popen[bytes]]:
        """So many workers, as they are started elsewhere: their parent starts those again that ended."""
        words = (
            "dask_worker",
            f"{self.scheme}://{self.address}",
            "--nthreads",
            "1",
            "--nworkers",
            str(workers),
        )
        with (
            (self.folder / "nanny.log").open("wb") as out,
            started(*words, *options, log=out, folder=self.folder, **WITH_ALLOCATOR) as process,
        ):
            try:
                yield process
            finally:
                process.terminate()  # with its workers
                process.wait()

    def logs(self) -> str:
        return "".join(file.read_text("utf-8") for file in self.folder.glob("*.log"))


@contextmanager
def a_scheduler(folder: Path, address: str = "127.0.0.1:0", **environment: str) -> Iterator[Scheduler]:
    """At any free port, or where another one was."""
    folder.mkdir(exist_ok=True)
    with (folder / "scheduler.log").open("wb") as log:
        found = folder / "scheduler.json"
        words = ("dask_scheduler", "--port", address.rpartition(":")[2], "--scheduler-file", str(found))
        with started(*words, log=log, folder=folder, **environment) as process:
            while not found.exists() or '"address"' not in (text := found.read_text("utf-8")):
                assert process.poll() is None
                time.sleep(0.05)
            scheme, _, address = text.partition('"address": "')[2].partition('"')[0].partition("://")
            yield Scheduler(process, address, folder, scheme)


@contextmanager
def started(
    program: str, *words: str, log: IO[bytes], folder: Path, **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", f"distributed.cli.{program}", "--host", "127.0.0.1", "--no-dashboard"]
    # A LocalCluster leaves the settings of its workers in the environment of its own process.
    left = {name: value for name, value in os.environ.items() if name not in ALLOCATOR}
    given = {**left, "PYTHONPATH": str(ROOT), **environment}
    with subprocess.Popen([*command, *words], cwd=folder, env=given, stdout=log, stderr=log) as process:
        try:
            yield process
        finally:
            process.kill()
