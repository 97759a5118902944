"""Raw vagas become features: what a profile reads of a vaga alone."""

from dataclasses import dataclass

from hiring.application.ports.exports import Decoder
from hiring.application.ports.progress import Progress
from hiring.application.ports.tables import Table
from hiring.domain.contract import Entity
from hiring.domain.errors import NothingKept
from hiring.domain.features import Profile, View
from hiring.domain.records import VagaFeatureRows, VagaRows


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildVagaFeatures:
    """Replace a table of vagas' features by those of a raw table's vagas; texts stay as rules read them."""

    vagas: Table[VagaRows]
    features: Table[VagaFeatureRows]
    decoder: Decoder
    profile: Profile
    progress: Progress

    def __call__(self, *, chunk_size: int) -> int:
        """Returns the number of vagas.

        Raises:
            TableMissing: No vagas were ingested.
            NothingKept: The table of vagas is empty.
        """
        written, view = 0, View(Entity.VAGA, self.profile.vaga_rules)
        total = self.vagas.count()
        with (
            self.progress.step("features build of vagas", total) as advance,
            self.features.replacing() as writer,
        ):
            for chunk in self.vagas.chunks(chunk_size):
                numbers, texts = view.inputs_of(self.decoder.records(chunk.document))
                writer.write(VagaFeatureRows(vaga_codigo=chunk.vaga_codigo, features=numbers, texts=texts))
                written += len(chunk)
                advance(len(chunk))
            if not written:
                raise NothingKept(self.vagas.name, read=0, reasons={})
        return written
