"""Waiting for other processes' transactions: who waits says for whom, and not for ever."""

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

from hiring.waiting import Wait

T = TypeVar("T")

_ASK_EVERY_S: Final = 0.01

_PRIMARY_CODE: Final = 0xFF  # SQLite's extended result codes keep the primary one in the low byte
_LOCKS: Final = Path("/proc/locks")  # Linux
_HELD: Final = re.compile(r"\d+: +POSIX +\S+ +WRITE +([1-9]\d*) ([0-9a-f]+:[0-9a-f]+:\d+) ")


def when_free(
    attempt: Callable[[], T],
    database: Path,
    *,
    within_s: float,
    broken_off: Callable[[], bool] = lambda: False,
) -> T:
    """What `attempt` gives once no other process's transaction keeps it from it.

    Args:
        attempt: Something that SQLite refuses at once, or soon, while the file is busy.
        database: The file.
        within_s: How long to wait.
        broken_off: Whether nobody wants it any more; SQLite's own error is raised then.

    Raises:
        StoreUnavailable: It took too long.
    """
    wait = Wait(f"the store in {database.parent}", within_s=within_s, every_s=_ASK_EVERY_S)
    while True:
        try:
            return attempt()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY_CODE != sqlite3.SQLITE_BUSY or broken_off():
                raise
        wait.once_more(lambda: _holder(database))


def _holder(database: Path) -> str:
    """Who writes, where the system tells: nothing is opened, because to close it would drop locks of ours."""
    files = {_name_in_locks(Path(f"{database}{ending}")) for ending in ("", "-shm")}
    return next((_shown(pid) for pid, file in _held() if file in files), "another process")


def _held() -> Iterator[tuple[str, str]]:
    """Which process has a file for itself, or a part of it."""
    with suppress(OSError):
        for line in _LOCKS.read_text("ascii").splitlines():
            if found := _HELD.match(line):
                yield found[1], found[2]


def _name_in_locks(file: Path) -> str:
    try:
        found = file.stat()
        return f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
    except (OSError, AttributeError):  # Windows has no such numbers
        return ""


def _shown(pid: str) -> str:
    with suppress(OSError):
        return f"process {pid} ({Path(f'/proc/{pid}/comm').read_text('utf-8', 'replace').strip()})"
    return f"process {pid}"
