"""A model is fitted once: a second or two, most of it imports."""

from pathlib import Path

import pytest

from hiring.adapters.learning.fitting.trainer import LightGbmModel, LightGbmTrainer
from hiring.adapters.learning.model_store import FileModelStore
from tests.contracts.model_store import COLUMNS, some_examples


@pytest.fixture(scope="session")
def model() -> LightGbmModel:
    fit, calibrate = some_examples(600, seed=1), some_examples(300, seed=2)
    return LightGbmTrainer().fit(fit, calibrate, columns=COLUMNS, seed=5)


@pytest.fixture
def artifact(tmp_path: Path) -> Path:
    return tmp_path / "artifacts" / "modelo_prec80.joblib"


@pytest.fixture
def models(artifact: Path) -> FileModelStore:
    return FileModelStore(artifact)
