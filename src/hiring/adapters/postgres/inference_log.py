"""`inference_log` in PostgreSQL."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, RowMapping, String, any_, bindparam, cast, func, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import insert as insert_or

from hiring.adapters.postgres.errors import port_errors
from hiring.adapters.postgres.metadata import INFERENCE_LOG
from hiring.adapters.postgres.values import json_text, moment_of
from hiring.application.ports import InferenceLog
from hiring.domain.decisions import Appended, Decision

_READ_AT_ONCE: Final = 1_000

_C: Final = INFERENCE_LOG.c
_COLUMNS: Final = [column for column in _C if column is not _C.id]


def _unnested(column: Any) -> Any:  # noqa: ANN401  # columns of all types
    if isinstance(column.type, JSONB):
        return cast(func.unnest(bindparam(column.name, type_=ARRAY(String))), JSONB)
    return func.unnest(bindparam(column.name, type_=ARRAY(column.type)))


# one statement whatever their number; unnest gives them in the order of the arrays, and `id` counts in it
_APPEND: Final = (
    insert_or(INFERENCE_LOG)
    .from_select([column.name for column in _COLUMNS], select(*(_unnested(column) for column in _COLUMNS)))
    .on_conflict_do_nothing(index_elements=["request_id"])
    .returning(_C.request_id)
)
_DIGESTS: Final = select(_C.request_id, _C.body_digest).where(
    _C.request_id == any_(bindparam("request_ids", type_=ARRAY(String)))
)


class PostgresInferenceLog(InferenceLog):
    """Decisions as rows; the unique request id tells what is new."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append(self, new: Sequence[Decision]) -> Sequence[Appended]:
        if not new:
            return []
        rows = [_row(decision) for decision in new]
        arrays = {column.name: [row[column.name] for row in rows] for column in _COLUMNS}
        with port_errors("inference_log"), self._engine.begin() as connection:
            stored = set(connection.scalars(_APPEND, arrays))
            digests = _digests(connection, new, stored)
        return [_outcome(decision, stored, digests) for decision in new]

    def find(self, request_id: str) -> Decision | None:
        query = select(*_COLUMNS).where(_C.request_id == request_id)
        with port_errors("inference_log"), self._engine.connect() as connection:
            row = connection.execute(query).mappings().one_or_none()
        return None if row is None else _decision(row)

    def between(self, start: datetime, end: datetime) -> Iterator[Sequence[Decision]]:
        place = tuple_(_C.ts, _C.id)
        query = select(_C.id, *_COLUMNS).where(_C.ts < end).order_by(_C.ts, _C.id).limit(_READ_AT_ONCE)
        after = (start, 0)  # ids count from 1
        while rows := self._page(query.where(place > after)):
            after = (rows[-1]["ts"], rows[-1]["id"])
            yield [_decision(row) for row in rows]

    def _page(self, query: Any) -> Sequence[RowMapping]:  # noqa: ANN401  # SQLAlchemy's own type has a dozen parts
        with port_errors("inference_log"), self._engine.connect() as connection:
            return connection.execute(query).mappings().all()


def _digests(connection: Connection, new: Sequence[Decision], stored: set[str]) -> Mapping[str, str]:
    """What is stored under the ids of these decisions; of one id in a batch the first is stored."""
    digests: dict[str, str] = {}
    for decision in new:
        digests.setdefault(decision.request_id, decision.body_digest)
    if before := list(digests.keys() - stored):
        found = connection.execute(_DIGESTS, {"request_ids": before})
        digests.update((request_id, digest) for request_id, digest in found)
    return digests


def _outcome(decision: Decision, stored: set[str], digests: Mapping[str, str]) -> Appended:
    if decision.request_id in stored:
        stored.discard(decision.request_id)  # those that follow under this id repeat it
        return Appended.STORED
    same = digests[decision.request_id] == decision.body_digest
    return Appended.REPLAYED if same else Appended.CONFLICT


def _row(decision: Decision) -> dict[str, object]:
    return {
        "request_id": decision.request_id,
        "ts": moment_of(decision.at),
        "codigo_profissional": decision.codigo_profissional,
        "score": decision.score,
        "decision": int(decision.approved),
        "model_threshold": decision.threshold,
        "model_mode": decision.operating_mode,
        "model_path": decision.model_path,
        "model_version": decision.model_version,
        "payload": json_text(decision.payload),
        "body_digest": decision.body_digest,
    }


def _decision(row: RowMapping) -> Decision:
    return Decision(
        request_id=row["request_id"],
        at=row["ts"],
        codigo_profissional=row["codigo_profissional"],
        score=row["score"],
        approved=bool(row["decision"]),
        threshold=row["model_threshold"],
        operating_mode=row["model_mode"],
        model_path=row["model_path"],
        model_version=row["model_version"],
        payload=row["payload"],
        body_digest=row["body_digest"],
    )
