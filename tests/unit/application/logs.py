"""Audit logs that hang, refuse or remember what they were asked, around one in memory."""

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from hiring.adapters.memory.logs import MemoryInferenceLog
from hiring.application.serving.flush import CallOutcome
from hiring.application.serving.group_commit import Observer
from hiring.domain.decisions import AppendResult, Decision
from hiring.domain.errors import StoreUnavailable
from tests.contracts.uncounted import UncountedLog


class WatchedLog(UncountedLog):
    """Remembers the ids of each append; what stands before it may wait or raise.

    Args:
        before: Called with the ids before they are appended.
    """

    def __init__(self, before: Callable[[list[str]], object] | None = None) -> None:
        self.log = MemoryInferenceLog()
        self.appends: list[list[str]] = []
        self.interrupted = threading.Event()
        self.down = False
        self.probes = 0
        self._before = before

    def append_calls(self, calls: Sequence[Sequence[Decision]]) -> Sequence[Sequence[AppendResult]]:
        self._require_up()
        ids = [decision.request_id for call in calls for decision in call]
        self.appends.append(ids)
        if self._before is not None:
            self._before(ids)
        return self.log.append_calls(calls)

    def probe(self, like: Decision) -> None:
        self.probes += 1
        self._require_up()
        self.log.probe(like)

    def find(self, request_id: str, client: str = "") -> Decision | None:
        self._require_up()
        return self.log.find(request_id, client)

    def clients(self, request_id: str) -> Sequence[str]:
        return self.log.clients(request_id)

    def between(self, start: datetime, end: datetime) -> Iterator[Sequence[Decision]]:
        return self.log.between(start, end)

    def interrupt(self) -> None:
        self.interrupted.set()

    def _require_up(self) -> None:
        if self.down:
            raise StoreUnavailable("the disk is full")


class Counts(Observer):
    """What was counted."""

    def __init__(self) -> None:
        self.outcomes: dict[CallOutcome, int] = {}
        self.flushes: list[tuple[int, int]] = []
        self.answers: list[Decision] = []

    def counted(self, outcome: CallOutcome, rows: int) -> None:
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + rows

    def decided(self, decisions: Sequence[Decision]) -> None:
        self.answers += decisions

    def flushed(self, rows: int, seconds: float, *, waiting: int) -> None:
        assert seconds >= 0
        self.flushes.append((rows, waiting))
