"""The features of an export's applicants, without any storage."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from hiring.application.ports import ExportChunk
from hiring.domain.features import Profile
from hiring.domain.records import ApplicantRecords, FeatureRows


class DecodingExport(Protocol):
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
    profile: Profile

    def __call__(self, *, chunk_size: int) -> Iterator[ExportChunk[FeatureRows]]:
        """Features and rejects, chunk by chunk.

        Raises:
            ExportFault: The file as a whole is faulty.
        """
        for chunk in self.export.decoded(chunk_size):
            features = self.profile.features_of(chunk.rows.record)
            rows = FeatureRows(codigo_profissional=chunk.rows.codigo_profissional, features=features)
            yield ExportChunk(read=chunk.read, rows=rows, rejects=chunk.rejects)
