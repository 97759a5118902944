"""One vaga and its candidates become a list: by score where that order is proven, else by evidence."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from hiring.application.ports.logs import InferenceLog
from hiring.application.ports.rank_log import RankLog
from hiring.application.ranking.find_records import FindRecords, ListSubject
from hiring.application.ranking.rank_request import RankRequest, Record
from hiring.application.ranking.ranking_model import RankingModel
from hiring.application.ranking.score_people import ScoredPeople, ScorePeople, decision_id
from hiring.domain.decisions import AppendResult
from hiring.domain.errors import RankConflict, StoreUnavailable
from hiring.domain.features.record_batch import RecordBatch
from hiring.domain.rank_events import Asked, Listed, RankEvent
from hiring.domain.ranking.evidence import Evidence, EvidenceTable, evidence_of
from hiring.domain.ranking.places import Places, places_by_evidence, places_by_score
from hiring.domain.ranking.requirements import Requirement, requirements_of
from hiring.domain.ranking.same_person import same_people
from hiring.domain.ranking.vocabulary import TITLE
from hiring.domain.reasons import Reason

Reasons = Mapping[int, tuple[Reason, ...]]
"""By the person's code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankAnswer:
    """A list as it is kept, and the reasons of those who are shown, where they were scored.

    Args:
        event: The list.
        reasons: Of those who have some.
        replayed: Whether it was kept before, for the same request.
    """

    event: RankEvent
    reasons: Reasons = field(default_factory=dict)
    replayed: bool = field(default=False, compare=False)  # the answer is the same

    @property
    def shown(self) -> Sequence[Listed]:
        """Those whom the answer has."""
        return self.event.people[: self.event.shown]


@dataclass(frozen=True, slots=True, kw_only=True)
class RankCandidates:
    """Find, place, keep, answer. Where no order is proven nobody is scored, and no decision is kept."""

    find: FindRecords
    score: ScorePeople
    lists: RankLog
    decisions: InferenceLog

    def __call__(self, request: RankRequest, model: RankingModel) -> RankAnswer:
        """The list; what was asked before under this id has the answer it had.

        Raises:
            RankConflict: The id was used before with another body.
            VagaMissing: No record of the vaga is stored, or an empty one.
            CandidatesMissing: No record is stored of some candidates.
            InvalidRanking: The vaga has no prospects, or too many, and no candidates are named.
            StoreUnavailable: It is not certain that the list is kept, so nobody gets it.
        """
        digest = hmac.digest(self.score.digest_key, request.body, "sha256").hex()
        before = self.lists.find(request.request_id, request.client.name)
        if before is not None:
            return self._again(before, digest, request)
        subject = self.find(request.vaga, request.candidates)
        event, scored = self._placed(request, model, subject, digest)
        became = self.lists.append(scored.decisions if scored else (), event)
        if became is not AppendResult.STORED:
            before = self.lists.find(request.request_id, request.client.name)
            if became is AppendResult.CONFLICT or before is None:
                raise RankConflict
            return self._again(before, digest, request)
        return RankAnswer(event=event, reasons=scored.reasons if scored else {})

    def _placed(
        self, request: RankRequest, model: RankingModel, subject: ListSubject, digest: str
    ) -> tuple[RankEvent, ScoredPeople | None]:
        """The list, and the decisions that its order follows; None where it follows the evidence."""
        at, people = self.score.clock(), subject.people
        applied = request.applied or at.date()
        requirements = requirements_of(subject.vaga, model.vocabulary, request.typed)
        evidence = evidence_of(people.records, requirements)
        codes = np.array(people.codes, np.int64)
        scored = None
        if model.order.proven:
            scored = self.score(request, model, subject, applied)
            places = places_by_score(subject.name, codes, scored.scores)
            scored = scored.explained(places.order[: request.explained], model, request.reasons)
        else:
            typed = np.array([one.typed for one in requirements], np.bool_)
            places = places_by_evidence(subject.name, codes, evidence, typed)
        version = model.version
        event = RankEvent(
            request_id=request.request_id,
            at=at,
            body_digest=digest,
            vaga_codigo=subject.vaga_codigo,
            titulo=_title(subject.vaga),
            closed=subject.closed,
            applied=applied,
            profile=version.card.profile,
            model_path=version.path,
            model_version=version.id,
            order=model.order,
            shown=min(request.top or len(codes), len(codes)),
            requirements=tuple(map(_asked, requirements)),
            people=_listed(places, people.codes, evidence, scored),
            same_people=same_people(people.codes, people.records),
            without_record=people.without_record,
            vaga_features=scored.vaga_features if scored else None,
            client=request.client,
        )
        return event, scored

    def _again(self, event: RankEvent, digest: str, request: RankRequest) -> RankAnswer:
        """What was answered under this id."""
        if event.body_digest != digest:
            raise RankConflict
        reasons: dict[int, tuple[Reason, ...]] = {}
        if event.order.proven:
            for one in event.people[: request.explained]:
                code = one.codigo_profissional
                decision = self.decisions.find(decision_id(event.request_id, code), event.client.name)
                if decision is None:
                    raise StoreUnavailable("the log has this list, and not all of its scores: ask again")
                if decision.reasons is not None:  # the first answer may have had none
                    reasons[code] = decision.reasons
        return RankAnswer(event=event, reasons=reasons, replayed=True)


def _title(vaga: Record) -> str:
    [title] = RecordBatch([vaga]).joined(TITLE)
    return title.strip()


def _asked(requirement: Requirement) -> Asked:
    return Asked(key=requirement.key, pt=requirement.pt, en=requirement.en, typed=requirement.typed)


def _listed(
    places: Places, codes: Sequence[int], evidence: EvidenceTable, scored: ScoredPeople | None
) -> tuple[Listed, ...]:
    shown = [tuple(map(Evidence, row)) for row in evidence.tolist()]
    scores = scored.scores.tolist() if scored else [None] * len(codes)
    columns = (places.order.tolist(), places.tier.tolist(), places.first.tolist(), places.last.tolist())
    return tuple(
        Listed(
            codigo_profissional=codes[person],
            tier=tier,
            first=first,
            last=last,
            evidence=shown[person],
            score=scores[person],
        )
        for person, tier, first, last in zip(*columns, strict=True)
    )
