"""Whether anybody else is at work in a folder."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hiring.adapters.files.errors import port_errors
from hiring.domain.errors import StoreInUse

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_BUSY: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED: Final = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
_PRIMARY: Final = 0xFF  # extended codes keep the primary one in the low byte
_SHARED: Final = (510, (1 << 30) + 2)
"""How many bytes, from where, each connection to an SQLite file holds locked for reading."""
_FAR: Final = 1 << 30
"""The byte that is locked on Windows, where nobody could read a locked one."""


def is_in_use(database: Path) -> bool:
    """Whether any program, this one too, has this SQLite file open; SQLite's own locks tell it.

    Of a damaged file only other programs' are told: SQLite does not get as far as its locks.
    """
    if not database.exists():
        return False
    with port_errors(f"the store in {database.parent}"):
        address = f"{database.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(address, uri=True, timeout=0, isolation_level=None)
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
        except sqlite3.DatabaseError as error:
            code = error.sqlite_errorcode & _PRIMARY
            if code not in _BUSY | _DAMAGED:
                raise
            return code in _BUSY or _is_read(database)
        finally:
            connection.close()
    return False


def _is_read(database: Path) -> bool:
    if sys.platform == "win32":  # there, what is open cannot be renamed anyway
        return False
    with database.open("r+b") as file:
        try:
            fcntl.lockf(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB, *_SHARED)
        except BlockingIOError:
            return True
    return False


@contextmanager
def hold(mark: Path) -> Iterator[None]:
    """Hold a file's lock, so that another process that asks for it is refused; a killed holder lets go.

    Raises:
        StoreInUse: Another process holds it.
    """
    with mark.open("ab") as file:
        try:
            _lock(file.fileno())
        except OSError:
            raise StoreInUse(str(mark.parent)) from None
        yield


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
