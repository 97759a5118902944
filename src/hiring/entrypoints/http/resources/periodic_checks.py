"""What goes on beside the answers: looks that come again and again, and are started again should one end."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from structlog.typing import FilteringBoundLogger

Look = Callable[[], Awaitable[None]]


class PeriodicChecks:
    """Each look in a task of its own, with somebody who watches that task.

    Args:
        log: Told of a look that ended.
        every_s: Pause between two looks, and before one that ended is started again.
    """

    def __init__(self, log: FilteringBoundLogger, *, every_s: float) -> None:
        self._log = log
        self._every_s = every_s
        self._ended: set[str] = set()

    @property
    def ended(self) -> bool:
        """Whether one has ended and was not started again yet."""
        return bool(self._ended)

    @asynccontextmanager
    async def running(self, looks: Mapping[str, Look]) -> AsyncIterator[None]:
        """Inside the block they come round.

        Args:
            looks: By name. They are to catch what fails; what gets past them ends them.
        """
        watchers = [asyncio.create_task(self._watch(*named)) for named in looks.items()]
        try:
            yield
        finally:
            for watcher in watchers:
                watcher.cancel()
            await asyncio.gather(*watchers, return_exceptions=True)

    async def _watch(self, name: str, look: Look) -> None:
        while True:
            looking = asyncio.create_task(self._again_and_again(look))
            self._ended.discard(name)
            try:
                await asyncio.wait({looking})
            finally:
                looking.cancel()
            self._ended.add(name)
            failure = None if looking.cancelled() else looking.exception()
            self._log.error("look ended", part=name, exception=type(failure).__name__)
            await asyncio.sleep(self._every_s)

    async def _again_and_again(self, look: Look) -> None:
        while True:
            await asyncio.sleep(self._every_s)
            await look()
