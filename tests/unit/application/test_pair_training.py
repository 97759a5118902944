"""A profile that reads vagas is trained and judged by vaga: none of them is on two sides of anything."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from hiring.adapters.learning.fitting.trainer import LightGbmModel, LightGbmTrainer
from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.memory.store import MemoryStore
from hiring.application.ports.models import Examples
from hiring.application.reporting.evaluate_model import EvaluateModel, rows_that_judge
from hiring.application.training.train_model import TrainedModel, TrainModel
from hiring.domain.errors import ArtifactCorrupt, CannotTrain, ModelMissing
from hiring.domain.training.partition import NAMED_SHARES, Part
from hiring.domain.training.record import PartitionTerms
from hiring.domain.training.units import Unit
from hiring.entrypoints.cli.output.promises import promise_lines
from hiring.training_json import decode_record, encode_record
from tests.contracts.builders import NOON
from tests.contracts.pairs import PAIRS
from tests.unit.application.pair_gold import GOLD, in_order, some_pairs, stored


class Watched(LightGbmTrainer):
    """Remembers what it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[tuple[Examples, Examples | None]] = []

    def fit(self, fit: Examples, calibrate: Examples | None, **how: object) -> LightGbmModel:
        self.given.append((fit, calibrate))
        return super().fit(fit, calibrate, **how)


@dataclass(frozen=True)
class Trained:
    store: MemoryStore
    models: FileModelStore
    trainer: Watched
    found: TrainedModel


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    store = MemoryStore(salt="s")
    models = FileModelStore(tmp_path_factory.mktemp("m") / "pairs.joblib", profile=PAIRS)
    trainer = Watched()
    train = TrainModel(
        gold=stored(store, some_pairs()),
        trainer=trainer,
        models=models,
        registry=store.registry,
        clock=FixedClock(NOON),
    )
    return Trained(store, models, trainer, train(PAIRS, salt="s", min_precision=0.6, seed=1))


def test_a_vaga_is_in_one_part_and_counts_once(world: Trained) -> None:
    rows, record = some_pairs(), world.found.version.card.training
    parts = Unit.VAGA.parts(rows, "s")
    judged = Unit.VAGA.judged(rows, parts, Part.THRESHOLD, 1)
    assert record.unit is Unit.VAGA
    assert world.found.verdict.people == len(judged) == len(np.unique(judged.vaga_codigo))
    assert world.found.quality.rows == len(Unit.VAGA.judged(rows, parts, Part.TEST, 1))
    for part in Part:
        counts = record.rows[part.name.lower()]
        assert counts.vagas == len(np.unique(rows.vaga_codigo[parts == part]))
        assert (counts.known > 0) == (part in {Part.THRESHOLD, Part.TEST})


def test_no_vaga_is_both_fitted_and_calibrated(world: Trained) -> None:
    calibrated = [(fit, calibrate) for fit, calibrate in world.trainer.given if calibrate is not None]
    assert len(calibrated) >= 3, "the model that is kept, that of the past, and the one without people"
    for fit, calibrate in calibrated:
        assert not np.isin(fit.units, calibrate.units).any()
        assert set(np.concatenate([fit.units, calibrate.units])) <= set(some_pairs().vaga_codigo)


def test_what_certifies_the_past_has_fitted_nothing(world: Trained) -> None:
    fit, calibrate = world.trainer.given[1]  # after the model that is kept, that of the past
    rows = some_pairs()
    parts = dict(zip(rows.vaga_codigo.tolist(), Unit.VAGA.parts(rows, "s").tolist(), strict=True))
    assert {parts[vaga] for vaga in calibrate.units.tolist()} == {Part.CALIBRATE}
    assert {parts[vaga] for vaga in fit.units.tolist()} == {Part.FIT, Part.TEST}


def test_later_vagas_judge_what_was_fitted_on_the_past(world: Trained) -> None:
    rows, later = some_pairs(), world.found.out_of_time
    since = rows.data_candidatura >= np.datetime64(later.cut)
    new = since & ~np.isin(rows.vaga_codigo, rows.vaga_codigo[~since])
    assert later.quality.rows == len(np.unique(rows.vaga_codigo[new]))
    assert later.seen == (since & ~new).sum()


def test_later_vagas_judge_its_promises_and_the_lines_speak_of_vagas(world: Trained) -> None:
    told = world.found.in_time
    assert (told.rows, told.cut) == (world.found.out_of_time.quality.rows, world.found.out_of_time.cut)
    assert told.precision.past.people > 0
    said = "\n".join(promise_lines(world.found.version.card))
    assert "exclusion (about vagas, to plan with; nothing rejects a person by it)" in said
    assert "people" not in said


def test_it_is_judged_by_the_same_vagas_later(world: Trained) -> None:
    def nothing_serves() -> None:
        raise ModelMissing("m")

    scorer = world.models.version(world.found.version.id)
    gold = world.store.gold(GOLD, PAIRS)
    profile = PAIRS.learnt(scorer.version.card.encodings)
    evaluation = EvaluateModel(gold=gold, scorer=scorer, serving=nothing_serves)(profile)
    assert evaluation.unit is Unit.VAGA
    assert evaluation.judgement.quality == world.found.quality
    assert evaluation.leakage == world.found.leakage, "what was learnt is not looked at where it was learnt"


def test_a_card_that_speaks_of_people_does_not_say_how_vagas_were_partitioned(world: Trained) -> None:
    card = world.found.version.card
    record = replace(card.training, partition=PartitionTerms(salt="s", shares=NAMED_SHARES))
    version = replace(world.found.version, card=replace(card, training=record))
    with pytest.raises(ArtifactCorrupt, match="vagas were partitioned"):
        rows_that_judge(version, some_pairs(), PAIRS)


def test_the_order_of_application_under_an_innocent_name_raises_the_alarm(tmp_path: Path) -> None:
    """The vaga closes when somebody is hired; what the profile knows to depend on the day is frozen."""
    rows, store = some_pairs(900), MemoryStore(salt="s")
    last = np.array([rows.data_candidatura[rows.vaga_codigo == vaga].max() for vaga in rows.vaga_codigo])
    chance = np.where(rows.data_candidatura == last, 0.5, 0.1)
    hired = np.random.default_rng(2).random(len(rows)) < chance
    quiet = replace(rows, target=hired.astype(np.int64))
    numbers = rows.features.copy()
    numbers[:, 1] = rows.data_candidatura.astype(np.int64)
    leaking = replace(quiet, features=numbers)
    suspects = []
    for name, gold in (("quiet", quiet), ("leaking", leaking)):
        train = TrainModel(
            gold=stored(store, gold),
            trainer=LightGbmTrainer(),
            models=FileModelStore(tmp_path / name / "m.joblib", profile=PAIRS),
            registry=store.registry,
            clock=FixedClock(NOON),
        )
        leakage = train(PAIRS, salt="s", min_precision=0.6, seed=1).leakage
        suspects.append(leakage.suspects if leakage.alarm else ())
    assert suspects == [(), ("salario_valor",)]


def test_the_card_says_so_and_a_card_of_people_says_nothing_new(world: Trained) -> None:
    document = encode_record(world.found.version.card.training)
    assert document["partition"]["unit"] == "vaga"
    assert set(document["rows"]["fit"]) == {"rows", "people", "hired", "vagas", "known"}
    assert decode_record(document) == world.found.version.card.training


def test_parts_in_which_the_model_knows_everybody_cannot_judge(tmp_path: Path) -> None:
    """Six people stand for all vagas, so each of them is in the fit part, too."""
    rows, store = some_pairs(400), MemoryStore(salt="s")
    few = in_order(replace(rows, codigo_profissional=50_000_001 + np.arange(len(rows)) % 6))
    train = TrainModel(
        gold=stored(store, few),
        trainer=LightGbmTrainer(),
        models=FileModelStore(tmp_path / "m.joblib", profile=PAIRS),
        registry=store.registry,
        clock=FixedClock(NOON),
    )
    with pytest.raises(CannotTrain) as refused:
        train(PAIRS, salt="s", min_precision=0.6, seed=1)
    assert [reason.split(" part has ")[0] for reason in refused.value.reasons] == [
        "the threshold",
        "the threshold",
        "the test",
        "the test",
    ]
