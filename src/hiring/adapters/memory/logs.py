"""Rows that are appended, as lists behind a lock."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Final, Generic

from hiring.adapters.memory.checks import require_row
from hiring.application.ports.logs import FeedbackLog, InferenceLog, Log
from hiring.application.ports.specs.logs import FEEDBACK, INFERENCE_LOG
from hiring.application.ports.specs.spec import Row, RowSpec
from hiring.domain.decisions import AppendResult, Decision, Feedback, append_results, decision_key

_READ_AT_ONCE: Final = 1_000


class MemoryLog(Log[Row], Generic[Row]):
    """Rows in the order of appending, and by key where there is one."""

    def __init__(self, spec: RowSpec[Row]) -> None:
        fields = {column.name: column.field for column in spec.columns}
        self._moment = attrgetter(fields[spec.moment])
        self._order = [attrgetter(fields[name]) for name in spec.order]
        self._key = [attrgetter(fields[name]) for name in spec.key]
        self._spec, self._lock = spec, threading.Lock()
        self._rows: dict[object, Row] = {}

    def append(self, rows: Sequence[Row]) -> int:
        for row in rows:
            require_row(self._spec, row)
        with self._lock:
            before = len(self._rows)
            for row in rows:
                key = tuple([of(row) for of in self._key]) or len(self._rows)
                self._rows.setdefault(key, row)
            return len(self._rows) - before

    def all(self) -> Sequence[Row]:
        with self._lock:
            rows = list(self._rows.values())
        return sorted(rows, key=lambda row: [of(row) for of in self._order])

    def between(self, start: datetime, end: datetime) -> Sequence[Row]:
        return [row for row in self.all() if start <= self._moment(row) < end]

    def latest(self) -> Row | None:
        return next(reversed(self.all()), None)


class MemoryInferenceLog(InferenceLog):
    """Decisions by client and request id."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._decisions: dict[tuple[str, str], Decision] = {}

    def append_calls(self, calls: Sequence[Sequence[Decision]]) -> Sequence[Sequence[AppendResult]]:
        for call in calls:
            for decision in call:
                require_row(INFERENCE_LOG, decision)
        with self._lock:
            return [self._appended(call) for call in calls]

    def probe(self, like: Decision) -> None:
        require_row(INFERENCE_LOG, like)

    def find(self, request_id: str, client: str = "") -> Decision | None:
        with self._lock:
            return self._decisions.get((request_id, client))

    def clients(self, request_id: str) -> Sequence[str]:
        with self._lock:
            return sorted(client for known, client in self._decisions if known == request_id)

    def between(self, start: datetime, end: datetime) -> Iterator[Sequence[Decision]]:
        with self._lock:
            found = [decision for decision in self._decisions.values() if start <= decision.at < end]
        found.sort(key=lambda decision: decision.at)
        for first in range(0, len(found), _READ_AT_ONCE):
            yield found[first : first + _READ_AT_ONCE]

    def interrupt(self) -> None:
        """Nothing here takes long."""

    def _appended(self, call: Sequence[Decision]) -> list[AppendResult]:
        before = {
            decision_key(one): one.body_digest
            for one in map(self._decisions.get, map(decision_key, call))
            if one
        }
        appended = append_results(call, before)
        for decision, became in zip(call, appended, strict=True):
            if became is AppendResult.STORED:
                self._decisions[decision_key(decision)] = decision
        return appended


class MemoryFeedbackLog(FeedbackLog):
    """Reports in the order of appending."""

    def __init__(self) -> None:
        self._log = MemoryLog(FEEDBACK)

    def append(self, reports: Sequence[Feedback]) -> None:
        self._log.append(reports)

    def latest(self, people: Sequence[int]) -> Mapping[int, bool]:
        wanted = set(people)
        found = [report for report in self._log.all() if report.codigo_profissional in wanted]
        return {report.codigo_profissional: report.hired for report in found}  # the latest report stays
