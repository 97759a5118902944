"""`feedback` in SQLite."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final

from hiring.adapters.files.database import Database
from hiring.adapters.files.logs.statements import appending
from hiring.adapters.files.values import FORMS, moment_of, moment_text
from hiring.application.ports.logs import FeedbackLog
from hiring.application.ports.specs.logs import FEEDBACK, OUTCOMES
from hiring.application.ports.specs.rows import RowCodec
from hiring.domain.decision_outcomes import DecisionOutcome
from hiring.domain.feedback import (
    FeedbackResult,
    Match,
    Outcome,
    OutcomeReport,
    Unmatched,
    add_feedback,
    day_after,
    match_of_request,
    subject_of,
)

_READ_AT_ONCE: Final = 1_000

_ROWS: Final = RowCodec(FEEDBACK, FORMS)
_OUTCOME: Final = RowCodec(OUTCOMES, FORMS)
_APPEND: Final = appending(FEEDBACK)
_BEFORE: Final = "SELECT hired, outcome_at FROM feedback WHERE subject = ?"
_UNMATCHED: Final = "SELECT count(*) FROM feedback WHERE decision_request_id IS NULL"

_UNDER_ID: Final = "SELECT client, ts FROM inference_log WHERE request_id = ?"
_EARLIER: Final = "SELECT request_id, client FROM inference_log WHERE codigo_profissional = ? AND ts < ?"
_LATEST: Final = "ORDER BY ts DESC, id DESC LIMIT 1"
_SAME_VAGA: Final = f"{_EARLIER} AND vaga_codigo = ? {_LATEST}"
_NO_VAGA: Final = f"{_EARLIER} AND vaga_codigo IS NULL {_LATEST}"
_ANY_VAGA: Final = f"{_EARLIER} {_LATEST}"
_EVER: Final = """
    SELECT 1 FROM inference_log
    WHERE codigo_profissional = ?1 AND (?2 IS NULL OR vaga_codigo IS NULL OR vaga_codigo = ?2) LIMIT 1
"""

_ABOUT: Final = "feedback WHERE decision_request_id = named.id AND decision_client = named.client"
_FROM: Final = {
    "hired": "report.hired",
    "outcome_at": "report.outcome_at",
    "first_reported_at": f"(SELECT min(ts) FROM {_ABOUT})",  # noqa: S608  # names of ours
}
# by way of what was reported: the log may be a thousand times as long
_OUTCOMES: Final = f"""
    SELECT {", ".join(_FROM.get(name, f"log.{name}") for name in OUTCOMES.names)},
        named.id, named.client, log.id IS NOT NULL
    FROM (
        SELECT DISTINCT decision_request_id AS id, decision_client AS client FROM feedback
        WHERE (decision_request_id, decision_client) > (?, ?) ORDER BY 1, 2 LIMIT ?
    ) AS named
    JOIN feedback AS report
        ON report.id = (SELECT id FROM {_ABOUT} ORDER BY outcome_at DESC, id DESC LIMIT 1)
    LEFT JOIN inference_log AS log
        ON log.request_id = named.id AND log.client = named.client AND log.ts >= ? AND log.ts < ?
    ORDER BY named.id, named.client
"""  # noqa: S608


class FileFeedbackLog(FeedbackLog):
    """Reports as rows, each with the decision that it is about."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, reports: Sequence[OutcomeReport]) -> Sequence[FeedbackResult]:
        with self._database.writing() as connection:
            matched = [(report, _match(connection, report)) for report in reports]
            subjects = {subject_of(report, match) for report, match in matched}
            before = {subject: _before(connection, subject) for subject in subjects}
            rows, results = add_feedback(matched, before)
            connection.executemany(_APPEND, list(map(_ROWS.values, rows)))
        return results

    def outcomes(self, start: datetime, end: datetime) -> Iterator[Sequence[DecisionOutcome]]:
        after, span = ("", ""), (moment_text(start), moment_text(end))
        while rows := self._database.rows(_OUTCOMES, (*after, _READ_AT_ONCE, *span)):
            after = (rows[-1][-3], rows[-1][-2])
            if found := [_OUTCOME.row(row[:-3]) for row in rows if row[-1]]:
                yield found

    def unmatched(self) -> int:
        ((count,),) = self._database.rows(_UNMATCHED)
        return int(count)


def _before(connection: sqlite3.Connection, subject: str) -> set[Outcome]:
    rows = connection.execute(_BEFORE, (subject,))
    return {(bool(hired), date.fromisoformat(day)) for hired, day in rows}


def _match(connection: sqlite3.Connection, report: OutcomeReport) -> Match:
    """The decision that a report is about; nobody else writes meanwhile."""
    if report.request_id is not None:
        logged = connection.execute(_UNDER_ID, (report.request_id,))
        return match_of_request(report, {client: moment_of(text) for client, text in logged})
    person, vaga = report.codigo_profissional, report.vaga_codigo
    earlier = (person, moment_text(day_after(report.outcome_at)))
    if vaga is None:
        found = connection.execute(_ANY_VAGA, earlier).fetchone()
    else:
        found = connection.execute(_SAME_VAGA, (*earlier, vaga)).fetchone()
        found = found or connection.execute(_NO_VAGA, earlier).fetchone()
    if found is None:
        ever = connection.execute(_EVER, (person, vaga)).fetchone()
        return Unmatched.BEFORE_DECISION if ever else Unmatched.NO_DECISION
    request_id, client = found
    return request_id, client
