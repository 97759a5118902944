"""Raw vagas become features: what a profile reads of a vaga alone."""

from contextlib import closing
from dataclasses import dataclass

from hiring.application.dataset.in_parts.by_name import SentByName
from hiring.application.dataset.in_parts.tables import TableInParts
from hiring.application.ports.exports import Decoder
from hiring.application.ports.progress import Progress
from hiring.application.ports.tables import Table
from hiring.domain.contract import Entity
from hiring.domain.errors import NothingKept
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
        written = 0
        source = self.vagas.table
        work = FeaturesOfVagas(profile=SentByName(self.profile), decoder=self.decoder)
        with (
            self.progress.step("features build of vagas", source.count()) as advance,
            self.features.replacing() as writer,
            closing(self.vagas.each(work, chunk_size)) as computed,
        ):
            for rows in computed:
                writer.write(rows)
                written += len(rows)
                advance(len(rows))
            if not written:
                raise NothingKept(source.name, read=0, reasons={})
        return written


@dataclass(frozen=True, slots=True, kw_only=True)
class FeaturesOfVagas:
    """Whoever reads the rows applies a profile's rules of vagas to them."""

    profile: SentByName
    decoder: Decoder

    def __call__(self, rows: VagaRows) -> VagaFeatureRows:
        view = View(Entity.VAGA, self.profile.profile.vaga_rules)
        numbers, texts = view.inputs_of(self.decoder.records(rows.document))
        return VagaFeatureRows(vaga_codigo=rows.vaga_codigo, features=numbers, texts=texts)
