"""A thread that does an event loop's waiting, one piece of work after the other."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import TypeVar

T = TypeVar("T")


class OneThread:
    """Made in a running event loop, for that loop.

    The thread is a daemon, unlike an executor's: work that hangs must not keep the process from ending.
    """

    def __init__(self, name: str) -> None:
        self._loop = asyncio.get_running_loop()
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def run(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """What the work gives, or raises; it begins when what was asked for before has ended."""
        result: asyncio.Future[T] = self._loop.create_future()

        def run() -> None:
            try:
                given = work()
            except Exception as failure:  # noqa: BLE001  # it is raised where it is waited for
                self._tell(_fail, result, failure)
            else:
                self._tell(_give, result, given)

        self._work.put(run)
        return result

    def end(self, *, wait: bool) -> None:
        """Do no more; `wait` only where all work has ended, since the event loop waits too."""
        self._work.put(None)
        if wait:
            self._thread.join()

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            work()

    def _tell(self, tell: Callable[..., None], *what: object) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(tell, *what)


def _give(result: asyncio.Future[T], given: T) -> None:
    if not result.done():
        result.set_result(given)


def _fail(result: asyncio.Future[T], failure: Exception) -> None:
    if not result.done():
        result.set_exception(failure)
