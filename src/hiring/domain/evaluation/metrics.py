"""How good scores were, once outcomes are known. Precision with nobody selected is None, never 0 or 1."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

from hiring.domain.arrays import Flags, Vector, as_scores_and_outcomes, as_vector
from hiring.domain.evaluation.selections import selections_of
from hiring.domain.records import Ints

__all__ = [
    "Confusion",
    "Quality",
    "average_precision",
    "calibration_bins",
    "confusion_at",
    "expected_calibration_error",
    "log_loss",
    "quality_of",
    "roc_auc",
    "roc_auc_lower_bound",
]

_BINS = 10
_HALVINGS = 50  # of an interval of length one: below double precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """What a threshold did: counts of people."""

    threshold: float
    true_positive: int
    false_positive: int
    false_negative: int
    true_negative: int

    @property
    def precision(self) -> float | None:
        """Share of the selected who were hired."""
        return _share(self.true_positive, self.true_positive + self.false_positive)

    @property
    def recall(self) -> float | None:
        """Share of the hired who were selected."""
        return _share(self.true_positive, self.true_positive + self.false_negative)

    @property
    def accuracy(self) -> float | None:
        """Share of right answers."""
        right, wrong = self.true_positive + self.true_negative, self.false_positive + self.false_negative
        return _share(right, right + wrong)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        return _share(
            2 * self.true_positive, 2 * self.true_positive + self.false_positive + self.false_negative
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Quality of scores on rows with known outcomes."""

    rows: int
    hired: int
    roc_auc: float | None
    average_precision: float | None
    brier: float | None
    calibration_error: float | None


def quality_of(scores: Vector, hired: Flags) -> Quality:
    """All threshold-free measures at once.

    >>> quality = quality_of([0.9, 0.8, 0.3], [1, 0, 0])
    >>> quality.rows, quality.roc_auc, round(quality.brier, 3)
    (3, 1.0, 0.247)

    Args:
        scores: Probabilities in [0, 1], shape (n,).
        hired: What happened, shape (n,).
    """
    scores, hired = as_scores_and_outcomes(scores, hired)
    return Quality(
        rows=len(scores),
        hired=int(hired.sum()),
        roc_auc=roc_auc(scores, hired),
        average_precision=average_precision(scores, hired),
        brier=float(np.mean((scores - hired) ** 2)) if len(scores) else None,
        calibration_error=expected_calibration_error(scores, hired),
    )


def confusion_at(threshold: float, scores: Vector, hired: Flags) -> Confusion:
    """Counts with `score >= threshold` selected.

    >>> confusion_at(0.5, [0.9, 0.8, 0.3], [1, 0, 0])
    Confusion(threshold=0.5, true_positive=1, false_positive=1, false_negative=0, true_negative=1)
    >>> confusion_at(0.95, [0.9, 0.8, 0.3], [1, 0, 0]).precision is None
    True
    """
    scores, hired = as_scores_and_outcomes(scores, hired)
    chosen = scores >= threshold
    return Confusion(
        threshold=threshold,
        true_positive=int((chosen & hired).sum()),
        false_positive=int((chosen & ~hired).sum()),
        false_negative=int((~chosen & hired).sum()),
        true_negative=int((~chosen & ~hired).sum()),
    )


def roc_auc(scores: Vector, hired: Flags) -> float | None:
    """Probability that a hired person outscores one who was not, ties counting half; None for one class.

    >>> roc_auc([0.9, 0.4, 0.4, 0.1], [1, 1, 0, 0])  # of four pairs, one is a tie
    0.875
    >>> roc_auc([0.9, 0.4], [1, 1]) is None
    True
    """
    scores, hired = as_scores_and_outcomes(scores, hired)
    positives = int(hired.sum())
    negatives = len(hired) - positives
    if not positives or not negatives:
        return None
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    middle_ranks = np.cumsum(counts) - (counts - 1) / 2
    return float(
        (middle_ranks[place][hired].sum() - positives * (positives + 1) / 2) / (positives * negatives)
    )


def roc_auc_lower_bound(auc: float, positives: int, negatives: int, confidence: float) -> float:
    """One-sided lower confidence bound of a ROC AUC of at least 0.5.

    The smallest true AUC that does not contradict the observed one, given the spread that such a truth would
    have (Newcombe, 2006, method 5). So it holds at the edge too: three hired people who outscore three others
    prove little, although an observed AUC of 1 has a spread of zero.

    >>> round(roc_auc_lower_bound(0.9, 3, 3, 0.9), 2), round(roc_auc_lower_bound(0.9, 300, 300, 0.9), 2)
    (0.58, 0.88)

    Args:
        auc: As `roc_auc` returns it.
        positives: How many were hired, at least one.
        negatives: How many were not, at least one.
        confidence: Between 0.5 and 1.
    """
    quantile = NormalDist().inv_cdf(confidence)
    low, high = 0.0, auc
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if auc - middle > quantile * _auc_spread(middle, positives, negatives):
            low = middle
        else:
            high = middle
    return low


def _auc_spread(auc: float, positives: int, negatives: int) -> float:
    """Standard deviation of the observed AUC if this is the true one (Hanley and McNeil, 1982)."""
    others = (positives + negatives) / 2 - 1
    pairs = 1 + others * ((1 - auc) / (2 - auc) + auc / (1 + auc))
    return sqrt(auc * (1 - auc) * pairs / (positives * negatives))


def average_precision(scores: Vector, hired: Flags) -> float | None:
    """Area under the precision-recall curve as a sum of steps; None if nobody was hired.

    >>> average_precision([0.9, 0.8, 0.3], [1, 0, 1])  # (1/1 + 2/3) / 2
    0.8333333333333333
    """
    scores, hired = as_scores_and_outcomes(scores, hired)
    positives = int(hired.sum())
    if not positives:
        return None
    steps = selections_of(scores, hired)
    gained = np.diff(steps.hired, prepend=0) / positives
    return float(np.sum(steps.hired / steps.selected * gained))


def expected_calibration_error(scores: Vector, hired: Flags) -> float | None:
    """Mean |score - hired share| over ten equal-width bins, weighted by their size; None without rows.

    >>> round(expected_calibration_error([0.8, 0.8, 0.8, 0.8], [1, 1, 1, 0]), 2)  # 0.8 said, 0.75 came
    0.05
    """
    scores, hired = as_scores_and_outcomes(scores, hired)
    if not len(scores):
        return None
    gaps = scores - hired
    return float(sum(abs(gaps[here].sum()) for here in calibration_bins(scores)) / len(scores))


def calibration_bins(scores: Vector) -> list[Ints]:
    """The rows of each of ten equal-width bins that has any, from the lowest scores up.

    >>> calibration_bins([0.95, 0.12, 1.0])
    [array([1]), array([0, 2])]
    """
    scores = as_vector(scores, "scores")
    bins = np.minimum((scores * _BINS).astype(np.int64), _BINS - 1)
    return [here for number in range(_BINS) if len(here := np.flatnonzero(bins == number))]


def log_loss(scores: Vector, hired: Flags) -> float | None:
    """Mean negative log-likelihood, in nats; None without rows. A wrong score of 0 or 1 costs 36.

    >>> round(log_loss([0.5, 0.5], [1, 0]), 4), round(log_loss([1.0], [0]), 1)
    (0.6931, 36.0)
    """
    scores, hired = as_scores_and_outcomes(scores, hired)
    if not len(scores):
        return None
    sure = np.finfo(np.float64).eps
    kept = np.clip(scores, sure, 1.0 - sure)
    return float(-np.mean(np.where(hired, np.log(kept), np.log1p(-kept))))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
