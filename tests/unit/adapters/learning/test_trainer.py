"""Two forms of one model, equal; and the joblib, which lives without us."""

import subprocess
import sys
import warnings
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hiring.adapters.learning.fitting.trainer import LightGbmModel, LightGbmTrainer
from hiring.adapters.learning.model_store import FileModelStore
from hiring.application.ports.models import Examples
from tests.contracts.model_store import COLUMNS, a_card, some_examples, some_features

VALUES = st.one_of(
    st.just(float("nan")),
    st.sampled_from([0.0, 1.0, 300.0, 100_000.0]),
    st.floats(allow_nan=True, allow_infinity=True),
)


@pytest.fixture(scope="module", params=["none", "sigmoid", "isotonic"])
def each(request: pytest.FixtureRequest) -> LightGbmModel:
    """One model of each calibrator."""
    fit, calibrate = some_examples(600, seed=1), some_examples(300, seed=2)
    return LightGbmTrainer(calibration=request.param).fit(fit, calibrate, columns=COLUMNS, seed=5)


@given(rows=st.lists(st.lists(VALUES, min_size=len(COLUMNS), max_size=len(COLUMNS)), min_size=1, max_size=20))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_both_forms_score_alike_whatever_the_row(each: LightGbmModel, rows: list[list[float]]) -> None:
    features = np.array(rows)
    theirs = each._sklearn.predict_proba(features)[:, 1]
    np.testing.assert_allclose(each.score(features), theirs, rtol=0, atol=1e-12)


def test_both_stored_forms_score_alike(models: FileModelStore, each: LightGbmModel) -> None:
    version = models.save(each, a_card())
    people = joblib.load(version.path)
    assert {"model", "feature_columns", "threshold", "operating_mode", "metadata"} <= set(people)
    assert people["feature_columns"] == list(COLUMNS)
    assert people["id"] == version.id
    rows = some_features(20_000, seed=9)
    theirs = people["model"].predict_proba(rows)
    assert theirs.shape == (20_000, 2)
    np.testing.assert_allclose(models.version(version.id).score(rows), theirs[:, 1], rtol=0, atol=1e-12)
    framed = people["model"].predict_proba(pd.DataFrame(rows, columns=list(COLUMNS)))
    assert np.array_equal(framed, theirs)


def test_a_version_under_another_card_has_a_joblib_of_its_own(
    models: FileModelStore, each: LightGbmModel
) -> None:
    first = models.save(each, a_card())
    second = models.save(models.reopened(first.id), a_card(threshold=0.4, operating_mode="prec80-manual"))
    before, after = joblib.load(first.path), joblib.load(second.path)
    assert (after["threshold"], after["operating_mode"]) == (0.4, "prec80-manual")
    rows = some_features(2_000, seed=9)
    theirs = after["model"].predict_proba(rows)
    np.testing.assert_allclose(theirs, before["model"].predict_proba(rows), rtol=0, atol=1e-12)
    np.testing.assert_allclose(models.version(second.id).score(rows), theirs[:, 1], rtol=0, atol=1e-12)


WITHOUT_US = """
import sys, warnings
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("hiring", "pandas"):
            raise ImportError(name + " is not there")
sys.meta_path.insert(0, Blocked())
warnings.simplefilter("error")
import joblib, numpy
people = joblib.load(sys.argv[1])
rows = numpy.zeros((3, len(people["feature_columns"])))
rows[1, 0], rows[2, 6] = 1.0, numpy.nan
print(people["model"].predict_proba(rows)[:, 1].tolist())
assert "pandas" not in sys.modules and "hiring" not in sys.modules
"""


def test_the_joblib_needs_neither_us_nor_pandas(models: FileModelStore, each: LightGbmModel) -> None:
    version = models.save(each, a_card())
    rows = np.zeros((3, len(COLUMNS)))
    rows[1, 0], rows[2, 6] = 1.0, np.nan
    command = [sys.executable, "-c", WITHOUT_US, version.path]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    scores = [float(score) for score in answer.stdout.strip()[1:-1].split(", ")]
    np.testing.assert_allclose(scores, each.score(rows), rtol=0, atol=1e-12)
    assert answer.stderr == ""


def test_a_seed_gives_one_model_on_any_number_of_threads(model: LightGbmModel) -> None:
    fit, calibrate = some_examples(600, seed=1), some_examples(300, seed=2)
    again = LightGbmTrainer().fit(fit, calibrate, columns=COLUMNS, seed=5)
    assert again.text() == model.text()
    assert again.calibrator == model.calibrator
    assert again.fitting == model.fitting
    small = Examples(features=fit.features[:100], target=fit.target[:100], units=fit.units[:100])
    one, two = (LightGbmTrainer(threads).fit(small, calibrate, columns=COLUMNS, seed=5) for threads in (1, 2))
    rows = some_features(200)
    assert np.array_equal(one.score(rows), two.score(rows))
    assert one.text() == two.text()


def test_it_learns_and_is_calibrated(model: LightGbmModel) -> None:
    fresh = some_examples(4000, seed=77)
    scores = model.score(fresh.features)
    hired = scores[fresh.target == 1]
    assert (hired[:, None] > scores[fresh.target == 0]).mean() > 0.65
    assert abs(scores.mean() - fresh.target.mean()) < 0.05


def test_training_and_scoring_say_nothing(models: FileModelStore, capfd: pytest.CaptureFixture[str]) -> None:
    """Not even on examples so few that no tree can split."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for rows in (10, 300):
            model = LightGbmTrainer().fit(some_examples(rows), some_examples(12), columns=COLUMNS, seed=1)
            models.version(models.save(model, a_card()).id).score(some_features(5))
    assert capfd.readouterr() == ("", "")


def test_examples_that_cannot_be_learnt_from_are_a_bug() -> None:
    sound = some_examples(50)
    alike = replace(sound, target=np.ones(50, dtype=np.int64))
    narrow = replace(sound, features=sound.features[:, :3])
    for fit, calibrate in ((alike, sound), (sound, alike), (narrow, sound), (sound, narrow)):
        with pytest.raises(ValueError, match="examples"):
            LightGbmTrainer().fit(fit, calibrate, columns=COLUMNS, seed=1)


def test_a_form_that_scores_otherwise_is_not_saved(models: FileModelStore) -> None:
    sigmoid = LightGbmTrainer(calibration="sigmoid")
    model = sigmoid.fit(some_examples(300), some_examples(50), columns=COLUMNS, seed=1)
    model._sklearn.calibrated_classifiers_[0].calibrators[0].a_ *= 1 + 1e-9
    with pytest.raises(ValueError, match="alike"):
        models.save(model, a_card())


def modules_after(statements: Iterable[str]) -> set[str]:
    code = "; ".join(["import sys", *statements, "print(*sys.modules)"])
    return set(subprocess.check_output([sys.executable, "-c", code], text=True).split())


def test_a_manifest_is_read_without_lightgbm(
    models: FileModelStore, model: LightGbmModel, artifact: Path
) -> None:
    models.publish(models.save(model, a_card()).id)
    statements = [
        "from pathlib import Path",
        "from hiring.adapters.learning.model_store import FileModelStore",
        f"models = FileModelStore(Path({str(artifact)!r}))",
        "models.current(); models.serving(); models.verified(None)",
    ]
    assert not {"lightgbm", "pandas", "sklearn", "joblib", "scipy"} & modules_after(statements)
