"""Raw vagas become features: what a profile reads of a vaga alone."""

from dataclasses import dataclass

from hiring.application.dataset.in_parts.by_name import SentByName
from hiring.application.dataset.in_parts.tables import TableInParts
from hiring.application.ports.exports import Decoder
from hiring.application.ports.progress import Progress
from hiring.application.ports.tables import Table
from hiring.domain.contract import Entity
from hiring.domain.features import Profile, View
from hiring.domain.records import VagaFeatureRows, VagaRows


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildVagaFeatures:
    """Replace a table of vagas' features by those of a raw table's vagas; texts stay as rules read them.

    They are computed where the raw table's rows are worked on, and written here, in their order.
    """

    vagas: TableInParts[VagaRows]
    features: Table[VagaFeatureRows]
    decoder: Decoder
    profile: Profile
    progress: Progress

    def __call__(self, *, chunk_size: int) -> int:
        """Returns the number of vagas.

        Raises:
            TableMissing: No vagas were ingested.
            NothingKept: The table of vagas is empty.
            PartFailed, WorkersUnavailable, WorkersDiffer: As `Parallel.map` does.
        """
        work = FeaturesOfVagas(profile=SentByName(self.profile), decoder=self.decoder)
        step = self.progress.step("features build of vagas", self.vagas.table.count())
        return self.vagas.rebuild(self.features, work, chunk_size, step)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeaturesOfVagas:
    """Whoever reads the rows applies a profile's rules of vagas to them."""

    profile: SentByName
    decoder: Decoder

    def __call__(self, rows: VagaRows) -> VagaFeatureRows:
        view = View(Entity.VAGA, self.profile.profile.vaga_rules)
        numbers, texts = view.inputs_of(self.decoder.records(rows.document))
        return VagaFeatureRows(vaga_codigo=rows.vaga_codigo, features=numbers, texts=texts)
