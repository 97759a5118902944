"""Clocks: the machine's, and one for whoever holds the hands."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from hiring.application.ports.clock import Clock

SYSTEM_CLOCK: Final[Clock] = partial(datetime.now, UTC)
"""The machine's clock."""


class FixedClock:
    """A clock that stands still until it is moved.

    Raises:
        ValueError: The moment has no time zone.
    """

    def __init__(self, moment: datetime) -> None:
        if moment.tzinfo is None:
            raise ValueError("the moment needs a time zone")
        self._moment = moment.astimezone(UTC)

    def __call__(self) -> datetime:
        return self._moment

    def advance(self, by: timedelta) -> None:
        """Move the hands."""
        self._moment += by
