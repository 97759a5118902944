"""`inference_log` in PostgreSQL."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from itertools import chain
from typing import Any, Final

import psycopg
from psycopg import sql
from sqlalchemy import URL, Engine, select, tuple_

from hiring.adapters.postgres.errors import port_errors
from hiring.adapters.postgres.logs.counting import PostgresCounts
from hiring.adapters.postgres.logs.decision_rows import decision_of, rows_text
from hiring.adapters.postgres.metadata import REQUEST_KEYS, sql_type, table_of
from hiring.adapters.postgres.sessions.session import Session
from hiring.application.ports.logs import InferenceLog
from hiring.application.ports.specs.logs import INFERENCE_LOG
from hiring.application.ports.specs.spec import Column
from hiring.domain.decisions import AppendResult, Decision, DecisionKey, append_results_by_call, decision_key
from hiring.domain.errors import DecisionRetired, StoreUnavailable
from hiring.domain.monitoring.drift.counts import CountQuery, DayCounts, HourVolume
from hiring.domain.records import TableName

_READ_AT_ONCE: Final = 1_000

_C: Final = table_of(INFERENCE_LOG).c
_COLUMNS: Final = [_C[name] for name in INFERENCE_LOG.names]

# one statement, one way there and back, and one commit, whatever their number. One JSON text takes a third of
# the client's time of eleven arrays. Free keys take the next `id` each, in the order of its elements; the log
# is partitioned and cannot see what another month has, so it takes the rows whose keys were free. No two rows
# of a text may share a key: both would be taken
_APPEND: Final = """
    WITH new AS (SELECT * FROM jsonb_to_recordset(%b::jsonb) AS new ({typed})),
    free AS (
        INSERT INTO {keys} (request_id, client, ts, body_digest)
        SELECT request_id, client, ts, body_digest FROM new
        ON CONFLICT (request_id, client) DO NOTHING
        RETURNING id, request_id, client
    )
    INSERT INTO {table} (id, {columns})
    SELECT id, {columns} FROM free JOIN new USING (request_id, client)
    RETURNING request_id, client
"""
_DIGESTS: Final = """
    SELECT request_id, client, body_digest FROM {keys}
    JOIN unnest(%b::text[], %b::text[]) AS wanted (request_id, client) USING (request_id, client)
"""
# without the month, which the key knows, each partition would be looked through
_FIND: Final = """
    SELECT {of_log}, log.id, key.ts FROM {keys} AS key
    LEFT JOIN {table} AS log ON log.ts = key.ts AND log.id = key.id
    WHERE key.request_id = %b::text AND key.client = %b::text
"""
_CLIENTS: Final = 'SELECT client FROM {keys} WHERE request_id = %b::text ORDER BY client COLLATE "C"'

Calls = Sequence[Sequence[Decision]]
_Inserted = tuple[set[DecisionKey], list[list[AppendResult]]]
"""The keys of the rows that were inserted, and what became of each decision."""


class PostgresInferenceLog(InferenceLog):
    """Decisions as rows; a client's request id tells what is new.

    Appends and looks up in a session of its own, so that both can be broken off; a range is read in others.
    """

    def __init__(self, engine: Engine, url: URL, schema: TableName) -> None:
        self._engine = engine
        self._session = Session(url, INFERENCE_LOG.name)
        self._counts = PostgresCounts(engine, schema)
        words = _words(schema)
        self._append, self._digests, self._find, self._clients = (
            sql.SQL(statement).format(**words).as_string()
            for statement in (_APPEND, _DIGESTS, _FIND, _CLIENTS)
        )

    def append_calls(self, calls: Calls) -> Sequence[Sequence[AppendResult]]:
        count = sum(map(len, calls))
        if not count:
            return [[] for _ in calls]
        with self._session.using(rows=count) as connection:
            if all(len(call) <= 1 for call in calls):  # the usual case; a statement is whole or not at all
                stored, appended = self._inserted(connection, calls, calls)
            else:
                stored, appended = self._whole_calls(connection, calls)
        _require_stored(calls, appended, stored)
        return appended

    def probe(self, like: Decision) -> None:
        rows = append_text([like])
        with self._session.using() as connection, connection.transaction(), _undone(connection):
            connection.execute(self._append, [rows], prepare=True)

    def find(self, request_id: str, client: str = "") -> Decision | None:
        with self._session.using() as connection:
            row = connection.execute(self._find, [request_id, client], prepare=True).fetchone()
        if row is None:
            return None
        *values, row_id, at = row
        if row_id is None:
            raise DecisionRetired(at)
        return decision_of(values)

    def clients(self, request_id: str) -> Sequence[str]:
        with self._session.using() as connection:
            return [client for (client,) in connection.execute(self._clients, [request_id], prepare=True)]

    def between(self, start: datetime, end: datetime) -> Iterator[Sequence[Decision]]:
        place = tuple_(_C.ts, _C.id)
        query = select(*_COLUMNS, _C.ts, _C.id).where(_C.ts < end).order_by(_C.ts, _C.id).limit(_READ_AT_ONCE)
        after = (start, 0)  # ids count from 1
        while rows := self._page(query.where(place > after)):
            after = (rows[-1][-2], rows[-1][-1])
            yield [decision_of(row[:-2]) for row in rows]

    def volumes(self, start: datetime, end: datetime) -> Sequence[HourVolume]:
        return self._counts.volumes(start, end)

    def days(self, start: datetime, end: datetime) -> Mapping[date, int]:
        return self._counts.days(start, end)

    def count(self, query: CountQuery, start: datetime, end: datetime) -> Sequence[DayCounts]:
        return self._counts.count(query, start, end)

    def interrupt(self) -> None:
        self._session.interrupt()

    def close(self) -> None:
        """Let go of the session; it is made again if it is needed."""
        self._session.close()

    def _page(self, query: Any) -> Sequence[Sequence[Any]]:  # noqa: ANN401  # SQLAlchemy's own has a dozen parts
        with port_errors(INFERENCE_LOG.name), self._engine.connect() as connection:
            return connection.execute(query).all()

    def _whole_calls(self, connection: psycopg.Connection, calls: Calls) -> _Inserted:
        """Insert all; where one of a call is there with another body, undo, and leave that call out.

        Other sessions may insert between one try and the next: each try sees more of what they inserted, and
        that does not go away again.
        """
        chosen = list(calls)
        while True:
            with connection.transaction() as undone:
                inserted = self._inserted(connection, chosen, calls)
                whole = [
                    call
                    for call, became in zip(calls, inserted[1], strict=True)
                    if AppendResult.CONFLICT not in became
                ]
                if whole == chosen:
                    return inserted
                raise psycopg.Rollback(undone)
            chosen = whole

    def _inserted(self, connection: psycopg.Connection, new: Calls, calls: Calls) -> _Inserted:
        """Insert the new ones where their keys are free; what that makes of all calls, one after another."""
        stored: set[DecisionKey] = set()
        if new:
            rows = append_text(list(chain.from_iterable(new)))
            stored.update(connection.execute(self._append, [rows], prepare=True).fetchall())
        if len(stored) == sum(map(len, calls)):  # the usual case
            return stored, [[AppendResult.STORED] * len(call) for call in calls]
        before: dict[DecisionKey, str] = {}
        if others := {decision_key(decision) for decision in chain.from_iterable(calls)} - stored:
            wanted = [list(each) for each in zip(*others, strict=True)]
            found = connection.execute(self._digests, wanted, prepare=True)
            before = {(request_id, client): digest for request_id, client, digest in found}
        return stored, append_results_by_call(calls, before)


def append_statement(schema: TableName) -> str:
    """Inserts the rows that `append_text` gives where their keys are free, and returns the keys of those."""
    return sql.SQL(_APPEND).format(**_words(schema)).as_string()


def append_text(decisions: Sequence[Decision]) -> str:
    """The rows as a list of JSON; of those that share a key, the first.

    Raises:
        ValueError: A number is none, or too large for JSON; a moment has no time zone.
    """
    first: dict[DecisionKey, Decision] = {}
    for decision in decisions:
        first.setdefault(decision_key(decision), decision)
    return rows_text(list(first.values()))


def _words(schema: TableName) -> dict[str, sql.Composable]:
    return {
        "table": sql.Identifier(schema, INFERENCE_LOG.name),
        "keys": sql.Identifier(schema, REQUEST_KEYS.name),
        "columns": sql.SQL(", ").join(map(sql.Identifier, INFERENCE_LOG.names)),
        "of_log": sql.SQL(", ").join(sql.Identifier("log", name) for name in INFERENCE_LOG.names),
        "typed": sql.SQL(", ").join(map(_typed, INFERENCE_LOG.columns)),
    }


def _typed(column: Column) -> sql.Composable:
    return sql.Identifier(column.name) + sql.SQL(f" {sql_type(column)}")


def _undone(connection: psycopg.Connection) -> AbstractContextManager[object]:
    """Part of a transaction that is committed without it.

    A commit waits for the disk and for synchronous standbys, and a rollback for neither.
    """
    return connection.transaction(force_rollback=True)


def _require_stored(
    calls: Calls, appended: Sequence[Sequence[AppendResult]], stored: set[DecisionKey]
) -> None:
    """Nobody is told that a row is stored which is not: somebody may delete it while it is looked for."""
    if len(stored) == sum(map(len, calls)):
        return
    told = {
        decision_key(decision)
        for call, became in zip(calls, appended, strict=True)
        for decision, each in zip(call, became, strict=True)
        if each is AppendResult.STORED
    }
    if not told <= stored:
        raise StoreUnavailable("inference_log lost a row while another arrived under its id: ask again")
