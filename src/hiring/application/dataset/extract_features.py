"""The features of an export's applicants, without any storage."""

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from hiring.application.dataset.in_parts.by_name import SentByName
from hiring.application.dataset.in_parts.exports import read_in_parts
from hiring.application.ports.exports import ExportChunk, ExportInParts
from hiring.application.ports.parallel import Parallel
from hiring.domain.errors import NothingKept
from hiring.domain.features import Profile
from hiring.domain.records import ApplicantRecords, FeatureRows


class DecodingExport(ExportInParts, Protocol):
    """An export that decodes applicants while it reads them, which is quicker than one after the other."""

    @abstractmethod
    def decoded(self, size: int) -> Iterator[ExportChunk[ApplicantRecords]]:
        """All records, decoded, in chunks of about `size`.

        Raises:
            FileMissing: It cannot be opened.
            ExportFault: The file as a whole is faulty; chunks that were given before must not be kept.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractFeatures:
    """Stream the features of every sound applicant of an export, in file order."""

    export: DecodingExport
    parallel: Parallel
    profile: Profile

    @property
    def source(self) -> str:
        """The export, as faults name it."""
        return self.export.name

    def __call__(self, *, chunk_size: int) -> Iterator[ExportChunk[FeatureRows]]:
        """Features and rejects, chunk by chunk.

        Raises:
            ExportFault: The file as a whole is faulty.
            NothingKept: There are no applicants, or all have faults.
            PartFailed, WorkersUnavailable, WorkersDiffer: As `Parallel.map` does.
        """
        extracted = 0
        reasons: Counter[str] = Counter()
        work = FeaturesOfPart(profile=SentByName(self.profile), chunk_size=chunk_size)
        for chunk in read_in_parts(self.export, work, self.parallel):
            extracted += len(chunk.rows)
            reasons.update(reject.reason for reject in chunk.rejects)
            yield chunk
        if not extracted:
            raise NothingKept(self.export.name, read=reasons.total(), reasons=reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeaturesOfPart:
    """What a worker does with a part: it reads it, and applies the rules of a profile."""

    profile: SentByName
    chunk_size: int

    def __call__(self, part: DecodingExport) -> Iterator[ExportChunk[FeatureRows]]:
        features_of = self.profile.profile.features_of
        for chunk in part.decoded(self.chunk_size):
            features = features_of(chunk.rows.record)
            rows = FeatureRows(codigo_profissional=chunk.rows.codigo_profissional, features=features)
            yield ExportChunk(read=chunk.read, rows=rows, rejects=chunk.rejects, spelt=chunk.spelt)
