"""Judging a model on people whom no training has seen."""

from dataclasses import replace

import numpy as np
import pytest

from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.memory.store import MemoryStore
from hiring.application.ports.models import Scorer
from hiring.application.reporting.compare_models import Comparison, NoComparison
from hiring.application.reporting.evaluate_model import EvaluateModel, ModelEvaluation
from hiring.application.training.train_model import TrainedModel
from hiring.domain.errors import ArtifactCorrupt, CannotEvaluate, ModelMissing
from hiring.domain.features import CANDIDATE
from hiring.domain.models import JsonValue, ModelVersion
from hiring.domain.records import Floats, TableName
from hiring.domain.training.partition import Part, Partition
from hiring.training_json import decode_record
from tests.unit.application.test_models import trained
from tests.unit.application.worlds import in_segment

GOLD = TableName("gold_applicants")
PEOPLE = 2_400


class Segment(Scorer):
    """Knows the segment, or nothing."""

    def __init__(self, version: ModelVersion, *, knows: bool = True) -> None:
        self._version, self._knows = version, knows

    @property
    def version(self) -> ModelVersion:
        return self._version

    def score(self, features: Floats) -> Floats:
        return np.where(in_segment(features), 0.9, 0.1) if self._knows else np.full(len(features), 0.3)


def nothing_serves() -> Scorer:
    raise ModelMissing("m.joblib")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[MemoryStore, FileModelStore, TrainedModel]:
    store = MemoryStore(salt="s")
    models = FileModelStore(tmp_path_factory.mktemp("models") / "modelo_prec80.joblib")
    return store, models, trained(store, models, PEOPLE, first_day="2020-01-01")


@pytest.fixture(scope="module")
def store(world: tuple[MemoryStore, FileModelStore, TrainedModel]) -> MemoryStore:
    return world[0]


@pytest.fixture(scope="module")
def version(world: tuple[MemoryStore, FileModelStore, TrainedModel]) -> ModelVersion:
    return world[2].version


def evaluation_of(store: MemoryStore, scorer: Scorer, rival: Scorer | None = None) -> ModelEvaluation:
    gold = store.gold(GOLD, CANDIDATE)
    return EvaluateModel(gold=gold, scorer=scorer, serving=lambda: rival or nothing_serves())(CANDIDATE)


def with_metadata(version: ModelVersion, metadata: dict[str, JsonValue], **changes: str) -> ModelVersion:
    return replace(version, card=replace(version.card, training=decode_record(metadata)), **changes)


def test_only_people_whom_training_has_not_seen_judge(
    world: tuple[MemoryStore, FileModelStore, TrainedModel],
) -> None:
    store, models, result = world
    evaluation = evaluation_of(store, models.version(result.version.id))
    assert evaluation.judgement.quality == result.quality
    assert evaluation.leakage == result.leakage
    expected = Partition("s").members(np.arange(PEOPLE), Part.TEST).sum()
    assert evaluation.people == evaluation.judgement.quality.rows == expected


def test_three_thresholds_are_judged_and_the_naive_one_is_the_lowest_at_the_minimum(
    store: MemoryStore, version: ModelVersion
) -> None:
    half, model, naive = evaluation_of(store, Segment(version)).judgement.thresholds
    assert (half.name, half.confusion.threshold) == ("half", 0.5)
    assert (model.name, model.confusion.threshold) == ("model", version.card.threshold)
    assert naive.name == "naive"
    assert naive.confusion.precision >= 0.8
    interval = half.intervals["precision"]
    assert interval.low < half.confusion.precision < interval.high


def test_a_model_that_never_reaches_the_minimum_has_no_naive_threshold(
    store: MemoryStore, version: ModelVersion
) -> None:
    evaluation = evaluation_of(store, Segment(version, knows=False))
    assert [at.name for at in evaluation.judgement.thresholds] == ["half", "model"]
    assert evaluation.judgement.quality.roc_auc == 0.5


def test_every_year_is_judged_alone_and_the_years_add_up(store: MemoryStore, version: ModelVersion) -> None:
    evaluation = evaluation_of(store, Segment(version))
    assert [year.year for year in evaluation.years] == [2020, 2021]
    assert sum(year.judgement.quality.rows for year in evaluation.years) == evaluation.people


def test_a_version_is_compared_with_what_serves_on_the_same_people(
    store: MemoryStore, version: ModelVersion
) -> None:
    rival = Segment(replace(version, id="old"), knows=False)
    comparison = evaluation_of(store, Segment(version), rival).comparison
    assert isinstance(comparison, Comparison)
    assert comparison.serves.id == "old"
    (auc,) = [found for found in comparison.differences if found.measure == "roc_auc"]
    assert auc.value > 0.3
    assert 0 < auc.interval.low < auc.value < auc.interval.high


def test_what_cannot_be_compared_says_why(store: MemoryStore, version: ModelVersion) -> None:
    elsewhere = with_metadata(version, {"partition": {"salt": "another"}}, id="old")
    other = replace(version, id="old", card=replace(version.card, feature_columns=("tem_email",)))
    reasons = {
        "itself": (Segment(version), "this is the version that serves"),
        "split": (Segment(elsewhere), "another split of people"),
        "columns": (Segment(other), "other features"),
        "nothing": (None, "model-missing"),
    }
    for rival, reason in reasons.values():
        comparison = evaluation_of(store, Segment(version), rival).comparison
        assert isinstance(comparison, NoComparison)
        assert reason in comparison.reason


@pytest.mark.parametrize(
    "metadata",
    [{}, {"partition": "s"}, {"partition": {"salt": 1}}, {"partition": {"salt": "s", "shares": {}}}],
)
def test_a_model_that_does_not_say_its_partition_is_not_evaluated(
    store: MemoryStore, version: ModelVersion, metadata: dict[str, JsonValue]
) -> None:
    with pytest.raises(ArtifactCorrupt):
        evaluation_of(store, Segment(with_metadata(version, metadata)))


def test_a_card_without_seed_and_certificate_is_judged_by_the_defaults(
    store: MemoryStore, version: ModelVersion
) -> None:
    bare = with_metadata(version, {"partition": {"salt": "s"}})
    assert evaluation_of(store, Segment(bare)).min_precision == 0.8


def test_without_people_of_the_test_part_nothing_is_evaluated(version: ModelVersion) -> None:
    empty = MemoryStore(salt="s")
    with empty.gold(TableName("gold_applicants"), CANDIDATE).replacing():
        pass  # an older version could leave it so
    with pytest.raises(CannotEvaluate):
        evaluation_of(empty, Segment(version))
