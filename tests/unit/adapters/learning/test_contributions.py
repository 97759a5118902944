"""What LightGBM says that each feature did: it adds up, for any row."""

import shutil
from dataclasses import replace
from pathlib import Path

import lightgbm
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hiring.adapters.learning.contributions import BoosterExplainer, contributions, explainer_of
from hiring.adapters.learning.fitting.trainer import LightGbmTrainer
from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.learning.native import NativeBooster
from hiring.adapters.memory.clocks import FixedClock
from hiring.application.serving.append import Unlogged
from hiring.application.serving.decide import Decide, PredictionRequest
from hiring.application.serving.explain import Explain
from hiring.application.serving.explain_decision import VERSIONS_KEPT, ExplainDecision
from hiring.domain.errors import ArtifactCorrupt, ModelMissing, VersionNotKept
from hiring.domain.features import CANDIDATE
from hiring.domain.reasons import reasons_of
from hiring.domain.training.calibration import Isotonic, Sigmoid, Uncalibrated
from tests.contracts.builders import NOON, a_decision, a_version
from tests.contracts.model_store import a_card, some_examples, some_features

WIDTH = len(CANDIDATE.features)
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


@given(rows=st.lists(st.lists(VALUES, min_size=WIDTH, max_size=WIDTH), min_size=1, max_size=5))
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
    assert (nobody.values.shape, nobody.bias.shape) == ((0, WIDTH), (0,))


def test_the_direction_is_the_calibrators(booster: NativeBooster) -> None:
    rows = some_features(3)
    falling = contributions(booster, Sigmoid(slope=0.5, intercept=0.0), rows)
    rising = contributions(booster, Isotonic(raw=(0.0,), probabilities=(0.5,)), rows)
    assert (falling.direction, rising.direction) == (-1, 1)
    assert np.array_equal(falling.values, rising.values)


def test_what_decides_is_the_strongest_reason(booster: NativeBooster) -> None:
    """The first column doubles the odds and more, the fourth divides them: so the examples are made."""
    rows = np.zeros((2, WIDTH))
    rows[0, 0], rows[1, 3] = 1.0, 1.0
    found = reasons_of(contributions(booster, Uncalibrated(), rows), rows, CANDIDATE.rules, WIDTH)
    by_name = [{reason.feature: reason for reason in reasons} for reasons in found]
    assert by_name[0][CANDIDATE.features[0]].contribution > 0
    assert by_name[1][CANDIDATE.features[3]].contribution < 0


def test_features_of_another_shape_are_a_bug(booster: NativeBooster) -> None:
    for shape in ((WIDTH,), (2, WIDTH - 1)):
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


def test_a_past_answer_is_explained_by_the_version_that_gave_it(tmp_path: Path) -> None:
    models = FileModelStore(tmp_path / "modelo_prec80.joblib")
    versions = []
    for seed in (1, 2):
        fit, calibrate = some_examples(300, seed=seed), some_examples(120, seed=seed + 2)
        fitted = LightGbmTrainer().fit(fit, calibrate, columns=CANDIDATE.features, seed=seed)
        versions.append(models.save(fitted, a_card()))
    old, new = versions
    models.publish(old.id)
    row = some_features(1)
    row[0, CANDIDATE.features.index("salario_valor")] = np.nan
    question = PredictionRequest(request_id="r", codigo_profissional=None, features=row[0], body=b"")
    decide = Decide(
        scorer=models.published(),
        audit=Unlogged(),
        clock=FixedClock(NOON),
        digest_key=b"k" * 32,
        explain=Explain(explainer=explainer_of(old), profile=CANDIDATE),
    )
    (given,) = decide([question], reasons=10)
    models.publish(new.id)

    def explain(_profile: str, version_id: str) -> Explain:
        loaded.append(version_id)
        return Explain(explainer=explainer_of(models.version(version_id).version), profile=CANDIDATE)

    loaded: list[str] = []
    explain_decision = ExplainDecision(explain)
    for decision in (given, replace(given, features=None), replace(given, reasons=None)):
        assert explain_decision(decision, limit=10) == given.reasons
    assert loaded == [old.id]
    assert explain_decision(replace(given, model_version=new.id), limit=10) != given.reasons
    Path(new.path).with_name("booster.txt").write_bytes(b"tree\n")
    shutil.rmtree(Path(old.path).parent)
    again = ExplainDecision(explain)
    with pytest.raises(VersionNotKept):
        again(given, limit=1)
    with pytest.raises(ArtifactCorrupt, match="digest"):
        again(replace(given, model_version=new.id), limit=1)
    for nowhere in ("../elsewhere", "", "20250301T120000Z-00000000"):
        with pytest.raises(VersionNotKept):
            again(replace(given, model_version=nowhere), limit=1)


def test_a_few_versions_of_past_answers_are_kept_in_memory(booster: NativeBooster) -> None:
    loaded: list[str] = []

    def explain(_profile: str, version_id: str) -> Explain:
        loaded.append(version_id)
        explainer = BoosterExplainer.__new__(BoosterExplainer)
        explainer._booster, explainer._calibrator = booster, Uncalibrated()
        explainer._version = replace(a_version(), id=version_id)
        return Explain(explainer=explainer, profile=CANDIDATE)

    explain_decision = ExplainDecision(explain)
    decision = replace(a_decision(), features=(0.0,) * WIDTH)
    names = [f"version {number}" for number in range(VERSIONS_KEPT + 1)]
    for name in (*names, names[-1], names[1], names[0]):
        explain_decision(replace(decision, model_version=name), limit=1)
    assert loaded == [*names, names[0]]


def test_only_the_very_version_is_explained(tmp_path: Path) -> None:
    models = FileModelStore(tmp_path / "modelo_prec80.joblib")
    model = LightGbmTrainer().fit(
        some_examples(200), some_examples(60, seed=2), columns=CANDIDATE.features, seed=1
    )
    stored = models.save(model, a_card())
    with pytest.raises(ArtifactCorrupt, match="replaced it"):
        explainer_of(replace(stored, digest="0" * 64))
    booster = Path(stored.path).with_name("booster.txt")
    booster.write_bytes(booster.read_bytes()[:-100])
    with pytest.raises(ArtifactCorrupt, match="digest"):
        explainer_of(stored)
    with pytest.raises(ModelMissing):
        explainer_of(replace(stored, path=str(tmp_path / "elsewhere" / "m.joblib")))
