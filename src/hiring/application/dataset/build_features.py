"""Raw applicants become features."""

from contextlib import closing
from dataclasses import dataclass

from hiring.application.dataset.in_parts.by_name import SentByName
from hiring.application.dataset.in_parts.tables import TableInParts
from hiring.application.ports.exports import Decoder
from hiring.application.ports.progress import Progress
from hiring.application.ports.tables import Table
from hiring.domain.errors import NothingKept
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
        written = 0
        source = self.applicants.table
        work = FeaturesOfApplicants(profile=SentByName(self.profile), decoder=self.decoder)
        with (
            self.progress.step("features build", source.count()) as advance,
            self.features.replacing() as writer,
            closing(self.applicants.each(work, chunk_size)) as computed,
        ):
            for rows in computed:
                writer.write(rows)
                written += len(rows)
                advance(len(rows))
            if not written:
                raise NothingKept(source.name, read=0, reasons={})
        return written


@dataclass(frozen=True, slots=True, kw_only=True)
class FeaturesOfApplicants:
    """Whoever reads the rows applies the rules of a profile to them."""

    profile: SentByName
    decoder: Decoder

    def __call__(self, rows: ApplicantRows) -> FeatureRows:
        features = self.profile.profile.features_of(self.decoder.records(rows.document))
        return FeatureRows(codigo_profissional=rows.codigo_profissional, features=features)
