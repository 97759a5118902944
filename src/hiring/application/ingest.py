"""An export becomes a raw table."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from hiring.application.ports import Export, Progress, Table
from hiring.domain.errors import RecordsRejected
from hiring.domain.records import Rows

R = TypeVar("R", bound=Rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestCounts:
    """read = kept + rejected; `reasons` counts the rejected."""

    read: int
    kept: int
    rejected: int
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingest(Generic[R]):
    """Replace a raw table by the sound records of an export, and its rejects by the others."""

    export: Export[R]
    table: Table[R]
    progress: Progress

    def __call__(self, *, chunk_size: int, strict: bool = False) -> IngestCounts:
        """Read the whole export; whatever goes wrong, the table stays as it was.

        Raises:
            ExportFault: The file as a whole is faulty.
            RecordsRejected: `strict`, and some records have faults.
        """
        read = kept = 0
        reasons: Counter[str] = Counter()
        with self.progress.step(f"ingest {self.table.name}") as advance, self.table.replacing() as writer:
            for chunk in self.export.chunks(chunk_size):
                writer.write(chunk.rows)
                writer.reject(chunk.rejects)
                read, kept = read + chunk.read, kept + len(chunk.rows)
                reasons.update(reject.reason for reject in chunk.rejects)
                advance(chunk.read)
            if strict and reasons:
                raise RecordsRejected(self.export.name, reasons.total())
        return IngestCounts(read=read, kept=kept, rejected=reasons.total(), reasons=dict(reasons))
