"""Calibrators: from a booster's raw score to a probability, as plain arrays that anybody can read."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from hiring.domain.records import Floats


class Calibrator(Protocol):
    """A monotone map from raw scores (log-odds) to probabilities."""

    def __call__(self, raw: Floats) -> Floats:
        """Probabilities in [0, 1], of the same shape."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sigmoid(Calibrator):
    """1 / (1 + exp(slope * raw + intercept)): Platt scaling (Platt, 1999), the slope negative as a rule."""

    slope: float
    intercept: float

    def __call__(self, raw: Floats) -> Floats:
        """Probabilities in [0, 1], of the same shape."""
        return np.asarray(0.5 * (1.0 + np.tanh(-0.5 * (self.slope * raw + self.intercept))))
