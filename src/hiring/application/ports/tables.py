"""Tables that are replaced as a whole and read in chunks."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

import numpy as np

from hiring.application.ports.exports import R
from hiring.domain.gold import GoldCounts
from hiring.domain.records import (
    GoldRows,
    Ints,
    Reject,
    Rows,
    TableName,
)

AT_ONCE: Final = 8_192
"""Rows that are looked through at once."""

R_contra = TypeVar("R_contra", bound=Rows, contravariant=True)


class Writer(Protocol[R_contra]):
    """A table being replaced; what is written is visible to others only when the replacement ends well."""

    @abstractmethod
    def write(self, rows: R_contra) -> None:
        """Add rows; a key that is in the new table already is a bug of the caller."""

    @abstractmethod
    def reject(self, rejects: Sequence[Reject]) -> None:
        """Set records aside; they become this table's rejects when the replacement ends well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePart:
    """Rows of a table that follow each other: what another process is told in place of the rows.

    Args:
        reading: Of which reading of the table, in the store's words.
        first: Where they begin, as the store counts.
        stop: Where those behind them begin.
    """

    reading: str
    first: int
    stop: int


class Table(Protocol[R]):
    """A table that is replaced as a whole and read in chunks."""

    @property
    @abstractmethod
    def name(self) -> TableName:
        """Its name in every store."""

    @abstractmethod
    def replacing(self) -> AbstractContextManager[Writer[R]]:
        """Replace all rows and rejects, or, if the block raises, nothing.

        Readers see the old table or the new one, never a mixture.

        Raises:
            StoreUnavailable: The new table could not be made durable; the old one stands.
            TableTaken: Rows of another kind have the name, or have it by default.
        """

    @abstractmethod
    def chunks(self, size: int) -> Iterator[R]:
        """All rows in the order they were written, in chunks of at most `size`; none of them is empty.

        Raises:
            TableMissing: It was never written.
            TableOutdated: Other rules than this program's have built it.
        """

    @abstractmethod
    def in_parts(self, size: int) -> AbstractContextManager[Sequence[TablePart]]:
        """All rows in the order they were written, as parts of about `size` rows for `chunks_of`.

        They are of one reading, which stands until the block ends.

        Raises:
            TableMissing: It was never written.
            TableOutdated: Other rules than this program's have built it.
        """

    @abstractmethod
    def chunks_of(self, part: TablePart, size: int) -> Iterator[R]:
        """The rows of a part, as `chunks` gives all of them; any process that has the store open may ask.

        Raises:
            StoreUnavailable: The reading no longer stands, or the store cannot keep what was replaced since.
        """

    def having(self, column: str, codes: Ints) -> Iterator[R]:
        """The rows that have one of these codes in a column of codes, as `chunks` gives all of them.

        A store reads as little else as it can.

        Args:
            column: Its name; of codes that are never null.
            codes: In any order.

        Raises:
            TableMissing: It was never written.
            TableOutdated: Other rules than this program's have built it.
        """
        for chunk in self.chunks(AT_ONCE):
            found = np.flatnonzero(np.isin(getattr(chunk, column), codes))
            if len(found):
                yield chunk.take(found)

    @abstractmethod
    def count(self) -> int:
        """Number of rows, whatever rules have built them.

        Raises:
            TableMissing: It was never written.
        """

    @abstractmethod
    def rejects(self) -> Iterator[Reject]:
        """What was set aside when the table was written, in order; none if it was never written."""


class GoldTable(Table[GoldRows], Protocol):
    """`gold_applicants`: built inside the store, where its sources are. Rows are ordered by person, vaga."""

    @abstractmethod
    def build(self, labels: TableName, features: TableName) -> GoldCounts:
        """Replace the gold table by the join of `hiring.domain.gold`, or nothing.

        Raises:
            NothingKept: The join is empty.
            TableMissing: One of the two was never written.
            TableOutdated: Other rules than this program's have built one of them.
        """
