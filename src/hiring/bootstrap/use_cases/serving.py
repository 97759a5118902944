"""The use cases of the HTTP service."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from hiring.application.operations.watch_partitions import WatchPartitions
from hiring.application.ports.specs.dataset import VAGAS
from hiring.application.serving.check_service import CheckService
from hiring.application.serving.decide import AuditWriter
from hiring.application.serving.explain import Explain
from hiring.application.serving.explain_decision import ExplainDecision
from hiring.application.serving.find_decision import FindDecision
from hiring.application.serving.group_commit import GroupCommit, Observer
from hiring.application.serving.load_model import LoadModel
from hiring.application.serving.read_vagas import ReadVagas
from hiring.bootstrap.use_cases.scoring import Kept, Scoring
from hiring.domain.errors import RuleTableMismatch


@dataclass(frozen=True, slots=True)
class Serving(Scoring):
    """Decisions of a service: kept together, found again, explained later."""

    def explain_decision(self) -> ExplainDecision:
        return ExplainDecision(self._explain_version)

    def _explain_version(self, profile: str, version_id: str) -> Explain:
        if profile not in self.profiles:
            raise RuleTableMismatch
        return self.explain(self.for_profile(profile).scorer(version_id).version)

    def find_decision(self) -> FindDecision:
        store = self.ports.store
        return FindDecision(log=store.inference_log, lists=store.rank_log)

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
