"""`feedback` in PostgreSQL."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from psycopg import sql
from sqlalchemy import Connection, Engine

from hiring.adapters.postgres.errors import port_errors
from hiring.adapters.postgres.metadata import REQUEST_KEYS, sql_type
from hiring.adapters.postgres.sessions.turns import take_turn_in_order
from hiring.adapters.postgres.values import FORMS
from hiring.application.ports.logs import FeedbackLog
from hiring.application.ports.specs.logs import FEEDBACK, INFERENCE_LOG, OUTCOMES
from hiring.application.ports.specs.rows import RowCodec
from hiring.application.ports.specs.spec import Column
from hiring.domain.decision_outcomes import DecisionOutcome
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
    subject_of,
)
from hiring.domain.records import TableName

_READ_AT_ONCE: Final = 1_000
_JSON: Final = msgspec.json.Encoder()
_CODEC: Final = RowCodec(FEEDBACK, FORMS)
_OUTCOME: Final = RowCodec(OUTCOMES, FORMS)

_UNDER_IDS: Final = "SELECT request_id, client, ts FROM {keys} WHERE request_id = ANY (%s::text[])"
# two ways down one index for each report: the latest decision for its vaga, and else the latest without one.
# OFFSET 0 keeps the order by time out of the choice of an index: that by time alone would be read for ever
_OF_PEOPLE: Final = """
    SELECT COALESCE(same.request_id, other.request_id), COALESCE(same.client, other.client),
           COALESCE(same.request_id, other.request_id) IS NULL AND EXISTS (
               SELECT FROM {log} AS log WHERE log.codigo_profissional = report.person
               AND (report.vaga IS NULL OR log.vaga_codigo IS NULL OR log.vaga_codigo = report.vaga)
           )
    FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[]) WITH ORDINALITY
        AS report (person, vaga, until, place)
    LEFT JOIN LATERAL (
        SELECT found.request_id, found.client FROM (
            SELECT log.request_id, log.client, log.ts, log.id FROM {log} AS log
            WHERE log.codigo_profissional = report.person AND log.ts < report.until
              AND log.vaga_codigo = report.vaga
            OFFSET 0
        ) AS found ORDER BY found.ts DESC, found.id DESC LIMIT 1
    ) AS same ON true
    LEFT JOIN LATERAL (
        SELECT found.request_id, found.client FROM (
            SELECT log.request_id, log.client, log.ts, log.id FROM {log} AS log
            WHERE log.codigo_profissional = report.person AND log.ts < report.until
              AND (report.vaga IS NULL OR log.vaga_codigo IS NULL) AND same.request_id IS NULL
            OFFSET 0
        ) AS found ORDER BY found.ts DESC, found.id DESC LIMIT 1
    ) AS other ON true
    ORDER BY report.place
"""
_BEFORE: Final = "SELECT subject, hired, outcome_at FROM {feedback} WHERE subject = ANY (%s::text[])"
_APPEND: Final = """
    INSERT INTO {feedback} ({columns}) SELECT {columns} FROM jsonb_to_recordset(%s::jsonb) AS new ({typed})
    ON CONFLICT (subject, hired, outcome_at) DO NOTHING
"""
# by way of what was reported: the log may be a thousand times as long
_OUTCOMES: Final = """
    SELECT {outcome}, named_id, named_client, log.id IS NOT NULL
    FROM (
        SELECT DISTINCT decision_request_id, decision_client FROM {feedback}
        WHERE (decision_request_id, decision_client) > (%s, %s) ORDER BY 1, 2 LIMIT %s
    ) AS named (named_id, named_client)
    LEFT JOIN LATERAL (
        SELECT log.* FROM {keys} AS key JOIN {log} AS log ON log.ts = key.ts AND log.id = key.id
        WHERE key.request_id = named_id AND key.client = named_client AND key.ts >= %s AND key.ts < %s
    ) AS log ON true
    CROSS JOIN LATERAL (
        SELECT report.hired, report.outcome_at FROM {feedback} AS report
        WHERE report.decision_request_id = named_id AND report.decision_client = named_client
        ORDER BY report.outcome_at DESC, report.id DESC LIMIT 1
    ) AS counts
    CROSS JOIN LATERAL (
        SELECT min(report.ts) AS first_reported_at FROM {feedback} AS report
        WHERE report.decision_request_id = named_id AND report.decision_client = named_client
    ) AS reported
    ORDER BY named_id, named_client
"""
# to compile a thousand short ways down an index takes longer than to go them
_WITHOUT_JIT: Final = "SET LOCAL jit = off"
_UNMATCHED: Final = "SELECT count(*) FROM {feedback} WHERE decision_request_id IS NULL"


class PostgresFeedbackLog(FeedbackLog):
    """Reports as rows, each with the decision that it is about; callers append one after the other."""

    def __init__(self, engine: Engine, schema: TableName) -> None:
        self._engine, self._schema = engine, schema
        words = {
            "log": sql.Identifier(schema, INFERENCE_LOG.name),
            "keys": sql.Identifier(schema, REQUEST_KEYS.name),
            "feedback": sql.Identifier(schema, FEEDBACK.name),
            "columns": sql.SQL(", ").join(map(sql.Identifier, FEEDBACK.names)),
            "outcome": sql.SQL(", ").join(map(sql.Identifier, OUTCOMES.names)),
            "typed": sql.SQL(", ").join(map(_typed, FEEDBACK.columns)),
        }
        self._under_ids, self._of_people, self._before, self._append, self._outcomes, self._unmatched = (
            sql.SQL(statement).format(**words).as_string()
            for statement in (_UNDER_IDS, _OF_PEOPLE, _BEFORE, _APPEND, _OUTCOMES, _UNMATCHED)
        )

    def append(self, reports: Sequence[OutcomeReport]) -> Sequence[FeedbackResult]:
        if not reports:
            return []
        with port_errors(FEEDBACK.name), self._engine.begin() as connection:
            connection.exec_driver_sql(_WITHOUT_JIT)
            take_turn_in_order(connection, self._schema, FEEDBACK.name)
            matched = list(zip(reports, self._matches(connection, reports), strict=True))
            subjects = list({subject_of(report, match) for report, match in matched})
            before: dict[str, set[Outcome]] = {}
            for subject, hired, day in connection.exec_driver_sql(self._before, (subjects,)):
                before.setdefault(subject, set()).add((bool(hired), day))
            rows, results = add_feedback(matched, before)
            connection.exec_driver_sql(self._append, (_rows_text(rows),))
        return results

    def outcomes(self, start: datetime, end: datetime) -> Iterator[Sequence[DecisionOutcome]]:
        after = ("", "")
        while rows := self._read(self._outcomes, *after, _READ_AT_ONCE, start, end):
            after = (rows[-1][-3], rows[-1][-2])
            if found := [_OUTCOME.row(row[:-3]) for row in rows if row[-1]]:
                yield found

    def unmatched(self) -> int:
        ((count,),) = self._read(self._unmatched)
        return int(count)

    def _matches(self, connection: Connection, reports: Sequence[OutcomeReport]) -> Iterator[Match]:
        """The decisions that they are about, in order."""
        by_id = {report.request_id: dict[str, datetime]() for report in reports if report.request_id}
        if by_id:
            for request_id, client, at in connection.exec_driver_sql(self._under_ids, (list(by_id),)):
                by_id[request_id][client] = at
        people = [report for report in reports if report.request_id is None]
        of_people = iter(self._matches_of_people(connection, people))
        for report in reports:
            found = None if report.request_id is None else by_id[report.request_id]
            yield next(of_people) if found is None else match_of_request(report, found)

    def _matches_of_people(
        self, connection: Connection, reports: Collection[OutcomeReport]
    ) -> Sequence[Match]:
        if not reports:
            return []
        asked = (
            [report.codigo_profissional for report in reports],
            [report.vaga_codigo for report in reports],
            [day_after(report.outcome_at) for report in reports],
        )
        return [
            (request_id, client)
            if request_id is not None
            else Unmatched.BEFORE_DECISION
            if later
            else Unmatched.NO_DECISION
            for request_id, client, later in connection.exec_driver_sql(self._of_people, asked)
        ]

    def _read(self, query: str, *values: object) -> Sequence[Any]:
        with port_errors(FEEDBACK.name), self._engine.connect() as connection:
            connection.exec_driver_sql(_WITHOUT_JIT)
            return connection.exec_driver_sql(query, values).all()


def _typed(column: Column) -> sql.Composable:
    return sql.Identifier(column.name) + sql.SQL(f" {sql_type(column)}")


def _rows_text(rows: Sequence[Feedback]) -> str:
    names = FEEDBACK.names
    named = [dict(zip(names, _CODEC.values(row), strict=True)) for row in rows]
    return _JSON.encode(named).decode()
