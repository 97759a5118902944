"""The SQLite file: one connection for all threads of a process, one writer at a time among processes.

It may be moved, restored or removed while it is open. Nothing is said to be kept then; when the same store is
in its place again, it is opened again.
"""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

from hiring.adapters.files.errors import port_errors
from hiring.adapters.files.identity import Files, abandon, files_of
from hiring.adapters.files.schema import VERSION, make_tables
from hiring.adapters.files.turns import when_free
from hiring.domain.errors import StoreExchanged, StoreUnavailable
from hiring.waiting import LOCK_WITHIN_S

_SLICE_S: Final = 0.05
"""How long SQLite itself waits for other processes: it hears no interruption meanwhile."""


class Database:
    """Opens the file, and makes it if need be.

    Args:
        path: The file; its folder is there.
        salt: Of the partition, if the file is made now; drawn if None.
        lock_timeout_s: How long to wait for other processes' transactions.

    Raises:
        StoreUnavailable: It cannot be opened, or is not ours. So does every method where SQLite fails, or
            where the file no longer has its name.
        StoreExchanged: By every method: another store has its name.
    """

    def __init__(self, path: Path, *, salt: str | None = None, lock_timeout_s: float = LOCK_WITHIN_S) -> None:
        self._path = path
        self._what = f"the store in {path.parent}"
        self._lock_timeout_s = lock_timeout_s
        self._lock = threading.RLock()
        self._interrupted = False
        with port_errors(self._what):
            self._connection = _open(path, salt, lock_timeout_s)
            self._files: Files | None = files_of(path)
            """What is open; None while nothing is."""
            self._identity = _identity(self._connection)

    @property
    def folder(self) -> Path:
        """Where the file is."""
        return self._path.parent

    @property
    def identity(self) -> tuple[str, bytes]:
        """The store's salt and digest key: they tell one store from another."""
        return self._identity

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: durable when the block ends, undone if it raises; for SQL alone."""
        with self._turn():
            connection = self._connection
            try:
                self._execute("BEGIN IMMEDIATE")  # waits for the other writers here, not half-way
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            if not self._in_place():
                raise StoreUnavailable(f"{self._what} was moved or removed during a write: try again")

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
        if version != VERSION:
            raise StoreUnavailable(f"{self._what} was removed or changed: start this program again")

    def interrupt(self) -> None:
        """Break off what another thread does or waits for; does not wait for its lock."""
        self._interrupted = True
        with suppress(sqlite3.ProgrammingError):  # closed: nobody does anything
            self._connection.interrupt()

    def close(self) -> None:
        with self._lock, port_errors(self._what):
            try:
                in_place = self._in_place()
            except OSError:  # nobody can tell: another store's log must not be removed
                in_place = False
            if in_place:
                self._connection.close()
            else:
                abandon(self._connection)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._lock, port_errors(self._what):
            self._interrupted = False
            if not self._in_place():
                self._reopen()
            yield

    def _in_place(self) -> bool:
        """Whether what is open is what has the names."""
        return files_of(self._path) == self._files

    def _reopen(self) -> None:
        """Take what has the name now, if it is the same store: put back, or restored from a copy."""
        now = files_of(self._path)
        if now.main is None:
            raise StoreUnavailable(f"{self._what} was moved or removed: put it back")
        if self._files is not None and now.main == self._files.main:
            self._close_without_log(now, self._files)
        connection = _connect(self._path)
        try:
            self._take(connection)
        except BaseException:
            connection.close()
            raise

    def _take(self, connection: sqlite3.Connection) -> None:
        found = when_free(partial(_identity, connection), self._path, within_s=self._lock_timeout_s)
        if found != self._identity:
            raise StoreExchanged(str(self._path.parent))
        _prepare(connection, self._path, None, self._lock_timeout_s)
        if self._files is not None:
            abandon(self._connection)
        self._connection, self._files = connection, files_of(self._path)

    def _close_without_log(self, now: Files, opened: Files) -> None:
        """The file is the same and only what is beside it is gone: what was committed there goes into it."""
        if now.log is not None and now.log != opened.log:
            raise StoreUnavailable(f"the log of {self._what} was replaced: stop all programs that use it")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self._connection.close()
        self._files = None

    def _execute(self, statement: str, parameters: Sequence[object] = ()) -> sqlite3.Cursor:
        return when_free(
            lambda: self._connection.execute(statement, parameters),
            self._path,
            within_s=self._lock_timeout_s,
            broken_off=lambda: self._interrupted,
        )


def _open(path: Path, salt: str | None, lock_timeout_s: float) -> sqlite3.Connection:
    connection = _connect(path)
    try:
        _prepare(connection, path, salt, lock_timeout_s)
    except BaseException:
        connection.close()
        raise
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    # one connection and a lock: SQLite has one writer anyway, and a connection per thread outlives its thread
    return sqlite3.connect(path, timeout=_SLICE_S, isolation_level=None, check_same_thread=False)


def _prepare(connection: sqlite3.Connection, path: Path, salt: str | None, lock_timeout_s: float) -> None:
    for step in (
        partial(connection.execute, "PRAGMA journal_mode = WAL"),
        partial(connection.execute, "PRAGMA synchronous = FULL"),
        partial(connection.execute, "PRAGMA foreign_keys = ON"),
        partial(make_tables, connection, salt=salt),
    ):
        when_free(step, path, within_s=lock_timeout_s)


def _identity(connection: sqlite3.Connection) -> tuple[str, bytes]:
    ((salt, digest_key),) = connection.execute("SELECT salt, digest_key FROM store_identity").fetchall()
    return str(salt), bytes(digest_key)
