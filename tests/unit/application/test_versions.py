"""Which version serves, and who may change that: promotion, rollback, history, verification."""

import json
import shutil
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from hiring.adapters.learning.fitting.trainer import LightGbmModel, LightGbmTrainer
from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.memory.logs import MemoryLog
from hiring.adapters.memory.store import MemoryStore
from hiring.application.lifecycle.list_models import ListModels
from hiring.application.lifecycle.promote_model import PromoteModel
from hiring.application.lifecycle.publish_trained import PublishTrained
from hiring.application.lifecycle.roll_back_model import RollBackModel
from hiring.application.lifecycle.verify_models import VerifyModels
from hiring.application.ports.models import ModelRegistry
from hiring.application.ports.specs.logs import DEPLOYMENTS, MODEL_VERSIONS
from hiring.domain.errors import (
    ArtifactCorrupt,
    NoEarlierVersion,
    NotCertified,
    ServesAnother,
    StoreUnavailable,
    VersionMissing,
)
from hiring.domain.models import Deployment, ModelVersion
from hiring.domain.training.record import ManualThreshold
from tests.contracts.builders import NOON
from tests.contracts.model_store import COLUMNS, a_card, some_examples, some_features


@pytest.fixture(scope="module")
def model() -> LightGbmModel:
    return LightGbmTrainer().fit(some_examples(200), some_examples(100, seed=2), columns=COLUMNS, seed=1)


@dataclass(frozen=True)
class Desk:
    """The use cases over one registry and one place."""

    models: FileModelStore
    store: MemoryStore
    clock: FixedClock
    model: LightGbmModel

    def stored(self, threshold: float, mode: str = "prec80") -> ModelVersion:
        version = self.models.save(self.model, a_card(threshold=threshold, operating_mode=mode))
        self.store.registry.register(version)
        return version

    def promote(self) -> PromoteModel:
        return PromoteModel(models=self.models, registry=self.store.registry, clock=self.clock)

    def serve(self, version: ModelVersion) -> None:
        self.clock.advance(timedelta(minutes=1))
        self.promote()(version.id, actor="ana", reason="better")

    def roll_back(self) -> ModelVersion:
        step = RollBackModel(models=self.models, registry=self.store.registry, clock=self.clock)
        return step(actor="rui", reason="worse")

    def publish_trained(self, version: ModelVersion, *, began: str, promote: bool) -> ModelVersion | None:
        step = PublishTrained(models=self.models, registry=self.store.registry, clock=self.clock)
        return step(version, began=began, promote=promote, actor="ana")

    def listed(self) -> ListModels:
        return ListModels(models=self.models, registry=self.store.registry)

    def verified(self) -> dict[str, str | None]:
        """What is wrong, by version; None for what is sound."""
        checks = VerifyModels(models=self.models, registry=self.store.registry)()
        return {check.what: None if check.sound else check.said for check in checks}


@pytest.fixture
def desk(tmp_path: Path, model: LightGbmModel) -> Desk:
    models = FileModelStore(tmp_path / "artifacts" / "modelo_prec80.joblib")
    return Desk(models, MemoryStore(salt="s"), FixedClock(NOON), model)


def test_a_certified_version_is_promoted_and_recorded(desk: Desk) -> None:
    desk.serve(desk.stored(0.5))
    (event,) = desk.store.registry.deployments()
    assert (event.actor, event.reason, event.path) == ("ana", "better", desk.models.place)
    assert desk.listed()().serves == event.version_id


def test_an_uncertified_version_is_refused_and_what_served_serves(desk: Desk) -> None:
    certified, other = desk.stored(0.5), desk.stored(1.0, "prec80-uncertified")
    desk.serve(certified)
    with pytest.raises(NotCertified):
        desk.serve(other)
    assert desk.models.current().id == certified.id
    assert len(desk.store.registry.deployments()) == 1


def test_an_uncertified_version_serves_where_that_is_meant(desk: Desk) -> None:
    version = desk.stored(1.0, "prec80-uncertified")
    served = desk.promote().uncertified(version.id, threshold=None, actor="ana", reason="only ranking")
    assert (served.id, served.card.threshold) == (version.id, 1.0)


def test_a_chosen_threshold_is_a_version_of_its_own_that_says_who_and_why(desk: Desk) -> None:
    base = desk.stored(1.0, "prec80-uncertified")
    served = desk.promote().uncertified(base.id, threshold=0.4, actor="ana", reason="pilot")
    assert served.id != base.id
    assert (served.card.threshold, served.card.operating_mode) == (0.4, "prec80-manual")
    assert not served.card.certified
    assert served.card.training.manual == ManualThreshold(
        of=base.id, threshold=0.4, actor="ana", reason="pilot", at=NOON.isoformat()
    )
    rows = some_features(50)
    assert desk.models.published().score(rows).tolist() == desk.models.version(base.id).score(rows).tolist()
    assert {version.id for version in desk.store.registry.versions()} == {base.id, served.id}
    assert desk.models.version(base.id).version == base
    assert set(desk.verified().values()) == {None}
    with pytest.raises(NotCertified):
        desk.serve(served)


def test_rolling_back_leads_to_what_served_before_and_back_again(desk: Desk) -> None:
    first, second, third = (desk.stored(threshold) for threshold in (0.5, 0.6, 0.7))
    for version in (first, second, second, third):
        desk.serve(version)
    assert desk.roll_back().id == second.id
    assert desk.roll_back().id == third.id
    assert [event.reason for event in desk.store.registry.deployments()][-2:] == ["worse", "worse"]


def test_rolling_back_works_where_what_serves_is_damaged(desk: Desk) -> None:
    first, second = desk.stored(0.5), desk.stored(0.6)
    desk.serve(first)
    desk.serve(second)
    Path(desk.models.place).with_name("modelo_prec80.manifest.json").write_bytes(b"{")
    assert desk.roll_back().id == first.id
    assert desk.models.published().version.id == first.id


def test_there_may_be_nothing_to_roll_back_to(desk: Desk) -> None:
    with pytest.raises(NoEarlierVersion):
        desk.roll_back()
    only = desk.stored(0.5)
    desk.serve(only)
    with pytest.raises(NoEarlierVersion):
        desk.roll_back()
    desk.store.registry.record(
        replace(desk.store.registry.deployments()[0], version_id="x", path="elsewhere")
    )
    with pytest.raises(NoEarlierVersion):
        desk.roll_back()


def test_the_history_tells_what_served_at_a_moment(desk: Desk) -> None:
    first, second = desk.stored(0.5), desk.stored(0.6)
    desk.serve(first)
    desk.serve(second)
    history = desk.listed().history
    assert [event.version for event in history()] == [first, second]
    assert history(NOON) == []
    assert [event.version for event in history(NOON + timedelta(seconds=90))] == [first]
    assert [event.version for event in history(NOON + timedelta(days=1))] == [second]


def test_only_what_is_published_and_sound_is_listed_as_serving(desk: Desk) -> None:
    assert desk.listed()().serves is None
    version = desk.stored(0.5)
    assert [found.id for found in desk.listed()().versions] == [version.id]


def test_a_first_training_publishes_and_a_later_one_waits_to_be_asked(desk: Desk) -> None:
    first, second = desk.stored(1.0, "prec80-uncertified"), desk.stored(0.5)
    assert desk.publish_trained(first, began="", promote=False).id == first.id
    began = desk.models.serving()
    assert desk.publish_trained(second, began=began, promote=False) is None
    assert desk.publish_trained(second, began=began, promote=True).id == second.id


def test_of_trainings_at_once_one_publishes_and_the_other_says_so(desk: Desk) -> None:
    began = desk.models.serving()
    first, second = desk.stored(0.5), desk.stored(0.6)
    desk.publish_trained(first, began=began, promote=True)
    with pytest.raises(ServesAnother) as told:
        desk.publish_trained(second, began=began, promote=True)
    assert second.id in str(told.value)
    assert desk.publish_trained(second, began=began, promote=False) is None
    assert desk.models.current().id == first.id
    assert len(desk.store.registry.deployments()) == 1


def test_an_uncertified_training_replaces_nothing_that_approves_anybody(desk: Desk) -> None:
    certified, weak, weaker = (
        desk.stored(0.5),
        desk.stored(1.0, "prec80-uncertified"),
        desk.stored(1.0, "prec75-uncertified"),
    )
    desk.serve(certified)
    assert desk.publish_trained(weak, began=desk.models.serving(), promote=True) is None
    desk.promote().uncertified(weak.id, threshold=None, actor="ana", reason="rank")
    assert desk.publish_trained(weaker, began=desk.models.serving(), promote=True).id == weaker.id
    Path(desk.models.place).with_name("modelo_prec80.manifest.json").write_bytes(b"{")
    assert desk.publish_trained(weak, began=desk.models.serving(), promote=True).id == weak.id


def test_damage_anywhere_is_found(desk: Desk) -> None:
    first, second = desk.stored(0.5), desk.stored(0.6)
    desk.serve(first)
    assert set(desk.verified().values()) == {None}
    Path(second.path).with_name("booster.txt").write_text("tree")
    shutil.rmtree(Path(first.path).parent)
    found = desk.verified()
    assert found["published"] is None
    assert "digest" in found[second.id]
    assert found[first.id] is not None
    with pytest.raises(ArtifactCorrupt):
        desk.serve(second)


def test_a_whole_set_that_was_exchanged_is_found_by_the_recorded_digest(desk: Desk, tmp_path: Path) -> None:
    ours = desk.stored(0.5)
    desk.serve(ours)
    stranger = FileModelStore(tmp_path / "elsewhere" / "modelo_prec80.joblib")
    theirs = stranger.save(desk.model, a_card(threshold=0.01))
    stranger.publish(theirs.id)
    artifacts = Path(desk.models.place).parent
    shutil.copytree(tmp_path / "elsewhere", artifacts, dirs_exist_ok=True)
    desk.models.published()  # by itself it is sound
    assert "but is not registered in this store" in desk.verified()["published"]

    shutil.copytree(Path(theirs.path).parent, Path(ours.path).parent, dirs_exist_ok=True)
    manifest = Path(ours.path).with_name("manifest.json")
    assert json.loads(manifest.read_bytes())["id"] == theirs.id
    assert desk.verified()[ours.id] is not None


def test_an_older_version_that_was_put_back_by_hand_is_found_by_the_history(desk: Desk) -> None:
    first, second = desk.stored(0.5), desk.stored(0.6)
    desk.serve(first)
    desk.serve(second)
    desk.models.publish(first.id)
    assert f"the history says {second.id}" in desk.verified()["published"]


def test_a_registered_id_with_another_digest_is_found(desk: Desk) -> None:
    version = desk.stored(0.5)
    desk.serve(version)
    registry = MemoryStore(salt="s").registry
    registry.register(replace(version, digest="0" * 64))
    published, stored = VerifyModels(models=desk.models, registry=registry)()
    assert "replaced" in published.said
    assert "replaced" in stored.said


def test_without_a_publication_the_check_says_so(desk: Desk) -> None:
    there = desk.stored(0.5)
    assert "no model is published" in desk.verified()["published"]
    with pytest.raises(VersionMissing, match=there.id):
        desk.promote()("20240301T123015Z-00000000", actor="ana", reason="x")


class DyingRegistry(ModelRegistry):
    """Fails, or ends the process, where a deployment is recorded: before that, or after."""

    def __init__(self) -> None:
        super().__init__(MemoryLog(MODEL_VERSIONS), MemoryLog(DEPLOYMENTS))
        self.dies_before: BaseException | None = None
        self.dies_after: BaseException | None = None

    def record(self, deployment: Deployment) -> None:
        if self.dies_before is not None:
            raise self.dies_before
        super().record(deployment)
        if self.dies_after is not None:
            raise self.dies_after


@dataclass(frozen=True)
class FrailDesk:
    """A place with a registry that can fail, and two stored versions."""

    models: FileModelStore
    registry: DyingRegistry
    first: ModelVersion
    second: ModelVersion

    def promote(self, version: ModelVersion) -> ModelVersion:
        step = PromoteModel(models=self.models, registry=self.registry, clock=FixedClock(NOON))
        return step(version.id, actor="ana", reason="better")

    def history(self) -> list[tuple[str, bool]]:
        events = ListModels(models=self.models, registry=self.registry).history()
        return [(event.deployment.version_id, event.carried_out) for event in events]


@pytest.fixture
def frail(tmp_path: Path, model: LightGbmModel) -> FrailDesk:
    models = FileModelStore(tmp_path / "artifacts" / "modelo_prec80.joblib")
    first, second = (models.save(model, a_card(threshold=threshold)) for threshold in (0.5, 0.6))
    return FrailDesk(models, DyingRegistry(), first, second)


def test_what_cannot_be_recorded_does_not_serve(frail: FrailDesk) -> None:
    frail.promote(frail.first)
    before = Path(frail.models.place).read_bytes()
    frail.registry.dies_before = StoreUnavailable("gone")
    with pytest.raises(StoreUnavailable):
        frail.promote(frail.second)
    assert frail.models.current().id == frail.first.id
    assert Path(frail.models.place).read_bytes() == before
    assert frail.history() == [(frail.first.id, True)]


def test_a_switch_that_ended_half_way_is_told_as_not_carried_out_for_ever(frail: FrailDesk) -> None:
    frail.promote(frail.first)
    frail.registry.dies_after = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        frail.promote(frail.second)
    assert frail.models.current().id == frail.first.id
    assert frail.history() == [(frail.first.id, True), (frail.second.id, False)]
    listed = ListModels(models=frail.models, registry=frail.registry)
    assert [event.deployment.version_id for event in listed.history(NOON)] == [frail.first.id]
    roll_back = RollBackModel(models=frail.models, registry=frail.registry, clock=FixedClock(NOON))
    with pytest.raises(NoEarlierVersion):  # the second never served
        roll_back(actor="rui", reason="worse")
    frail.registry.dies_after = None
    frail.promote(frail.second)
    told = [(frail.first.id, True), (frail.second.id, False), (frail.second.id, True)]
    assert frail.history() == told
    assert roll_back(actor="rui", reason="worse").id == frail.first.id
    assert frail.history() == [*told, (frail.first.id, True)]


def test_a_first_publication_that_ended_half_way_is_told_too(frail: FrailDesk) -> None:
    frail.registry.dies_after = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        frail.promote(frail.first)
    assert frail.models.serving() == ""
    assert frail.history() == [(frail.first.id, False)]
    frail.registry.dies_after = None
    frail.promote(frail.second)
    assert frail.history() == [(frail.first.id, False), (frail.second.id, True)]


def test_a_version_whose_training_ended_before_it_was_registered_is_listed_and_can_serve(
    desk: Desk,
) -> None:
    known = desk.stored(0.5)
    lost = desk.models.save(desk.model, a_card(threshold=0.6))
    assert list(desk.listed()().versions) == [known]
    assert list(desk.listed()().unregistered) == [lost]
    desk.serve(lost)
    assert {version.id for version in desk.listed()().versions} == {known.id, lost.id}
    assert list(desk.listed()().unregistered) == []
    assert desk.verified()["published"] is None
