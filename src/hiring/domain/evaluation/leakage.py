"""Figures that are too good to be true: only a leak from after the decision explains them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Final

import numpy as np

from hiring.domain.arrays import Flags, Matrix, Vector, as_flags, as_integers, as_matrix
from hiring.domain.evaluation.group_ranks import wins_and_pairs
from hiring.domain.evaluation.metrics import roc_auc, roc_auc_lower_bound
from hiring.domain.features.profile import LeakageLimits
from hiring.domain.records import Bools, Floats, Ints

__all__ = [
    "CONFIDENCE",
    "FEWEST",
    "FEWEST_GROUPS",
    "FeatureAlone",
    "GroupedOutcomes",
    "Leakage",
    "LeakageWithinVagas",
    "ScoredOutcomes",
    "assess_leakage",
    "leakage_within_vagas",
]

CONFIDENCE: Final = 0.90
"""One-sided: chance alone seldom exceeds a limit by this much."""
FEWEST: Final = 20
"""People with each outcome; with fewer, chance alone makes one of dozens of features look like a leak."""
FEWEST_GROUPS: Final = 100
"""Vagas with both outcomes; with fewer, the same holds within them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureAlone:
    """How well a single feature ranks; `roc_auc` is below 0.5 where less of it means hired.

    Args:
        feature: Its name.
        roc_auc: Over all people, or vagas, in the gold table, one row each: a feature is not fitted on
            anybody. Of one that is learnt, over those that it was not learnt from. Within vagas, the share of
            pairs of one vaga that it puts in order.
        lower_bound: One-sided, of max(roc_auc, 1 - roc_auc); 0 if none was computed.
    """

    feature: str
    roc_auc: float
    lower_bound: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakageWithinVagas:
    """What each feature alone says of the people of one vaga: who was decided on later knows less of them.

    A vaga closes when somebody is hired, so whatever follows the order of application tells them apart. What
    depends on the day of application is frozen: it is one value a vaga, and says nothing.

    Args:
        limit: Of a bound.
        groups: Vagas with both outcomes; fewer than FEWEST_GROUPS are not enough to say anything.
        features: Those whose bound exceeds the limit, strongest first.
        strongest: The feature that alone orders best, suspicious or not.
    """

    limit: float
    groups: int
    features: tuple[FeatureAlone, ...]
    strongest: FeatureAlone | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leakage:
    """What looks like leakage.

    Args:
        alarm: Whether anything is too good to be true: a bound is above its limit.
        roc_auc: Of the model on people it has not seen; None where it is undefined.
        lower_bound: One-sided, of the model's.
        confidence: Of the bounds; None where there are none.
        model_limit: Of the model's bound.
        feature_limit: Of a feature's; one that is learnt from outcomes may say as much as a model.
        features: Those whose bound exceeds it, strongest first.
        strongest: The feature that alone ranks best, suspicious or not.
        within_vagas: The same within vagas; None where features are about people alone.
    """

    alarm: bool
    roc_auc: float | None
    lower_bound: float | None = None
    confidence: float | None = None
    model_limit: float
    feature_limit: float
    features: tuple[FeatureAlone, ...]
    strongest: FeatureAlone | None
    within_vagas: LeakageWithinVagas | None = None

    @property
    def model_alarm(self) -> bool:
        """Whether the model is too good to be true."""
        return self.lower_bound is not None and self.lower_bound > self.model_limit

    @property
    def suspects(self) -> tuple[str, ...]:
        """The columns that an alarm is about: those too good by themselves, or else the strongest."""
        within = () if self.within_vagas is None else self.within_vagas.features
        columns = (*self.features, *within) or (self.strongest,)
        return tuple(dict.fromkeys(column.feature for column in columns if column is not None))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredOutcomes:
    """Values of people and what happened to them, both of length n, one row a person, or a vaga."""

    values: Matrix
    hired: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupedOutcomes:
    """Values of people, what happened to them, and the vaga that it was about: all decided rows."""

    values: Matrix
    hired: Flags
    groups: Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class Besides:
    """What is looked at where features are about vagas too.

    Args:
        learnt: Of features that are learnt from outcomes, by name: their values, shape (m,), on rows that
            they were not learnt from, judged by the limit of a model.
        within: See `leakage_within_vagas`.
    """

    learnt: Mapping[str, ScoredOutcomes] = field(default_factory=dict)
    within: LeakageWithinVagas | None = None


_NOTHING: Final = Besides()


def assess_leakage(
    scored: ScoredOutcomes,
    everybody: ScoredOutcomes,
    names: Sequence[str],
    limits: LeakageLimits,
    besides: Besides = _NOTHING,
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
        besides: What a profile that reads vagas has besides.
    """
    hired, values = (
        as_flags(everybody.hired, "hired"),
        as_matrix(everybody.values, "values", columns=len(names)),
    )
    columns = {name: (values[:, at], hired) for at, name in enumerate(names)}
    columns |= {name: _column(outcomes) for name, outcomes in besides.learnt.items()}
    ranked = [_alone(name, *column) for name, column in columns.items() if _enough(column[1])]
    ranked.sort(key=_strength, reverse=True)
    limit_of = dict.fromkeys(names, limits.feature) | dict.fromkeys(besides.learnt, limits.model)
    auc = roc_auc(scored.values, scored.hired)
    bound = None if auc is None else _bound(auc, as_flags(scored.hired, "hired"))
    suspicious = tuple(alone for alone in ranked if alone.lower_bound > limit_of[alone.feature])
    within = besides.within
    alarm = bool(suspicious) or (within is not None and bool(within.features))
    return Leakage(
        alarm=alarm or (bound is not None and bound > limits.model),
        roc_auc=auc,
        lower_bound=bound,
        confidence=CONFIDENCE,
        model_limit=limits.model,
        feature_limit=limits.feature,
        features=suspicious,
        strongest=ranked[0] if ranked else None,
        within_vagas=within,
    )


def leakage_within_vagas(rows: GroupedOutcomes, names: Sequence[str], limit: float) -> LeakageWithinVagas:
    """Look at each feature within vagas: pooled pairs, and the spread that vagas give their share.

    The bound is that of a ratio of sums over vagas, which are independent (Cochran, Sampling Techniques,
    1977, section 6.3).

    >>> arrival = np.tile([0, 1, 2], 200)
    >>> rows = GroupedOutcomes(
    ...     values=np.column_stack([arrival, np.zeros(600)]),
    ...     hired=arrival == 2,
    ...     groups=np.repeat(np.arange(200), 3),
    ... )
    >>> found = leakage_within_vagas(rows, ["ordem_de_chegada", "tem_linkedin"], limit=0.6)
    >>> [alone.feature for alone in found.features], found.groups
    (['ordem_de_chegada'], 200)

    Args:
        rows: All decided rows; features of shape (n, len(names)), missing values as in `assess_leakage`.
        names: Of the features.
        limit: Of a bound.
    """
    hired, groups = as_flags(rows.hired, "hired"), as_integers(rows.groups, "groups")
    values = as_matrix(rows.values, "values", columns=len(names))
    both = np.isin(groups, groups[hired]) & np.isin(groups, groups[~hired])
    found = len(np.unique(groups[both]))
    ranked = (
        [_alone_within(name, values[both, at], hired[both], groups[both]) for at, name in enumerate(names)]
        if found >= FEWEST_GROUPS
        else []
    )
    ranked.sort(key=_strength, reverse=True)
    return LeakageWithinVagas(
        limit=limit,
        groups=found,
        features=tuple(alone for alone in ranked if alone.lower_bound > limit),
        strongest=ranked[0] if ranked else None,
    )


def _alone_within(name: str, values: Floats, hired: Bools, groups: Ints) -> FeatureAlone:
    one_day, found = np.zeros(len(values), "datetime64[D]"), []
    for stood_in in _stood_in(values):
        wins, pairs = wins_and_pairs(stood_in, hired, groups, one_day)
        share = float(wins.sum() / pairs.sum())
        scatter = np.sum((wins - share * pairs) ** 2) * len(pairs) / (len(pairs) - 1)
        spread = float(np.sqrt(scatter) / pairs.sum())
        found.append((share, spread))
    share, spread = max(found, key=lambda each: max(each[0], 1.0 - each[0]))
    bound = max(share, 1.0 - share) - NormalDist().inv_cdf(CONFIDENCE) * spread
    return FeatureAlone(feature=name, roc_auc=share, lower_bound=bound)


def _column(outcomes: ScoredOutcomes) -> tuple[Floats, Bools]:
    return np.asarray(outcomes.values, np.float64), as_flags(outcomes.hired, "hired")


def _enough(hired: Bools) -> bool:
    return min(int(hired.sum()), int((~hired).sum())) >= FEWEST


def _stood_in(values: Floats) -> list[Floats]:
    """With something for missing values, below all others and above."""
    missing = np.isnan(values)
    stand_ins = (-np.inf, np.inf) if missing.any() else (0.0,)
    return [np.where(missing, stand_in, values) for stand_in in stand_ins]


def _alone(name: str, values: Floats, hired: Bools) -> FeatureAlone:
    aucs = [roc_auc(stood_in, hired) or 0.0 for stood_in in _stood_in(values)]
    strongest = max(aucs, key=lambda auc: max(auc, 1.0 - auc))
    bound = _bound(max(strongest, 1.0 - strongest), hired)
    return FeatureAlone(feature=name, roc_auc=strongest, lower_bound=bound)


def _bound(auc: float, hired: Bools) -> float:
    positives = int(hired.sum())
    return roc_auc_lower_bound(auc, positives, len(hired) - positives, CONFIDENCE)


def _strength(alone: FeatureAlone) -> float:
    return max(alone.roc_auc, 1.0 - alone.roc_auc)
