"""Do scores order the people of one vaga? To know which vagas are filled is not to know by whom.

A vaga closes when somebody is hired, so the order of application tells apart people of one vaga without
knowing anything of them; within vaga and day it does not.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from hiring.domain.arrays import Flags, Vector, as_days, as_integers, as_scored_groups
from hiring.domain.evaluation.bootstrap import DRAWS, SEED, percentile_interval
from hiring.domain.evaluation.group_ranks import wins_and_pairs
from hiring.domain.evaluation.intervals import Interval
from hiring.domain.evaluation.top_of_groups import TopOfGroups, ndcg_at_5, precision_at
from hiring.domain.records import Bools, Days, Floats

__all__ = [
    "CONFIDENCE",
    "FEWEST_LATER",
    "FEWEST_SAME_DAY",
    "CandidateOrder",
    "Ordering",
    "OrdersCandidates",
    "WithinGroupAuc",
    "first_seen_since",
    "ordering_of",
    "orders_candidates",
    "within_group_auc",
]

CONFIDENCE: Final = 0.90
"""One-sided, of each of the two bounds that the verdict asks for."""
FEWEST_LATER: Final = 100
"""Later groups with both outcomes."""
FEWEST_SAME_DAY: Final = 30
"""Groups with both outcomes on one day; resampling fewer says little."""

_CHANCE: Final = 0.5
_CELLS: Final = 1_000_000  # of one block: groups times draws


@dataclass(frozen=True, slots=True, kw_only=True)
class WithinGroupAuc:
    """The share of pairs, one hired and one not of the same group, that scores put in the right order.

    Args:
        groups: That have such pairs.
        pairs: Of all groups together; each counts once.
        auc: Ties count half; None without pairs.
        lower_bound: One-sided, 90 %, by resampling groups.
        interval: Two-sided, 95 %, likewise.
    """

    groups: int
    pairs: int
    auc: float | None
    lower_bound: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering:
    """How well scores order the people of a group."""

    within_group: WithinGroupAuc
    within_group_and_day: WithinGroupAuc
    ndcg_at_5: TopOfGroups
    precision_at_1: TopOfGroups
    precision_at_3: TopOfGroups


class OrdersCandidates(Enum):
    """Whether the scores may be sold as an order of the candidates for a vaga."""

    PROVEN = "proven"
    """Better than chance within group and day, and within later groups."""
    NOT_PROVEN = "not proven"
    """At least one of the two bounds does not exceed chance."""
    TOO_FEW = "not proven: too few groups"
    """Too few later groups, or too few with both outcomes on one day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateOrder:
    """The verdict with its figures.

    Args:
        verdict: What they come to.
        grouped: Of scores by models that had not seen the group.
        later: Of groups that were first seen after everything that the model was fitted on.
    """

    verdict: OrdersCandidates
    grouped: Ordering
    later: Ordering


def orders_candidates(*, grouped: Ordering, later: Ordering) -> CandidateOrder:
    """Whether scores order candidates better than chance, asked twice.

    Both one-sided 90 % bounds must exceed one half: within group and day on grouped scores, and within group
    on at least 100 later groups with both outcomes, all their decided rows. Fewer than that are too few, as
    are fewer than 30 groups with both outcomes on one day.

    >>> one_group = ordering_of([0.9, 0.2], [1, 0], [7, 7])
    >>> orders_candidates(grouped=one_group, later=one_group).verdict
    <OrdersCandidates.TOO_FEW: 'not proven: too few groups'>
    """
    same_day, afterwards = grouped.within_group_and_day, later.within_group
    if afterwards.groups < FEWEST_LATER or same_day.groups < FEWEST_SAME_DAY:
        verdict = OrdersCandidates.TOO_FEW
    elif min(same_day.lower_bound or 0.0, afterwards.lower_bound or 0.0) > _CHANCE:
        verdict = OrdersCandidates.PROVEN
    else:
        verdict = OrdersCandidates.NOT_PROVEN
    return CandidateOrder(verdict=verdict, grouped=grouped, later=later)


def ordering_of(scores: Vector, hired: Flags, groups: Vector, days: Days | None = None) -> Ordering:
    """All measures of an order within groups.

    >>> found = ordering_of([0.9, 0.2, 0.4, 0.4], [1, 0, 1, 0], [7, 7, 8, 8])
    >>> found.within_group.auc, found.precision_at_1.value, found.ndcg_at_5.groups
    (0.75, 0.75, 0)
    >>> found.within_group_and_day.pairs
    0

    Args:
        scores: Shape (n,).
        hired: What happened, shape (n,).
        groups: Codes, such as the vaga of each row, shape (n,).
        days: Of application, NaT for unknown, shape (n,); an unknown day is no day's equal.
    """
    scores, hired, groups = as_scored_groups(scores, hired, groups)
    unknown = np.full(len(scores), np.datetime64("NaT"), "datetime64[D]")
    return Ordering(
        within_group=within_group_auc(scores, hired, groups),
        within_group_and_day=within_group_auc(scores, hired, groups, unknown if days is None else days),
        ndcg_at_5=ndcg_at_5(scores, hired, groups),
        precision_at_1=precision_at(1, scores, hired, groups),
        precision_at_3=precision_at(3, scores, hired, groups),
    )


def within_group_auc(
    scores: Vector, hired: Flags, groups: Vector, days: Days | None = None
) -> WithinGroupAuc:
    """Pool the pairs of all groups; with days, only pairs of the same group and day.

    >>> found = within_group_auc([0.9, 0.2, 0.4, 0.4], [1, 0, 1, 0], [7, 7, 8, 8])
    >>> found.groups, found.pairs, found.auc, found.lower_bound  # one group is right, the other a tie
    (2, 2, 0.75, 0.5)
    """
    scores, hired, groups = as_scored_groups(scores, hired, groups)
    days = np.zeros(len(scores), "datetime64[D]") if days is None else as_days(days, len(scores))
    wins, pairs = wins_and_pairs(scores, hired, groups, days)
    if not len(pairs):
        return WithinGroupAuc(groups=0, pairs=0, auc=None, lower_bound=None, interval=None)
    draws = _resampled(wins, pairs)
    one_sided = percentile_interval(draws, 2 * CONFIDENCE - 1)
    return WithinGroupAuc(
        groups=len(pairs),
        pairs=int(pairs.sum()),
        auc=float(wins.sum() / pairs.sum()),
        lower_bound=one_sided and one_sided.low,
        interval=percentile_interval(draws),
    )


def first_seen_since(cut: np.datetime64, groups: Vector, days: Days) -> Bools:
    """The rows of groups whose earliest known day is the cut or later; undated rows go with their group.

    >>> days = np.array(["2024-01-01", "2024-03-01", "2024-03-02", "NaT", "NaT"], "datetime64[D]")
    >>> first_seen_since(np.datetime64("2024-02-01"), [7, 7, 8, 8, 9], days)
    array([False, False,  True,  True, False])
    """
    groups = as_integers(groups, "groups")
    days = as_days(days, len(groups))
    since, before = groups[days >= cut], groups[days < cut]
    return np.isin(groups, since) & ~np.isin(groups, before)


def _resampled(wins: Floats, pairs: Floats) -> Floats:
    """The pooled AUC of each of DRAWS draws of as many groups, with replacement."""
    rng = np.random.default_rng(SEED)
    block = max(1, _CELLS // len(pairs))
    parts = []
    for start in range(0, DRAWS, block):
        drawn = rng.integers(len(pairs), size=(min(block, DRAWS - start), len(pairs)))
        parts.append(wins[drawn].sum(axis=1) / pairs[drawn].sum(axis=1))
    return np.concatenate(parts)
