"""The scorer by itself."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from hiring.adapters.learning.boosting import BoosterScorer
from hiring.adapters.learning.fitting.trainer import LightGbmModel
from hiring.application.ports.models import Scorer
from hiring.domain.models import ModelVersion
from tests.contracts.model_store import COLUMNS, a_card, some_features

WIDTH = len(COLUMNS)


def a_version(columns: tuple[str, ...] = COLUMNS) -> ModelVersion:
    return ModelVersion(id="x", path="x", digest="x", card=a_card(feature_columns=columns))


@pytest.fixture
def scorer(model: LightGbmModel) -> Scorer:
    return BoosterScorer(model.text(), calibrator=model.calibrator, version=a_version())


@pytest.mark.parametrize("shape", [(WIDTH,), (1, WIDTH - 1), (3, WIDTH + 1), (1, 1, WIDTH)])
def test_another_shape_is_a_bug(scorer: Scorer, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="shape"):
        scorer.score(np.zeros(shape))


def test_the_layout_in_memory_does_not_matter(scorer: Scorer) -> None:
    rows = some_features(60)
    expected = scorer.score(rows).tolist()
    wide = np.repeat(rows, 2, axis=1)
    for same in (np.asfortranarray(rows), wide[:, ::2], rows[::-1][::-1]):
        assert scorer.score(same).tolist() == expected


def test_a_large_batch_scores_like_its_rows(scorer: Scorer) -> None:
    rows = some_features(10_001)
    assert np.array_equal(scorer.score(rows)[:50], scorer.score(rows[:50]))


def test_threads_may_share_it(scorer: Scorer) -> None:
    rows = some_features(400)
    expected = scorer.score(rows)
    with ThreadPoolExecutor(8) as threads:
        answers = threads.map(lambda row: scorer.score(rows[row : row + 1])[0], [*range(400)] * 5)
        assert list(answers) == expected.tolist() * 5


def test_a_text_that_lightgbm_refuses_is_a_value_error(
    model: LightGbmModel, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ValueError, match="LightGBM"):
        BoosterScorer("hello", calibrator=model.calibrator, version=a_version())
    assert capfd.readouterr().out == ""


def test_a_booster_of_other_columns_than_the_card_is_refused(model: LightGbmModel) -> None:
    with pytest.raises(ValueError, match="columns"):
        BoosterScorer(model.text(), calibrator=model.calibrator, version=a_version(COLUMNS[:-1]))
