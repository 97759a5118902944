"""What each distinct score selects as a threshold: the steps that precision curves are made of."""

from dataclasses import dataclass

import numpy as np

from hiring.domain.arrays import Flags, Vector, as_scores_and_outcomes
from hiring.domain.records import Floats, Ints

__all__ = ["Selections", "ends_of_ties", "selections_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selections:
    """One row per distinct score, highest first; ties are selected together.

    Args:
        thresholds: The scores, strictly decreasing.
        selected: How many people have at least this score.
        hired: How many of them were hired.
    """

    thresholds: Floats
    selected: Ints
    hired: Ints


def selections_of(scores: Vector, hired: Flags) -> Selections:
    """What `score >= threshold` selects, for every distinct threshold.

    >>> steps = selections_of([0.9, 0.6, 0.6, 0.1], [1, 1, 0, 0])
    >>> steps.thresholds, steps.selected, steps.hired
    (array([0.9, 0.6, 0.1]), array([1, 3, 4]), array([1, 2, 2]))

    Args:
        scores: Shape (n,).
        hired: What happened, shape (n,).
    """
    scores, hired = as_scores_and_outcomes(scores, hired)
    order = np.argsort(-scores, kind="stable")
    ranked, hits = scores[order], np.cumsum(hired[order], dtype=np.int64)
    ends = ends_of_ties(ranked)
    return Selections(thresholds=ranked[ends], selected=ends + 1, hired=hits[ends])


def ends_of_ties(ranked: Vector) -> Ints:
    """Index of the last of each run of equal scores.

    >>> ends_of_ties([0.9, 0.6, 0.6, 0.1])
    array([0, 2, 3])

    Args:
        ranked: Sorted, ascending or descending, shape (n,).
    """
    ranked = np.asarray(ranked)
    last = np.append(ranked[1:] != ranked[:-1], True)  # the last score ends its own tie
    return np.flatnonzero(last)[: len(ranked)]
