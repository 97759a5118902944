"""Blocks on their way into a COPY, sent while the next ones are made.

psycopg has such a writer, with a queue of a thousand blocks: too much memory for rows of this size.
"""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Thread
from typing import Any, Final

import psycopg

_AHEAD: Final = 4  # blocks that wait, about 10 MB of applicants
_ROOM: Final = 1 << 22  # bytes under way, 40 ms of the server's work; the kernel may allow less


class _Sender:
    def __init__(self, write: Callable[[memoryview], object]) -> None:
        self._write = write
        self._queue: Queue[bytes | None] = Queue(_AHEAD)
        self._error: Exception | None = None
        self._thread = Thread(target=self._run, name="copy", daemon=True)
        self._thread.start()

    def send(self, block: bytes) -> None:
        self.check()
        self._queue.put(block)

    def end(self) -> None:
        """Nothing is being sent when this returns."""
        self._queue.put(None)
        self._thread.join()

    def check(self) -> None:
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        while (block := self._queue.get()) is not None:
            if self._error is None:
                try:
                    self._write(memoryview(block))  # psycopg cuts it: a view is not copied
                except Exception as error:  # noqa: BLE001  # raised again by whoever sends
                    self._error = error


@contextmanager
def sending(write: Callable[[memoryview], object]) -> Iterator[Callable[[bytes], None]]:
    """Gives what sends a block from a thread of its own, in order; all are sent when the block ends well.

    What `write` raises is raised by a later call, or in the end.
    """
    sender = _Sender(write)
    try:
        yield sender.send
    finally:
        sender.end()
    sender.check()


def give_room(connection: psycopg.Connection[Any]) -> None:
    """Let megabytes wait in a Unix socket, so that the server has work while this process gets no turn.

    Such a socket holds some 200 kB, which the server reads in 2 ms, and calls for more when three quarters of
    it have gone: with all cores busy that is too late, and a third of a load went into waiting. TCP sizes its
    buffers by itself.
    """
    if os.name == "posix":
        with socket.socket(fileno=os.dup(connection.fileno())) as same:
            if same.family == socket.AF_UNIX:
                same.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _ROOM)
