"""Calibrators: from a booster's raw score to a probability, as plain numbers that anybody can read."""

from dataclasses import dataclass, field
from typing import ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from hiring.domain.records import Floats

__all__ = ["Calibrator", "Isotonic", "Sigmoid", "Uncalibrated"]


class Calibrator(Protocol):
    """A monotone map from raw scores (log-odds) to probabilities; `method` names its kind in artifacts."""

    method: ClassVar[str]

    def __call__(self, raw: npt.ArrayLike) -> Floats:
        """Probabilities in [0, 1], of the same shape."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sigmoid(Calibrator):
    """1 / (1 + exp(slope * raw + intercept)): Platt scaling (Platt, 1999); the slope is usually negative."""

    method: ClassVar[str] = "sigmoid"

    slope: float
    intercept: float

    def __call__(self, raw: npt.ArrayLike) -> Floats:
        """Probabilities in [0, 1], of the same shape."""
        return np.asarray(
            0.5 * (1.0 + np.tanh(-0.5 * (self.slope * np.asarray(raw, np.float64) + self.intercept)))
        )


@dataclass(frozen=True, slots=True)
class Uncalibrated(Calibrator):
    """1 / (1 + exp(-raw)): the booster's own probability."""

    method: ClassVar[str] = "none"

    def __call__(self, raw: npt.ArrayLike) -> Floats:
        """Probabilities in [0, 1], of the same shape."""
        return np.asarray(0.5 * (1.0 + np.tanh(0.5 * np.asarray(raw, np.float64))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Isotonic(Calibrator):
    """Straight lines between points, constant outside them (Zadrozny and Elkan, 2002).

    Where the line is flat, different scores become equal: such a calibrator loses some of the ranking.

    Args:
        raw: The points' raw scores, strictly increasing; at least one.
        probabilities: What they become; never decreasing.
    """

    method: ClassVar[str] = "isotonic"

    raw: tuple[float, ...]
    probabilities: tuple[float, ...]
    _from: Floats = field(init=False, repr=False, compare=False)
    _to: Floats = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        raw, probabilities = np.array(self.raw, np.float64), np.array(self.probabilities, np.float64)
        if not len(raw) or raw.shape != probabilities.shape:
            raise ValueError("an isotonic calibrator needs as many probabilities as raw scores, at least one")
        if not np.all(np.diff(raw) > 0) or not np.all(np.diff(probabilities) >= 0):
            raise ValueError("the points of an isotonic calibrator must be in order")
        if not np.all((probabilities >= 0) & (probabilities <= 1)):
            raise ValueError("the points of an isotonic calibrator must be probabilities")
        object.__setattr__(self, "_from", raw)
        object.__setattr__(self, "_to", probabilities)

    def __call__(self, raw: npt.ArrayLike) -> Floats:
        """Probabilities in [0, 1], of the same shape."""
        return np.asarray(np.interp(np.asarray(raw, np.float64), self._from, self._to))
