"""A LightGBM booster and a calibrator, scoring: what serves, and what training hands over."""

from typing import Final

import lightgbm
import numpy as np

from hiring.application.ports import Scorer
from hiring.domain.calibration import Calibrator
from hiring.domain.models import ModelVersion
from hiring.domain.records import Floats

_BATCH: Final = 10_000
"""Rows from which all threads are worth waking: one takes about 6 us a row; waking the others can cost 10 ms
on a busy machine."""
_BELOW_ONE: Final = float(np.nextafter(1.0, 0.0))
"""The highest score: a threshold of 1.0 approves nobody, whatever a calibrator rounds to."""


def probabilities(booster: lightgbm.Booster, calibrator: Calibrator, features: Floats) -> Floats:
    """Calibrated probabilities, shape (n,), of features of shape (n, columns of the booster).

    Raises:
        ValueError: The shape is another.
    """
    rows = np.ascontiguousarray(features, dtype=np.float64)
    columns = booster.num_feature()
    if rows.ndim != 2 or rows.shape[1] != columns:  # noqa: PLR2004  # a table has two dimensions
        message = f"features must have shape (n, {columns}), not {rows.shape}"
        raise ValueError(message)
    if not len(rows):
        return np.empty(0)
    raw = booster.predict(rows, raw_score=True, num_threads=1 if len(rows) < _BATCH else 0)
    return np.minimum(calibrator(np.asarray(raw, dtype=np.float64)), _BELOW_ONE)


class BoosterScorer(Scorer):
    """A model read from its own text form.

    Threads may share it: LightGBM predicts under a shared lock, and every call here asks for the same
    trees. How many threads LightGBM uses is a setting of the whole process, so a batch and a single row at
    the same time may get each other's: a matter of time, never of scores.

    Args:
        text: What `Booster.model_to_string` gave. A damaged text kills the process: check its digest first.
        calibrator: From the booster's raw score to a probability.
        version: Which model it is.

    Raises:
        ValueError: LightGBM refuses the text, or it has not the card's number of columns.
    """

    def __init__(self, text: str, *, calibrator: Calibrator, version: ModelVersion) -> None:
        try:
            self._booster = lightgbm.Booster(model_str=text)
        except lightgbm.basic.LightGBMError as refusal:
            raise ValueError("LightGBM cannot read the booster") from refusal
        if self._booster.num_feature() != len(version.card.feature_columns):
            raise ValueError("the booster has another number of columns than the card")
        self._calibrator = calibrator
        self._version = version

    @property
    def version(self) -> ModelVersion:
        return self._version

    def score(self, features: Floats) -> Floats:
        return probabilities(self._booster, self._calibrator, features)
