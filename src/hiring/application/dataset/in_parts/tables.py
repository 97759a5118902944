"""A table whose rows are worked on here, or in several processes that read it themselves."""

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from hiring.application.ports.exports import R
from hiring.application.ports.parallel import Parallel
from hiring.application.ports.store import Store
from hiring.application.ports.tables import Table, TablePart
from hiring.domain.errors import NothingKept, WorkersDiffer, WorkersUnavailable
from hiring.domain.records import Rows, TableName

C = TypeVar("C", bound=Rows)
Step = AbstractContextManager[Callable[[int], None]]

PART_ROWS: Final = 4_096
"""Some 20 MB of applicants, less than half a second of work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableElsewhere(Generic[R]):
    """A table as another process opens it: what is sent are names, and no secret.

    Args:
        store: Opens the store there, by that process's own settings; sent by name.
        identity: Of the store that is meant.
        kind: `Store.applicants` or another method for a kind of table; sent by name.
        name: Of the table.
    """

    store: Callable[[], AbstractContextManager[Store]]
    identity: str
    kind: Callable[[Store, TableName], Table[R]]
    name: TableName

    @contextmanager
    def opened(self) -> Iterator[Table[R]]:
        """The table, while the block runs.

        Raises:
            WorkersDiffer: The settings of this process name another store.
            StoreUnavailable: It cannot be opened.
        """
        with self.store() as store:
            if store.identity != self.identity:
                raise WorkersDiffer([f"their settings name another store, {store.place}"])
            yield self.kind(store, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableInParts(Generic[R]):
    """A table of a store that is open here, and maybe elsewhere.

    Args:
        table: Open in this process.
        parallel: Where its rows are worked on.
        elsewhere: The same table for other processes; None where no other can open the store.
        part_rows: How many of them a part has, about.
    """

    table: Table[R]
    parallel: Parallel
    elsewhere: TableElsewhere[R] | None = None
    part_rows: int = PART_ROWS

    def each(self, work: Callable[[R], C], chunk_size: int) -> Generator[C, None, None]:
        """What `work` makes of each chunk, in the order of the rows, whoever does it.

        Args:
            work: Sent to other processes, as that of `Parallel.map` is.
            chunk_size: How many rows it is given at a time, at most.

        Raises:
            TableMissing: It was never written.
            PartFailed, WorkersUnavailable, WorkersDiffer: As `Parallel.map` does.
        """
        if not self.parallel.elsewhere:
            yield from map(work, self.table.chunks(chunk_size))
            return
        if self.elsewhere is None:
            raise WorkersUnavailable("no other process can open a store that is in this one's memory")
        with self.table.in_parts(self.part_rows) as parts:
            if len(parts) == 1:  # workers would take longer to start
                yield from map(work, self.table.chunks_of(parts[0], chunk_size))
                return
            of_part = _WorkOnRows(table=self.elsewhere, work=work, chunk_size=chunk_size)
            with closing(self.parallel.map(of_part, parts)) as results:
                for result in results:
                    yield from result

    def rebuild(self, target: Table[C], work: Callable[[R], C], chunk_size: int, step: Step) -> int:
        """Replace another table by what `work` makes of this one's rows, and give the number of them.

        Raises:
            NothingKept: This table is empty; the other stays as it was.
            As `each` does.
        """
        written = 0
        with (
            step as advance,
            target.replacing() as writer,
            closing(self.each(work, chunk_size)) as computed,
        ):
            for rows in computed:
                writer.write(rows)
                written += len(rows)
                advance(len(rows))
            if not written:
                raise NothingKept(self.table.name, read=0, reasons={})
        return written


@dataclass(frozen=True, slots=True, kw_only=True)
class _WorkOnRows(Generic[R, C]):
    """What a worker does with a part: it reads the rows, and gives what becomes of them."""

    table: TableElsewhere[R]
    work: Callable[[R], C]
    chunk_size: int

    def __call__(self, part: TablePart) -> list[C]:
        with self.table.opened() as table:
            return [self.work(chunk) for chunk in table.chunks_of(part, self.chunk_size)]
