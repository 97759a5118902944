"""The words of vagas, which models keep and lists are made with."""

from dataclasses import dataclass

from hiring.application.ports.specs.dataset import VAGAS
from hiring.application.ranking.learn_from_vagas import LearnFromVagas
from hiring.bootstrap.use_cases.shared import UseCases
from hiring.domain.errors import TableMissing
from hiring.domain.ranking import vocabulary
from hiring.domain.ranking.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class VagaWords(UseCases):
    """What is learnt from the vagas of the store."""

    def learnt_vocabulary(self) -> Vocabulary | None:
        """Learnt from the vagas of the store; None where there never were any."""
        try:
            return self.learn_from_vagas()()
        except TableMissing:
            return None

    def learn_from_vagas(self) -> LearnFromVagas:
        decoder = self.ports.record_decoder(vocabulary.READS)
        return LearnFromVagas(vagas=self.ports.store.vagas(VAGAS.name), decoder=decoder)
