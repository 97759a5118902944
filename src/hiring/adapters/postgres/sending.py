"""Blocks on their way into a COPY, sent while the next ones are made.

psycopg has such a writer, with a queue of a thousand blocks: too much memory for rows of this size.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Thread
from typing import Final

_AHEAD: Final = 4  # blocks that wait, about 10 MB of applicants


class _Sender:
    def __init__(self, write: Callable[[bytes], None]) -> None:
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
                    self._write(block)
                except Exception as error:  # noqa: BLE001  # raised again by whoever sends
                    self._error = error


@contextmanager
def sending(write: Callable[[bytes], None]) -> Iterator[Callable[[bytes], None]]:
    """Gives what sends a block from a thread of its own, in order; all are sent when the block ends well.

    What `write` raises is raised by a later call, or in the end.
    """
    sender = _Sender(write)
    try:
        yield sender.send
    finally:
        sender.end()
    sender.check()
