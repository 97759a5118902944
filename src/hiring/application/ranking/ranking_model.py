"""The model that is asked for a list, and what is known of what it knows."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hiring.application.ports.models import Scorer
from hiring.application.ranking.rank_request import Record
from hiring.application.serving.explain import Explain
from hiring.domain.evaluation.ordering import CandidateOrder
from hiring.domain.features import Profile
from hiring.domain.features.pairs import pair_record
from hiring.domain.models import ModelVersion
from hiring.domain.ranking.candidate_order import OrderProof, proof_of
from hiring.domain.ranking.vocabulary import Vocabulary
from hiring.domain.records import Floats


@dataclass(frozen=True, kw_only=True)  # without slots: what follows from the fields is computed once
class RankingModel:
    """A published model of a profile that reads vagas.

    Args:
        scorer: Asked only where its order of candidates is proven.
        explain: Reasons for its scores.
        profile: Which features it is asked with.
        candidate_order: What its training found of its order; None: it did not look.
        vocabulary: The words that titles of vagas ask for.
    """

    scorer: Scorer
    explain: Explain
    profile: Profile
    candidate_order: CandidateOrder | None
    vocabulary: Vocabulary

    @property
    def version(self) -> ModelVersion:
        """Which model."""
        return self.scorer.version

    @cached_property
    def order(self) -> OrderProof:
        """What lists say of it."""
        return proof_of(self.candidate_order)

    @cached_property
    def vaga_columns(self) -> tuple[str, ...]:
        """The features that are the same for everybody in a list: of the vaga, and of the day."""
        of_people = frozenset(self.profile.of_people)
        return tuple(feature for feature in self.profile.features if feature not in of_people)

    def features_of(self, vaga: Record, people: tuple[Record, ...], applied: np.datetime64) -> Floats:
        """Of each person for the vaga, all put forward on one day: that tells none apart."""
        return self.profile.features_of([pair_record(person, vaga, applied) for person in people])
