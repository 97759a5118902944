"""Workers that are ended while the real use cases have their parts done."""

import os
import random
import signal
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import psutil

from hiring.adapters.exports.applicants import ApplicantsFile
from hiring.adapters.files.feature_folder import ParquetFolder
from hiring.adapters.memory.progress import SilentProgress
from hiring.application.dataset.write_features import WriteFeatures
from hiring.application.ports.parallel import Parallel
from hiring.domain.features import CANDIDATE

E = TypeVar("E")

SIGKILL = getattr(signal, "SIGKILL", signal.SIGTERM)
_ROOM = 400  # megabytes
_BACK_WITHIN_S = 120.0


def workers_of(pid: int) -> list[psutil.Process]:
    """Processes that this one has started to work: not those that only keep its semaphores."""
    return [each for each in psutil.Process(pid).children() if "spawn_main" in " ".join(_words(each))]


def _words(process: psutil.Process) -> Sequence[str]:
    try:
        return process.cmdline()
    except psutil.Error:  # gone, or not its program yet
        return []


@dataclass
class Killer:
    """Ends workers at moments that a seed draws, between two results and while the next are made.

    Args:
        pid: Whose children they are.
        seed: Of moments, and of whom it meets.
        kills: How many; so many results there must be at least.
        settled_s: How long each must have been there: Dask's nanny gives up one that ends while it starts.
            None: whoever starts them again does so while results are waited for, so nobody waits for it here.
    """

    pid: int
    seed: int
    kills: int
    settled_s: float | None = None
    killed: int = 0

    def among(self, results: Iterable[E], at_least: int) -> Iterator[E]:
        """The same results; some workers end on the way."""
        chance = random.Random(self.seed)
        moments = set(chance.sample(range(at_least - 1), self.kills))
        due = 0
        for number, result in enumerate(results):
            due += number in moments
            if due and (there := self._there()):
                time.sleep(chance.uniform(0.0, 0.05))
                os.kill(chance.choice(there), SIGKILL)
                self.killed, due = self.killed + 1, due - 1
            yield result

    def _there(self) -> list[int]:
        if self.settled_s is None:
            return sorted(each.pid for each in workers_of(self.pid))
        until = time.monotonic() + _BACK_WITHIN_S
        while True:
            if there := [each.pid for each in workers_of(self.pid) if _age(each) >= self.settled_s]:
                return sorted(there)
            assert time.monotonic() < until, "no worker was started again"
            time.sleep(0.05)


def _age(process: psutil.Process) -> float:
    try:
        return time.time() - float(process.create_time())
    except psutil.Error:
        return 0.0


def writing(file: Path, out: Path, parallel: Parallel, parts: int) -> WriteFeatures:
    """`features extract --out`, over so many parts or some more."""
    return WriteFeatures(
        export=ApplicantsFile(file, part_bytes=file.stat().st_size // parts),
        folder=ParquetFolder(out, CANDIDATE),
        profile=CANDIDATE,
        parallel=parallel,
        progress=SilentProgress(),
    )


def takes_memory(megabytes: int) -> int:
    """Slowly, so that whoever looks at it from outside sees it grow; no more than the system has."""
    _limit_memory()
    held = []
    for _ in range(megabytes):
        held.append(bytes(1_000_000).replace(b"\0", b"1"))
        time.sleep(0.002)
    return len(held)


def _limit_memory() -> None:
    """To what this process has, and some more."""
    import resource  # noqa: PLC0415  # of POSIX alone

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + (_ROOM << 20)
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))


def content(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
