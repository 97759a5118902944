"""Gradient-boosted trees (LightGBM; Ke et al., 2017), with Platt scaling on people not seen in fitting."""

import io
from collections.abc import Mapping, Sequence
from typing import Final

import joblib
import lightgbm
import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator

from hiring.adapters.learning.boosting import probabilities
from hiring.application.ports import Examples, FittedModel, Trainer
from hiring.domain.calibration import Sigmoid
from hiring.domain.records import Floats

_PROBES: Final = 512
_MISSING: Final = 0.1
_TOLERANCE: Final = 1e-12


class LightGbmModel(FittedModel):
    """One fitted model in two forms: scikit-learn's for people and tools, booster and sigmoid for our code.

    Args:
        calibrated: Made of scikit-learn and LightGBM classes alone.
        columns: Their names, in order.
        examples: Rows that the forms are compared on, shape (n, columns).
    """

    def __init__(
        self, calibrated: CalibratedClassifierCV, *, columns: Sequence[str], examples: Floats
    ) -> None:
        self._calibrated = calibrated
        self._examples = examples
        self.columns = tuple(columns)
        (fitted,) = calibrated.calibrated_classifiers_
        (platt,) = fitted.calibrators
        self._booster: lightgbm.Booster = fitted.estimator.booster_
        self.calibrator = Sigmoid(slope=float(platt.a_), intercept=float(platt.b_))

    def score(self, features: Floats) -> Floats:
        return probabilities(self._booster, self.calibrator, features)

    def text(self) -> str:
        """The booster as LightGBM writes it.

        Raises:
            ValueError: Read back, it does not score like scikit-learn's form: a bug, here or in a library.
        """
        text = self._booster.model_to_string()
        rows = _probes(self._examples)
        ours = probabilities(lightgbm.Booster(model_str=text), self.calibrator, rows)
        theirs = self._calibrated.predict_proba(rows)[:, 1]
        if not np.allclose(ours, theirs, rtol=0.0, atol=_TOLERANCE):
            raise ValueError("the two forms of the model do not score alike")
        return text

    def pickled(self, facts: Mapping[str, object]) -> bytes:
        """The joblib file: a dict of `model` and `facts`."""
        buffer = io.BytesIO()
        joblib.dump({"model": self._calibrated, **facts}, buffer)
        return buffer.getvalue()


class LightGbmTrainer(Trainer):
    """Small trees at fixed settings, no re-weighting: what comes out are probabilities of this population.

    The trees are fitted without column names, so that nothing warns when people give the joblib's model an
    array or a data frame; the order of the columns is the artifact's `feature_columns`.

    Args:
        threads: For fitting; 0 for all. One fits 30,000 rows in about a second; on a busy machine more are
        slower.
    """

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads

    def fit(self, fit: Examples, calibrate: Examples, *, columns: Sequence[str], seed: int) -> LightGbmModel:
        """A model fitted on the one and calibrated on the other; the same for the same arguments.

        Raises:
            ValueError: A part is not of shape (n, columns), or lacks one of the two outcomes.
        """
        for part in (fit, calibrate):
            _check(part, len(columns))
        trees = _untrained(seed=seed, threads=self._threads)
        trees.fit(fit.features, fit.target)
        trees.set_params(n_jobs=None)  # whoever loads the joblib has another machine
        return LightGbmModel(_calibrated(trees, calibrate), columns=columns, examples=calibrate.features)


def _untrained(*, seed: int, threads: int) -> lightgbm.LGBMClassifier:
    return lightgbm.LGBMClassifier(
        n_estimators=200,
        learning_rate=0.05,
        num_leaves=15,
        min_child_samples=20,
        random_state=seed,
        n_jobs=threads,
        deterministic=True,  # the same trees for any number of threads
        force_row_wise=True,  # LightGBM would time both layouts and take the faster: not deterministic
        verbosity=-1,
    )


def _check(part: Examples, columns: int) -> None:
    if part.features.shape != (len(part.target), columns):
        message = f"examples have shape {part.features.shape}, not {(len(part.target), columns)}"
        raise ValueError(message)
    if set(np.unique(part.target).tolist()) != {0, 1}:
        raise ValueError("examples need both outcomes, 0 and 1")


def _calibrated(trees: lightgbm.LGBMClassifier, calibrate: Examples) -> CalibratedClassifierCV:
    """Platt's sigmoid on raw scores: scikit-learn takes `decision_function`, which LightGBM has since 4.7."""
    everyone = np.arange(len(calibrate.target))
    once = [(everyone, everyone)]  # frozen trees need no folds, and folds need five of each outcome
    model = CalibratedClassifierCV(FrozenEstimator(trees), method="sigmoid", cv=once)
    model.fit(calibrate.features, calibrate.target)
    return model.set_params(cv=None)  # not to be stored: it names every row


def _probes(examples: Floats) -> Floats:
    """Rows unlike any of the examples: each column is drawn on its own, and some values are missing."""
    chance = np.random.default_rng(0)  # any rows do, but the same ones every time
    size = (_PROBES, examples.shape[1])
    rows = np.take_along_axis(examples, chance.integers(len(examples), size=size), axis=0)
    rows[chance.random(size) < _MISSING] = np.nan
    return rows
