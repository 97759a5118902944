"""Raw applicants become features."""

from dataclasses import dataclass

from hiring.application.ports.exports import Decoder
from hiring.application.ports.progress import Progress
from hiring.application.ports.tables import Table
from hiring.domain.errors import NothingKept
from hiring.domain.features import Profile
from hiring.domain.records import ApplicantRows, FeatureRows


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildFeatures:
    """Replace a feature table by the features of a raw table's applicants."""

    applicants: Table[ApplicantRows]
    features: Table[FeatureRows]
    decoder: Decoder
    profile: Profile
    progress: Progress

    def __call__(self, *, chunk_size: int) -> int:
        """Returns the number of applicants.

        Raises:
            TableMissing: No applicants were ingested.
            NothingKept: The table of applicants is empty.
        """
        written = 0
        total = self.applicants.count()
        with self.progress.step("features build", total) as advance, self.features.replacing() as writer:
            for chunk in self.applicants.chunks(chunk_size):
                features = self.profile.features_of(self.decoder.records(chunk.document))
                writer.write(FeatureRows(codigo_profissional=chunk.codigo_profissional, features=features))
                written += len(chunk)
                advance(len(chunk))
            if not written:
                raise NothingKept(self.applicants.name, read=0, reasons={})
        return written
