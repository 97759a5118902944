"""The time."""

from abc import abstractmethod
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time, so that the core never asks the machine."""

    @abstractmethod
    def now(self) -> datetime:
        """This moment, UTC, with its time zone."""
