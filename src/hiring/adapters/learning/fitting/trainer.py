"""Training: trees on the fit part, a calibrator on the calibrate part, and both forms of the result."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import joblib
import lightgbm
import numpy as np
from lightgbm import LGBMClassifier

from hiring.adapters.learning.boosting import probabilities
from hiring.adapters.learning.fitting.calibrators import fit_calibrator, sklearn_form
from hiring.adapters.learning.fitting.sent_trainer import libraries, make_trainer
from hiring.adapters.learning.fitting.trees import gains, load_booster, train_booster
from hiring.adapters.learning.fitting.word_weights import WordLearner
from hiring.application.ports.models import Examples, FittedModel, Trainer
from hiring.domain.features.encodings import Learner
from hiring.domain.features.kinds import Learnt
from hiring.domain.records import Floats
from hiring.domain.training.calibration import Calibrator, Uncalibrated
from hiring.domain.training.fitting import Fitting, Trial

_THREADS: Final = re.compile(r"^\[num_threads: [0-9]+\]$", re.MULTILINE)
_PROBES: Final = 512
_MISSING: Final = 0.1
_ZEROS: Final = 0.5
_TOLERANCE: Final = 1e-12


class LightGbmModel(FittedModel):
    """One fitted model in two forms: scikit-learn's for people and tools, booster and arrays for our code.

    Args:
        trees: Fitted.
        calibrator: From their raw score to a probability.
        columns: Their names, in order.
        examples: Rows that the forms are compared on, shape (n, columns).
        fitting: How it came about.
    """

    def __init__(
        self,
        trees: LGBMClassifier,
        calibrator: Calibrator,
        *,
        columns: Sequence[str],
        examples: Floats,
        fitting: Fitting | None,
    ) -> None:
        self._sklearn = sklearn_form(trees, calibrator)
        self.trees = trees
        self._booster: lightgbm.Booster = trees.booster_
        self._examples = examples
        self._fitting = fitting
        self.calibrator = calibrator
        self.columns = tuple(columns)

    @property
    def fitting(self) -> Fitting | None:
        return self._fitting

    def score(self, features: Floats) -> Floats:
        return probabilities(self._booster, self.calibrator, features)

    def text(self) -> str:
        """The booster as LightGBM writes it, but for the number of threads, which is not the model's.

        Raises:
            ValueError: Read back, it does not score like scikit-learn's form: a bug, here or in a library.
        """
        text = _THREADS.sub("[num_threads: 1]", self._booster.model_to_string())
        rows = _probes(self._examples)
        ours = probabilities(lightgbm.Booster(model_str=text), self.calibrator, rows)
        theirs = self._sklearn.predict_proba(rows)[:, 1]
        if not np.allclose(ours, theirs, rtol=0.0, atol=_TOLERANCE):
            raise ValueError("the two forms of the model do not score alike")
        return text

    def pickled(self, facts: Mapping[str, object]) -> bytes:
        """The joblib file: a dict of `model` and `facts`."""
        buffer = io.BytesIO()
        joblib.dump({"model": self._sklearn, **facts}, buffer)
        return buffer.getvalue()


class LightGbmTrainer(Trainer):
    """Small trees at fixed settings; how many, and which calibrator, is chosen inside each part.

    Args:
        threads: For fitting; the model is the same, byte for byte, whatever their number. Set
            OMP_WAIT_POLICY=passive before LightGBM is imported: otherwise several are far slower than one
            where other work runs beside them.
        calibration: `none`, `sigmoid` or `isotonic`; None: the one with the lowest log-loss.
    """

    def __init__(self, threads: int = 1, *, calibration: str | None = None) -> None:
        self._threads = threads
        self._calibration = calibration
        self._learners: dict[Learnt, WordLearner] = {}

    def __reduce__(self) -> tuple[object, ...]:
        """In another process one like it is made; what learners have counted stays here."""
        return make_trainer, (self._threads, self._calibration, libraries())

    def recalibrate(self, model: FittedModel, calibrate: Examples, *, seed: int) -> LightGbmModel:
        """The same trees, calibrated on these examples.

        Raises:
            TypeError: The model is not of this trainer.
            ValueError: The examples lack one of the two outcomes.
        """
        if not isinstance(model, LightGbmModel):
            raise TypeError("this trainer calibrates models of its own only")
        _check(calibrate, len(model.columns))
        calibrator, trials = fit_calibrator(model.trees, calibrate, method=self._calibration, seed=seed)
        fitting = model.fitting and replace(model.fitting, calibration=calibrator.method, trials=trials)
        return LightGbmModel(
            model.trees, calibrator, columns=model.columns, examples=calibrate.features, fitting=fitting
        )

    def learner(self, kind: Learnt) -> Learner:
        return self._learners.setdefault(kind, WordLearner(kind))

    def fit(
        self,
        fit: Examples,
        calibrate: Examples | None,
        *,
        columns: Sequence[str],
        seed: int,
        trees: int | None = None,
    ) -> LightGbmModel:
        """A model fitted on the one and calibrated on the other; the same for the same arguments.

        Raises:
            ValueError: A part is not of shape (n, columns), or lacks one of the two outcomes.
        """
        for part in (fit, *(() if calibrate is None else (calibrate,))):
            _check(part, len(columns))
        grown, growth = train_booster(fit, seed=seed, threads=self._threads, trees=trees)
        calibrator: Calibrator = Uncalibrated()
        trials: tuple[Trial, ...] = ()
        if calibrate is not None:
            calibrator, trials = fit_calibrator(grown, calibrate, method=self._calibration, seed=seed)
        fitting = Fitting(
            trees=growth.trees,
            folds=growth.folds,
            folds_log_loss=growth.log_loss,
            calibration=calibrator.method,
            trials=trials,
            gain=dict(zip(columns, gains(grown), strict=True)),
        )
        examples = (calibrate or fit).features
        return LightGbmModel(grown, calibrator, columns=columns, examples=examples, fitting=fitting)


def reopen_model(text: str, calibrator: Calibrator, columns: Sequence[str]) -> LightGbmModel:
    """A model from what serves: booster and calibrator; its joblib is made anew, none is read."""
    chance = np.random.default_rng(0)
    size = (_PROBES, len(columns))
    examples = np.where(chance.random(size) < _ZEROS, 0.0, chance.lognormal(size=size, sigma=4.0))
    return LightGbmModel(load_booster(text), calibrator, columns=columns, examples=examples, fitting=None)


def _check(part: Examples, columns: int) -> None:
    if part.features.shape != (len(part.target), columns):
        message = f"examples have shape {part.features.shape}, not {(len(part.target), columns)}"
        raise ValueError(message)
    if set(np.unique(part.target).tolist()) != {0, 1}:
        raise ValueError("examples need both outcomes, 0 and 1")


def _probes(examples: Floats) -> Floats:
    """Rows unlike any of the examples: each column is drawn on its own, and some values are missing."""
    chance = np.random.default_rng(0)  # any rows do, but the same ones every time
    size = (_PROBES, examples.shape[1])
    rows = np.take_along_axis(examples, chance.integers(len(examples), size=size), axis=0)
    rows[chance.random(size) < _MISSING] = np.nan
    return rows
