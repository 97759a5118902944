"""Rows of two tables, brought together by ranges of people: whatever they hold, a range fits in memory."""

from collections.abc import Iterable, Iterator, Sized
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Final, Generic, Self, TypeVar

import numpy as np
import pyarrow as pa

from hiring.adapters.files.tables.layouts import Layout
from hiring.domain.records import FeatureRows, Ints, LabelRows

R = TypeVar("R", LabelRows, FeatureRows)
P = TypeVar("P", bound=Sized)

MOST_RANGES: Final = 128
"""Each is a file that is open."""
_AT_ONCE: Final = 32_768  # rows that are divided, or given, together
_SAMPLE: Final = 1 << 16  # codes from which the ranges are told


def bounds_of(codes: Iterable[Ints], count: int, size: int) -> Ints:
    """Where ranges of people begin that have about `size` rows each, but for the first; ascending.

    Args:
        codes: Of the people, a row each, a block at a time.
        count: How many rows there are, about.
        size: How many a range should have.
    """
    ranges = min(-(-count // size), MOST_RANGES)
    step = -(-count // _SAMPLE)
    if ranges < 2:  # noqa: PLR2004  # one needs no bounds
        return np.zeros(0, np.int64)
    sample = np.sort(np.concatenate([block[::step] for block in codes]))
    return np.unique(sample[np.arange(1, ranges) * len(sample) // ranges])


class RowsByRange(Generic[R]):
    """Rows on disk, apart by the range of people that they are about, in files without a name.

    Args:
        layout: Of the rows.
        folder: On whose disk they are.
        bounds: Where the ranges begin, but for the first.
    """

    def __init__(self, layout: Layout[R], folder: Path, bounds: Ints) -> None:
        self._layout: Layout[R] = layout
        self._folder, self._bounds = folder, bounds
        self._open = ExitStack()
        self._files: list[IO[bytes]] = []
        self._writers: list[pa.RecordBatchStreamWriter] = []

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            for _ in range(len(self._bounds) + 1):
                file = opened.enter_context(TemporaryFile(dir=self._folder))
                self._files.append(file)
                self._writers.append(pa.ipc.new_stream(file, self._layout.schema))
            self._open = opened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def fill(self, chunks: Iterable[R]) -> None:
        """Put each row to its range, in this order."""
        for some in _gathered(chunks):
            rows = type(some[0]).concatenate(some)
            of = np.searchsorted(self._bounds, rows.codigo_profissional, side="right")
            for at in np.unique(of).tolist():
                part = rows.take(np.flatnonzero(of == at))
                for table in self._layout.encode(part, len(part)):
                    self._writers[at].write_table(table)
        for writer in self._writers:
            writer.close()

    def of_range(self, at: int) -> Iterator[R]:
        """The rows of a range, in the order in which they came."""
        for batches in _gathered(self._stream(at)):
            yield self._layout.decode(pa.Table.from_batches(batches))

    def whole_range(self, at: int) -> R:
        """The same, at once."""
        rows: R = self._layout.decode(self._stream(at).read_all())
        return rows

    def _stream(self, at: int) -> pa.RecordBatchStreamReader:
        self._files[at].seek(0)
        return pa.ipc.open_stream(self._files[at])


def _gathered(pieces: Iterable[P]) -> Iterator[list[P]]:
    """Pieces by so many rows together, since each costs the same time however few it has."""
    some, rows = list[P](), 0
    for piece in pieces:
        some.append(piece)
        rows += len(piece)
        if rows >= _AT_ONCE:
            yield some
            some, rows = [], 0
    if some:
        yield some
