"""`wire` is pure: it turns ports into use cases."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from hiring.application.access.keys import CreateKey, ListKeys, RevokeKey
from hiring.application.access.sessions import Sessions
from hiring.application.lifecycle.list_models import ListModels
from hiring.application.lifecycle.promote_model import PromoteModel
from hiring.application.lifecycle.publish_model import PublishModel
from hiring.application.lifecycle.publish_trained import PublishTrained
from hiring.application.lifecycle.roll_back_model import RollBackModel
from hiring.application.lifecycle.show_model import ShowModel
from hiring.application.lifecycle.train_and_publish import TrainAndPublish
from hiring.application.lifecycle.verify_models import VerifyModels
from hiring.application.operations.watch_partitions import WatchPartitions
from hiring.application.ports.exports import Files
from hiring.application.ports.models import Scorer
from hiring.application.ports.specs.dataset import VAGAS
from hiring.application.reporting.describe_model import DescribeModel
from hiring.application.reporting.evaluate_model import EvaluateModel
from hiring.application.reporting.evaluate_splits import EvaluateSplits
from hiring.application.reporting.report_model import ReportModel
from hiring.application.serving.append import Append, Unlogged
from hiring.application.serving.check_service import CheckService
from hiring.application.serving.decide import AuditWriter, Decide
from hiring.application.serving.explain import Explain
from hiring.application.serving.explain_decision import ExplainDecision
from hiring.application.serving.find_decision import FindDecision
from hiring.application.serving.group_commit import GroupCommit, Observer
from hiring.application.serving.load_model import LoadModel
from hiring.application.serving.read_vagas import ReadVagas
from hiring.application.serving.score_applicants import ScoreApplicants
from hiring.application.serving.score_pairs import ScorePairs
from hiring.application.training.train_model import TrainModel
from hiring.bootstrap.dataset import Dataset
from hiring.bootstrap.ports import Ports
from hiring.bootstrap.ranking import Ranking
from hiring.domain.access.keys import IssuedKey
from hiring.domain.access.sessions import session_secret
from hiring.domain.errors import RuleTableMismatch
from hiring.domain.features import PROFILES, Profile
from hiring.domain.models import ModelVersion
from hiring.domain.monitoring.alerts import Policy
from hiring.domain.monitoring.quality.quality import MATURITY
from hiring.domain.records import TableName

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class PairExports:
    """Where the exports are that say who was put forward for which vaga."""

    applicants: Files
    prospects: Files
    vagas: Files


@dataclass(frozen=True, slots=True)
class Hiring(Ranking, Dataset):
    """The use cases, each ready to be called."""

    @property
    def place(self) -> str:
        """Where the store is, for people; no secrets."""
        return self.ports.store.place

    def train_model(self, gold: TableName, *, on_workers: bool = False) -> TrainModel:
        """In this process, or on a worker of those that do the parts of long works."""
        ports = self.ports
        return TrainModel(
            gold=ports.store.gold(gold, self.profile),
            trainer=ports.trainer(),
            models=self.models,
            registry=ports.store.registry,
            clock=ports.clock,
            vocabulary=self.learnt_vocabulary,
            workers=ports.parallel if on_workers and ports.parallel.elsewhere else None,
        )

    def publish_model(self) -> PublishModel:
        ports = self.ports
        return PublishModel(models=self.models, registry=ports.store.registry, clock=ports.clock)

    def publish_trained(self) -> PublishTrained:
        ports = self.ports
        return PublishTrained(models=self.models, registry=ports.store.registry, clock=ports.clock)

    def train_and_publish(self, gold: TableName, *, on_workers: bool = False) -> TrainAndPublish:
        ports = self.ports
        return TrainAndPublish(
            train=self.train_model(gold, on_workers=on_workers),
            publish=self.publish_trained(),
            models=self.models,
            salt=ports.store.salt,
        )

    def promote_model(self) -> PromoteModel:
        ports = self.ports
        return PromoteModel(models=self.models, registry=ports.store.registry, clock=ports.clock)

    def roll_back_model(self) -> RollBackModel:
        ports = self.ports
        return RollBackModel(models=self.models, registry=ports.store.registry, clock=ports.clock)

    def list_models(self) -> ListModels:
        return ListModels(models=self.models, registry=self.ports.store.registry)

    def show_model(self) -> ShowModel:
        return ShowModel(models=self.models)

    def verify_models(self) -> VerifyModels:
        """Nothing need be published of a profile that reads vagas."""
        registry, required = self.ports.store.registry, not self.profile.reads_vagas
        return VerifyModels(models=self.models, registry=registry, required=required)

    def evaluate_model(self, gold: TableName, version_id: str | None) -> EvaluateModel:
        scorer = self.scorer(version_id)
        gold_table = self.ports.store.gold(gold, self.profile_of(scorer.version))
        return EvaluateModel(gold=gold_table, scorer=scorer, serving=self.scorer)

    def evaluate_splits(self, gold: TableName) -> EvaluateSplits:
        return EvaluateSplits(gold=self.ports.store.gold(gold, self.profile), trainer=self.ports.trainer())

    def report_model(
        self, gold: TableName, version_id: str | None, page: Callable[[ModelVersion], Path], language: str
    ) -> ReportModel:
        """The model that serves (None), or a stored version; `page` is asked where its page is to be."""
        ports, scorer = self.ports, self.scorer(version_id)
        describe = DescribeModel(
            gold=ports.store.gold(gold, self.profile_of(scorer.version)),
            scorer=scorer,
            serving=self.scorer,
            origins=ports.origins,
            registry=ports.store.registry,
        )
        return ReportModel(describe=describe, page=ports.report_page(page(scorer.version), language))

    def explain(self, version: ModelVersion) -> Explain:
        """Reasons for scores of exactly this version, as a scorer tells it."""
        return Explain(explainer=self.ports.explainer(version), profile=self.profile_of(version))

    def explain_decision(self) -> ExplainDecision:
        return ExplainDecision(self._explain_version)

    def _explain_version(self, profile: str, version_id: str) -> Explain:
        if profile not in self.profiles:
            raise RuleTableMismatch
        return self.explain(self.for_profile(profile).scorer(version_id).version)

    def find_decision(self) -> FindDecision:
        store = self.ports.store
        return FindDecision(log=store.inference_log, lists=store.rank_log)

    def decide(
        self, audit: AuditWriter[Kept], scorer: Scorer, explain: Explain | None = None
    ) -> Decide[Kept]:
        clock, digest_key = self.ports.clock, self.ports.store.digest_key
        return Decide(scorer=scorer, audit=audit, clock=clock, digest_key=digest_key, explain=explain)

    def group_commit(self, observer: Observer) -> GroupCommit:
        """Keeps what many ask for at once, in the event loop that runs it."""
        return GroupCommit(self.ports.store.inference_log, observer=observer)

    def load_model(self, audit: AuditWriter[Kept]) -> LoadModel[Kept]:
        return LoadModel(
            models=self.models,
            explain=self.explain,
            decide=partial(self.decide, audit),
        )

    def read_vagas(self) -> ReadVagas:
        """The stored vagas, as far as the profile's rules read them."""
        ports = self.ports
        return ReadVagas(
            vagas=ports.store.vagas(VAGAS.name),
            decoder=ports.record_decoder([path for rule in self.profile.rules for path in rule.reads]),
            clock=ports.clock,
        )

    def watch_partitions(self) -> WatchPartitions:
        return WatchPartitions(store=self.ports.store, clock=self.ports.clock)

    def check_service(
        self, audit: GroupCommit, read: Callable[[Callable[[], None]], Awaitable[None]]
    ) -> CheckService:
        return CheckService(audit=audit, store=self.ports.store, clock=self.ports.clock, read=read)

    def score_applicants(
        self, file: Files, version_id: str | None, *, logged: bool, explained: bool = False
    ) -> ScoreApplicants:
        """By the model that serves (None), or by a stored version."""
        ports, scorer = self.ports, self.scorer(version_id)
        explain = self.explain(scorer.version) if explained else None
        audit = Append(log=ports.store.inference_log) if logged else Unlogged()
        return ScoreApplicants(
            export=ports.applicants_file(file),
            decoder=ports.decoder,
            parallel=ports.parallel,
            decide=self.decide(audit, scorer, explain),
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
            decide=self.decide(audit, scorer, explain),
            progress=ports.progress,
        )

    def create_key(self, show: Callable[[IssuedKey], None]) -> CreateKey:
        keys, clock = self.ports.store.api_keys, self.ports.clock
        return CreateKey(keys=keys, clock=clock, draw=secrets.token_bytes, show=show)

    def list_keys(self) -> ListKeys:
        return ListKeys(keys=self.ports.store.api_keys)

    def revoke_key(self) -> RevokeKey:
        return RevokeKey(keys=self.ports.store.api_keys, clock=self.ports.clock)

    def sessions(self) -> Sessions:
        ports = self.ports
        secret = session_secret(ports.store.digest_key)
        return Sessions(secret=secret, clock=ports.clock, draw=secrets.token_bytes)


def wire(
    ports: Ports,
    *,
    profiles: Mapping[str, Profile] = PROFILES,
    policy: Policy = Policy.SEQUENTIAL,
    maturity: timedelta = MATURITY,
) -> Hiring:
    """The use cases over these ports.

    Args:
        ports: What they need.
        profiles: Of the models that may serve; the first is the one where none is named.
        policy: Which drift policy alerts.
        maturity: How long an outcome is waited for.
    """
    first = next(iter(profiles.values()))
    return Hiring(ports, profiles=profiles, policy=policy, maturity=maturity, profile=first)
