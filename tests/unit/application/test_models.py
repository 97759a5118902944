"""Training and publishing a model, with the real trainer and the real model store."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hiring.adapters.learning.fitting.trainer import LightGbmTrainer
from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.memory.store import MemoryStore
from hiring.application.lifecycle.publish_model import PublishModel
from hiring.application.training.out_of_time import judge_out_of_time, missing_classes
from hiring.application.training.train_model import TrainedModel, TrainModel
from hiring.domain.contract import Entity
from hiring.domain.errors import CannotTrain
from hiring.domain.features import CANDIDATE, Rule, View
from hiring.domain.records import GoldRows
from hiring.domain.training.partition import Part
from hiring.domain.training.promise_in_time import PromiseInTime, PromiseRequired
from hiring.domain.training.threshold import Certified, Uncertified
from hiring.domain.training.units import Unit
from tests.contracts.builders import NOON
from tests.unit.application.worlds import gold_where_a_segment_is_hired


def trained(
    store: MemoryStore,
    models: FileModelStore,
    people: int = 2_000,
    *,
    chance: float = 0.95,
    first_day: str | None = None,
    later: float | None = None,
    others: float = 0.15,
    leak: bool = False,
    required: PromiseRequired = PromiseRequired.NOT_CONTRADICTED,
) -> TrainedModel:
    gold = gold_where_a_segment_is_hired(
        store, people, chance=chance, first_day=first_day, later=later, others=others, leak=leak
    )
    train = TrainModel(
        gold=gold,
        trainer=LightGbmTrainer(),
        models=models,
        registry=store.registry,
        clock=FixedClock(NOON),
    )
    return train(CANDIDATE, salt=store.salt, min_precision=0.8, seed=3, required=required)


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
    assert card.training.certificate.certified is True
    assert list(store.registry.versions()) == [result.version]


def test_without_a_segment_nobody_is_approved(store: MemoryStore, models: FileModelStore) -> None:
    result = trained(store, models, chance=0.2)
    assert isinstance(result.verdict, Uncertified)
    assert result.version.card.operating_mode == "prec80-uncertified"
    assert result.version.card.threshold == 1.0
    assert result.version.card.training.certificate.evidence.lower_bound < 0.8


def test_the_card_says_how_the_model_came_about(store: MemoryStore, models: FileModelStore) -> None:
    result = trained(store, models)
    record = result.version.card.training
    assert {trial.method for trial in record.fitting.trials} == {"none", "sigmoid", "isotonic"}
    assert record.fitting.trees == result.fitting.trees > 0
    assert set(record.fitting.gain) == set(CANDIDATE.features)
    assert record.partition.salt == "s"
    assert models.version(result.version.id).version.card.training == record  # JSON, and finite


def test_later_people_judge_a_second_model_that_is_not_kept(
    store: MemoryStore, models: FileModelStore
) -> None:
    later = trained(store, models, 1_500, first_day="2021-01-01").out_of_time
    assert later.reason is None
    assert later.quality is not None
    assert later.quality.rows == 1_500 - later.fitted
    assert 0.7 < later.quality.roc_auc < 1.0
    assert later.cut == "2021-10-28"  # 80 % of 1,500 rows, four a day
    assert len(store.registry.versions()) == 1


def test_without_later_people_the_report_says_why(store: MemoryStore, models: FileModelStore) -> None:
    later = trained(store, models, 800).out_of_time
    assert later.quality is None
    assert "the past" in later.reason
    assert store.registry.versions()[0].card.training.out_of_time.reason == later.reason


@pytest.mark.parametrize("required", PromiseRequired)
def test_a_promise_that_later_people_keep_is_shown_and_stands(
    store: MemoryStore, models: FileModelStore, required: PromiseRequired
) -> None:
    result = trained(store, models, first_day="2021-01-01", required=required)
    told = result.version.card.training.in_time
    assert (result.version.card.operating_mode, told) == ("prec80", result.in_time)
    assert (told.required, told.reason, told.cut, told.rows) == (required, None, "2022-02-05", 400)
    assert told.precision.past.certified
    assert told.precision.judgement.verdict is PromiseInTime.SHOWN
    assert told.precision.judgement.bound >= 0.8
    assert told.precision.withdrawn is None


@pytest.mark.parametrize("required", PromiseRequired)
def test_a_promise_that_later_people_contradict_is_taken_away_and_recorded(
    store: MemoryStore, models: FileModelStore, required: PromiseRequired
) -> None:
    result = trained(store, models, 3_000, first_day="2021-01-01", later=0.6, required=required)
    card = models.version(result.version.id).version.card
    assert (card.operating_mode, card.threshold) == ("prec80-uncertified", 1.0)
    told = card.training.in_time.precision
    assert told.judgement.verdict is PromiseInTime.CONTRADICTED
    assert told.judgement.selected >= 30
    assert told.judgement.hired < 0.8 * told.judgement.selected
    assert told.withdrawn.certified
    assert told.withdrawn.evidence.lower_bound >= 0.8
    assert card.training.certificate == replace(told.withdrawn, certified=False)
    assert isinstance(result.verdict, Uncertified)


def test_without_days_a_promise_is_not_yet_shown_and_stands_unless_it_must_be(
    store: MemoryStore, models: FileModelStore
) -> None:
    lenient = trained(store, models)
    told = lenient.in_time
    assert told.precision.judgement.verdict is PromiseInTime.NOT_YET_SHOWN
    assert told.reason.startswith("of the past, ")
    assert (told.precision.past, told.precision.withdrawn, lenient.version.card.certified) == (
        None,
        None,
        True,
    )
    strict = trained(store, models, required=PromiseRequired.SHOWN)
    assert strict.in_time.precision.withdrawn == lenient.version.card.training.certificate
    assert strict.version.card.operating_mode == "prec80-uncertified"


def test_the_exclusion_is_certified_judged_and_recorded(store: MemoryStore, models: FileModelStore) -> None:
    result = trained(store, models, 6_000, first_day="2021-01-01", others=0.03)
    card = models.version(result.version.id).version.card
    assert card.training.exclusion.certified
    assert card.training.exclusion.evidence.upper_bound <= 0.10
    told = card.training.in_time.exclusion
    assert told.past.certified
    assert (told.judgement.verdict, told.withdrawn) == (PromiseInTime.SHOWN, None)
    assert told.judgement.bound <= 0.10


def test_a_segment_that_gives_everything_away_raises_the_alarm(
    store: MemoryStore, models: FileModelStore
) -> None:
    result = trained(store, models, leak=True)
    assert result.leakage.alarm
    assert [alone.feature for alone in result.leakage.features] == ["cv_protheus"]
    assert result.version.card.leakage_alarm
    assert result.version.card.suspects == ("cv_protheus",)
    assert list(store.registry.versions()) == [result.version]
    assert not trained(store, models).leakage.alarm


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


def test_too_small_a_gold_table_is_refused(store: MemoryStore, models: FileModelStore) -> None:
    with pytest.raises(CannotTrain):
        trained(store, models, 4)


def test_a_column_of_the_deny_list_is_refused(store: MemoryStore, models: FileModelStore) -> None:
    named = replace(CANDIDATE.rules[0])
    object.__setattr__(named, "feature", "sexo")  # a rule itself refuses the name
    rules: tuple[Rule, ...] = (named, *CANDIDATE.rules[1:])
    train = TrainModel(
        gold=gold_where_a_segment_is_hired(store, 800, chance=0.9),
        trainer=LightGbmTrainer(),
        models=models,
        registry=store.registry,
        clock=FixedClock(NOON),
    )
    with pytest.raises(CannotTrain, match="sexo must never be a feature"):
        train(replace(CANDIDATE, views=(View(Entity.PERSON, rules),)), salt="s", min_precision=0.8, seed=1)


def test_publishing_is_recorded_with_who_when_and_why(store: MemoryStore, models: FileModelStore) -> None:
    version = trained(store, models, 800).version
    publish = PublishModel(models=models, registry=store.registry, clock=FixedClock(NOON))
    served = publish(version.id, actor="ana", reason="first")
    assert models.published().version == served
    (event,) = store.registry.deployments()
    assert (event.version_id, event.actor, event.reason, event.at) == (version.id, "ana", "first", NOON)
    assert event.path == served.path


def test_without_dates_nothing_is_tested_out_of_time() -> None:
    rows = GoldRows.none(len(CANDIDATE.features))
    later = judge_out_of_time(LightGbmTrainer(), rows, CANDIDATE, salt="s", min_precision=0.8, seed=1)
    told = later.evaluation
    assert (told.reason, told.cut, told.quality) == ("no row has a date", None, None)
    assert (later.promises.reason, later.promises.past) == ("no row has a date", None)


def test_too_short_a_past_and_nobody_later_judge_nothing() -> None:
    past = np.repeat([1, 0], 100)
    parts = np.where(np.arange(200) % 4 == 0, Part.CALIBRATE, Part.FIT)
    for unit, nothing in ((Unit.PERSON, "nobody came later who"), (Unit.VAGA, "no vaga came later that")):
        assert missing_classes(past, parts, np.array([1, 0]), unit) == []
        assert missing_classes(past, parts, np.array([1, 1]), unit) == []  # they judge the promise
        assert missing_classes(past, parts, past[:0], unit) == [f"{nothing} is not in the past too"]
        lacking = missing_classes(past[:0], parts[:0], past, unit)
        assert all(reason.startswith("of the past") for reason in lacking)
