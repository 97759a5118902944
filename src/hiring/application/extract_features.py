"""The features of an export's applicants, without any storage."""

from collections.abc import Iterator
from dataclasses import dataclass

from hiring.application.ports import Decoder, Export, ExportChunk
from hiring.domain.features import Profile
from hiring.domain.records import ApplicantRows, FeatureRows


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractFeatures:
    """Stream the features of every sound applicant of an export, in file order."""

    export: Export[ApplicantRows]
    decoder: Decoder
    profile: Profile

    def __call__(self, *, chunk_size: int) -> Iterator[ExportChunk[FeatureRows]]:
        """Features and rejects, chunk by chunk.

        Raises:
            ExportFault: The file as a whole is faulty.
        """
        for chunk in self.export.chunks(chunk_size):
            features = self.profile.features_of(self.decoder.records(chunk.rows.document))
            rows = FeatureRows(codigo_profissional=chunk.rows.codigo_profissional, features=features)
            yield ExportChunk(read=chunk.read, rows=rows, rejects=chunk.rejects)
