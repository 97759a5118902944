"""`rank_event` in PostgreSQL, with the decisions of those who were scored.

In sessions of the store's pool: a long list does not stand in the way of single answers.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Engine, literal, select
from sqlalchemy.dialects.postgresql import insert

from hiring.adapters.postgres.errors import port_errors
from hiring.adapters.postgres.logs.inference_log import append_statement, append_text
from hiring.adapters.postgres.metadata import table_of
from hiring.adapters.postgres.tables.tables import raw
from hiring.adapters.postgres.values import FORMS
from hiring.application.ports.rank_log import RankLog
from hiring.application.ports.specs.ranking import RANK_EVENTS
from hiring.application.ports.specs.rows import RowCodec
from hiring.domain.decisions import AppendResult, Decision
from hiring.domain.rank_events import RankEvent
from hiring.domain.records import TableName

_CODEC: Final = RowCodec(RANK_EVENTS, FORMS)
_TABLE: Final = table_of(RANK_EVENTS)
_C: Final = _TABLE.c
_SHOW: Final = insert(_TABLE).on_conflict_do_nothing(index_elements=RANK_EVENTS.key).returning(literal(1))


class PostgresRankLog(RankLog):
    """Lists as rows; a client's request id tells what is new."""

    def __init__(self, engine: Engine, schema: TableName) -> None:
        self._engine, self._decide = engine, append_statement(schema)

    def append(self, decisions: Sequence[Decision], event: RankEvent) -> AppendResult:
        shown = dict(zip(RANK_EVENTS.names, _CODEC.values(event), strict=True))
        rows = append_text(decisions) if decisions else None
        with port_errors(RANK_EVENTS.name), self._engine.connect() as connection:
            with connection.begin() as transaction:
                if connection.scalar(_SHOW, shown) is not None:
                    if rows is None:
                        return AppendResult.STORED
                    stored = raw(connection).execute(self._decide, [rows]).rowcount
                    if stored == len(decisions):
                        return AppendResult.STORED
                    transaction.rollback()
                    return AppendResult.CONFLICT
            key = (_C.request_id == event.request_id, _C.client == event.client.name)
            before = connection.scalar(select(_C.body_digest).where(*key))
            return AppendResult.REPLAYED if before == event.body_digest else AppendResult.CONFLICT

    def find(self, request_id: str, client: str = "") -> RankEvent | None:
        query = select(*[_C[name] for name in RANK_EVENTS.names])
        query = query.where(_C.request_id == request_id, _C.client == client)
        with port_errors(RANK_EVENTS.name), self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _CODEC.row(row)
