"""A log that fails when it is told to, around one that does not."""

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from hiring.application.ports.logs import InferenceLog
from hiring.domain.decisions import AppendResult, Decision
from hiring.domain.errors import StoreUnavailable
from tests.contracts.uncounted import UncountedLog

T = TypeVar("T")


class UnreliableLog(UncountedLog):
    """Fails at its n-th append or find: before the real thing happened, or after it.

    Args:
        fails_at: Which call, counted from 1.
        after: Whether the real thing has happened when it fails.
        lasting: Whether all calls fail from then on, until `heal`.
    """

    def __init__(self, log: InferenceLog, *, fails_at: int, after: bool, lasting: bool) -> None:
        self._log = log
        self._fails_at, self._after, self._lasting = fails_at, after, lasting
        self._calls = 0
        self._healed = threading.Event()

    @property
    def reached(self) -> bool:
        """Whether the call that fails was made."""
        return self._calls >= self._fails_at

    def heal(self) -> None:
        self._healed.set()

    def append_calls(self, calls: Sequence[Sequence[Decision]]) -> Sequence[Sequence[AppendResult]]:
        return self._perhaps(lambda: self._log.append_calls(calls))

    def probe(self, like: Decision) -> None:
        self._perhaps(lambda: self._log.probe(like))

    def find(self, request_id: str, client: str = "") -> Decision | None:
        return self._perhaps(lambda: self._log.find(request_id, client))

    def clients(self, request_id: str) -> Sequence[str]:
        return self._log.clients(request_id)

    def between(self, start: datetime, end: datetime) -> Iterator[Sequence[Decision]]:
        return self._log.between(start, end)

    def interrupt(self) -> None:
        self._log.interrupt()

    def _perhaps(self, call: Callable[[], T]) -> T:
        self._calls += 1
        fails = self._calls == self._fails_at or (self._lasting and self._calls > self._fails_at)
        if fails and not self._healed.is_set():
            if self._after:
                call()
            raise StoreUnavailable("as it was told")
        return call()
