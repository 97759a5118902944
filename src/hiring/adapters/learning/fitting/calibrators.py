"""From raw scores to probabilities: three ways, of which rows left out choose one."""

from collections.abc import Callable, Mapping
from typing import Final, Self

import numpy as np
from lightgbm import LGBMClassifier
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator
from sklearn.isotonic import IsotonicRegression

from hiring.adapters.learning.fitting.trees import enough_units, folds, raw_scores
from hiring.application.ports.models import Examples
from hiring.domain.records import Floats, Ints
from hiring.domain.training.calibration import Calibrator, Isotonic, Sigmoid, Uncalibrated
from hiring.domain.training.fitting import Trial, best_trial, trial_of

Fit = Callable[[Floats, Ints], Calibrator]
"""Of raw scores, shape (n,), and what happened, 0 or 1."""


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
    raw, trials = raw_scores(trees, calibrate.features), tuple[Trial, ...]()
    if method is None and enough_units(calibrate):
        fold = folds(calibrate, seed)
        trials = tuple(_trial(name, raw, calibrate.target, fold) for name in METHODS)
    chosen = method or (best_trial(trials).method if trials else Sigmoid.method)
    return METHODS[chosen](raw, calibrate.target), trials


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


def _trial(method: str, raw: Floats, target: Ints, fold: Ints) -> Trial:
    scores = np.empty(len(raw))
    for number in np.unique(fold):
        here = fold == number
        scores[here] = METHODS[method](raw[~here], target[~here])(raw[here])
    return trial_of(method, scores, raw, target == 1, fold)


def _uncalibrated(_raw: Floats, _target: Ints) -> Uncalibrated:
    return Uncalibrated()


def _sigmoid(raw: Floats, target: Ints) -> Sigmoid:
    (platt,) = _platt(_Raw(), raw[:, np.newaxis], target).calibrated_classifiers_[0].calibrators
    return Sigmoid(slope=float(platt.a_), intercept=float(platt.b_))


def _isotonic(raw: Floats, target: Ints) -> Isotonic:
    """Never 0 and never 1: n people are no ground for saying more than the rule of succession does."""
    least = 1.0 / (len(target) + 2)
    line = IsotonicRegression(y_min=least, y_max=1.0 - least)
    line.fit(raw, target)
    return Isotonic(raw=tuple(line.X_thresholds_.tolist()), probabilities=tuple(line.y_thresholds_.tolist()))


class _Raw(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Stands for the trees where their raw scores are known: the one column."""

    def __init__(self) -> None:
        self.classes_ = np.arange(2)

    def fit(self, _column: Floats, _target: Ints) -> Self:
        return self

    def decision_function(self, column: Floats) -> Floats:
        return column[:, 0]

    def predict(self, column: Floats) -> Ints:
        return (column[:, 0] > 0).astype(np.int64)


def _platt(scorer: ClassifierMixin, features: Floats, target: Ints) -> CalibratedClassifierCV:
    """Platt's sigmoid on raw scores: scikit-learn takes `decision_function`, which LightGBM has since 4.7."""
    everyone = np.arange(len(target))
    once = [(everyone, everyone)]  # what is frozen needs no folds, and folds need five of each outcome
    model = CalibratedClassifierCV(FrozenEstimator(scorer), method=Sigmoid.method, cv=once)
    model.fit(features, target)
    return model.set_params(cv=None)  # not to be stored: it names every row


METHODS: Final[Mapping[str, Fit]] = {  # the simplest first: of equal losses it is taken
    Uncalibrated.method: _uncalibrated,
    Sigmoid.method: _sigmoid,
    Isotonic.method: _isotonic,
}
