"""How people with one value of a feature fared compared with others, and how the model scored them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, log10
from typing import Final

import numpy as np

from hiring.domain.arrays import Flags, Matrix, Vector, as_matrix, as_scores_and_outcomes
from hiring.domain.evaluation.intervals import Interval, share_interval
from hiring.domain.records import Bools, Floats

__all__ = [
    "BANDS",
    "FEWEST",
    "FeatureGroup",
    "FeatureOutcomes",
    "GroupOutcome",
    "band_borders",
    "group_outcomes",
]

BANDS: Final = 4
FEWEST: Final = 10
"""Smallest group about which anything is said; in a smaller one, a share would reveal individuals."""

_DIGITS: Final = 2  # of a band's border: it is nobody's own value


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOutcome:
    """What happened to a group, and how the model scored it.

    Args:
        hired: How many were hired.
        share: hired / people.
        interval: Of the share; exact, 95 %.
        mean_score: Calibrated probabilities, averaged.
    """

    hired: int
    share: float
    interval: Interval
    mean_score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureGroup:
    """People with one value of a feature, or in one band of values; with none of the three: unknown.

    Args:
        value: The value that all of them have.
        at_least: Where their band begins.
        below: Where it ends.
        people: How many.
        fared: None for fewer than FEWEST people.
    """

    value: float | None = None
    at_least: float | None = None
    below: float | None = None
    people: int
    fared: GroupOutcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureOutcomes:
    """A feature's groups, by value, unknown last; they show correlation, not causation."""

    feature: str
    groups: tuple[FeatureGroup, ...]


def group_outcomes(
    features: Matrix, names: Sequence[str], scores: Vector, hired: Flags
) -> tuple[FeatureOutcomes, ...]:
    """The groups of each feature.

    >>> [effect] = group_outcomes([[1]] * 12 + [[0]] * 4, ["tem_linkedin"], [0.5] * 16, [1, 0, 0, 0] * 4)
    >>> [(group.value, group.people, group.fared and group.fared.share) for group in effect.groups]
    [(0.0, 4, None), (1.0, 12, 0.25)]

    Args:
        features: Shape (n, len(names)), NaN for unknown, one row a person.
        names: Column names.
        scores: Calibrated probabilities, shape (n,).
        hired: What happened, shape (n,).
    """
    scores, hired = as_scores_and_outcomes(scores, hired)
    rows = as_matrix(features, "features", columns=len(names))
    return tuple(
        FeatureOutcomes(feature=name, groups=tuple(_groups(rows[:, column], scores, hired)))
        for column, name in enumerate(names)
    )


def _groups(values: Floats, scores: Floats, hired: Bools) -> Iterator[FeatureGroup]:
    known = values[~np.isnan(values)]
    exact = np.unique(known).tolist()
    if set(exact) <= {0.0, 1.0}:
        for value in exact:
            here = values == value
            yield FeatureGroup(value=value, people=int(here.sum()), fared=_fared(here, scores, hired))
    else:
        yield from _bands(values, known, scores, hired)
    if len(known) < len(values):
        here = np.isnan(values)
        yield FeatureGroup(people=int(here.sum()), fared=_fared(here, scores, hired))


def _bands(values: Floats, known: Floats, scores: Floats, hired: Bools) -> Iterator[FeatureGroup]:
    edges = band_borders(known)
    for low, high in pairwise([None, *edges, None] if edges else [_round_below(float(known.min())), None]):
        here = ~np.isnan(values)
        here &= (values >= (-np.inf if low is None else low)) & (values < (np.inf if high is None else high))
        yield FeatureGroup(
            at_least=low, below=high, people=int(here.sum()), fared=_fared(here, scores, hired)
        )


def band_borders(known: Floats) -> list[float]:
    """Round numbers near the quartiles, increasing; every band between them holds some of the values.

    >>> band_borders(np.array([1_450.0, 1_980.0, 2_510.0, 3_040.0, 7_777.0]))
    [2000.0, 3000.0]
    """
    quartiles = np.quantile(known, np.arange(1, BANDS) / BANDS).tolist()
    kept: list[float] = []
    for border in sorted({float(f"{quartile:.{_DIGITS}g}") for quartile in quartiles}):
        before = known < border if not kept else (known >= kept[-1]) & (known < border)
        if before.any() and known.max() >= border:
            kept.append(border)
    return kept


def _round_below(value: float) -> float:
    """A number rounded down to two significant digits."""
    unit = 10.0 ** (floor(log10(abs(value))) + 1 - _DIGITS) if value else 1.0
    return floor(value / unit) * unit


def _fared(here: Bools, scores: Floats, hired: Bools) -> GroupOutcome | None:
    people, count = int(here.sum()), int(hired[here].sum())
    interval = share_interval(count, people)
    if people < FEWEST or interval is None:
        return None
    return GroupOutcome(
        hired=count, share=count / people, interval=interval, mean_score=float(scores[here].mean())
    )
