"""`feedback` in memory."""

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from hiring.adapters.memory.logs import MemoryInferenceLog, MemoryLog
from hiring.application.ports.logs import FeedbackLog
from hiring.domain.decision_outcomes import DecisionOutcome, outcome_of
from hiring.domain.decisions import Decision, DecisionKey, decision_key
from hiring.domain.feedback import (
    Feedback,
    FeedbackResult,
    Match,
    Outcome,
    OutcomeReport,
    Unmatched,
    add_feedback,
    day_after,
    match_of_request,
)

_EVER: Final = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class MemoryFeedbackLog(FeedbackLog):
    """Reports in the order of appending.

    Args:
        rows: Where they are kept.
        decisions: What they are about.
    """

    def __init__(self, rows: MemoryLog[Feedback], decisions: MemoryInferenceLog) -> None:
        self._rows, self._decisions, self._lock = rows, decisions, threading.Lock()

    def append(self, reports: Sequence[OutcomeReport]) -> Sequence[FeedbackResult]:
        with self._lock:
            decided = [one for chunk in self._decisions.between(*_EVER) for one in chunk]
            matched = [(report, _match(report, decided)) for report in reports]
            rows, results = add_feedback(matched, self._before())
            self._rows.append(rows)
        return results

    def outcomes(self, start: datetime, end: datetime) -> Iterator[Sequence[DecisionOutcome]]:
        reports: dict[DecisionKey, list[Feedback]] = {}
        for row in self._rows.appended():
            if row.decision_request_id is not None and row.decision_client is not None:
                reports.setdefault((row.decision_request_id, row.decision_client), []).append(row)
        for chunk in self._decisions.between(start, end):
            yield [
                outcome_of(one, reports[decision_key(one)]) for one in chunk if decision_key(one) in reports
            ]

    def unmatched(self) -> int:
        return sum(row.decision_request_id is None for row in self._rows.appended())

    def _before(self) -> Mapping[str, Collection[Outcome]]:
        found: dict[str, set[Outcome]] = {}
        for row in self._rows.appended():
            found.setdefault(row.subject, set()).add((row.hired, row.outcome_at))
        return found


def _match(report: OutcomeReport, decided: Sequence[Decision]) -> Match:
    """The decision that a report is about; the decisions are given oldest first."""
    if report.request_id is not None:
        under = {one.client.name: one.at for one in decided if one.request_id == report.request_id}
        return match_of_request(report, under)
    found = [
        one
        for one in decided
        if one.codigo_profissional == report.codigo_profissional
        and (report.vaga_codigo is None or one.vaga_codigo in (None, report.vaga_codigo))
    ]
    before = [one for one in found if one.at < day_after(report.outcome_at)]
    if not before:
        return Unmatched.BEFORE_DECISION if found else Unmatched.NO_DECISION
    same = [one for one in before if one.vaga_codigo == report.vaga_codigo]
    return decision_key((same if same and report.vaga_codigo is not None else before)[-1])
