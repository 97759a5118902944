"""The SQLite file: one connection for all threads of a process, one writer at a time among processes."""

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from hiring.adapters.files.errors import port_errors
from hiring.adapters.files.schema import VERSION, make_tables
from hiring.domain.errors import StoreUnavailable

BUSY_TIMEOUT_S: Final = 30.0

_SLICE_MS: Final = 50
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
        self._path = path
        self._what = f"the store in {path.parent}"
        self._busy_timeout_s = busy_timeout_s
        self._lock = threading.RLock()
        self._interrupted = False
        with port_errors(self._what):
            self._connection = _open(path, salt, busy_timeout_s)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: durable when the block ends, undone if it raises; for SQL alone."""
        connection = self._connection
        with self._turn():
            try:
                self._execute("BEGIN IMMEDIATE")  # waits for the other writers here, not half-way
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows that a query gives."""
        with self._turn():
            return self._execute(query, parameters).fetchall()

    def check(self) -> None:
        """The file is still in its place, answers, and is as this program made it.

        Raises:
            StoreUnavailable: One of these does not hold.
        """
        ((version,),) = self.rows("PRAGMA user_version")
        if version != VERSION or not self._path.exists():
            raise StoreUnavailable(f"{self._what} was removed or changed: start this program again")

    def interrupt(self) -> None:
        """Break off what another thread does or waits for; does not wait for its lock."""
        self._interrupted = True
        with suppress(sqlite3.ProgrammingError):  # closed: nobody does anything
            self._connection.interrupt()

    def close(self) -> None:
        with self._lock, port_errors(self._what):
            self._connection.close()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._lock, port_errors(self._what):
            self._interrupted = False
            yield

    def _execute(self, statement: str, parameters: Sequence[object] = ()) -> sqlite3.Cursor:
        """Waits for other processes in slices: SQLite hears no interruption while it waits."""
        deadline = time.monotonic() + self._busy_timeout_s
        while True:
            try:
                return self._connection.execute(statement, parameters)
            except sqlite3.OperationalError as error:
                if not _is_busy(error) or self._interrupted or time.monotonic() > deadline:
                    raise


def _is_busy(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & _PRIMARY_CODE == sqlite3.SQLITE_BUSY


def _open(path: Path, salt: str | None, busy_timeout_s: float) -> sqlite3.Connection:
    # one connection and a lock: SQLite has one writer anyway, and a connection per thread outlives its thread
    connection = sqlite3.connect(path, timeout=busy_timeout_s, isolation_level=None, check_same_thread=False)
    try:
        _write_ahead(connection, time.monotonic() + busy_timeout_s)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        make_tables(connection, salt=salt)
        connection.execute(f"PRAGMA busy_timeout = {_SLICE_MS}")
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
            if not _is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return
