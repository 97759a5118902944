"""The use cases of models: trained, published, judged and described."""

from collections.abc import Callable
from dataclasses import dataclass

from hiring.application.lifecycle.list_models import ListModels
from hiring.application.lifecycle.promote_model import PromoteModel
from hiring.application.lifecycle.publish_model import PublishModel
from hiring.application.lifecycle.publish_trained import PublishTrained
from hiring.application.lifecycle.roll_back_model import RollBackModel
from hiring.application.lifecycle.show_model import ShowModel
from hiring.application.lifecycle.train_and_publish import TrainAndPublish
from hiring.application.lifecycle.verify_models import VerifyModels
from hiring.application.reporting.describe_model import DescribeModel
from hiring.application.reporting.evaluate_model import EvaluateModel
from hiring.application.reporting.evaluate_splits import EvaluateSplits
from hiring.application.reporting.report_model import ReportModel, ReportPage
from hiring.application.training.train_model import TrainModel
from hiring.bootstrap.use_cases.vaga_words import VagaWords
from hiring.domain.models import ModelVersion
from hiring.domain.records import TableName


@dataclass(frozen=True, slots=True)
class Models(VagaWords):
    """A profile's models, from training to their reports."""

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
        self, gold: TableName, version_id: str | None, page: Callable[[ModelVersion], ReportPage]
    ) -> ReportModel:
        """The model that serves (None), or a stored version; `page` is asked for what writes its page."""
        ports, scorer = self.ports, self.scorer(version_id)
        describe = DescribeModel(
            gold=ports.store.gold(gold, self.profile_of(scorer.version)),
            scorer=scorer,
            serving=self.scorer,
            origins=ports.origins(),
            registry=ports.store.registry,
        )
        return ReportModel(describe=describe, page=page(scorer.version))
