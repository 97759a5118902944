"""Whoever is told of alerts."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Protocol

from hiring.domain.monitoring.alerts import WatchedAlert
from hiring.domain.monitoring.notices import Delivery


class AlertNotifier(Protocol):
    """Somebody outside who is told of alerts."""

    @property
    @abstractmethod
    def place(self) -> str:
        """Who that is, for people; no secrets."""

    @abstractmethod
    def deliver(self, alerts: Sequence[WatchedAlert]) -> Iterator[Delivery]:
        """Tell of one after another, within a bounded time, and say of each at once what became of it.

        To tell of the same alert again does no harm. That somebody cannot be reached is no error, it is said.
        """
