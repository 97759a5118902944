"""Gradient-boosted trees (LightGBM; Ke et al., 2017), as many as pay off on rows left out."""

from dataclasses import dataclass
from typing import Any, Final

import lightgbm
import numpy as np

from hiring.application.ports.models import Examples
from hiring.domain.records import Floats, Ints
from hiring.domain.training.partition import folds_of

FOLDS: Final = 5
MOST_TREES: Final = 500
FEWEST_UNITS: Final = 2 * FOLDS
"""Ever hired, and never hired: fewer make folds without one of the two outcomes."""

_PATIENCE: Final = 30
_TREES_WITHOUT_FOLDS: Final = 30
_NEUTRAL: Final = 2
_DIGITS: Final = 12  # of a loss: threads sum it up in an order of their own

_SETTINGS: Final[dict[str, Any]] = {
    "learning_rate": 0.1,
    "num_leaves": 7,  # 46 features that say little each: small trees, each seeing half of the features
    "min_child_samples": 20,
    "colsample_bytree": 0.5,
    "reg_lambda": 5.0,
    "deterministic": True,  # the same trees for any number of threads
    "force_row_wise": True,  # LightGBM would time both layouts and take the faster: not deterministic
    "verbosity": -1,
}
_MANY_COLUMNS: Final = 64
_OF_MANY: Final[dict[str, Any]] = {
    "learning_rate": 0.08,
    "num_leaves": 15,  # columns of two sides that go together: deeper trees, each seeing fewer of them
    "colsample_bytree": 0.3,
    "subsample": 0.8,
    "subsample_freq": 1,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedBooster:
    """How many trees there are, and the log-loss on rows left out by which that was chosen."""

    trees: int
    folds: int
    log_loss: float | None


def train_booster(
    fit: Examples, *, seed: int, threads: int, trees: int | None = None
) -> tuple[lightgbm.LGBMClassifier, TrainedBooster]:
    """Trees fitted on all examples; their number is chosen by early stopping on folds of the same units.

    With `trees`, there are so many, and nothing is chosen.

    No row is weighted: what comes out are probabilities of this population. The trees are fitted without
    column names, so that nothing warns when people give the joblib's model an array or a data frame.
    """
    growth = (
        _growth(fit, seed=seed, threads=threads)
        if trees is None
        else TrainedBooster(trees=trees, folds=0, log_loss=None)
    )
    grown = _untrained(growth.trees, columns=fit.features.shape[1], seed=seed, threads=threads)
    grown.fit(fit.features, fit.target)
    grown.set_params(n_jobs=None)  # whoever loads the joblib has another machine
    return grown, growth


def load_booster(text: str) -> lightgbm.LGBMClassifier:
    """Scikit-learn's form of a booster that was read back; LightGBM has no public way.

    A classifier is fitted on next to nothing, and its booster exchanged. Who stores it again compares what
    the two forms score, so a LightGBM in which this no longer works is noticed.
    """
    booster = lightgbm.Booster(model_str=text)
    features = np.zeros((_NEUTRAL, booster.num_feature()))
    trees = _untrained(booster.num_trees(), columns=booster.num_feature(), seed=0, threads=1)
    trees.fit(features, np.arange(_NEUTRAL))
    trees.set_params(n_jobs=None)
    trees._Booster = booster  # noqa: SLF001  # see above
    return trees


def raw_scores(trees: lightgbm.LGBMClassifier, features: Floats) -> Floats:
    """Log-odds, shape (n,)."""
    return np.asarray(trees.decision_function(features), dtype=np.float64)


def gains(trees: lightgbm.LGBMClassifier) -> list[float]:
    """Each column's share of what all splits gained."""
    gained = np.asarray(trees.booster_.feature_importance("gain"), dtype=np.float64)
    total = float(gained.sum())
    return [float(gain) for gain in (gained / total if total else gained)]


def enough_units(examples: Examples) -> bool:
    """Whether folds of them have both outcomes each."""
    ever = np.unique(examples.units[examples.target == 1])
    never = np.setdiff1d(examples.units, ever)
    return min(len(ever), len(never)) >= FEWEST_UNITS


def folds(examples: Examples, seed: int) -> Ints:
    """The fold of each row."""
    return folds_of(examples.units, examples.target == 1, folds=FOLDS, seed=seed)


def _untrained(trees: int, *, columns: int, seed: int, threads: int) -> lightgbm.LGBMClassifier:
    settings = _settings(columns)
    return lightgbm.LGBMClassifier(n_estimators=trees, random_state=seed, n_jobs=threads, **settings)


def _settings(columns: int) -> dict[str, Any]:
    return {**_SETTINGS, **(_OF_MANY if columns > _MANY_COLUMNS else {})}


def _growth(fit: Examples, *, seed: int, threads: int) -> TrainedBooster:
    if not enough_units(fit):
        return TrainedBooster(trees=_TREES_WITHOUT_FOLDS, folds=0, log_loss=None)
    settings = {
        **_settings(fit.features.shape[1]),
        "objective": "binary",
        "random_state": seed,
        "num_threads": threads,
    }
    fold = folds(fit, seed)
    sides = [(np.flatnonzero(fold != number), np.flatnonzero(fold == number)) for number in range(FOLDS)]
    tried = lightgbm.cv(
        settings,
        lightgbm.Dataset(fit.features, fit.target, params={"verbosity": -1}),
        num_boost_round=MOST_TREES,
        folds=sides,
        callbacks=[lightgbm.early_stopping(_PATIENCE, verbose=False)],
    )
    losses = np.asarray(tried["valid binary_logloss-mean"], dtype=np.float64)  # up to the best round
    log_loss = round(float(losses[-1]), _DIGITS)
    return TrainedBooster(trees=len(losses), folds=FOLDS, log_loss=log_loss)
