"""The applicants of an export as they are, read by several processes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hiring.application.dataset.in_parts.exports import read_in_parts
from hiring.application.ports.exports import ApplicantsExport, Export, ExportChunk
from hiring.application.ports.parallel import Parallel
from hiring.domain.records import ApplicantRows

_LARGEST: Final = 1 << 25  # bytes of a file that is sent in one part: its documents are held at once


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantsInParts(Export[ApplicantRows]):
    """The rows, rejects and positions of one reading, with the parsing and checking done in parts."""

    export: ApplicantsExport
    parallel: Parallel

    @property
    def name(self) -> str:
        """The export, as the user named it."""
        return self.export.name

    def chunks(self, size: int) -> Iterator[ExportChunk[ApplicantRows]]:
        """In file order.

        Raises:
            ExportFault: A file as a whole is faulty.
            PartFailed, WorkersUnavailable, WorkersDiffer: As `Parallel.map` does.
        """
        return read_in_parts(self.export, ChunksOfPart(size), self.parallel, largest=_LARGEST)


@dataclass(frozen=True, slots=True)
class ChunksOfPart:
    """What a worker does with a part: it reads its applicants and sets the faulty ones aside."""

    size: int

    def __call__(self, part: ApplicantsExport) -> Iterator[ExportChunk[ApplicantRows]]:
        return part.chunks(self.size)
