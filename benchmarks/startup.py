"""What an embedding service and a person at a terminal wait for before anything happens."""

import sys
from collections.abc import Iterator
from statistics import median
from typing import Final

from benchmarks.measuring import measured
from benchmarks.promises import Measured, at_most

RUNS: Final = 10
CASES: Final = (
    ("import features_of", ["-c", "from hiring.domain.features import features_of"], 0.2),
    ("hiring-cli --help", ["-m", "hiring", "--help"], 0.3),
    ("explain, of an error", ["-m", "hiring", "explain", "store-unavailable"], 0.3),
)


def run() -> Iterator[Measured]:
    """How long fresh processes take."""
    print(f"a fresh process from start to end, {RUNS} runs each")
    print(f"{'':<20}{'median':>9}{'CPU time':>10}{'peak':>9}")
    for name, arguments, bound_s in CASES:
        costs = [measured([sys.executable, *arguments]) for _ in range(RUNS)]
        wall, cpu = median(cost.wall_s for cost in costs), median(cost.cpu_s for cost in costs)
        peak = max(cost.peak_mb for cost in costs)
        print(f"{name:<20}{wall:>7.2f} s{cpu:>8.2f} s{peak:>6.0f} MB")
        yield at_most(f"{name}, a fresh process", wall, bound_s, "s")
