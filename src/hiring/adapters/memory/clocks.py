"""Where the time comes from: the machine, or whoever holds the hands."""

from datetime import UTC, datetime, timedelta

from hiring.application.ports.clock import Clock


class SystemClock(Clock):
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock(Clock):
    """A clock that stands still until it is moved.

    Raises:
        ValueError: The moment has no time zone.
    """

    def __init__(self, moment: datetime) -> None:
        if moment.tzinfo is None:
            raise ValueError("the moment needs a time zone")
        self._moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        return self._moment

    def advance(self, by: timedelta) -> None:
        """Move the hands."""
        self._moment += by
