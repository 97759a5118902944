"""The use cases that score the people of a file, and what all scoring is made with."""

from dataclasses import dataclass, replace
from typing import TypeVar

from hiring.application.ports.exports import Files
from hiring.application.ports.models import Scorer
from hiring.application.serving.append import Append, Unlogged
from hiring.application.serving.decide import AuditWriter, Decide
from hiring.application.serving.explain import Explain
from hiring.application.serving.score_applicants import ScoreApplicants
from hiring.application.serving.score_pairs import ScorePairs
from hiring.bootstrap.use_cases.shared import UseCases
from hiring.domain.models import ModelVersion

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class PairExports:
    """Where the exports are that say who was put forward for which vaga."""

    applicants: Files
    prospects: Files
    vagas: Files


@dataclass(frozen=True, slots=True)
class Scoring(UseCases):
    """Scores and their reasons, by what serves or by a stored version."""

    def explain(self, version: ModelVersion) -> Explain:
        """Reasons for scores of exactly this version, as a scorer tells it."""
        return Explain(explainer=self.ports.explainer(version), profile=self.profile_of(version))

    def decide(
        self, audit: AuditWriter[Kept], scorer: Scorer, explain: Explain | None = None
    ) -> Decide[Kept]:
        clock, digest_key = self.ports.clock, self.ports.store.digest_key
        return Decide(scorer=scorer, audit=audit, clock=clock, digest_key=digest_key, explain=explain)

    def score_applicants(
        self, file: Files, version_id: str | None, *, logged: bool, explained: bool = False
    ) -> ScoreApplicants:
        """By the model that serves (None), or by a stored version."""
        ports, scorer = self.ports, self.scorer(version_id)
        explain = self.explain(scorer.version) if explained else None
        audit = Append(log=ports.store.inference_log) if logged else Unlogged()
        return ScoreApplicants(
            export=ports.applicants_file(file),
            decoder=ports.record_decoder([path for rule in self.profile.rules for path in rule.reads]),
            parallel=ports.parallel,
            decide=replace(self.decide(audit, scorer, explain), one_run=True),
            progress=ports.progress,
        )

    def score_pairs(
        self,
        exports: PairExports,
        version_id: str | None,
        *,
        logged: bool,
        explained: bool = False,
    ) -> ScorePairs:
        """By the profile's model that serves (None), or by a stored version."""
        ports, scorer = self.ports, self.scorer(version_id)
        explain = self.explain(scorer.version) if explained else None
        audit = Append(log=ports.store.inference_log) if logged else Unlogged()
        return ScorePairs(
            applicants=ports.applicants_file(exports.applicants),
            prospects=ports.prospects_file(exports.prospects),
            vagas=ports.vagas_file(exports.vagas),
            decoder=ports.record_decoder([path for rule in self.profile.rules for path in rule.reads]),
            parallel=ports.parallel,
            decide=replace(self.decide(audit, scorer, explain), one_run=True),
            progress=ports.progress,
        )
