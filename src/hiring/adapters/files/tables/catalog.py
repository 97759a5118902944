"""Which Parquet file is which table now, and what was set aside when it was written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from hiring.adapters.files.database import Database
from hiring.adapters.files.logs.statements import inserting
from hiring.application.ports.specs.spec import Column, Kind, TableSpec
from hiring.application.ports.specs.tables import INGEST_REJECTS
from hiring.domain.errors import StoreUnavailable
from hiring.domain.records import Reject, TableName

TABLES: Final = "tables"
"""The folder of the tables' files, beside the database."""

CATALOG: Final = TableSpec(
    name=TableName("catalog"),
    comment="The tables that are replaced as a whole, each with its current file.",
    columns=(
        Column("table_name", Kind.TEXT, "Name of the table."),
        Column("file", Kind.TEXT, "Its file, in the folder of tables."),
        Column("row_count", Kind.CODE, "Rows that were written."),
        Column(
            "rules",
            Kind.TEXT,
            "Fingerprint of the rules that built them; null where no rules did, or an older program's.",
            nullable=True,
        ),
    ),
    key=("table_name",),
    rights={},
)

_ENTER: Final = (
    f"{inserting(CATALOG)} ON CONFLICT (table_name)"
    " DO UPDATE SET file = excluded.file, row_count = excluded.row_count, rules = excluded.rules"
)
_PAGE: Final = 1_000  # rejects read at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A table's current file, by its name in the folder of tables.

    Args:
        rules: Fingerprint of the rules that built its rows; None for none that are known.
    """

    file: str
    row_count: int
    rules: str | None = None


class Catalog:
    """The tables' names; a switch of an entry is what replaces a table."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._folder = database.folder / TABLES

    def find(self, name: TableName) -> Entry | None:
        query = "SELECT file, row_count, rules FROM catalog WHERE table_name = ?"
        found = self._database.rows(query, (name,))
        return next((Entry(file=file, row_count=count, rules=rules) for file, count, rules in found), None)

    def files(self) -> set[str]:
        """The current files of all tables."""
        return {file for (file,) in self._database.rows("SELECT file FROM catalog")}

    def rejects(self, name: TableName) -> Iterator[Reject]:
        """In order, a page at a time.

        Raises:
            StoreUnavailable: The table was replaced meanwhile: its other rejects are gone.
        """
        entry, last = self.find(name), 0
        query = (
            "SELECT id, key, position, reason, file FROM ingest_rejects WHERE table_name = ? AND id > ?"
            " ORDER BY id LIMIT ?"
        )
        while True:
            page = self._database.rows(query, (name, last, _PAGE))
            if self.find(name) != entry:  # the last page too: those that follow may be gone
                raise StoreUnavailable(
                    f"the table {name} was replaced while its rejects were being read: try again"
                )
            for last, key, position, reason, file in page:  # noqa: B007  # the last of them is where to go on
                yield Reject(key=key, position=position, reason=reason, file=file)
            if len(page) < _PAGE:
                return

    def switch(self, name: TableName, entry: Entry, rejects: Iterable[Reject]) -> str | None:
        """Make this the table, and these its rejects, in one transaction; returns the file before.

        Raises:
            StoreUnavailable: The file is not there: the store was exchanged while it was written.
        """
        with self._database.writing() as connection:
            if not (self._folder / entry.file).exists():
                raise StoreUnavailable(f"{self._folder} was moved or replaced while {name} was being written")
            before = connection.execute("SELECT file FROM catalog WHERE table_name = ?", (name,)).fetchone()
            connection.execute(_ENTER, (name, entry.file, entry.row_count, entry.rules))
            connection.execute("DELETE FROM ingest_rejects WHERE table_name = ?", (name,))
            connection.executemany(
                inserting(INGEST_REJECTS),
                ((name, each.key, each.position, each.reason, each.file) for each in rejects),
            )
        return None if before is None else str(before[0])
