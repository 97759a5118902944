"""Evidence that a promised precision is broken: valid however often, and whenever, one looks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from hiring.domain.records import Floats

__all__ = ["BROKEN_AT", "PromiseEvidence", "promise_evidence"]

BROKEN_AT: Final = 100.0
"""At 1:100 the promise is called broken: where it holds, at most one model in 100 is ever accused."""

_SHORTFALLS: Final = np.array([0.25, 0.5, 1.0, 1.5, 2.0, 3.0])
"""How far below the promise the alternatives lie, in halves of the room between it and 0 or 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseEvidence:
    """What the outcomes of approved people say of the promise.

    Args:
        promised: The minimum precision.
        outcomes: How many were counted.
        hired: How many of them were hired.
        evidence: Against the promise now; 1 is none, below 1 speaks for it.
        highest: The most that it has been.
        broken_after: After how many outcomes it first reached `BROKEN_AT`; None: never.
    """

    promised: float
    outcomes: int
    hired: int
    evidence: float
    highest: float
    broken_after: int | None

    @property
    def broken(self) -> bool:
        """Whether the promise has ever been refuted; what was refuted stays so."""
        return self.broken_after is not None


def promise_evidence(hired: Iterable[bool], *, promised: float) -> PromiseEvidence:
    """An e-process over independent outcomes in the order in which they came to count.

    The mean of the likelihood ratios of several lower precisions against the promised one. Each has mean at
    most 1 after any number of outcomes where the true precision is at least the promised one, so that it ever
    exceeds 100 has a chance of at most 1 in 100 (Ville, 1939; Ramdas et al., "Game-theoretic statistics and
    safe anytime-valid inference", 2023).

    >>> evidence = promise_evidence([False] * 7, promised=0.8)
    >>> evidence.broken_after, evidence.hired, promise_evidence([True] * 200, promised=0.8).broken
    (7, 0, False)

    Args:
        hired: What happened to approved people, one of each vaga.
        promised: The minimum precision, in (0, 1).
    """
    outcomes = np.fromiter(hired, dtype=bool)
    alternatives = _alternatives(promised)
    steps = np.where(
        outcomes[:, np.newaxis],
        np.log(alternatives / promised),
        np.log((1 - alternatives) / (1 - promised)),
    )
    logs = np.cumsum(steps, axis=0)
    path = np.exp(np.minimum(_log_mean(logs), _LARGEST))
    over = np.flatnonzero(path >= BROKEN_AT)
    return PromiseEvidence(
        promised=promised,
        outcomes=len(outcomes),
        hired=int(outcomes.sum()),
        evidence=float(path[-1]) if len(path) else 1.0,
        highest=float(path.max(initial=1.0)),
        broken_after=int(over[0]) + 1 if len(over) else None,
    )


_LARGEST: Final = 700.0  # the logarithm of the largest double, nearly


def _alternatives(promised: float) -> Floats:
    lower = promised - _SHORTFALLS * min(promised, 1 - promised) / 2
    return lower[lower > 0]


def _log_mean(logs: Floats) -> Floats:
    highest = logs.max(axis=1, keepdims=True, initial=-np.inf)
    means: Floats = highest + np.log(np.exp(logs - highest).mean(axis=1, keepdims=True))
    return means[:, 0]
