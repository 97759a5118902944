"""Lists of candidates, wired."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hiring.application.ports.exports import Decoder
from hiring.application.ports.models import Scorer
from hiring.application.ranking.find_records import FindRecords
from hiring.application.ranking.rank_candidates import RankCandidates
from hiring.application.ranking.ranking_model import RankingModel
from hiring.application.ranking.read_candidates import ReadCandidates
from hiring.application.ranking.score_people import ScorePeople
from hiring.application.ranking.vagas_outlook import OPENED, TITLE, OutlookOfVagas
from hiring.application.serving.decide import Kept_co
from hiring.application.serving.explain import Explain
from hiring.application.serving.load_model import LoadedModel
from hiring.bootstrap.use_cases.vaga_words import VagaWords
from hiring.domain.errors import ModelMissing, about_profile
from hiring.domain.features import Profile
from hiring.domain.ranking import evidence, requirements, same_person
from hiring.domain.records import table_name

APPLICANTS: Final = table_name("applicants_raw")
PROSPECTS: Final = table_name("prospects_raw")
VAGAS: Final = table_name("vagas_raw")


@dataclass(frozen=True, slots=True)
class Ranking(VagaWords):
    """What lists of candidates need."""

    def ranking_model(self) -> RankingModel:
        """The published model that reads vagas.

        Raises:
            ModelMissing: None is published.
            ArtifactCorrupt: It does not verify.
            RuleTableMismatch: It was trained on features of another rule table.
            TableMissing: There are no vagas to learn words from.
        """
        scorer = self._vaga_scorer()
        profile = self.profile_of(scorer.version)
        return self._ranking(scorer, Explain(explainer=self.ports.explainer(scorer.version), profile=profile))

    def ranking_of(self, loaded: LoadedModel[Kept_co]) -> RankingModel:
        """The same of a model that serves already."""
        return self._ranking(loaded.decide.scorer, loaded.explain)

    def _ranking(self, scorer: Scorer, explain: Explain) -> RankingModel:
        return RankingModel(
            scorer=scorer,
            explain=explain,
            profile=explain.profile,
            candidate_order=scorer.version.card.candidate_order,
            vocabulary=scorer.version.card.vocabulary or self.learn_from_vagas()(),
        )

    def outlook_of_vagas(self) -> OutlookOfVagas:
        """By the published model that reads vagas; raises as `ranking_model` does."""
        ports, store = self.ports, self.ports.store
        scorer = self._vaga_scorer()
        explain = Explain(explainer=ports.explainer(scorer.version), profile=self.profile_of(scorer.version))
        features = tuple(path for rule in explain.profile.rules for path in rule.reads)
        return OutlookOfVagas(
            prospects=store.prospects(PROSPECTS),
            applicants=store.applicants(APPLICANTS),
            vagas=store.vagas(VAGAS),
            decoder=ports.record_decoder((TITLE, OPENED, *features)),
            scorer=scorer,
            explain=explain,
            progress=ports.progress,
        )

    def _vaga_scorer(self) -> Scorer:
        name = self.vaga_profile
        if name is None:
            raise ModelMissing("MODEL_ARTIFACT_VAGA")
        with about_profile(name):
            return self.for_profile(name).scorer()

    def read_candidates(self, file: Path, profile: Profile) -> ReadCandidates:
        """Out of an export of applicants."""
        return ReadCandidates(export=self.ports.applicants_file(file), decoder=self._decoder(profile))

    def _decoder(self, profile: Profile) -> Decoder:
        """Of applicants, as far as lists and the models of a profile read them."""
        features = tuple(path for rule in profile.rules for path in rule.reads)
        return self.ports.record_decoder((*evidence.READS, *same_person.READS, *features))

    def rank_candidates(self, profile: Profile) -> RankCandidates:
        """Lists for the models of a profile."""
        ports, store = self.ports, self.ports.store
        features = tuple(path for rule in profile.rules for path in rule.reads)
        return RankCandidates(
            find=FindRecords(
                vagas=store.vagas(VAGAS),
                prospects=store.prospects(PROSPECTS),
                applicants=store.applicants(APPLICANTS),
                decoder=self._decoder(profile),
                vaga_decoder=ports.record_decoder((*requirements.READS, *features)),
            ),
            score=ScorePeople(clock=ports.clock, digest_key=store.digest_key),
            lists=store.rank_log,
            decisions=store.inference_log,
        )
