"""A table's next file, from its first row to its final name; and the end of files that are no table."""

import secrets
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, Generic, TypeVar

import pyarrow.parquet as pq

from hiring.adapters.files.errors import port_errors
from hiring.adapters.files.identity import is_named
from hiring.adapters.files.private import create_private
from hiring.adapters.files.tables.layouts import Layout
from hiring.application.dataset.reject_spool import RejectSpool
from hiring.application.ports.specs.spec import Kind
from hiring.application.ports.tables import Writer
from hiring.domain.errors import StoreUnavailable
from hiring.domain.records import Reject, Rows, TableName
from hiring.unfinished import sync_file, sync_folder

R = TypeVar("R", bound=Rows)

ROW_GROUP: Final = 8_192
"""Rows written, and so read, at once at most."""
DOCUMENTS: Final = 1_024
"""The same of rows with documents, about 5 MB of applicants: a few people are found in few groups."""

PARTIAL: Final = ".partial"
ORPHAN_AGE_S: Final = 86_400.0


class Draft(Writer[R], Generic[R]):
    """Rows go to the file as they come; until `finish` its name ends in `.partial`.

    It replaces no file: each has a name of its own, which the catalog takes up. What a killed process left is
    told by its age, since nobody holds a lock on it.

    Args:
        what: Names the table in errors.
    """

    def __init__(self, what: str, name: TableName, layout: Layout[R], folder: Path) -> None:
        self.file = f"{name}-{secrets.token_hex(8)}.parquet"
        self.row_count = 0
        self._what, self._layout, self._folder = what, layout, folder
        documents = any(column.kind is Kind.DOCUMENT for column in layout.spec.columns)
        self._at_once = DOCUMENTS if documents else ROW_GROUP
        self._partial = folder / (self.file + PARTIAL)
        with port_errors(what):
            self._handle = create_private(self._partial)
            self._parquet = pq.ParquetWriter(  # buffered: cannot fail here
                self._handle, layout.schema, compression="zstd", write_page_checksum=True
            )
        self.rejects = RejectSpool()

    def write(self, rows: R) -> None:
        for table in self._layout.encode(rows, self._at_once):
            with port_errors(self._what):
                self._parquet.write_table(table)
        self.row_count += len(rows)

    def reject(self, rejects: Sequence[Reject]) -> None:
        self.rejects.add(rejects)

    def finish(self) -> None:
        """Make the file durable under its final name.

        Raises:
            StoreUnavailable: Also if what was written no longer has its name.
        """
        with port_errors(self._what):
            self._parquet.close()
            sync_file(self._handle)
            if not is_named(self._handle.fileno(), self._partial):
                raise StoreUnavailable(
                    f"{self._what}: the store was replaced while this table was being written"
                )
            self._handle.close()
            self._partial.rename(self._folder / self.file)
            sync_folder(self._folder)

    def discard(self) -> None:
        """Remove what is not finished; never fails, so that the error that led here is the one to be seen."""
        self._parquet.is_open = False  # its __del__ would write a footer to the closed file
        with suppress(OSError):
            self._handle.close()
        remove(self._partial)


def remove(path: Path) -> None:
    """Remove a file if that can be done now; Windows refuses while it is being read: `sweep` comes later."""
    with suppress(OSError):
        path.unlink()


def sweep(folder: Path, keep: set[str]) -> None:
    """Remove files older than a day that are no table: left by a kill, or read while they were replaced."""
    oldest = time.time() - ORPHAN_AGE_S
    for pattern in ("*.parquet", f"*.parquet{PARTIAL}"):
        for path in folder.glob(pattern):
            with suppress(OSError):
                if path.name not in keep and path.stat().st_mtime < oldest:
                    path.unlink()
