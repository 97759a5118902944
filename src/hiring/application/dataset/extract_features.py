"""The features of an export's applicants, without any storage."""

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from hiring.application.ports.exports import ExportChunk
from hiring.domain.errors import NothingKept
from hiring.domain.features import Profile
from hiring.domain.records import ApplicantRecords, FeatureRows


class DecodingExport(Protocol):
    """An export that decodes applicants while it reads them, which is quicker than one after the other."""

    @property
    @abstractmethod
    def name(self) -> str:
        """The file, as the user named it."""

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
    profile: Profile

    def __call__(self, *, chunk_size: int) -> Iterator[ExportChunk[FeatureRows]]:
        """Features and rejects, chunk by chunk.

        Raises:
            ExportFault: The file as a whole is faulty.
            NothingKept: There are no applicants, or all have faults.
        """
        extracted = 0
        reasons: Counter[str] = Counter()
        for chunk in self.export.decoded(chunk_size):
            extracted += len(chunk.rows)
            reasons.update(reject.reason for reject in chunk.rejects)
            features = self.profile.features_of(chunk.rows.record)
            rows = FeatureRows(codigo_profissional=chunk.rows.codigo_profissional, features=features)
            yield ExportChunk(read=chunk.read, rows=rows, rejects=chunk.rejects)
        if not extracted:
            raise NothingKept(self.export.name, read=reasons.total(), reasons=reasons)
