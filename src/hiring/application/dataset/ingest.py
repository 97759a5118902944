"""An export becomes a raw table."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from hiring.application.ports.exports import Export
from hiring.application.ports.progress import Progress
from hiring.application.ports.tables import Table
from hiring.domain.absent_fields import AbsentField, FieldsSeen
from hiring.domain.errors import NothingKept, RecordsRejected
from hiring.domain.records import Rows

R = TypeVar("R", bound=Rows)

_NAMED: Final = 12  # fields that one line names


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestCounts:
    """read = kept + rejected; `reasons` counts the rejected.

    Args:
        absent: Fields that matter and that no record has.
    """

    read: int
    kept: int
    rejected: int
    reasons: Mapping[str, int]
    absent: Sequence[AbsentField] = ()


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
            NothingKept: There are no records, or all have faults.
        """
        read = kept = 0
        reasons: Counter[str] = Counter()
        seen: FieldsSeen | None = None
        with self.progress.step(f"ingest {self.table.name}") as advance, self.table.replacing() as writer:
            for chunk in self.export.chunks(chunk_size):
                writer.write(chunk.rows)
                writer.reject(chunk.rejects)
                read, kept = read + chunk.read, kept + len(chunk.rows)
                reasons.update(reject.reason for reject in chunk.rejects)
                seen = chunk.fields if seen is None or chunk.fields is None else seen | chunk.fields
                advance(chunk.read)
            if strict and reasons:
                raise RecordsRejected(self.export.name, reasons.total())
            absent = () if seen is None else seen.absent()
            if not kept:
                raise NothingKept(
                    self.export.name,
                    read=read,
                    reasons=reasons,
                    hints=hints_of([each for each in absent if each.similar]),
                )
        return IngestCounts(
            read=read, kept=kept, rejected=reasons.total(), reasons=dict(reasons), absent=absent
        )


def hints_of(absent: Sequence[AbsentField]) -> list[str]:
    """In words, which fields no record has, those with one that looks like them first; one line or none."""
    if not absent:
        return []
    names = [
        each.name if each.similar is None else f"{each.name} ({each.similar} looks like it)"
        for each in sorted(absent, key=lambda each: each.similar is None)
    ]
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return [f"no record has {', '.join(names[:_NAMED])}{more}"]
