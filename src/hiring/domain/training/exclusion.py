"""The exclusion promise: of those with the lowest scores, few are hired. The mirror of the threshold.

It helps to plan, by saying which vagas are seldom filled by such people. It is no reason to reject anybody.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from hiring.domain.arrays import Flags, Vector, as_scores_and_outcomes, as_vector
from hiring.domain.records import Floats
from hiring.domain.training.threshold import (
    Certified,
    Evidence,
    SelectedRows,
    candidates_from,
    rows_selected,
    threshold_for_min_precision,
)

__all__ = [
    "MAX_EXCLUDED_HIRED",
    "CertifiedExclusion",
    "ExclusionEvidence",
    "UncertifiedExclusion",
    "exclusion_candidates_from",
    "exclusion_for_max_hired",
    "rows_excluded",
]

MAX_EXCLUDED_HIRED: Final = 0.10


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionEvidence:
    """Whom a score excluded among people that the model had not seen.

    Args:
        threshold: Scores of at most this are excluded.
        excluded: How many people it excluded.
        hired: How many of them were hired all the same.
        upper_bound: Exact one-sided upper confidence bound of their share.
        all_rows: Whom it excluded of all their rows; None where nobody counted.
    """

    threshold: float
    excluded: int
    hired: int
    upper_bound: float
    all_rows: SelectedRows | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedExclusion:
    """At most `max_hired` of the excluded are hired, for people drawn like these."""

    max_hired: float
    confidence: float
    people: int
    evidence: ExclusionEvidence


@dataclass(frozen=True, slots=True, kw_only=True)
class UncertifiedExclusion:
    """The promise cannot be made; `best` is the candidate with the lowest bound, if one excluded enough."""

    max_hired: float
    confidence: float
    people: int
    best: ExclusionEvidence | None


def exclusion_candidates_from(scores: Vector, people: int) -> Floats:
    """Thresholds to try: distinct quantiles of the calibrate part's scores, strictly increasing.

    Steps are those of `candidates_from`, from the lowest score up.

    >>> exclusion_candidates_from([0.1, 0.2, 0.3, 0.4], people=200)
    array([0.1, 0.2, 0.3])
    """
    return 0.0 - candidates_from(0.0 - as_vector(scores, "scores"), people)


def exclusion_for_max_hired(
    scores: Vector,
    hired: Flags,
    *,
    candidates: Vector,
    confidence: float,
    max_hired: float = MAX_EXCLUDED_HIRED,
) -> CertifiedExclusion | UncertifiedExclusion:
    """Highest score up to which, with the given confidence, at most `max_hired` are hired.

    The test of `threshold_for_min_precision`, on scores with the sign turned and on who was not hired.

    >>> scores, hired = np.repeat([0.1, 0.6], [60, 140]), np.arange(200) >= 58
    >>> found = exclusion_for_max_hired(scores, hired, candidates=[0.1, 0.6], confidence=0.9)
    >>> found.evidence.threshold, found.evidence.hired, round(found.evidence.upper_bound, 3)
    (0.1, 2, 0.086)

    Args:
        scores: Calibrated probabilities, shape (n,), one row a person, from people that the model was not
            fitted on.
        hired: What happened, shape (n,).
        candidates: Scores to try, fixed before these rows were seen, shape (m,), strictly increasing.
        confidence: Of the promise, between 0 and 1.
        max_hired: The promise, above 0 and below 1.
    """
    scores, hired = as_scores_and_outcomes(scores, hired)
    candidates = as_vector(candidates, "candidates")
    if not np.all(np.diff(candidates) > 0) or np.isnan(candidates).any():
        raise ValueError("candidates must be strictly increasing")
    if not 0 < max_hired < 1:
        raise ValueError("max_hired must be above 0 and below 1")
    decided = threshold_for_min_precision(
        0.0 - scores, ~hired, candidates=0.0 - candidates, min_precision=1 - max_hired, confidence=confidence
    )
    people = len(scores)
    if isinstance(decided, Certified):
        evidence = _turned(decided.evidence)
        return CertifiedExclusion(
            max_hired=max_hired, confidence=confidence, people=people, evidence=evidence
        )
    best = _turned(decided.best) if decided.best is not None else None
    return UncertifiedExclusion(max_hired=max_hired, confidence=confidence, people=people, best=best)


def rows_excluded(threshold: float, scores: Vector, hired: Flags) -> SelectedRows:
    """What this score excludes of all decided rows, several a person or vaga.

    >>> rows_excluded(0.5, [0.9, 0.8, 0.3], [1, 0, 0])
    SelectedRows(rows=3, selected=1, hired=0)
    """
    return rows_selected(0.0 - threshold, 0.0 - as_vector(scores, "scores"), hired)


def _turned(evidence: Evidence) -> ExclusionEvidence:
    """Of a threshold on turned scores, whose hits are those who were not hired."""
    return ExclusionEvidence(
        threshold=0.0 - evidence.threshold,
        excluded=evidence.selected,
        hired=evidence.selected - evidence.hired,
        upper_bound=1.0 - evidence.lower_bound,
    )
