"""One session with the server, kept open, whose statement another thread can break off."""

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Final

import psycopg
from sqlalchemy import URL

from hiring.adapters.postgres.errors import port_errors
from hiring.adapters.postgres.sessions.connections import connect_words
from hiring.adapters.postgres.sessions.pins import pin
from hiring.domain.errors import StoreUnavailable

_CONNECT_WITHIN_S: Final = 2  # libpq takes less for 2
_STATEMENT_WITHIN_MS: Final = 1_500  # a session that was left alone must not wait for a lock for ever
_FEW_ROWS: Final = 256  # more than a flush of the service has: nobody waits for an answer there
_MANY_ROWS_WITHIN: Final = "SET LOCAL statement_timeout = '60s'"
_WORDS: Final = {
    "connect_timeout": _CONNECT_WITHIN_S,
    # a way to the server that swallows everything is noticed by the system too; only TCP has these, and
    # libpq leaves out what the system does not know
    "tcp_user_timeout": 2_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
}
_PROMISES: Final = """
    SELECT pg_is_in_recovery(), current_setting('fsync'), current_setting('full_page_writes')
"""

_OURS: Final = "SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()"
_END: Final = """
    SELECT pid, backend_start, pg_terminate_backend(pid) FROM pg_stat_activity
    JOIN unnest(%b::integer[], %b::timestamptz[]) AS ours (pid, backend_start) USING (pid, backend_start)
"""
_MOST_LEFT: Final = 3
"""Sessions of before that may still be there when another one begins; one that hangs must not hold it up."""
_LOOKS: Final = 4
_LOOK_EVERY_S: Final = 0.05
_WAIT_FOR_STANDBYS: Final = "SELECT pg_logical_emit_message(true, 'hiring', '')"

_logger: Final = logging.getLogger(__name__)


class Session:
    """Made when it is needed, and made anew after every failure of the server or of the way to it.

    Args:
        what: Names what it is used for, in errors.
    """

    def __init__(self, url: URL, what: str) -> None:
        self._words = connect_words(url) | _WORDS
        self._what = what
        self._turn = threading.Lock()
        self._state = threading.Lock()  # never held while anything waits for the server
        self._connection: psycopg.Connection | None = None
        self._backend: tuple[object, ...] | None = None
        self._left: list[tuple[object, ...]] = []
        """Process and start of the sessions that were not ended in order."""
        self._way: socket.socket | None = None
        self._in_use = False
        self._broken_off = False
        self._warned = False

    @contextmanager
    def using(self, *, rows: int = 1) -> Iterator[psycopg.Connection]:
        """The connection, which commits each statement by itself; one thread at a time has it.

        Args:
            rows: How many will be sent: for very many the server may take its time, in one transaction.

        Raises:
            StoreUnavailable: The server or the way to it failed, `interrupt` was called, or the server does
                not keep what it commits.
        """
        with self._turn:
            try:
                with self._watched(), port_errors(self._what):
                    connection = self._connected()
                    with connection.transaction() if rows > _FEW_ROWS else nullcontext():
                        if rows > _FEW_ROWS:
                            connection.execute(_MANY_ROWS_WITHIN)
                        yield connection
            except ValueError:  # what was sent is at fault, and nothing of it was done
                raise
            except BaseException:
                self._leave()
                raise

    def interrupt(self) -> None:
        """Break off what is under way; does not wait.

        A connection that is being made is not used any more when it is there.
        """
        with self._state:
            if self._in_use:
                self._broken_off = True
                if self._way is not None:
                    _shut(self._way)

    def close(self) -> None:
        with self._turn:
            self._drop()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        with self._state:
            self._in_use, self._broken_off = True, False
        try:
            yield
        finally:
            with self._state:
                self._in_use = False

    def _connected(self) -> psycopg.Connection:
        if self._way is not None and _is_lost(self._way):
            self._drop()  # it ended while nobody used it
        if self._connection is None:
            try:
                self._connection = self._made()
            except BaseException:
                self._leave()
                raise
        return self._connection

    def _made(self) -> psycopg.Connection:
        """One that is pinned, on a server that keeps what it commits."""
        connection = self._connection = psycopg.connect(**self._words, autocommit=True)
        with self._state:
            # a duplicate: libpq closes its own descriptor when it likes, and the number goes to another
            self._way = socket.fromfd(connection.fileno(), socket.AF_INET, socket.SOCK_STREAM)
            if self._broken_off:
                raise StoreUnavailable(f"{self._what} was interrupted")
        pin(connection, statement_timeout_ms=_STATEMENT_WITHIN_MS)
        self._backend = connection.execute(_OURS).fetchone()
        self._require_promises(connection)
        self._end_what_was_left(connection)
        return connection

    def _end_what_was_left(self, connection: psycopg.Connection) -> None:
        """A session that was broken off may go on in the server, while a synchronous standby is lost.

        It is ended before another one sends anything: else they pile up until nobody can connect. Its rows
        are committed by then, here alone: a write of our own waits for the standbys that they missed.
        """
        if not self._left:
            return
        self._left = self._ended_or_left(connection)
        if len(self._left) > _MOST_LEFT:
            raise StoreUnavailable(f"{self._what}: earlier sessions do not end")
        connection.execute(_WAIT_FOR_STANDBYS)

    def _ended_or_left(self, connection: psycopg.Connection) -> list[tuple[object, ...]]:
        """Ask all that were left to end; those that are still there a moment later."""
        alive = self._left
        for _ in range(_LOOKS):
            wanted = [list(each) for each in zip(*alive, strict=True)]
            alive = [(pid, start) for pid, start, _ in connection.execute(_END, wanted)]
            if not alive:
                break
            time.sleep(_LOOK_EVERY_S)
        return alive

    def _require_promises(self, connection: psycopg.Connection) -> None:
        """Refuse a server that may forget what it has committed."""
        row = connection.execute(_PROMISES).fetchone()
        standby, *settings = row or ()
        if standby:
            raise StoreUnavailable(f"{self._what}: the server is a standby, which cannot be written to")
        if "off" in settings and not self._warned:
            self._warned = True  # a server for trials is told so, and works
            _logger.warning(
                "the PostgreSQL server runs with fsync or full_page_writes off: committed data "
                "may not survive a power failure"
            )

    def _leave(self) -> None:
        """Go on without the session, which may go on in the server."""
        self._left += [self._backend] if self._backend else []
        self._drop()

    def _drop(self) -> None:
        with self._state:
            connection, self._connection, self._backend = self._connection, None, None
            way, self._way = self._way, None
        if way is not None:
            _shut(way)  # first: to say goodbye to a server that hangs would take its time
            way.close()
        if connection is not None:
            connection.close()


def _is_lost(way: socket.socket) -> bool:
    """Whether the server closed it, or said something that nobody asked for. Does not wait: libpq's way."""
    try:
        way.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _shut(way: socket.socket) -> None:
    with suppress(OSError):  # the other side was quicker
        way.shutdown(socket.SHUT_RDWR)
