"""How many trees, and which calibrator: chosen inside each part, and never by a person on both sides."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator

from hiring.adapters.learning.artifact.serving_form import ServingForm, read_serving, write_serving
from hiring.adapters.learning.fitting import trees
from hiring.adapters.learning.fitting.calibrators import fit_calibrator, sklearn_form
from hiring.adapters.learning.fitting.trainer import LightGbmTrainer
from hiring.application.ports.models import Examples
from hiring.domain.training.calibration import Calibrator, Isotonic, Sigmoid, Uncalibrated
from tests.contracts.model_store import COLUMNS, a_card, some_examples

CALIBRATORS = [
    Uncalibrated(),
    Sigmoid(slope=-1.25, intercept=0.5),
    Isotonic(raw=(-2.0, 0.5, 0.75), probabilities=(0.125, 0.125, 0.9)),
]


def by_noise(rows: int, *, seed: int) -> Examples:
    """Outcomes that nothing explains."""
    chance = np.random.default_rng(seed)
    return replace(some_examples(rows, seed=seed), target=(chance.random(rows) < 0.3).astype(np.int64))


def test_noise_grows_hardly_any_trees_and_a_signal_many() -> None:
    _, noise = trees.train_booster(by_noise(600, seed=1), seed=1, threads=1)
    _, signal = trees.train_booster(some_examples(600, seed=1), seed=1, threads=1)
    assert noise.trees < 20 < signal.trees < trees.MOST_TREES
    assert signal.log_loss < noise.log_loss


def test_all_rows_are_fitted_with_the_number_that_was_chosen() -> None:
    examples = some_examples(400, seed=1)
    grown, growth = trees.train_booster(examples, seed=1, threads=1)
    assert grown.booster_.num_trees() == growth.trees
    assert grown.n_features_in_ == len(COLUMNS)


def test_too_few_people_of_an_outcome_make_no_folds() -> None:
    many_rows = some_examples(200, seed=1)
    alone = replace(many_rows, units=np.where(many_rows.target == 1, 0, many_rows.units + 1))
    _, growth = trees.train_booster(alone, seed=1, threads=1)
    assert (growth.folds, growth.log_loss) == (0, None)


def test_rows_that_people_repeat_do_not_make_more_trees() -> None:
    """Noise, and every person has the same row ten times: if that were seen on both sides, it would pay."""
    noise = by_noise(80, seed=3)
    ten = np.tile(np.arange(80), 10)
    repeated = Examples(features=noise.features[ten], target=noise.target[ten], units=noise.units[ten])
    assert trees.train_booster(repeated, seed=1, threads=1)[1].trees < 20
    apart = replace(repeated, units=np.arange(800))
    assert trees.train_booster(apart, seed=1, threads=1)[1].trees > 100


def test_the_calibrator_with_the_lowest_loss_on_people_left_out_is_chosen() -> None:
    model = LightGbmTrainer().fit(
        some_examples(600, seed=1), some_examples(600, seed=2), columns=COLUMNS, seed=5
    )
    losses = {trial.method: trial.log_loss for trial in model.fitting.trials}
    assert set(losses) == {"none", "sigmoid", "isotonic"}
    assert model.calibrator.method == model.fitting.calibration == min(losses, key=losses.get)


def test_overconfident_trees_are_calibrated() -> None:
    """Trees fitted to noise until they know it by heart say far too much: anything is better than that."""
    noise = by_noise(300, seed=8)
    settings = {"columns": noise.features.shape[1], "seed": 1, "threads": 1}
    wild = trees._untrained(500, **settings).fit(noise.features, noise.target)
    calibrator, trials = fit_calibrator(wild, by_noise(600, seed=9), method=None, seed=1)
    assert calibrator.method != "none"
    assert trials[0].log_loss > trials[1].log_loss + 0.1


def test_too_few_people_to_compare_get_the_sigmoid() -> None:
    grown, _ = trees.train_booster(some_examples(100, seed=1), seed=1, threads=1)
    calibrator, trials = fit_calibrator(grown, some_examples(12), method=None, seed=1)
    assert (calibrator.method, trials) == ("sigmoid", ())


def test_the_sigmoid_is_the_one_that_scikit_learn_fits_to_the_trees() -> None:
    grown, _ = trees.train_booster(some_examples(100, seed=1), seed=1, threads=1)
    calibrate = some_examples(60, seed=2)
    everyone = np.arange(60)
    theirs = CalibratedClassifierCV(FrozenEstimator(grown), method="sigmoid", cv=[(everyone, everyone)])
    (platt,) = theirs.fit(calibrate.features, calibrate.target).calibrated_classifiers_[0].calibrators

    ours, _ = fit_calibrator(grown, calibrate, method="sigmoid", seed=1)

    assert ours == Sigmoid(slope=platt.a_, intercept=platt.b_)


def test_an_isotonic_calibrator_is_never_certain_and_tells_what_it_ties() -> None:
    grown, _ = trees.train_booster(some_examples(600, seed=1), seed=1, threads=1)
    calibrate = some_examples(300, seed=2)
    calibrator, _ = fit_calibrator(grown, calibrate, method="isotonic", seed=1)
    assert min(calibrator.probabilities) >= 1 / 302
    assert max(calibrator.probabilities) <= 301 / 302
    _, trials = fit_calibrator(grown, calibrate, method=None, seed=1)
    none, sigmoid, isotonic = trials
    assert none.tied_pairs == sigmoid.tied_pairs == 0.0
    assert none.roc_auc == sigmoid.roc_auc
    assert 0.0 < isotonic.tied_pairs < 0.6


@pytest.mark.parametrize("calibrator", CALIBRATORS, ids=[each.method for each in CALIBRATORS])
def test_a_calibrator_is_read_back_as_it_was_written(calibrator: Calibrator) -> None:
    serving = ServingForm(card=a_card(), calibrator=calibrator)
    assert read_serving(write_serving(serving)) == serving


@pytest.mark.parametrize("calibrator", CALIBRATORS, ids=[each.method for each in CALIBRATORS])
def test_scikit_learn_s_form_is_made_of_the_calibrator_s_numbers(calibrator: Calibrator) -> None:
    grown, _ = trees.train_booster(some_examples(300, seed=1), seed=1, threads=1)
    rows = some_examples(500, seed=5).features
    theirs = sklearn_form(grown, calibrator).predict_proba(rows)[:, 1]
    ours = calibrator(trees.raw_scores(grown, rows))
    np.testing.assert_allclose(theirs, ours, rtol=0, atol=1e-12)


def test_a_stranger_s_calibrator_has_no_form() -> None:
    grown, _ = trees.train_booster(some_examples(100, seed=1), seed=1, threads=1)
    with pytest.raises(TypeError, match="no scikit-learn form"):
        sklearn_form(grown, object())
