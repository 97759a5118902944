"""Failures of disk, SQLite and Parquet, said in the port's words."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import pyarrow as pa

from hiring.domain.errors import StoreFault, StoreUnavailable


@contextmanager
def port_errors(what: str) -> Iterator[None]:
    """Turn what the technology raises into `StoreUnavailable`.

    Args:
        what: Names the store or the table. The driver's own text is left out: it might hold values.
    """
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise  # a bug of this program: trying again would not help
    except (sqlite3.Error, OSError, pa.ArrowException) as error:
        no_store = isinstance(error, sqlite3.Error) and _primary(error) == sqlite3.SQLITE_NOTADB
        fault = StoreFault.NO_STORE if no_store else None
        raise StoreUnavailable(f"{what} cannot be used: {_reason(error)}", fault=fault) from error


_OF_SQLITE: Final[Mapping[int, str]] = {
    sqlite3.SQLITE_FULL: "the disk is full: make room",
    sqlite3.SQLITE_READONLY: "it is read-only: check the permissions of its folder and files",
    sqlite3.SQLITE_CANTOPEN: (
        "its file cannot be opened: check the folder, its permissions and the limit of open files"
    ),
    sqlite3.SQLITE_CORRUPT: "its file is damaged: restore a backup",
    sqlite3.SQLITE_NOTADB: "its file is not a SQLite database",
    sqlite3.SQLITE_IOERR: "the disk failed: check the disk and the folder",
    sqlite3.SQLITE_BUSY: "another process is taking too long to write: try again when it has finished",
    sqlite3.SQLITE_LOCKED: "another process is taking too long to write: try again when it has finished",
    sqlite3.SQLITE_PERM: "this user may not use it: check the permissions of its folder and files",
    sqlite3.SQLITE_AUTH: "this user may not use it: check the permissions of its folder and files",
    sqlite3.SQLITE_NOMEM: "there is not enough memory",
    sqlite3.SQLITE_INTERRUPT: "it was interrupted: try again",
    sqlite3.SQLITE_TOOBIG: "a row is too large",
    sqlite3.SQLITE_NOLFS: "the disk cannot hold a file of that size",
    sqlite3.SQLITE_PROTOCOL: "file locks do not work here: it must be on a local disk",
}
_PRIMARY: Final = 0xFF  # extended codes keep the primary one in the low byte


def _primary(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & _PRIMARY  # SQLite's own have one


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: check the disk, the folder and its permissions"
    if isinstance(error, sqlite3.Error):
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        return f"{_OF_SQLITE.get(_primary(error), 'check the disk, the folder and its permissions')} ({name})"
    return f"{type(error).__name__}: a file in it is damaged or missing: build the table again"
