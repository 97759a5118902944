"""`inference_log` in PostgreSQL."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow
from sqlalchemy import URL, Engine, select, tuple_

from hiring.adapters.postgres.errors import port_errors
from hiring.adapters.postgres.metadata import INFERENCE_LOG
from hiring.adapters.postgres.session import Session
from hiring.adapters.postgres.values import json_text, moment_of
from hiring.application.log_ports import InferenceLog
from hiring.domain.decisions import Appended, Decision
from hiring.domain.records import TableName

_READ_AT_ONCE: Final = 1_000

_C: Final = INFERENCE_LOG.c
_TYPES: Final = {  # in the order of `_decision`
    "request_id": "text",
    "ts": "timestamptz",
    "codigo_profissional": "bigint",
    "score": "float8",
    "decision": "smallint",
    "model_threshold": "float8",
    "model_mode": "text",
    "model_path": "text",
    "model_version": "text",
    "payload": "jsonb",
    "body_digest": "text",
}
_COLUMNS: Final = [_C[name] for name in _TYPES]

# one statement, one way there and back, and one commit, whatever their number: one JSON text takes a third of
# the client's time of eleven arrays. Rows come in the order of its elements, and `id` counts in it
_APPEND: Final = """
    INSERT INTO {table} ({columns})
    SELECT {columns} FROM jsonb_to_recordset(%b::jsonb) AS new ({typed})
    ON CONFLICT (request_id) DO NOTHING
    RETURNING request_id
"""
_DIGESTS: Final = "SELECT request_id, body_digest FROM {table} WHERE request_id = ANY(%b::text[])"
_FIND: Final = "SELECT {columns} FROM {table} WHERE request_id = %b::text"


class PostgresInferenceLog(InferenceLog):
    """Decisions as rows; the unique request id tells what is new.

    Appends and looks up in a session of its own, so that both can be broken off; a range is read in others.
    """

    def __init__(self, engine: Engine, url: URL, schema: TableName) -> None:
        self._engine = engine
        self._session = Session(url, "inference_log")
        words = {
            "table": sql.Identifier(schema, INFERENCE_LOG.name),
            "columns": sql.SQL(", ").join(map(sql.Identifier, _TYPES)),
            "typed": sql.SQL(", ").join(
                sql.SQL(f"{{}} {kind}").format(sql.Identifier(name)) for name, kind in _TYPES.items()
            ),
        }
        self._append, self._digests, self._find = (
            sql.SQL(statement).format(**words).as_string() for statement in (_APPEND, _DIGESTS, _FIND)
        )

    def append(self, new: Sequence[Decision]) -> Sequence[Appended]:
        if not new:
            return []
        rows = json_text([_row(decision) for decision in new])
        with self._session.using(rows=len(new)) as connection:
            cursor = connection.execute(self._append, [rows], prepare=True)
            stored = {request_id for (request_id,) in cursor}
            digests = self._stored_digests(connection, new, stored)
        return [_outcome(decision, stored, digests) for decision in new]

    def find(self, request_id: str) -> Decision | None:
        with self._session.using() as connection:
            row = connection.execute(self._find, [request_id], prepare=True).fetchone()
        return None if row is None else _decision(row)

    def between(self, start: datetime, end: datetime) -> Iterator[Sequence[Decision]]:
        place = tuple_(_C.ts, _C.id)
        query = select(*_COLUMNS, _C.id).where(_C.ts < end).order_by(_C.ts, _C.id).limit(_READ_AT_ONCE)
        after = (start, 0)  # ids count from 1
        while rows := self._page(query.where(place > after)):
            after = (rows[-1][1], rows[-1][-1])
            yield [_decision(row[:-1]) for row in rows]

    def interrupt(self) -> None:
        self._session.interrupt()

    def close(self) -> None:
        """Let go of the session; it is made again if it is needed."""
        self._session.close()

    def _page(self, query: Any) -> Sequence[Sequence[Any]]:  # noqa: ANN401  # SQLAlchemy's own has a dozen parts
        with port_errors("inference_log"), self._engine.connect() as connection:
            return connection.execute(query).all()

    def _stored_digests(
        self, connection: psycopg.Connection, new: Sequence[Decision], stored: set[str]
    ) -> Mapping[str, str]:
        """What is stored under the ids of these decisions; of one id in a batch the first is stored."""
        digests: dict[str, str] = {}
        for decision in new:
            digests.setdefault(decision.request_id, decision.body_digest)
        if before := list(digests.keys() - stored):
            digests.update(connection.execute(self._digests, [before], prepare=True).fetchall())
        return digests


def _outcome(decision: Decision, stored: set[str], digests: Mapping[str, str]) -> Appended:
    if decision.request_id in stored:
        stored.discard(decision.request_id)  # those that follow under this id repeat it
        return Appended.STORED
    same = digests[decision.request_id] == decision.body_digest
    return Appended.REPLAYED if same else Appended.CONFLICT


def _row(decision: Decision) -> dict[str, object]:
    """As JSON has it: a number's digits are those that give the same double back."""
    return {
        "request_id": decision.request_id,
        "ts": moment_of(decision.at).isoformat(),
        "codigo_profissional": decision.codigo_profissional,
        "score": decision.score,
        "decision": int(decision.approved),
        "model_threshold": decision.threshold,
        "model_mode": decision.operating_mode,
        "model_path": decision.model_path,
        "model_version": decision.model_version,
        "payload": decision.payload,
        "body_digest": decision.body_digest,
    }


def _decision(row: TupleRow | Sequence[Any]) -> Decision:
    request_id, ts, codigo, score, approved, threshold, mode, path, version, payload, digest = row
    return Decision(
        request_id=request_id,
        at=ts,
        codigo_profissional=codigo,
        score=score,
        approved=bool(approved),
        threshold=threshold,
        operating_mode=mode,
        model_path=path,
        model_version=version,
        payload=payload,
        body_digest=digest,
    )
