"""`rank_event` in SQLite, with the decisions of those who were scored."""

from collections.abc import Sequence
from typing import Final

from hiring.adapters.files.database import Database
from hiring.adapters.files.logs.statements import appending, inserting
from hiring.adapters.files.values import FORMS
from hiring.application.ports.rank_log import RankLog
from hiring.application.ports.specs.logs import INFERENCE_LOG
from hiring.application.ports.specs.ranking import RANK_EVENTS
from hiring.application.ports.specs.rows import RowCodec
from hiring.domain.decisions import AppendResult, Decision
from hiring.domain.rank_events import RankEvent

_DECISIONS: Final = RowCodec(INFERENCE_LOG, FORMS)
_EVENTS: Final = RowCodec(RANK_EVENTS, FORMS)
_NAMES: Final = ", ".join(RANK_EVENTS.names)
_DECIDE: Final = appending(INFERENCE_LOG)
_SHOW: Final = inserting(RANK_EVENTS)
_DIGEST: Final = "SELECT body_digest FROM rank_event WHERE request_id = ? AND client = ?"
_FIND: Final = f"SELECT {_NAMES} FROM rank_event WHERE request_id = ? AND client = ?"  # noqa: S608  # names of columns


class FileRankLog(RankLog):
    """Lists as rows; a client's request id tells what is new."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, decisions: Sequence[Decision], event: RankEvent) -> AppendResult:
        rows, shown = list(map(_DECISIONS.values, decisions)), _EVENTS.values(event)
        with self._database.writing() as connection:
            key = (event.request_id, event.client.name)
            if before := connection.execute(_DIGEST, key).fetchone():
                return AppendResult.REPLAYED if before[0] == event.body_digest else AppendResult.CONFLICT
            connection.execute("SAVEPOINT list")
            if rows and connection.executemany(_DECIDE, rows).rowcount < len(rows):
                connection.execute("ROLLBACK TO list")
                return AppendResult.CONFLICT
            connection.execute(_SHOW, shown)
            return AppendResult.STORED

    def find(self, request_id: str, client: str = "") -> RankEvent | None:
        return next((_EVENTS.row(row) for row in self._database.rows(_FIND, (request_id, client))), None)
