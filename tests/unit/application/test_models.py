"""Training, publishing and judging a model, with the real trainer and the real model store."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.learning.trainer import LightGbmTrainer
from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.memory.store import MemoryStore
from hiring.application.evaluate_model import EvaluateModel
from hiring.application.ports import Scorer
from hiring.application.publish_model import PublishModel
from hiring.application.train_model import Trained, TrainModel
from hiring.domain.errors import ArtifactCorrupt, CannotEvaluate, CannotTrain
from hiring.domain.features import CANDIDATE, Profile, Rule
from hiring.domain.models import ModelVersion
from hiring.domain.partition import Part, Partition
from hiring.domain.records import Floats, TableName
from hiring.domain.threshold import Certified, Uncertified
from tests.contracts.builders import NOON
from tests.unit.application.worlds import gold_where_a_segment_is_hired


def trained(
    store: MemoryStore, models: FileModelStore, people: int = 4_000, *, chance: float = 0.95
) -> Trained:
    train = TrainModel(
        gold=gold_where_a_segment_is_hired(store, people, chance=chance),
        trainer=LightGbmTrainer(),
        models=models,
        registry=store.registry,
        clock=FixedClock(NOON),
    )
    return train(CANDIDATE, salt=store.salt, min_precision=0.8, seed=3)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(salt="s")


@pytest.fixture
def models(tmp_path: Path) -> FileModelStore:
    return FileModelStore(tmp_path / "modelo_prec80.joblib")


def test_a_clear_segment_is_certified(store: MemoryStore, models: FileModelStore) -> None:
    result = trained(store, models)
    assert isinstance(result.verdict, Certified)
    card = result.version.card
    assert card.operating_mode == "prec80"
    assert card.threshold == result.verdict.evidence.threshold < 1
    assert card.metadata["certificate"]["certified"] is True
    assert list(store.registry.versions()) == [result.version]


def test_without_a_segment_nobody_is_approved(store: MemoryStore, models: FileModelStore) -> None:
    result = trained(store, models, chance=0.2)
    assert isinstance(result.verdict, Uncertified)
    assert result.version.card.operating_mode == "prec80-uncertified"
    assert result.version.card.threshold == 1.0
    assert result.version.card.metadata["certificate"]["evidence"]["lower_bound"] < 0.8


def test_the_same_data_and_seed_make_the_same_version(tmp_path: Path) -> None:
    ids = [
        trained(MemoryStore(salt="s"), FileModelStore(tmp_path / name / "m.joblib"), 800).version.id
        for name in ("a", "b")
    ]
    assert ids[0] == ids[1]


def test_too_little_data_is_refused_with_reasons(store: MemoryStore, models: FileModelStore) -> None:
    with pytest.raises(CannotTrain) as refused:
        trained(store, models, 40)
    assert any("fit part" in reason for reason in refused.value.reasons)
    assert not store.registry.versions()


def test_an_empty_gold_table_is_refused(store: MemoryStore, models: FileModelStore) -> None:
    with pytest.raises(CannotTrain):
        trained(store, models, 0)


def test_a_column_of_the_deny_list_is_refused(store: MemoryStore, models: FileModelStore) -> None:
    rules: tuple[Rule, ...] = (replace(CANDIDATE.rules[0], feature="sexo"), *CANDIDATE.rules[1:])
    train = TrainModel(
        gold=gold_where_a_segment_is_hired(store, 800, chance=0.9),
        trainer=LightGbmTrainer(),
        models=models,
        registry=store.registry,
        clock=FixedClock(NOON),
    )
    with pytest.raises(CannotTrain, match="sexo must never be a feature"):
        train(Profile("candidate", rules), salt="s", min_precision=0.8, seed=1)


def test_publishing_is_recorded_with_who_when_and_why(store: MemoryStore, models: FileModelStore) -> None:
    version = trained(store, models, 800).version
    publish = PublishModel(models=models, registry=store.registry, clock=FixedClock(NOON))
    served = publish(version.id, actor="ana", reason="first")
    assert models.published().version == served
    (event,) = store.registry.deployments()
    assert (event.version_id, event.actor, event.reason, event.at) == (version.id, "ana", "first", NOON)
    assert event.path == served.path


def test_evaluation_judges_only_people_whom_training_has_not_seen(
    store: MemoryStore, models: FileModelStore
) -> None:
    result = trained(store, models)
    gold = store.gold(TableName("gold_applicants"), CANDIDATE)
    evaluation = EvaluateModel(gold=gold, scorer=models.version(result.version.id))()
    assert evaluation.quality == result.quality
    expected = Partition("s").members(np.arange(4_000), Part.TEST).sum()
    assert evaluation.people == evaluation.quality.rows == expected
    at_half, at_threshold = evaluation.confusions
    assert (at_half.threshold, at_threshold.threshold) == (0.5, result.version.card.threshold)
    assert at_threshold.precision is not None
    assert at_threshold.precision > 0.8


class ScorerOf(Scorer):
    """A scorer whose version is given."""

    def __init__(self, version: ModelVersion) -> None:
        self._version = version

    @property
    def version(self) -> ModelVersion:
        return self._version

    def score(self, features: Floats) -> Floats:
        return np.zeros(len(features))


def test_a_model_that_does_not_say_its_partition_is_not_evaluated(
    store: MemoryStore, models: FileModelStore
) -> None:
    version = trained(store, models, 800).version
    silent = replace(version, card=replace(version.card, metadata={}))
    with pytest.raises(ArtifactCorrupt):
        EvaluateModel(gold=store.gold(TableName("gold_applicants"), CANDIDATE), scorer=ScorerOf(silent))()


def test_without_people_of_the_test_part_nothing_is_evaluated(
    store: MemoryStore, models: FileModelStore
) -> None:
    version = trained(store, models, 800).version
    unseeded = replace(version, card=replace(version.card, metadata={"partition": {"salt": "s"}}))
    gold_where_a_segment_is_hired(store, 0, chance=0.5)
    with pytest.raises(CannotEvaluate):
        EvaluateModel(gold=store.gold(TableName("gold_applicants"), CANDIDATE), scorer=ScorerOf(unseeded))()
