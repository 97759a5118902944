"""The SQLite file: one connection for all threads of a process, one writer at a time among processes."""

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from hiring.adapters.files.errors import port_errors
from hiring.adapters.files.schema import make_tables

BUSY_TIMEOUT_S: Final = 30.0

_PRIMARY_CODE: Final = 0xFF  # SQLite's extended result codes keep the primary one in the low byte


class Database:
    """Opens the file, and makes it if need be.

    Args:
        path: The file; its folder is there.
        salt: Of the partition, if the file is made now; drawn if None.
        busy_timeout_s: How long to wait for other processes' transactions.

    Raises:
        StoreUnavailable: It cannot be opened, or is not ours. So does every method where SQLite fails.
    """

    def __init__(
        self, path: Path, *, salt: str | None = None, busy_timeout_s: float = BUSY_TIMEOUT_S
    ) -> None:
        self._what = f"the store in {path.parent}"
        self._lock = threading.RLock()
        with port_errors(self._what):
            self._connection = _open(path, salt, busy_timeout_s)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: durable when the block ends, undone if it raises; for SQL alone."""
        connection = self._connection
        with self._lock, port_errors(self._what):
            try:
                connection.execute("BEGIN IMMEDIATE")  # waits for the other writers here, not half-way
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows that a query gives."""
        with self._lock, port_errors(self._what):
            return self._connection.execute(query, parameters).fetchall()

    def close(self) -> None:
        with self._lock, port_errors(self._what):
            self._connection.close()


def _open(path: Path, salt: str | None, busy_timeout_s: float) -> sqlite3.Connection:
    # one connection and a lock: SQLite has one writer anyway, and a connection per thread outlives its thread
    connection = sqlite3.connect(path, timeout=busy_timeout_s, isolation_level=None, check_same_thread=False)
    try:
        _write_ahead(connection, time.monotonic() + busy_timeout_s)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        make_tables(connection, salt=salt)
    except BaseException:
        connection.close()
        raise
    return connection


def _write_ahead(connection: sqlite3.Connection, deadline: float) -> None:
    """Switch to WAL; where two processes do so at once, SQLite answers "busy" without waiting."""
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY_CODE != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return
