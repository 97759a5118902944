"""Figures that are too good: what only a leak from after the decision gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from hiring.domain.quality import roc_auc
from hiring.domain.records import Bools, Floats

MODEL_LIMIT: Final = 0.85
FEATURE_LIMIT: Final = 0.75
FEWEST: Final = 30
"""People of each outcome; with fewer, chance alone gives such figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """How well a single feature ranks; `roc_auc` is below 0.5 where less of it means hired."""

    feature: str
    roc_auc: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Leakage:
    """What looks like leakage.

    Args:
        roc_auc: Of the model; None where it cannot be said.
        model_limit: Above this, it is no longer believed.
        feature_limit: From this, in either direction, a feature is no longer believed.
        features: Those that reach it, the strongest first.
        strongest: The feature that alone ranks best, suspicious or not.
    """

    roc_auc: float | None
    model_limit: float
    feature_limit: float
    features: tuple[Alone, ...]
    strongest: Alone | None

    @property
    def alarm(self) -> bool:
        """Whether anything is too good to be true."""
        return bool(self.features) or (self.roc_auc is not None and self.roc_auc > self.model_limit)


def leakage_of(scores: Floats, features: Floats, names: Sequence[str], hired: Bools) -> Leakage:
    """Look for leakage.

    Args:
        scores: Of the model, shape (n,), one row a person.
        features: Shape (n, len(names)); a missing value is ranked below and above all others, whichever
            gives more away.
        names: Column names.
        hired: What happened, shape (n,).
    """
    enough = min(int(hired.sum()), int((~hired).sum())) >= FEWEST
    ranked = [_alone(name, features[:, column], hired) for column, name in enumerate(names)] if enough else []
    ranked.sort(key=_strength, reverse=True)
    return Leakage(
        roc_auc=roc_auc(scores, hired) if enough else None,
        model_limit=MODEL_LIMIT,
        feature_limit=FEATURE_LIMIT,
        features=tuple(alone for alone in ranked if _strength(alone) >= FEATURE_LIMIT),
        strongest=ranked[0] if ranked else None,
    )


def _alone(name: str, values: Floats, hired: Bools) -> Alone:
    missing = np.isnan(values)
    both = [
        Alone(feature=name, roc_auc=roc_auc(np.where(missing, stand_in, values), hired) or 0.0)
        for stand_in in (-np.inf, np.inf)
    ]
    return max(both, key=_strength)


def _strength(alone: Alone) -> float:
    return max(alone.roc_auc, 1.0 - alone.roc_auc)
