"""Tables that are replaced in one transaction.

A replacement deletes and copies; it does not truncate. TRUNCATE would make readers wait for the whole load,
and would show an empty table to a reader that had begun before; a deleted row stays for those who still look
at it, and autovacuum gives its room to the next load.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any, Final, Generic, TypeVar

import psycopg
from psycopg import errors, sql
from psycopg.types.json import set_json_loads
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.schema import CreateTable

from hiring.adapters.postgres.errors import port_errors
from hiring.adapters.postgres.metadata import another_table
from hiring.adapters.postgres.sessions.readings import begin_reading, join_reading
from hiring.adapters.postgres.sessions.turns import lock_table, take_turn
from hiring.adapters.postgres.tables import binary
from hiring.adapters.postgres.tables.catalog import Entry, enter, entry_of, rejects_of
from hiring.adapters.postgres.tables.layouts import Layout
from hiring.adapters.postgres.tables.sending import give_room, sending
from hiring.application.dataset.reject_spool import RejectSpool
from hiring.application.ports.specs.spec import DatasetSpec
from hiring.application.ports.tables import AT_ONCE, Table, TablePart, Writer
from hiring.domain.errors import RecordNotStorable, StoreUnavailable, TableMissing, TableTaken
from hiring.domain.records import Ints, Reject, Rows, TableName

R = TypeVar("R", bound=Rows)

_CURSOR: Final = "rows"
_ALL: Final = sql.SQL("")


class CopyWriter(Writer[R], Generic[R]):
    """Rows go to the server as they come, into a COPY that is open."""

    def __init__(self, layout: Layout[R], send: Callable[[bytes], None], rejects: RejectSpool) -> None:
        self.row_count = 0
        self._layout, self._send, self._rejects = layout, send, rejects
        send(binary.HEADER)

    def write(self, rows: R) -> None:
        for block in self._layout.encode(rows, self.row_count + 1):
            self._send(block)
        self.row_count += len(rows)

    def reject(self, rejects: Sequence[Reject]) -> None:
        self._rejects.add(rejects)

    def finish(self) -> None:
        self._send(binary.TRAILER)


class PostgresTable(Table[R], Generic[R]):
    """One table of a schema."""

    def __init__(self, name: TableName, spec: DatasetSpec[R], *, engine: Engine, schema: TableName) -> None:
        self._name, self._layout, self._default = name, Layout(spec), spec.name
        self._engine, self._schema = engine, schema
        self._what = f"the table {name} in schema {schema}"

    @property
    def name(self) -> TableName:
        return self._name

    @contextmanager
    def replacing(self) -> Iterator[Writer[R]]:
        with RejectSpool() as rejects, self._emptied() as connection, raw(connection).cursor() as cursor:
            give_room(raw(connection))
            with (
                _storable(self._name),
                cursor.copy(self._copy_statement()) as copy,
                sending(copy.write) as send,
            ):
                writer = CopyWriter(self._layout, send, rejects)
                yield writer
                writer.finish()
            self._close(connection, stored=cursor.rowcount, sent=writer.row_count, rejects=rejects)
        self._analyze()

    def chunks(self, size: int) -> Iterator[R]:
        with port_errors(self._what), self._engine.connect() as connection:
            self.require(connection)
            yield from self._fetched(connection, self._query(), size)

    @contextmanager
    def in_parts(self, size: int) -> Iterator[Sequence[TablePart]]:
        with port_errors(self._what):
            connection = self._engine.connect()
        with connection:
            with port_errors(self._what):
                begin_reading(raw(connection))
                self.require(connection)
                parts = self._ranges(raw(connection), size)
            yield parts

    def chunks_of(self, part: TablePart, size: int) -> Iterator[R]:
        within = sql.SQL("WHERE line >= {} AND line < {}").format(part.first, part.stop)
        with port_errors(self._what), self._engine.connect() as connection:
            join_reading(raw(connection), part.reading, self._what)
            yield from self._fetched(connection, self._query(within), size)

    def _ranges(self, connection: psycopg.Connection[Any], size: int) -> list[TablePart]:
        statement = sql.SQL("SELECT pg_export_snapshot(), coalesce(max(line), 0) FROM {}")
        reading, last = connection.execute(statement.format(self.identifier)).fetchone() or ("", 0)
        return [
            TablePart(reading=reading, first=first, stop=first + size) for first in range(1, last + 1, size)
        ]

    def _fetched(self, connection: Connection, query: sql.Composed, size: int) -> Iterator[R]:
        with raw(connection).cursor(_CURSOR, binary=True) as cursor:
            set_json_loads(_as_it_is, cursor)
            cursor.execute(query)
            with ThreadPoolExecutor(1, "fetch") as thread:  # the server works while the caller does
                ahead = thread.submit(cursor.fetchmany, size)
                while found := ahead.result():
                    ahead = thread.submit(cursor.fetchmany, size)
                    yield self._layout.decode(found)

    def having(self, column: str, codes: Ints) -> Iterator[R]:
        with port_errors(self._what), self._engine.connect() as connection:
            self.require(connection)
            with raw(connection).cursor(_CURSOR, binary=True) as cursor:
                set_json_loads(_as_it_is, cursor)
                cursor.execute(
                    self._query(sql.SQL("WHERE {} = ANY(%s)").format(sql.Identifier(column))),
                    [codes.tolist()],
                )
                while found := cursor.fetchmany(AT_ONCE):
                    yield self._layout.decode(found)

    def count(self) -> int:
        with port_errors(self._what), self._engine.connect() as connection:
            self._entry(connection)
            statement = sql.SQL("SELECT count(*) FROM {}").format(self.identifier)
            (row_count,) = raw(connection).execute(statement).fetchone() or (0,)
            return int(row_count)

    def rejects(self) -> Iterator[Reject]:
        with port_errors(self._what), self._engine.connect() as connection:
            yield from rejects_of(connection, self._name)

    @property
    def identifier(self) -> sql.Identifier:
        return sql.Identifier(self._schema, self._name)

    def require(self, connection: Connection) -> None:
        """The table was written, and with such rows.

        Raises:
            TableMissing: It was never written.
            StoreUnavailable: It has other columns.
            TableOutdated: Other rules than this program's have built it.
        """
        self._layout.spec.require_built_by(self._entry(connection).rules, self._name)

    def _entry(self, connection: Connection) -> Entry:
        entry = entry_of(connection, self._name)
        if entry is None:
            raise TableMissing(self._name)
        if entry.kind != self._default:
            raise StoreUnavailable(f"{self._what} does not have the expected columns: build it again")
        return entry

    @contextmanager
    def _emptied(self) -> Iterator[Connection]:
        """A transaction that holds this table alone, made if need be, without the rows of before."""
        with port_errors(self._what), self._engine.begin() as connection:
            take_turn(connection, self._schema, self._name)
            self._make(connection)
            lock_table(connection, raw(connection), self.identifier, self._name)
            raw(connection).execute(sql.SQL("DELETE FROM {}").format(self.identifier))
            yield connection

    def _make(self, connection: Connection) -> None:
        if self._name == self._default:
            return
        entry = entry_of(connection, self._name)
        if entry is not None and entry.kind == self._default:
            return
        taken = connection.scalar(select(func.to_regclass(self.identifier.as_string()).is_not(None)))
        if entry is not None or taken:
            raise TableTaken(self._name)
        default = sql.Identifier(self._schema, self._default)
        if connection.scalar(select(func.to_regclass(default.as_string()).is_not(None))):
            like = sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)")
            raw(connection).execute(like.format(self.identifier, default))
        else:  # of a profile that no migration knows
            connection.execute(CreateTable(another_table(self._layout.spec, self._name)))

    def _close(self, connection: Connection, *, stored: int, sent: int, rejects: Iterable[Reject]) -> None:
        if stored != sent:
            raise StoreUnavailable(f"{self._what} stored {stored:,} of {sent:,} rows; nothing was changed")
        entry = Entry(kind=self._default, rules=self._layout.spec.built_by)
        enter(connection, self._name, entry, row_count=stored, rejects=rejects)

    def _analyze(self) -> None:
        """Tell the planner; the replacement stands whether or not that can be done now."""
        with suppress(StoreUnavailable), port_errors(self._what), self._engine.begin() as connection:
            raw(connection).execute(sql.SQL("ANALYZE {}").format(self.identifier))

    def _copy_statement(self) -> sql.Composed:
        statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)")
        return statement.format(self.identifier, _columns(*self._layout.written))

    def _query(self, condition: sql.Composable = _ALL) -> sql.Composed:
        statement = sql.SQL("SELECT {} FROM {} {} ORDER BY line")
        return statement.format(_columns(*self._layout.spec.names), self.identifier, condition)


@contextmanager
def _storable(table: TableName) -> Iterator[None]:
    """Of rows that are on their way: what is sound JSON may be more than a column takes."""
    try:
        yield
    except (errors.NumericValueOutOfRange, errors.ProgramLimitExceeded):
        raise RecordNotStorable(table) from None  # the driver's own text quotes the row


def raw(connection: Connection) -> psycopg.Connection[tuple[Any, ...]]:
    """The driver's own connection, for COPY and cursors on the server."""
    found = connection.connection.driver_connection
    if not isinstance(found, psycopg.Connection):
        raise TypeError("psycopg 3 is expected under SQLAlchemy")
    return found


def _as_it_is(document: str | bytes) -> bytes:
    """A document as the server wrote it; whoever needs more decodes it."""
    return document if isinstance(document, bytes) else document.encode()


def _columns(*names: str) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
