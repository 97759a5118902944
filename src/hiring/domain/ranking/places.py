"""Places without false order: equal evidence, equal place, and inside a place an order that means nothing."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import numpy as np

from hiring.domain.arrays import Vector, as_vector
from hiring.domain.ranking.evidence import Evidence, EvidenceTable
from hiring.domain.records import Bools, Floats, Ints

__all__ = ["Places", "places_by_evidence", "places_by_score"]

_BYTES: Final = 8  # of a digest: two of a thousand people are equal once in 10^13 lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """An order of some people, with ties. Who is above whom depends on these two and the vaga alone.

    Args:
        order: Indexes of the people, first place first, shape (n,).
        tier: Of each place in that order, from 1, shape (n,): people of one tier are equal.
        first: The best place that a person of the tier could have, from 1, shape (n,).
        last: The worst, shape (n,).
    """

    order: Ints
    tier: Ints
    first: Ints
    last: Ints


def places_by_evidence(vaga: str, people: Ints, evidence: EvidenceTable, typed: Bools) -> Places:
    """More of what a recruiter typed, then more of all: matched counts first, then what is missing.

    What is unknown is never worse than what is missing.

    >>> table = np.array([[1, -1], [1, 0], [0, 1], [-1, -1]], np.int8)
    >>> found = places_by_evidence("5185", np.array([31, 32, 33, 34]), table, np.zeros(2, np.bool_))
    >>> found.order.tolist()[2:], found.tier.tolist()
    ([0, 3], [1, 1, 2, 3])

    Args:
        vaga: Names it: the same name, the same order inside a tier.
        people: Codes, each once, shape (n,).
        evidence: Of each person, shape (n, requirements).
        typed: Which requirements a recruiter typed, shape (requirements,).
    """
    keys = [
        count
        for columns in (evidence[:, typed], evidence)
        for count in (
            (columns == Evidence.MATCHED).sum(axis=1),
            -(columns == Evidence.MISSING).sum(axis=1),
        )
    ]
    return _places(vaga, people, np.stack(keys, axis=1))


def places_by_score(vaga: str, people: Ints, scores: Vector) -> Places:
    """Higher scores first; equal scores, equal place.

    >>> found = places_by_score("5185", np.array([31, 32, 33]), [0.2, 0.7, 0.2])
    >>> found.order.tolist()[0], found.first.tolist(), found.last.tolist()
    (1, [1, 2, 2], [1, 3, 3])
    """
    return _places(vaga, people, as_vector(scores, "scores")[:, None])


def _places(vaga: str, people: Ints, keys: Ints | Floats) -> Places:
    """By keys, shape (n, k): the first counts most, and more is better."""
    lots = [sha256(f"{vaga}/{person}".encode()).digest()[:_BYTES] for person in people.tolist()]
    drawn = np.array([int.from_bytes(lot, "big") for lot in lots], np.uint64)
    order = np.lexsort((people, drawn, *(-keys[:, ::-1].T)))
    ranked = keys[order]
    begins = np.ones(len(order), np.int64)
    begins[1:] = (ranked[1:] != ranked[:-1]).any(axis=1)
    tier = np.cumsum(begins)
    starts = np.append(np.flatnonzero(begins), len(order))
    return Places(order=order, tier=tier, first=starts[tier - 1] + 1, last=starts[tier])
