"""The people of a list become decisions: only where a model's order of candidates is proven."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from math import isnan
from typing import Self

import numpy as np

from hiring.application.ports.clock import Clock
from hiring.application.ranking.find_records import ListSubject
from hiring.application.ranking.rank_request import RankRequest
from hiring.application.ranking.ranking_model import RankingModel
from hiring.application.serving.append import Unlogged
from hiring.application.serving.decide import Decide, ForVaga, PredictionRequest
from hiring.domain.decisions import Decision
from hiring.domain.reasons import Reason
from hiring.domain.records import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredPeople:
    """What a model said of a list's people.

    Args:
        decisions: Of each, in their order. By place they have all features, so that monitoring counts them
            like answers about the same people; by name, what is not the same for all.
        features: Shape (n, columns).
        scores: Shape (n,).
        vaga_features: The vaga's columns.
    """

    decisions: tuple[Decision, ...]
    features: Floats
    scores: Floats
    vaga_features: Mapping[str, float | None]

    def explained(self, people: Ints, model: RankingModel, limit: int) -> Self:
        """The same, with the strongest reasons of some: what tells people apart, and nothing of the vaga."""
        if not limit:
            return self
        of_vaga = frozenset(model.vaga_columns)
        decisions = list(self.decisions)
        explained = model.explain(self.features[people], limit=self.features.shape[1])
        for person, reasons in zip(people.tolist(), explained, strict=True):
            own = tuple(reason for reason in reasons if reason.feature not in of_vaga)
            decisions[person] = replace(decisions[person], reasons=own[:limit])
        return replace(self, decisions=tuple(decisions))

    @property
    def reasons(self) -> dict[int, tuple[Reason, ...]]:
        """Of those who have some, by their codes."""
        return {
            one.codigo_profissional: one.reasons
            for one in self.decisions
            if one.codigo_profissional is not None and one.reasons is not None
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePeople:
    """Ask a model about all people of a list at once."""

    clock: Clock
    digest_key: bytes

    def __call__(
        self, request: RankRequest, model: RankingModel, subject: ListSubject, applied: date
    ) -> ScoredPeople:
        """A decision about each; nothing is kept yet.

        Args:
            request: Its id and its client are those of the decisions.
            model: What answers.
            subject: Whom and which vaga it is about.
            applied: On which day all are put forward.
        """
        people, digested = subject.people, sha256(request.body).digest()  # once, and not with each row
        features = model.features_of(subject.vaga, people.records, np.datetime64(applied, "D"))
        decide = Decide(
            scorer=model.scorer,
            audit=Unlogged(),
            clock=self.clock,
            digest_key=self.digest_key,
            unnamed=frozenset(model.vaga_columns),
        )
        questions = [
            PredictionRequest(
                request_id=decision_id(request.request_id, code),
                codigo_profissional=code,
                features=row,
                body=digested,
                vaga=ForVaga(codigo=subject.vaga_codigo, applied=applied),
            )
            for code, row in zip(people.codes, features, strict=True)
        ]
        decisions = decide(questions, client=request.client)
        return ScoredPeople(
            decisions=tuple(decisions),
            features=features,
            scores=np.array([one.score for one in decisions], np.float64),
            vaga_features=_vaga_features(model, features[0]),
        )


def decision_id(request_id: str, codigo_profissional: int) -> str:
    """The request id of the decision about one person of a list."""
    return f"{request_id}/{codigo_profissional}"


def _vaga_features(model: RankingModel, row: Floats) -> dict[str, float | None]:
    of_vaga = frozenset(model.vaga_columns)
    return {
        name: None if isnan(value) else value
        for name, value in zip(model.version.card.feature_columns, row.tolist(), strict=True)
        if name in of_vaga
    }
