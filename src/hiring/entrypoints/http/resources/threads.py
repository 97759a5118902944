"""Work that waits for a driver, in threads that neither hold up the event loop nor the end of the process."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final, TypeVar

from hiring.domain.errors import StoreUnavailable

T = TypeVar("T")

ANSWER_WITHIN_S: Final = 2.0
_MOST_AT_ONCE: Final = 8


async def in_thread(work: Callable[[], T]) -> T:
    """What the work gives, or raises.

    The thread is a daemon, unlike an executor's: a driver that hangs must not keep the process from ending.
    It is there for this work alone, unlike the audit log's, where one flush waits for the one before.
    """
    result: Future[T] = Future()

    def run() -> None:
        if not result.set_running_or_notify_cancel():
            return
        try:
            result.set_result(work())
        except BaseException as failure:  # noqa: BLE001  # it is raised where it is waited for
            result.set_exception(failure)

    threading.Thread(target=run, daemon=True, name="hiring").start()
    return await asyncio.wrap_future(result)


class Reads:
    """Reads of a part; each answers in time, and while too many hang, others are refused at once.

    Args:
        part: As errors name it.
        within_s: Time for each.
        at_once: How many may be under way.
    """

    def __init__(
        self, part: str = "store", *, within_s: float = ANSWER_WITHIN_S, at_once: int = _MOST_AT_ONCE
    ) -> None:
        self._part = part
        self._within_s = within_s
        self._at_once = at_once
        self._under_way: set[asyncio.Task[object]] = set()

    async def __call__(self, read: Callable[[], T]) -> T:
        """What is read.

        Raises:
            StoreUnavailable: There is no answer in time; or as the read raises.
        """
        if len(self._under_way) >= self._at_once:
            raise StoreUnavailable(f"the {self._part} is not responding")
        reading = asyncio.create_task(in_thread(read))
        self._under_way.add(reading)
        reading.add_done_callback(self._ended)
        await asyncio.wait({reading}, timeout=self._within_s)
        if not reading.done():
            raise StoreUnavailable(f"the {self._part} did not respond within {self._within_s:.0f} s")
        return reading.result()

    def _ended(self, reading: asyncio.Task[object]) -> None:
        self._under_way.discard(reading)
        if not reading.cancelled():
            reading.exception()  # seen, or it would be reported as lost
