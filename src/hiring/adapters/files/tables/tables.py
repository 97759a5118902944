"""Tables as Parquet files that are never changed, only replaced."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from hiring.adapters.files.errors import port_errors
from hiring.adapters.files.tables.arrays import array_of_ints, ints_of
from hiring.adapters.files.tables.catalog import Catalog, Entry
from hiring.adapters.files.tables.drafts import Draft, remove, sweep
from hiring.adapters.files.tables.layouts import Layout, kind_in
from hiring.application.ports.specs.dataset import require_own
from hiring.application.ports.specs.spec import DatasetSpec
from hiring.application.ports.tables import Table, TablePart, Writer
from hiring.domain.errors import StoreUnavailable, TableMissing
from hiring.domain.records import Ints, Reject, Rows, TableName

R = TypeVar("R", bound=Rows)


class FileTable(Table[R], Generic[R]):
    """One table of a store.

    A reader keeps the file that it opened, though that may lose its name meanwhile; on Windows the name stays
    until a later replacement sweeps it away.
    """

    def __init__(self, name: TableName, spec: DatasetSpec[R], *, folder: Path, catalog: Catalog) -> None:
        self._name, self._layout = name, Layout(spec)
        self._folder, self._catalog = folder, catalog
        self._what = f"the table {name} in {folder}"

    @property
    def name(self) -> TableName:
        return self._name

    @contextmanager
    def replacing(self) -> Iterator[Writer[R]]:
        require_own(self._name, self._layout.spec, self._held())
        draft = Draft(self._what, self._name, self._layout, self._folder)
        try:
            with draft.rejects:
                yield draft
                draft.finish()
                rules = self._layout.spec.built_by
                entry = Entry(file=draft.file, row_count=draft.row_count, rules=rules)
                before = self._catalog.switch(self._name, entry, draft.rejects)
        except BaseException:
            self._withdraw(draft)
            raise
        if before is not None:
            remove(self._folder / before)
        with suppress(StoreUnavailable):  # the replacement stands; sweeping can wait for the next one
            sweep(self._folder, keep=self._catalog.files())

    def chunks(self, size: int) -> Iterator[R]:
        with port_errors(self._what), self._opened() as parquet:
            yield from self._rows_of(parquet, range(parquet.num_row_groups), size)

    @contextmanager
    def in_parts(self, size: int) -> Iterator[Sequence[TablePart]]:
        with port_errors(self._what):
            entry, parquet = self._found()
            with parquet:
                counts = [parquet.metadata.row_group(at).num_rows for at in range(parquet.num_row_groups)]
        yield [
            TablePart(reading=entry.file, first=first, stop=stop) for first, stop in _gathered(counts, size)
        ]

    def chunks_of(self, part: TablePart, size: int) -> Iterator[R]:
        with port_errors(self._what):
            try:
                parquet = _parquet(self._folder / part.reading)
            except FileNotFoundError:
                raise StoreUnavailable(
                    f"{self._what} was replaced while it was being read in parts: run it again"
                ) from None
            with parquet:
                yield from self._rows_of(parquet, range(part.first, part.stop), size)

    def _rows_of(self, parquet: pq.ParquetFile, groups: Iterable[int], size: int) -> Iterator[R]:
        for group in groups:  # iter_batches keeps what it has read already
            for batch in parquet.read_row_group(group).to_batches(max_chunksize=size):
                yield self._layout.decode(batch)

    def having(self, column: str, codes: Ints) -> Iterator[R]:
        with port_errors(self._what), self._opened() as parquet:
            for group in range(parquet.num_row_groups):
                found = np.flatnonzero(np.isin(_codes(parquet, group, column), codes))
                if len(found):
                    yield self._layout.decode(
                        parquet.read_row_group(group).take(array_of_ints(found, pa.int64()))
                    )

    def codes(self, column: str) -> Iterator[Ints]:
        """A column of codes, in the order of the rows, and nothing else."""
        with port_errors(self._what), self._opened() as parquet:
            for group in range(parquet.num_row_groups):
                yield _codes(parquet, group, column)

    def count(self) -> int:
        return self._entry().row_count

    def rejects(self) -> Iterator[Reject]:
        return self._catalog.rejects(self._name)

    def _entry(self) -> Entry:
        entry = self._catalog.find(self._name)
        if entry is None:
            raise TableMissing(self._name)
        return entry

    def _held(self) -> TableName | None:
        """The kind of what stands in the table now; None for nothing, or nothing that can be read."""
        entry = self._catalog.find(self._name)
        try:
            names = pq.read_schema(self._folder / entry.file).names if entry else []
        except (OSError, pa.ArrowException):
            return None
        # two profiles' gold tables differ in their features alone
        return self._layout.spec.name if names == self._layout.schema.names else kind_in(names)

    def _opened(self) -> pq.ParquetFile:
        return self._found()[1]

    def _found(self) -> tuple[Entry, pq.ParquetFile]:
        entry = self._entry()
        while True:
            try:
                parquet = _parquet(self._folder / entry.file)
            except FileNotFoundError:
                asked, entry = entry, self._entry()
                if entry.file == asked.file:
                    raise
                continue  # it was replaced between the two looks
            try:
                self._require_ours(parquet.schema_arrow, entry)
            except BaseException:
                parquet.close()
                raise
            return entry, parquet

    def _require_ours(self, found: pa.Schema, entry: Entry) -> None:
        spec, same = self._layout.spec, found.equals(self._layout.schema)
        if same or kind_in(found.names) == spec.name:  # other rules may have had other features
            spec.require_built_by(entry.rules, self._name)
        if not same:
            raise StoreUnavailable(f"{self._what} does not have the expected columns: build it again")

    def _withdraw(self, draft: Draft[R]) -> None:
        """Undo a replacement, unless it was interrupted after the switch: then it has happened."""
        draft.discard()
        with suppress(StoreUnavailable):
            if draft.file not in self._catalog.files():
                remove(self._folder / draft.file)


def _parquet(path: Path) -> pq.ParquetFile:
    return pq.ParquetFile(path, page_checksum_verification=True)


def _codes(parquet: pq.ParquetFile, group: int, column: str) -> Ints:
    (codes,) = parquet.read_row_group(group, columns=[column]).columns
    return ints_of(codes.combine_chunks())


def _gathered(counts: Sequence[int], size: int) -> Iterator[tuple[int, int]]:
    """Row groups of so many rows each, as stretches of at least `size` rows but for the last."""
    first, rows = 0, 0
    for group, count in enumerate(counts):
        rows += count
        if rows >= size or group == len(counts) - 1:
            yield first, group + 1
            first, rows = group + 1, 0
