"""A model is calibrated on the newest half of its calibrate part where one of the past would have been."""

from pathlib import Path

import numpy as np
import pytest

from hiring.adapters.learning.fitting.trainer import LightGbmModel, LightGbmTrainer
from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.memory.store import MemoryStore
from hiring.application.ports.models import Examples, FittedModel
from hiring.application.training.train_model import TrainedModel, TrainModel
from hiring.domain.features import CANDIDATE
from hiring.domain.records import GoldRows, TableName
from hiring.domain.training.fitting import newest_rows
from hiring.domain.training.partition import Part
from hiring.domain.training.units import Unit
from hiring.training_json import decode_record, encode_record
from tests.contracts.builders import NOON

PEOPLE = 3_000
GOLD = TableName("gold_of_years")


def people_of_years(*, early: float, late: float) -> GoldRows:
    """Four years in which the share of the hired goes from one to the other, whoever they are."""
    chance = np.random.default_rng(3)
    features = (chance.random((PEOPLE, len(CANDIDATE.features))) < 0.5).astype(np.float64)
    time = np.sort(chance.random(PEOPLE))
    share = early + (late - early) * time + 0.2 * (features[:, 0] - 0.5)
    return GoldRows(
        codigo_profissional=np.arange(PEOPLE) + 50_000_001,
        vaga_codigo=np.arange(PEOPLE) + 1,
        data_candidatura=np.datetime64("2019-01-01") + (time * 1_400).astype(np.int64),
        features=features,
        status_label=["Aprovado"] * PEOPLE,
        target=(chance.random(PEOPLE) < share).astype(np.int64),
    )


class Watched(LightGbmTrainer):
    """Remembers what models were calibrated on again."""

    def __init__(self) -> None:
        super().__init__()
        self.again: list[Examples] = []

    def recalibrate(self, model: FittedModel, calibrate: Examples, *, seed: int) -> LightGbmModel:
        self.again.append(calibrate)
        return super().recalibrate(model, calibrate, seed=seed)


def trained(rows: GoldRows, trainer: LightGbmTrainer, folder: Path) -> TrainedModel:
    store = MemoryStore(salt="s")
    with store.gold(GOLD, CANDIDATE).replacing() as writer:
        writer.write(rows)
    train = TrainModel(
        gold=store.gold(GOLD, CANDIDATE),
        trainer=trainer,
        models=FileModelStore(folder / "model.joblib"),
        registry=store.registry,
        clock=FixedClock(NOON),
    )
    return train(CANDIDATE, salt="s", min_precision=0.8, seed=1)


def test_where_the_share_of_the_hired_falls_the_newest_rows_calibrate(tmp_path: Path) -> None:
    rows, trainer = people_of_years(early=0.7, late=0.15), Watched()
    found = trained(rows, trainer, tmp_path)
    assert found.fitting is not None
    chosen = found.fitting.calibration_rows
    assert chosen is not None
    assert chosen.newest
    assert chosen.newest_log_loss < chosen.all_log_loss
    members = Unit.PERSON.parts(rows, "s") == Part.CALIBRATE
    newest = newest_rows(rows.data_candidatura, members)
    np.testing.assert_array_equal(trainer.again[-1].units, rows.codigo_profissional[newest])
    assert chosen.since == str(rows.data_candidatura[newest].min())
    record = found.version.card.training
    assert decode_record(encode_record(record)).fitting == record.fitting == found.fitting


def test_where_nothing_changes_the_losses_of_the_past_decide(tmp_path: Path) -> None:
    trainer = Watched()
    found = trained(people_of_years(early=0.4, late=0.4), trainer, tmp_path)
    assert found.fitting is not None
    chosen = found.fitting.calibration_rows
    assert chosen is not None
    assert chosen.newest == (chosen.newest_log_loss < chosen.all_log_loss)
    assert len(trainer.again) == 1 + chosen.newest, "the past's model, and the one that is kept if it pays"


def test_without_dates_all_rows_calibrate(tmp_path: Path) -> None:
    rows = people_of_years(early=0.4, late=0.4)
    rows.data_candidatura[:] = np.datetime64("NaT")
    trainer = Watched()
    found = trained(rows, trainer, tmp_path)
    assert found.fitting is not None
    assert found.fitting.calibration_rows is None
    assert trainer.again == []


def test_a_model_of_another_trainer_is_not_calibrated() -> None:
    examples = Examples(features=np.zeros((2, 1)), target=np.arange(2), units=np.arange(2))
    with pytest.raises(TypeError, match="models of its own"):
        LightGbmTrainer().recalibrate(object(), examples, seed=1)
