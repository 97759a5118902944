"""Feature extraction against Python's own `json.load` of the same file, in turn, in one run."""

import gzip
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.measuring import Cost, measured
from benchmarks.promises import Measured, at_most
from hiring.synthetic import write_exports

APPLICANTS: Final = 42_482  # as many as the real export has
SEED: Final = 7
RUNS: Final = 5
HIGHEST_RATIO: Final = 2.0  # CPU time of extraction from a plain file, over that of json.load
HIGHEST_PEAK_MB: Final = 150

LOAD: Final = "import json, sys; json.load(open(sys.argv[1], encoding='utf-8'))"


def run(folder: Path | None = None, applicants: int = APPLICANTS) -> Iterator[Measured]:
    """What extraction costs.

    Args:
        folder: Where the exports are made, or found from an earlier run; None for a temporary folder.
        applicants: How many the export holds.
    """
    if folder is None:
        with tempfile.TemporaryDirectory() as temporary:
            yield from run(Path(temporary), applicants)
        return
    plain, packed = exports(folder, applicants)
    commands = {
        "json.load": [sys.executable, "-c", LOAD, str(plain)],
        "extract plain": [sys.executable, "-m", "hiring", "features", "extract", str(plain)],
        "extract gzip": [sys.executable, "-m", "hiring", "features", "extract", str(packed)],
    }
    print(
        f"{applicants:,} applicants, {plain.stat().st_size / 1e6:.0f} MB; CPU time, {RUNS} runs each in turn"
    )
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            costs[name].append(measured(command))
    yield from _told(costs)


def exports(folder: Path, applicants: int) -> tuple[Path, Path]:
    """The same bytes for the same number; plain and gzip."""
    here = folder / f"extract-{applicants}-{SEED}"
    plain, packed = here / "applicants.json", here / "applicants.json.gz"
    if not packed.exists():
        write_exports(here, applicants=applicants, prospects=0, seed=SEED)
        with plain.open("rb") as source, gzip.open(packed, "wb", compresslevel=6) as target:
            shutil.copyfileobj(source, target)
    return plain, packed


def _told(costs: dict[str, list[Cost]]) -> Iterator[Measured]:
    floor = costs["json.load"]
    print(f"{'':<14}{'best':>8}{'median':>9}{'of json.load':>15}{'peak':>9}")
    for name, runs in costs.items():
        ratio, peak = _best(runs) / _best(floor), max(cost.peak_mb for cost in runs)
        middle = median(cost.cpu_s for cost in runs)
        print(f"{name:<14}{_best(runs):>6.2f} s{middle:>7.2f} s{ratio:>14.2f}x{peak:>6.0f} MB")
        if name == "extract plain":
            yield at_most("CPU of extraction over json.load, plain file", ratio, HIGHEST_RATIO, "times")
        if runs is not floor:
            yield at_most(f"peak of {name}", peak, HIGHEST_PEAK_MB, "MB")


def _best(runs: Sequence[Cost]) -> float:
    return min(cost.cpu_s for cost in runs)
