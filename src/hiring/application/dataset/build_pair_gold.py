"""Labels, applicants and vagas become the gold table of a profile that reads vagas."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hiring.application.ports.exports import Decoder
from hiring.application.ports.tables import GoldTable, Table
from hiring.domain.errors import NothingKept
from hiring.domain.features import Profile
from hiring.domain.gold import GoldCounts, join_pairs
from hiring.domain.records import ApplicantRows, LabelRows, VagaRows

AT_ONCE: Final = 5_000

Records = Mapping[int, Mapping[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildPairGold:
    """Replace a gold table by the standing labels, each with the features of its person, its vaga and both.

    A pair's rules read two records, so what they give is computed here; the store gives the keys and the
    records, and takes the rows.
    """

    labels: Table[LabelRows]
    applicants: Table[ApplicantRows]
    vagas: Table[VagaRows]
    gold: GoldTable
    decoder: Callable[[Sequence[str]], Decoder]

    def __call__(self, profile: Profile) -> GoldCounts:
        """Labels, vagas as far as rules read them, and features are held in memory; applicants are streamed.

        Raises:
            TableMissing: One of the three was never built.
            TableOutdated: Other rules than this program's have built the labels.
            NothingKept: No label has both records.
        """
        labels = list(self.labels.chunks(AT_ONCE))
        if not labels:
            raise NothingKept(self.labels.name, read=0, reasons={})
        decoder = self.decoder([path for rule in profile.rules for path in rule.reads])
        vagas = {code: record for chunk in self._vagas(decoder) for code, record in chunk.items()}
        rows, counts = join_pairs(LabelRows.concatenate(labels), self._people(decoder), vagas, profile)
        counts.require_rows(self.labels.name)
        with self.gold.replacing() as writer:
            writer.write(rows)
        return counts

    def _people(self, decoder: Decoder) -> Iterator[Records]:
        for chunk in self.applicants.chunks(AT_ONCE):
            yield dict(zip(chunk.codigo_profissional.tolist(), decoder.records(chunk.document), strict=True))

    def _vagas(self, decoder: Decoder) -> Iterator[Records]:
        for chunk in self.vagas.chunks(AT_ONCE):
            yield dict(zip(chunk.vaga_codigo.tolist(), decoder.records(chunk.document), strict=True))
