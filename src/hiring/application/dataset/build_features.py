"""Raw applicants become features."""

from dataclasses import dataclass

from hiring.application.dataset.in_parts.by_name import SentByName
from hiring.application.dataset.in_parts.tables import TableInParts
from hiring.application.ports.exports import Decoder
from hiring.application.ports.progress import Progress
from hiring.application.ports.tables import Table
from hiring.domain.features import Profile
from hiring.domain.records import ApplicantRows, FeatureRows


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildFeatures:
    """Replace a feature table by the features of a raw table's applicants.

    They are computed where the raw table's rows are worked on, and written here, in their order.
    """

    applicants: TableInParts[ApplicantRows]
    features: Table[FeatureRows]
    decoder: Decoder
    profile: Profile
    progress: Progress

    def __call__(self, *, chunk_size: int) -> int:
        """Returns the number of applicants.

        Raises:
            TableMissing: No applicants were ingested.
            NothingKept: The table of applicants is empty.
            PartFailed, WorkersUnavailable, WorkersDiffer: As `Parallel.map` does.
        """
        work = FeaturesOfApplicants(profile=SentByName(self.profile), decoder=self.decoder)
        step = self.progress.step("features build", self.applicants.table.count())
        return self.applicants.rebuild(self.features, work, chunk_size, step)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeaturesOfApplicants:
    """Whoever reads the rows applies the rules of a profile to them."""

    profile: SentByName
    decoder: Decoder

    def __call__(self, rows: ApplicantRows) -> FeatureRows:
        features = self.profile.profile.features_of(self.decoder.records(rows.document))
        return FeatureRows(codigo_profissional=rows.codigo_profissional, features=features)
