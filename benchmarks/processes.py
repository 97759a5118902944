"""What running processes have spent and hold, as Linux counts it."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import psycopg

TIMES: Final = 20


def cpu_s(pid: int) -> float:
    """CPU time of a process and of all that it started and that still run."""
    return _steadily(lambda: sum(sum(_ticks(one)[:2]) for one in _family(pid))) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float:
    """Memory of a process and of all that it started."""
    return _steadily(lambda: sum(_resident_kb(one) for one in _family(pid))) / 1024


def server_cpu_s(conninfo: str) -> float:
    """CPU time of a PostgreSQL server's processes, those that have ended included."""
    with psycopg.connect(conninfo) as connection:
        found = connection.execute("SELECT pg_read_file('postmaster.pid', 0, 20)").fetchone()
    postmaster = int(str(found[0] if found else "").split()[0])
    ended = sum(_ticks(postmaster)[2:])
    return cpu_s(postmaster) + ended / os.sysconf("SC_CLK_TCK")


def _steadily(read: Callable[[], int]) -> int:
    """Again, if a process ended meanwhile."""
    for _ in range(TIMES):
        with suppress(FileNotFoundError, ProcessLookupError):
            return read()
    return read()


def _resident_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _ticks(pid: int) -> list[int]:
    """User and system time of a process, and of its children that it has waited for."""
    return [int(field) for field in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]]
