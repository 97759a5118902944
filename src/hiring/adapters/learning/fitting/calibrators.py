"""From raw scores to probabilities: three ways, of which rows left out choose one."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from lightgbm import LGBMClassifier
from sklearn.base import ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator
from sklearn.isotonic import IsotonicRegression

from hiring.adapters.learning.fitting.trees import enough_units, folds, raw_scores
from hiring.application.ports.models import Examples
from hiring.domain.training.calibration import Calibrator, Isotonic, Sigmoid, Uncalibrated
from hiring.domain.training.fitting import Trial, best_trial, trial_of

Fit = Callable[[LGBMClassifier, Examples], Calibrator]


def fit_calibrator(
    trees: LGBMClassifier, calibrate: Examples, *, method: str | None, seed: int
) -> tuple[Calibrator, tuple[Trial, ...]]:
    """A calibrator fitted on all examples, and what it was chosen from.

    Args:
        trees: Fitted on others.
        calibrate: Examples that nothing was fitted on.
        method: None: the one with the lowest log-loss on folds of the people or vagas, each calibrated by the
            others. With too few for folds, the sigmoid: two numbers, kept from extremes by Platt's own prior.
        seed: Deals them out to the folds.
    """
    trials: tuple[Trial, ...] = ()
    if method is None and enough_units(calibrate):
        trials = tuple(_trial(name, trees, calibrate, seed) for name in METHODS)
    chosen = method or (best_trial(trials).method if trials else Sigmoid.method)
    return METHODS[chosen](trees, calibrate), trials


def sklearn_form(trees: LGBMClassifier, calibrator: Calibrator) -> ClassifierMixin:
    """The same model, made of scikit-learn and LightGBM classes alone."""
    if isinstance(calibrator, Uncalibrated):
        return trees
    if isinstance(calibrator, Sigmoid):
        model = _platt(trees, np.zeros((2, trees.n_features_in_)), np.arange(2))
        (platt,) = model.calibrated_classifiers_[0].calibrators
        platt.a_, platt.b_ = calibrator.slope, calibrator.intercept
        return model
    if isinstance(calibrator, Isotonic):
        model = _platt(trees, np.zeros((2, trees.n_features_in_)), np.arange(2))
        line = IsotonicRegression(out_of_bounds="clip").fit(calibrator.raw, calibrator.probabilities)
        model.calibrated_classifiers_[0].calibrators = [line]
        model.calibrated_classifiers_[0].method = Isotonic.method
        return model.set_params(method=Isotonic.method)
    message = f"no scikit-learn form of {type(calibrator).__name__}"
    raise TypeError(message)


def _trial(method: str, trees: LGBMClassifier, calibrate: Examples, seed: int) -> Trial:
    fold, raw = folds(calibrate, seed), raw_scores(trees, calibrate.features)
    scores = np.empty(len(raw))
    for number in np.unique(fold):
        here = fold == number
        scores[here] = METHODS[method](trees, _some(calibrate, ~here))(raw[here])
    return trial_of(method, scores, raw, calibrate.target == 1, fold)


def _some(examples: Examples, chosen: np.ndarray) -> Examples:
    return Examples(
        features=examples.features[chosen], target=examples.target[chosen], units=examples.units[chosen]
    )


def _uncalibrated(_trees: LGBMClassifier, _examples: Examples) -> Uncalibrated:
    return Uncalibrated()


def _sigmoid(trees: LGBMClassifier, examples: Examples) -> Sigmoid:
    model = _platt(trees, examples.features, examples.target)
    (platt,) = model.calibrated_classifiers_[0].calibrators
    return Sigmoid(slope=float(platt.a_), intercept=float(platt.b_))


def _isotonic(trees: LGBMClassifier, examples: Examples) -> Isotonic:
    """Never 0 and never 1: n people are no ground for saying more than the rule of succession does."""
    least = 1.0 / (len(examples.target) + 2)
    line = IsotonicRegression(y_min=least, y_max=1.0 - least)
    line.fit(raw_scores(trees, examples.features), examples.target)
    return Isotonic(raw=tuple(line.X_thresholds_.tolist()), probabilities=tuple(line.y_thresholds_.tolist()))


def _platt(trees: LGBMClassifier, features: np.ndarray, target: np.ndarray) -> CalibratedClassifierCV:
    """Platt's sigmoid on raw scores: scikit-learn takes `decision_function`, which LightGBM has since 4.7."""
    everyone = np.arange(len(target))
    once = [(everyone, everyone)]  # frozen trees need no folds, and folds need five of each outcome
    model = CalibratedClassifierCV(FrozenEstimator(trees), method=Sigmoid.method, cv=once)
    model.fit(features, target)
    return model.set_params(cv=None)  # not to be stored: it names every row


METHODS: Final[Mapping[str, Fit]] = {  # the simplest first: of equal losses it is taken
    Uncalibrated.method: _uncalibrated,
    Sigmoid.method: _sigmoid,
    Isotonic.method: _isotonic,
}
