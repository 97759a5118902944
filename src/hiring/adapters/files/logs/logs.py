"""Rows that are appended, in SQLite."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Generic

from hiring.adapters.files.database import Database
from hiring.adapters.files.logs.statements import appending, selecting
from hiring.adapters.files.values import FORMS, moment_text
from hiring.application.ports.logs import Log
from hiring.application.ports.specs.rows import RowCodec
from hiring.application.ports.specs.spec import Row, RowSpec


class FileLog(Log[Row], Generic[Row]):
    """Rows of one table."""

    def __init__(self, spec: RowSpec[Row], database: Database) -> None:
        self._spec, self._database = spec, database
        self._codec = RowCodec(spec, FORMS)

    def append(self, rows: Sequence[Row]) -> int:
        values = list(map(self._codec.values, rows))
        with self._database.writing() as connection:
            return max(connection.executemany(appending(self._spec), values).rowcount, 0)  # -1: none at all

    def all(self) -> Sequence[Row]:
        return self._read(selecting(self._spec))

    def between(self, start: datetime, end: datetime) -> Sequence[Row]:
        moment = self._spec.moment
        query = selecting(self._spec, f"{moment} >= ? AND {moment} < ?")
        return self._read(query, moment_text(start), moment_text(end))

    def latest(self) -> Row | None:
        return next(iter(self._read(selecting(self._spec, newest=True))), None)

    def columns(self, *names: str) -> Sequence[tuple[Any, ...]]:
        read = self._codec.part(names)
        return list(map(read, self._database.rows(selecting(self._spec, names=names), ())))

    def _read(self, query: str, *values: object) -> Sequence[Row]:
        return list(map(self._codec.row, self._database.rows(query, values)))
