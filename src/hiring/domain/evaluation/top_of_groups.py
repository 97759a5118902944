"""Whether the hired stand at the top of their group, beside what a random order would give."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from hiring.domain.arrays import Flags, Vector, as_scored_groups
from hiring.domain.evaluation.group_ranks import rank_within_groups
from hiring.domain.records import Floats

__all__ = ["NDCG_DEPTH", "TopOfGroups", "ndcg_at_5", "precision_at"]

NDCG_DEPTH: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TopOfGroups:
    """A measure averaged over groups, each counting once.

    Args:
        groups: How many have enough people, and both outcomes; the others say nothing.
        value: None without such groups.
        chance: What a random order of the same groups is expected to give: exact, not simulated.
    """

    groups: int
    value: float | None
    chance: float | None


def ndcg_at_5(scores: Vector, hired: Flags, groups: Vector) -> TopOfGroups:
    """Normalised discounted cumulative gain of the first five, over groups of at least five people.

    The hired are the gain, 1 / log2(place + 1) is the discount (Järvelin and Kekäläinen, 2002); people with
    equal scores share the mean discount of their places (McSherry and Najork, 2008).

    >>> best = ndcg_at_5([0.9, 0.8, 0.7, 0.6, 0.5], [1, 0, 0, 0, 0], [7] * 5)
    >>> best.value, round(best.chance, 3)
    (1.0, 0.59)

    Args:
        scores: Shape (n,); only their order within a group counts.
        hired: What happened, shape (n,).
        groups: Codes, such as the vaga of each row, shape (n,).
    """
    discounts = 1.0 / np.log2(np.arange(NDCG_DEPTH) + 2.0)
    return _at_top(scores, hired, groups, discounts, best=np.cumsum(discounts))


def precision_at(depth: int, scores: Vector, hired: Flags, groups: Vector) -> TopOfGroups:
    """Share of the hired among the first `depth`, over groups of at least as many people.

    A tie across the border counts by its mean.

    >>> first = precision_at(1, [0.9, 0.8, 0.8, 0.3], [1, 0, 1, 0], [7, 7, 8, 8])
    >>> first.groups, first.value, first.chance
    (2, 1.0, 0.5)
    """
    if depth < 1:
        raise ValueError("depth must be at least 1")
    return _at_top(scores, hired, groups, np.full(depth, 1.0 / depth), best=np.ones(depth))


def _at_top(scores: Vector, hired: Flags, groups: Vector, weights: Floats, *, best: Floats) -> TopOfGroups:
    """What the first places gain, as a share of the best that a group with as many hired can.

    Args:
        weights: Gain of a hired person at each of the first places.
        best: The most that one, two, three, ... hired can gain.
    """
    scores, hired, groups = as_scored_groups(scores, hired, groups)
    ranks, depth = rank_within_groups(scores, groups), len(weights)
    gain_before = np.append(0.0, np.cumsum(weights))
    within_tie = gain_before[np.minimum(ranks.after, depth)] - gain_before[np.minimum(ranks.first, depth)]
    gained = ranks.sums(hired[ranks.order] * within_tie / (ranks.after - ranks.first))
    positives = ranks.sums(hired[ranks.order]).astype(np.int64)
    counting = (ranks.sizes >= depth) & (positives > 0) & (positives < ranks.sizes)
    most = best[np.minimum(positives[counting], depth) - 1]
    at_random = positives[counting] / ranks.sizes[counting] * weights.sum()
    return TopOfGroups(
        groups=int(counting.sum()),
        value=float(np.mean(gained[counting] / most)) if len(most) else None,
        chance=float(np.mean(at_random / most)) if len(most) else None,
    )
