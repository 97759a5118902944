"""Which records were set aside."""

from collections.abc import Iterator
from dataclasses import dataclass

from hiring.application.ports.tables import Table
from hiring.domain.records import ApplicantRows, Reject


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRejects:
    """List what an ingestion set aside when it wrote a raw table.

    Args:
        table: Of whatever rows: what was set aside is of no kind.
    """

    table: Table[ApplicantRows]

    def __call__(self) -> Iterator[Reject]:
        """In order; none where the table was never written."""
        return self.table.rejects()
