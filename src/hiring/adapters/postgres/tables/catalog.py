"""Which tables were written, and what was set aside."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_or

from hiring.adapters.postgres.metadata import CATALOG, table_of
from hiring.application.ports.specs.tables import INGEST_REJECTS
from hiring.domain.records import Reject, TableName

_CATALOG: Final = table_of(CATALOG)
_REJECTS: Final = table_of(INGEST_REJECTS)
_PAGE: Final = 1_000  # rejects under way at once


class Entry(NamedTuple):
    """What a table holds.

    Args:
        kind: The default table that it is like.
        rules: Fingerprint of the rules that built its rows; None for none that are known.
    """

    kind: str
    rules: str | None


def entry_of(connection: Connection, name: TableName) -> Entry | None:
    """What a table holds; None if it was never written."""
    columns = _CATALOG.c
    query = select(columns.kind, columns.rules).where(columns.table_name == name)
    found = connection.execute(query).one_or_none()
    return None if found is None else Entry(*found)


def rejects_of(connection: Connection, name: TableName) -> Iterator[Reject]:
    """In order, as the server gives them."""
    columns = _REJECTS.c
    query = select(columns.key, columns.position, columns.reason, columns.file)
    found = connection.execution_options(yield_per=_PAGE).execute(
        query.where(columns.table_name == name).order_by(columns.id)
    )
    for key, position, reason, file in found:
        yield Reject(key=key, position=position, reason=reason, file=file)


def enter(
    connection: Connection, name: TableName, entry: Entry, *, row_count: int, rejects: Iterable[Reject]
) -> None:
    """Remember a replacement, with its rejects instead of those before."""
    values = {**entry._asdict(), "row_count": row_count, "written_at": func.now()}
    connection.execute(
        insert_or(_CATALOG)
        .values(table_name=name, **values)
        .on_conflict_do_update(index_elements=["table_name"], set_=values)
    )
    connection.execute(delete(_REJECTS).where(_REJECTS.c.table_name == name))
    remaining = iter(rejects)
    while page := list(islice(remaining, _PAGE)):
        connection.execute(
            insert(_REJECTS),
            [
                {
                    "table_name": name,
                    "key": each.key,
                    "position": each.position,
                    "reason": each.reason,
                    "file": each.file,
                }
                for each in page
            ],
        )
