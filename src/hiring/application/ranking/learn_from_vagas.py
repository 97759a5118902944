"""The words that titles ask for, learnt from the vagas that a store has."""

from dataclasses import dataclass

from hiring.application.ports.exports import Decoder
from hiring.application.ports.tables import AT_ONCE, Table
from hiring.application.ranking.rank_request import Record
from hiring.domain.ranking.vocabulary import Vocabulary, learn_vocabulary
from hiring.domain.records import VagaRows


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnFromVagas:
    """Read all vagas, and learn.

    Args:
        decoder: Of what is learnt from.
    """

    vagas: Table[VagaRows]
    decoder: Decoder

    def __call__(self) -> Vocabulary:
        """The vocabulary; the fields that it reads are held in memory.

        Raises:
            TableMissing: There never were any vagas.
        """
        records: list[Record] = []
        for chunk in self.vagas.chunks(AT_ONCE):
            records += self.decoder.records(chunk.document)
        return learn_vocabulary(records)
