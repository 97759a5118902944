"""Whoever watches a long step."""

from abc import abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol


class Progress(Protocol):
    """Somebody who watches a long step."""

    @abstractmethod
    def step(self, name: str, total: int | None = None) -> AbstractContextManager[Callable[[int], None]]:
        """A step begins; tell what it gives how many records were just done. `total` is None if not known."""
