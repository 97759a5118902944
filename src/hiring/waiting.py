"""Waiting for others to let go of something: who waits long says for whom, and nobody waits for ever."""

import logging
import time
from collections.abc import Callable
from typing import Final

from hiring.domain.errors import StoreFault, StoreUnavailable

LOCK_WITHIN_S: Final = 300.0
"""How long where nothing else is set."""

SAID_AFTER_S: Final = 3.0

_logger: Final = logging.getLogger(__name__)


class Wait:
    """One wait, from its first try to its end.

    Args:
        what: As messages name it.
        within_s: How long to try.
        every_s: Pause between two tries; 0 where a try waits by itself.
    """

    def __init__(self, what: str, *, within_s: float, every_s: float) -> None:
        self._what, self._within_s, self._every_s = what, within_s, every_s
        self._began = time.monotonic()
        self._said = False

    def once_more(self, holder: Callable[[], str]) -> None:
        """Pause after a try that failed.

        Args:
            holder: Names who has it; asked only where that is said.

        Raises:
            StoreUnavailable: It took too long.
        """
        waited_s = time.monotonic() - self._began
        if waited_s > SAID_AFTER_S and not self._said:
            self._said = True
            _logger.warning("waiting for %s, held by %s", self._what, holder())
        if waited_s > self._within_s:
            raise StoreUnavailable(
                f"{self._what} has been held by {holder()} for longer than {self._within_s:g} s",
                fault=StoreFault.HELD_TOO_LONG,
            )
        time.sleep(self._every_s)
