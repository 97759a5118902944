"""Figures that are too good to be true: only a leak from after the decision explains them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from hiring.domain.arrays import Flags, Matrix, as_flags, as_matrix
from hiring.domain.evaluation.metrics import roc_auc, roc_auc_lower_bound
from hiring.domain.features.profile import LeakageLimits
from hiring.domain.records import Bools, Floats

__all__ = [
    "CONFIDENCE",
    "FEWEST",
    "FeatureAlone",
    "Leakage",
    "ScoredOutcomes",
    "assess_leakage",
]

CONFIDENCE: Final = 0.90
"""One-sided: chance alone seldom exceeds a limit by this much."""
FEWEST: Final = 20
"""People with each outcome; with fewer, chance alone makes one of dozens of features look like a leak."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureAlone:
    """How well a single feature ranks; `roc_auc` is below 0.5 where less of it means hired.

    Args:
        feature: Its name.
        roc_auc: Over all people in the gold table, one row each: a feature is not fitted on anybody.
        lower_bound: One-sided, of max(roc_auc, 1 - roc_auc); 0 if none was computed.
    """

    feature: str
    roc_auc: float
    lower_bound: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Leakage:
    """What looks like leakage.

    Args:
        alarm: Whether anything is too good to be true: a bound is above its limit.
        roc_auc: Of the model on people it has not seen; None where it is undefined.
        lower_bound: One-sided, of the model's.
        confidence: Of the bounds; None where there are none.
        model_limit: Of the model's bound.
        feature_limit: Of a feature's.
        features: Those whose bound exceeds it, strongest first.
        strongest: The feature that alone ranks best, suspicious or not.
    """

    alarm: bool
    roc_auc: float | None
    lower_bound: float | None = None
    confidence: float | None = None
    model_limit: float
    feature_limit: float
    features: tuple[FeatureAlone, ...]
    strongest: FeatureAlone | None

    @property
    def model_alarm(self) -> bool:
        """Whether the model is too good to be true."""
        return self.lower_bound is not None and self.lower_bound > self.model_limit

    @property
    def suspects(self) -> tuple[str, ...]:
        """The columns that an alarm is about: those too good by themselves, or else the strongest."""
        return tuple(column.feature for column in self.features or (self.strongest,) if column is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredOutcomes:
    """Values of people and what happened to them, both of length n, one row a person."""

    values: Matrix
    hired: Flags


def assess_leakage(
    scored: ScoredOutcomes, everybody: ScoredOutcomes, names: Sequence[str], limits: LeakageLimits
) -> Leakage:
    """Look for leakage.

    >>> hired = np.arange(60) % 3 == 0
    >>> leaking = ScoredOutcomes(values=np.column_stack([hired, np.arange(60) % 2]), hired=hired)
    >>> scored = ScoredOutcomes(values=np.where(hired, 0.9, 0.1), hired=hired)
    >>> leakage = assess_leakage(scored, leaking, ["days_to_decision", "tem_linkedin"], LeakageLimits())
    >>> leakage.alarm, [alone.feature for alone in leakage.features]
    (True, ['days_to_decision'])

    Args:
        scored: The model's scores of people it has not seen, shape (n,).
        everybody: Features of all people, shape (m, len(names)); missing values are ranked below or above all
            others, whichever reveals more.
        names: Of the features.
        limits: Of the profile.
    """
    hired, values = (
        as_flags(everybody.hired, "hired"),
        as_matrix(everybody.values, "values", columns=len(names)),
    )
    enough = min(int(hired.sum()), int((~hired).sum())) >= FEWEST
    ranked = [_alone(name, values[:, at], hired) for at, name in enumerate(names)] if enough else []
    ranked.sort(key=_strength, reverse=True)
    auc = roc_auc(scored.values, scored.hired)
    bound = None if auc is None else _bound(auc, as_flags(scored.hired, "hired"))
    suspicious = tuple(alone for alone in ranked if alone.lower_bound > limits.feature)
    return Leakage(
        alarm=bool(suspicious) or (bound is not None and bound > limits.model),
        roc_auc=auc,
        lower_bound=bound,
        confidence=CONFIDENCE,
        model_limit=limits.model,
        feature_limit=limits.feature,
        features=suspicious,
        strongest=ranked[0] if ranked else None,
    )


def _alone(name: str, values: Floats, hired: Bools) -> FeatureAlone:
    missing = np.isnan(values)
    stand_ins = (-np.inf, np.inf) if missing.any() else (0.0,)
    aucs = [roc_auc(np.where(missing, stand_in, values), hired) or 0.0 for stand_in in stand_ins]
    strongest = max(aucs, key=lambda auc: max(auc, 1.0 - auc))
    bound = _bound(max(strongest, 1.0 - strongest), hired)
    return FeatureAlone(feature=name, roc_auc=strongest, lower_bound=bound)


def _bound(auc: float, hired: Bools) -> float:
    positives = int(hired.sum())
    return roc_auc_lower_bound(auc, positives, len(hired) - positives, CONFIDENCE)


def _strength(alone: FeatureAlone) -> float:
    return max(alone.roc_auc, 1.0 - alone.roc_auc)
