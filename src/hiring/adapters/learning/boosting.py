"""A LightGBM booster and a calibrator, scoring: what serves, and what training hands over."""

from abc import abstractmethod
from typing import Final, Protocol

import numpy as np

from hiring.adapters.learning.native import NativeBooster
from hiring.application.ports.models import Scorer
from hiring.domain.models import ModelVersion
from hiring.domain.records import Floats
from hiring.domain.training.calibration import Calibrator

_BELOW_ONE: Final = float(np.nextafter(1.0, 0.0))
"""The highest score: a threshold of 1.0 approves nobody, whatever a calibrator rounds to."""


class Booster(Protocol):
    """What training has: `lightgbm.Booster`, which serving must not import."""

    @abstractmethod
    def model_to_string(self) -> str:
        """The booster in LightGBM's text form, from which it comes back exactly."""


def probabilities(booster: Booster, calibrator: Calibrator, features: Floats) -> Floats:
    """Calibrated probabilities, shape (n,), of features of shape (n, columns of the booster).

    They are computed as the stored booster will serve them.

    Raises:
        ValueError: The shape is another.
    """
    return _calibrated(NativeBooster(booster.model_to_string()).raw_scores(features), calibrator)


class BoosterScorer(Scorer):
    """A model read from its own text form. Threads may share it.

    Args:
        text: What `Booster.model_to_string` gave. A damaged text kills the process: check its digest first.
        calibrator: From the booster's raw score to a probability.
        version: Which model it is.

    Raises:
        ValueError: LightGBM refuses the text, or it has not the card's number of columns.
    """

    def __init__(self, text: str, *, calibrator: Calibrator, version: ModelVersion) -> None:
        self._booster = NativeBooster(text)
        if self._booster.num_feature != len(version.card.feature_columns):
            raise ValueError("the booster and the card do not have the same number of columns")
        self._calibrator = calibrator
        self._version = version

    @property
    def version(self) -> ModelVersion:
        return self._version

    def score(self, features: Floats) -> Floats:
        return _calibrated(self._booster.raw_scores(features), self._calibrator)


def _calibrated(raw: Floats, calibrator: Calibrator) -> Floats:
    return np.minimum(calibrator(raw), _BELOW_ONE)
