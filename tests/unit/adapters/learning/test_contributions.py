"""What LightGBM says that each feature did: it adds up, for any row."""

from dataclasses import replace
from pathlib import Path

import lightgbm
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hiring.adapters.learning.contributions import BoosterExplainer, contributions, explainer_of
from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.learning.native import NativeBooster
from hiring.adapters.learning.trainer import LightGbmTrainer
from hiring.domain.calibration import Isotonic, Sigmoid, Uncalibrated
from hiring.domain.errors import ArtifactCorrupt, ModelMissing
from hiring.domain.features import CANDIDATE
from hiring.domain.reasons import reasons_of
from tests.contracts.model_store import a_card, some_examples, some_features

VALUES = st.one_of(
    st.just(float("nan")),
    st.sampled_from([0.0, 1.0, 300.0, 100_000.0]),
    st.floats(allow_nan=True, allow_infinity=True),
)


@pytest.fixture(scope="module")
def trees() -> lightgbm.Booster:
    examples = some_examples(600, seed=1)
    data = lightgbm.Dataset(examples.features, examples.target, params={"verbosity": -1})
    growing = {"objective": "binary", "num_leaves": 7, "verbosity": -1, "seed": 1, "num_threads": 1}
    return lightgbm.train(growing, data, num_boost_round=60)


@pytest.fixture(scope="module")
def booster(trees: lightgbm.Booster) -> NativeBooster:
    return NativeBooster(trees.model_to_string())


@given(rows=st.lists(st.lists(VALUES, min_size=46, max_size=46), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_contributions_and_bias_sum_up_to_the_raw_score(
    booster: NativeBooster, trees: lightgbm.Booster, rows: list[list[float]]
) -> None:
    features = np.array(rows)
    found = contributions(booster, Uncalibrated(), features)
    raw = trees.predict(features, raw_score=True, num_threads=1)
    np.testing.assert_allclose(found.values.sum(axis=1) + found.bias, raw, rtol=0, atol=1e-9)


def test_a_row_is_explained_alone_as_among_others(booster: NativeBooster) -> None:
    rows = some_features(1_500)
    among = contributions(booster, Uncalibrated(), rows)
    alone = contributions(booster, Uncalibrated(), rows[[7]])
    assert np.array_equal(alone.values[0], among.values[7])
    nobody = contributions(booster, Uncalibrated(), rows[:0])
    assert (nobody.values.shape, nobody.bias.shape) == ((0, 46), (0,))


def test_the_direction_is_the_calibrators(booster: NativeBooster) -> None:
    rows = some_features(3)
    falling = contributions(booster, Sigmoid(slope=0.5, intercept=0.0), rows)
    rising = contributions(booster, Isotonic(raw=(0.0,), probabilities=(0.5,)), rows)
    assert (falling.direction, rising.direction) == (-1, 1)
    assert np.array_equal(falling.values, rising.values)


def test_what_decides_is_the_strongest_reason(booster: NativeBooster) -> None:
    """The first column doubles the odds and more, the fourth divides them: so the examples are made."""
    rows = np.zeros((2, 46))
    rows[0, 0], rows[1, 3] = 1.0, 1.0
    found = reasons_of(contributions(booster, Uncalibrated(), rows), rows, CANDIDATE.rules, 46)
    by_name = [{reason.feature: reason for reason in reasons} for reasons in found]
    assert by_name[0][CANDIDATE.features[0]].raised
    assert not by_name[1][CANDIDATE.features[3]].raised


def test_features_of_another_shape_are_a_bug(booster: NativeBooster) -> None:
    for shape in ((46,), (2, 45)):
        with pytest.raises(ValueError, match="shape"):
            contributions(booster, Uncalibrated(), np.zeros(shape))


def test_a_stored_and_a_published_version_are_explained_alike(tmp_path: Path) -> None:
    models = FileModelStore(tmp_path / "modelo_prec80.joblib")
    model = LightGbmTrainer().fit(
        some_examples(300), some_examples(120, seed=2), columns=CANDIDATE.features, seed=1
    )
    stored = models.save(model, a_card())
    served = models.publish(stored.id)
    rows = some_features(20)
    explainers: list[BoosterExplainer] = [explainer_of(stored), explainer_of(served)]
    assert [explainer.version for explainer in explainers] == [stored, served]
    one, other = (explainer.contributions(rows) for explainer in explainers)
    assert np.array_equal(one.values, other.values)
    scores = models.published().score(rows)
    order = np.argsort(one.direction * (one.values.sum(axis=1) + one.bias), kind="stable")
    assert np.all(np.diff(scores[order]) >= 0)


def test_only_the_very_version_is_explained(tmp_path: Path) -> None:
    models = FileModelStore(tmp_path / "modelo_prec80.joblib")
    model = LightGbmTrainer().fit(
        some_examples(200), some_examples(60, seed=2), columns=CANDIDATE.features, seed=1
    )
    stored = models.save(model, a_card())
    with pytest.raises(ArtifactCorrupt, match="taken its place"):
        explainer_of(replace(stored, digest="0" * 64))
    booster = Path(stored.path).with_name("booster.txt")
    booster.write_bytes(booster.read_bytes()[:-100])
    with pytest.raises(ArtifactCorrupt, match="digest"):
        explainer_of(stored)
    with pytest.raises(ModelMissing):
        explainer_of(replace(stored, path=str(tmp_path / "elsewhere" / "m.joblib")))
