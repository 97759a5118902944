"""`features extract --jobs 2` beside one process, and beside what two processes that only spin reach.

Two cores of a shared or throttled machine do not do twice the work of one: what spinning reaches in the same
round is the most that sharing could.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.extract import APPLICANTS, exports
from benchmarks.measuring import Cost, measured
from benchmarks.promises import Measured, at_least, at_most

JOBS: Final = 2
ROUNDS: Final = 3
LEAST_OF_FLOOR: Final = 0.8  # of the speed-up that spinning reaches, best round
HIGHEST_RATIO: Final = 1.35  # CPU time of all processes over that of one process, best round
HIGHEST_PEAK_MB: Final = 150
SPIN: Final = [sys.executable, "-c", "for _ in range(30_000_000): pass"]


class Round(NamedTuple):
    """One process, and two, right after each other; `floor` is the speed-up of spinning."""

    alone: Cost
    shared: Cost
    floor: float

    @property
    def of_floor(self) -> float:
        return self.alone.wall_s / self.shared.wall_s / self.floor

    @property
    def cpu(self) -> float:
        return self.shared.cpu_s / self.alone.cpu_s


def run(folder: Path | None = None, applicants: int = APPLICANTS) -> Iterator[Measured]:
    """What sharing costs and brings.

    Args:
        folder: Where the export is made, or found from an earlier run; None for a temporary folder.
        applicants: How many it holds.
    """
    if folder is None:
        with tempfile.TemporaryDirectory() as temporary:
            yield from run(Path(temporary), applicants)
        return
    plain, _ = exports(folder, applicants)
    command = [sys.executable, "-m", "hiring", "features", "extract", str(plain)]
    print(f"{applicants:,} applicants, --jobs {JOBS}, {ROUNDS} rounds")
    print(f"{'speed-up':>9}{'spinning':>10}{'of that':>9}{'CPU time':>18}{'times':>7}{'peak':>9}")
    rounds = []
    for _ in range(ROUNDS):
        one = Round(measured(command), measured([*command, "--jobs", str(JOBS)]), _spinning())
        rounds.append(one)
        speed_up, cpu = (
            one.alone.wall_s / one.shared.wall_s,
            f"{one.alone.cpu_s:.1f}, {one.shared.cpu_s:.1f} s",
        )
        print(
            f"{speed_up:>9.2f}{one.floor:>10.2f}{one.of_floor:>9.2f}{cpu:>18}{one.cpu:>7.2f}"
            f"{one.shared.peak_mb:>6.0f} MB"
        )
    of_floor, cpu_ratio = max(one.of_floor for one in rounds), min(one.cpu for one in rounds)
    yield at_least("speed-up over that of spinning, best round", of_floor, LEAST_OF_FLOOR, "times")
    yield at_most("CPU of all processes over one, best round", cpu_ratio, HIGHEST_RATIO, "times")
    yield at_most("peak of a process", max(one.shared.peak_mb for one in rounds), HIGHEST_PEAK_MB, "MB")


def _spinning() -> float:
    """How many times the work of one process several do in the same time."""
    one, several = (_wall_s(count) for count in (1, JOBS))
    return JOBS * one / several


def _wall_s(count: int) -> float:
    began = time.perf_counter()
    for process in [subprocess.Popen(SPIN) for _ in range(count)]:
        process.wait()
    return time.perf_counter() - began
