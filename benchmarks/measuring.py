"""What a command costs, as its operating system counts it; POSIX only.

A process begins with the peak memory of the one that started it, so each command is started by a fresh, small
interpreter that runs nothing but this file.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

_PEAK_UNITS: Final = 1 << 20 if sys.platform == "darwin" else 1 << 10  # of ru_maxrss in one MB


class Cost(NamedTuple):
    """CPU time (user and system), wall time and peak memory of one process, from start to end."""

    cpu_s: float
    wall_s: float
    peak_mb: float


def measured(command: Sequence[str]) -> Cost:
    """Run a command to its end; what it prints goes nowhere.

    Raises:
        CalledProcessError: It failed; what it said is on standard error.
    """
    starter = [sys.executable, "-I", __file__, *command]
    return Cost(*json.loads(subprocess.run(starter, stdout=subprocess.PIPE, check=True).stdout))


@contextmanager
def settings(**values: str) -> Iterator[None]:
    """What is measured meanwhile has these in its environment."""
    os.environ.update(values)
    try:
        yield
    finally:
        for name in values:
            del os.environ[name]


def _cost(command: Sequence[str]) -> Cost:
    began = time.perf_counter()
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  # fewer imports, less memory to begin with
        process = subprocess.Popen(command, stdout=nowhere, stderr=subprocess.PIPE)
    said = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.stderr.buffer.write(said)
        sys.exit(1)
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / _PEAK_UNITS)


if __name__ == "__main__":
    print(json.dumps(_cost(sys.argv[1:])))
