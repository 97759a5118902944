"""Whether a file that is open is still the one that has its name.

An open handle goes on writing into a file that was moved, replaced or removed: what is kept there, nobody
finds again. So names are compared with what was opened, before and after each commit.
"""

import ctypes
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

Inode = tuple[int, int]
"""Device and number."""


@dataclass(frozen=True, slots=True)
class Files:
    """What an SQLite database is made of while it is open; None for what has no name."""

    main: Inode | None
    log: Inode | None
    index: Inode | None


def files_of(path: Path) -> Files:
    """Those that have the names now."""
    return Files(*(_inode(f"{path}{ending}") for ending in ("", "-wal", "-shm")))


def is_named(descriptor: int, path: Path) -> bool:
    """Whether this is what has the name."""
    opened = os.fstat(descriptor)
    return (opened.st_dev, opened.st_ino) == _inode(path)


def _inode(path: Path | str) -> Inode | None:
    try:
        found = os.stat(path)  # noqa: PTH116  # a Path takes three times as long, at every commit
    except (FileNotFoundError, NotADirectoryError):  # whoever may not look cannot say that it is gone
        return None
    return found.st_dev, found.st_ino


def abandon(connection: sqlite3.Connection) -> None:
    """Never close it, not even when the process ends.

    SQLite removes log and index by their names when the last connection to a file closes: by now these are
    another store's.
    """
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(connection))
