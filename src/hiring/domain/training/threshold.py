"""The decision threshold: the lowest score that keeps a promised precision, with evidence."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from hiring.domain.arrays import Flags, Vector, as_scores_and_outcomes, as_vector
from hiring.domain.evaluation.intervals import binomial_tail, lower_bound
from hiring.domain.evaluation.selections import selections_of
from hiring.domain.records import Bools, Floats

__all__ = [
    "APPROVE_NOBODY",
    "COARSEST_STEP",
    "FINEST_STEP",
    "MINIMUM_SELECTED",
    "PEOPLE_A_STEP",
    "Certified",
    "Evidence",
    "SelectedRows",
    "Uncertified",
    "candidates_from",
    "evidence_at",
    "naive_threshold",
    "rows_selected",
    "threshold_for_min_precision",
]

MINIMUM_SELECTED: Final = 30
APPROVE_NOBODY: Final = 1.0
FINEST_STEP: Final = 0.01
PEOPLE_A_STEP: Final = 50
COARSEST_STEP: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectedRows:
    """What a score selects of all decided rows, of which a person, or a vaga, may have several.

    A promise counts one row each, as rows of one person or vaga are not independent. Whoever acts on every
    row meets this share, where those with many rows weigh more: it is shown beside, and decides nothing.

    Args:
        rows: All decided rows of the people, or vagas, of which the promise counts one each.
        selected: How many of them the score selects, or excludes.
        hired: How many of those were of people who were hired.
    """

    rows: int
    selected: int
    hired: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a threshold selected among people that the model had not seen.

    Args:
        threshold: Scores of at least this are selected.
        selected: How many people it selected.
        hired: How many of them were hired.
        lower_bound: Exact one-sided lower confidence bound of the precision (Clopper and Pearson, 1934).
        all_rows: What it selected of all their rows; None where nobody counted.
    """

    threshold: float
    selected: int
    hired: int
    lower_bound: float
    all_rows: SelectedRows | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """The promise holds at `evidence.threshold`, for people drawn like these."""

    min_precision: float
    confidence: float
    people: int
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertified:
    """The promise cannot be made; `best` is the candidate with the highest bound, if one selected enough."""

    min_precision: float
    confidence: float
    people: int
    best: Evidence | None


def candidates_from(scores: Vector, people: int) -> Floats:
    """Thresholds to try: distinct quantiles of the calibrate part's scores, strictly decreasing.

    Each step selects about 50 more of the threshold part's people, and at least one percent: with fewer, the
    first test has so little power that a model that keeps its promise fails it one time in five.

    >>> candidates_from([0.1, 0.2, 0.3, 0.4], people=200)
    array([0.4, 0.3, 0.2])

    Args:
        scores: Of the calibrate part; no score and no outcome of the threshold part is read.
        people: How many people the threshold part has.
    """
    scores = as_vector(scores, "scores")
    step = min(max(FINEST_STEP, PEOPLE_A_STEP / max(people, 1)), COARSEST_STEP)
    levels = 1.0 - np.arange(step, 1.0, step)
    return np.unique(np.quantile(scores, levels, method="higher"))[::-1]


def threshold_for_min_precision(
    scores: Vector, hired: Flags, *, candidates: Vector, min_precision: float, confidence: float
) -> Certified | Uncertified:
    """Lowest threshold whose true precision is at least `min_precision` with the given confidence.

    Exact one-sided binomial tests from the highest candidate down, stopping at the first failure
    (fixed-sequence testing; Angelopoulos et al., Learn then Test, 2021). Candidates that select fewer than 30
    people are skipped.

    >>> scores, hired = np.repeat([0.9, 0.4], [60, 140]), np.arange(200) < 58
    >>> wanted = {"candidates": [0.9, 0.4], "min_precision": 0.8, "confidence": 0.9}
    >>> found = threshold_for_min_precision(scores, hired, **wanted)
    >>> found.evidence.threshold, found.evidence.hired, round(found.evidence.lower_bound, 3)
    (0.9, 58, 0.914)
    >>> type(threshold_for_min_precision(scores, ~hired, **wanted)).__name__
    'Uncertified'

    Args:
        scores: Calibrated probabilities in [0, 1], shape (n,), one row a person, from people the model was
            not fitted on. Equal scores are selected together.
        hired: What happened, shape (n,).
        candidates: Thresholds to try, fixed before these rows were seen, shape (m,), strictly decreasing.
        min_precision: The promise, between 0 and 1.
        confidence: Of the promise, between 0 and 1.

    Returns:
        Certified with its evidence, or Uncertified with the best bound found.
    """
    scores, hired = as_scores_and_outcomes(scores, hired)
    candidates = as_vector(candidates, "candidates")
    if not np.all(np.diff(candidates) < 0) or np.isnan(candidates).any():
        raise ValueError("candidates must be strictly decreasing")
    enough, passed = False, None
    for candidate in candidates.tolist():
        chosen = scores >= candidate
        selected, hits = int(chosen.sum()), int(hired[chosen].sum())
        if selected < MINIMUM_SELECTED:
            continue
        enough = True
        if binomial_tail(hits, selected, min_precision) > 1 - confidence:
            break
        passed = candidate
    people = len(scores)
    if passed is not None:
        evidence = evidence_at(passed, scores, hired, confidence)
        return Certified(min_precision=min_precision, confidence=confidence, people=people, evidence=evidence)
    best = _best(scores, hired, candidates, confidence) if enough else None
    return Uncertified(min_precision=min_precision, confidence=confidence, people=people, best=best)


def _best(scores: Floats, hired: Bools, candidates: Floats, confidence: float) -> Evidence:
    """The candidate with the highest bound, of equal ones the highest; a bound never exceeds its share."""
    counts = [(at, int((scores >= at).sum()), int(hired[scores >= at].sum())) for at in candidates.tolist()]
    enough = [count for count in counts if count[1] >= MINIMUM_SELECTED]
    best: Evidence | None = None
    for at, selected, hits in sorted(enough, key=lambda count: (-count[2] / count[1], -count[0])):
        if best is not None and hits / selected < best.lower_bound:
            break
        bound = lower_bound(hits, selected, confidence)
        if best is None or (bound, at) > (best.lower_bound, best.threshold):
            best = Evidence(threshold=at, selected=selected, hired=hits, lower_bound=bound)
    if best is None:
        raise ValueError("no candidate selects enough people")
    return best


def evidence_at(threshold: float, scores: Vector, hired: Flags, confidence: float) -> Evidence:
    """What this threshold selects.

    >>> evidence_at(0.5, [0.9, 0.8, 0.3], [1, 1, 0], confidence=0.9).hired
    2
    """
    scores, hired = as_scores_and_outcomes(scores, hired)
    chosen = scores >= threshold
    selected, hits = int(chosen.sum()), int(hired[chosen].sum())
    bound = lower_bound(hits, selected, confidence)
    return Evidence(threshold=threshold, selected=selected, hired=hits, lower_bound=bound)


def rows_selected(threshold: float, scores: Vector, hired: Flags) -> SelectedRows:
    """What this threshold selects of all decided rows, several a person or vaga.

    >>> rows_selected(0.5, [0.9, 0.8, 0.3], [1, 0, 0])
    SelectedRows(rows=3, selected=2, hired=1)
    """
    scores, hired = as_scores_and_outcomes(scores, hired)
    chosen = hired[scores >= threshold]
    return SelectedRows(rows=len(scores), selected=len(chosen), hired=int(chosen.sum()))


def naive_threshold(scores: Vector, hired: Flags, *, min_precision: float) -> float | None:
    """First point of the precision curve at the minimum, from the lowest score up; None if there is none.

    Kept for comparison: chosen and evaluated on the same rows, it breaks its promise in 52 to 60 % of draws.

    >>> naive_threshold([0.9, 0.8, 0.3, 0.2], [1, 0, 1, 0], min_precision=0.6)
    0.3
    """
    steps = selections_of(scores, hired)
    reached = steps.thresholds[steps.hired >= min_precision * steps.selected]
    return float(reached[-1]) if len(reached) else None
