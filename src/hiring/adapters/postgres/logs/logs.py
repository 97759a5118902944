"""Rows that are appended, in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Generic

from sqlalchemy import (
    ColumnElement,
    Engine,
    Select,
    Text,
    insert,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import insert as insert_or

from hiring.adapters.postgres.errors import port_errors
from hiring.adapters.postgres.metadata import table_of
from hiring.adapters.postgres.values import FORMS
from hiring.application.ports.logs import Log
from hiring.application.ports.specs.rows import RowCodec
from hiring.application.ports.specs.spec import Row, RowSpec


class PostgresLog(Log[Row], Generic[Row]):
    """Rows of one table."""

    def __init__(self, spec: RowSpec[Row], engine: Engine) -> None:
        self._spec, self._engine, self._table = spec, engine, table_of(spec)
        self._codec = RowCodec(spec, FORMS)

    def append(self, rows: Sequence[Row]) -> int:
        values = [self.values(row) for row in rows]
        with port_errors(self._spec.name), self._engine.begin() as connection:
            if self._spec.key:
                free = insert_or(self._table).on_conflict_do_nothing(index_elements=self._spec.key)
                new = [connection.scalars(free.returning(literal(1)), each).all() for each in values]
                return sum(map(len, new))
            if values:
                connection.execute(insert(self._table), values)
            return len(values)

    def all(self) -> Sequence[Row]:
        return self._read(self._query().order_by(*self._order()))

    def between(self, start: datetime, end: datetime) -> Sequence[Row]:
        moment = self._table.c[self._spec.moment]
        return self._read(self._query().where(moment >= start, moment < end).order_by(*self._order()))

    def latest(self) -> Row | None:
        newest_first = [column.desc() for column in self._order()]
        return next(iter(self._read(self._query().order_by(*newest_first).limit(1))), None)

    def columns(self, *names: str) -> Sequence[tuple[Any, ...]]:
        read = self._codec.part(names)
        query = select(*[self._table.c[name] for name in names]).order_by(*self._order())
        with port_errors(self._spec.name), self._engine.connect() as connection:
            return list(map(read, connection.execute(query)))

    def values(self, row: Row) -> dict[str, object]:
        """The row as parameters of a statement."""
        return dict(zip(self._spec.names, self._codec.values(row), strict=True))

    def _query(self) -> Select[Any]:
        return select(*[self._table.c[name] for name in self._spec.names])

    def _order(self) -> list[ColumnElement[Any]]:
        """Texts by their characters, whatever the database's language."""
        counter = () if self._spec.counter is None else (self._spec.counter.name,)
        columns = [self._table.c[name] for name in (*self._spec.order, *counter)]
        return [column.collate("C") if isinstance(column.type, Text) else column for column in columns]

    def _read(self, query: Select[Any]) -> Sequence[Row]:
        with port_errors(self._spec.name), self._engine.connect() as connection:
            return list(map(self._codec.row, connection.execute(query)))
