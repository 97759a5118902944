"""Logs as lists behind a lock: decisions, baselines, alerts and feedback."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from hiring.application.ports.logs import AlertLog, BaselineLog, FeedbackLog, InferenceLog
from hiring.domain.decisions import (
    Alert,
    AppendResult,
    Baseline,
    Decision,
    Feedback,
    append_results,
    decision_key,
)

_READ_AT_ONCE: Final = 1_000


class MemoryInferenceLog(InferenceLog):
    """Decisions by client and request id."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._decisions: dict[tuple[str, str], Decision] = {}

    def append_calls(self, calls: Sequence[Sequence[Decision]]) -> Sequence[Sequence[AppendResult]]:
        with self._lock:
            return [self._appended(call) for call in calls]

    def probe(self, like: Decision) -> None:
        """Memory takes whatever comes."""

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


class MemoryBaselineLog(BaselineLog):
    """Baselines in the order of appending."""

    def __init__(self) -> None:
        self._baselines: list[Baseline] = []

    def append(self, baseline: Baseline) -> None:
        self._baselines.append(baseline)

    def latest(self) -> Baseline | None:
        return self._baselines[-1] if self._baselines else None


class MemoryAlertLog(AlertLog):
    """Alerts by window, model, feature and rule."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._alerts: dict[tuple[datetime, datetime, str, str, str], Alert] = {}

    def append(self, alerts: Sequence[Alert]) -> int:
        with self._lock:
            before = len(self._alerts)
            for alert in alerts:
                key = (alert.window_start, alert.window_end, alert.model_path, alert.feature, alert.rule)
                self._alerts.setdefault(key, alert)
            return len(self._alerts) - before

    def between(self, start: datetime, end: datetime) -> Sequence[Alert]:
        with self._lock:
            found = [alert for alert in self._alerts.values() if start <= alert.window_start < end]
        return sorted(
            found, key=lambda alert: (alert.window_start, alert.window_end, alert.feature, alert.rule)
        )


class MemoryFeedbackLog(FeedbackLog):
    """Reports in the order of appending."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reports: list[Feedback] = []

    def append(self, reports: Sequence[Feedback]) -> None:
        with self._lock:
            self._reports.extend(reports)

    def latest(self, people: Sequence[int]) -> Mapping[int, bool]:
        wanted = set(people)
        with self._lock:
            found = [report for report in self._reports if report.codigo_profissional in wanted]
        found.sort(key=lambda report: report.at)  # stable: of equal moments the one reported later counts
        return {report.codigo_profissional: report.hired for report in found}
