"""Do newer rows keep what was certified on the past? Whoever uses a model uses it later.

A certificate is a promise for people drawn like those that it was made on. On real outcomes a certified
precision of 0.80 came to about 0.60 later.
"""

from dataclasses import dataclass
from enum import Enum
from math import ceil
from typing import Final

from hiring.domain.arrays import Flags, Vector, as_scores_and_outcomes
from hiring.domain.evaluation.intervals import binomial_tail, lower_bound
from hiring.domain.training.exclusion import CertifiedExclusion, UncertifiedExclusion
from hiring.domain.training.threshold import MINIMUM_SELECTED, Certified, SelectedRows, Uncertified

__all__ = [
    "DEFAULT_REQUIRED",
    "MOST_ROWS",
    "NOTHING_TO_JUDGE",
    "JudgementInTime",
    "PromiseInTime",
    "PromiseRequired",
    "judge_exclusion_in_time",
    "judge_precision_in_time",
    "stands_in_time",
]

MOST_ROWS: Final = 100_000
"""Of rows that would show a promise; a share that needs more is too near the minimum to tell."""

_ROUNDING: Final = 1e-9  # of people


class PromiseInTime(Enum):
    """What newer rows say of a promise that was certified on the past."""

    SHOWN = "shown"
    """Its exact one-sided bound keeps the promise on newer rows too."""
    CONTRADICTED = "contradicted"
    """At least 30 newer rows were selected, and their share breaks it."""
    NOT_YET_SHOWN = "not yet shown"
    """Neither; or the past certified nothing."""


class PromiseRequired(Enum):
    """What newer rows must say of a certificate that is to stand."""

    SHOWN = "shown"
    """That they keep it."""
    NOT_CONTRADICTED = "not-contradicted"
    """Anything but that they break it."""


DEFAULT_REQUIRED: Final = PromiseRequired.NOT_CONTRADICTED
"""Where nothing changes, newer rows show too few of the promises that hold: see docs/adr/0019."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementInTime:
    """The verdict with its figures.

    Args:
        verdict: What they come to.
        selected: Newer rows that the certified score selected, or excluded.
        hired: How many of them were hired.
        bound: Of their hired share, exact and one-sided, with the certificate's confidence: the lower one of
            a precision, the upper one of an exclusion. None where nothing was selected.
        would_show: How many selected rows would show the promise if their share stayed as it is (rounded to
            whole people, against the promise): the fewest, or the present number where it is shown. None
            where no number would, or only one beyond about MOST_ROWS.
        all_rows: What the score selected, or excluded, of all newer rows of the same people or vagas; it has
            no part in the verdict. None where nobody counted.
    """

    verdict: PromiseInTime
    selected: int
    hired: int
    bound: float | None
    would_show: int | None
    all_rows: SelectedRows | None = None


NOTHING_TO_JUDGE: Final = JudgementInTime(
    verdict=PromiseInTime.NOT_YET_SHOWN, selected=0, hired=0, bound=None, would_show=None
)
"""The past certified nothing, or there is no past, or nobody newer."""


def stands_in_time(judgement: JudgementInTime, required: PromiseRequired) -> bool:
    """Whether a certificate stands: with `shown` alone, or with all but `contradicted`.

    >>> [stands_in_time(NOTHING_TO_JUDGE, required) for required in PromiseRequired]
    [False, True]
    """
    if required is PromiseRequired.SHOWN:
        return judgement.verdict is PromiseInTime.SHOWN
    return judgement.verdict is not PromiseInTime.CONTRADICTED


def judge_precision_in_time(
    certificate: Certified | Uncertified, scores: Vector, hired: Flags
) -> JudgementInTime:
    """Apply the certified threshold to newer rows.

    >>> from hiring.domain.training.threshold import Evidence
    >>> evidence = Evidence(threshold=0.7, selected=100, hired=90, lower_bound=0.85)
    >>> past = Certified(min_precision=0.8, confidence=0.9, people=900, evidence=evidence)
    >>> judged = judge_precision_in_time(past, [0.9] * 20 + [0.2] * 80, [1] * 18 + [0] * 82)
    >>> judged.verdict.value, judged.selected, judged.hired, round(judged.bound, 3), judged.would_show
    ('not yet shown', 20, 18, 0.755, 38)

    Args:
        certificate: Made on the past alone.
        scores: By the model of that past, shape (n,), one row a person or vaga: whatever is independent.
        hired: What happened, shape (n,).
    """
    scores, hired = as_scores_and_outcomes(scores, hired)
    if isinstance(certificate, Uncertified):
        return NOTHING_TO_JUDGE
    chosen = hired[scores >= certificate.evidence.threshold]
    newer = _Newer(
        selected=len(chosen),
        keeping=int(chosen.sum()),
        minimum=certificate.min_precision,
        confidence=certificate.confidence,
    )
    return JudgementInTime(
        verdict=newer.verdict,
        selected=newer.selected,
        hired=newer.keeping,
        bound=newer.bound,
        would_show=newer.would_show(),
    )


def judge_exclusion_in_time(
    certificate: CertifiedExclusion | UncertifiedExclusion, scores: Vector, hired: Flags
) -> JudgementInTime:
    """Exclude newer rows by the certified score.

    >>> from hiring.domain.training.exclusion import ExclusionEvidence
    >>> evidence = ExclusionEvidence(threshold=0.2, excluded=100, hired=4, upper_bound=0.08)
    >>> past = CertifiedExclusion(max_hired=0.1, confidence=0.9, people=900, evidence=evidence)
    >>> judged = judge_exclusion_in_time(past, [0.1] * 50 + [0.9] * 50, [1] * 1 + [0] * 99)
    >>> judged.verdict.value, judged.selected, judged.hired, round(judged.bound, 3)
    ('shown', 50, 1, 0.076)
    """
    scores, hired = as_scores_and_outcomes(scores, hired)
    if isinstance(certificate, UncertifiedExclusion):
        return NOTHING_TO_JUDGE
    excluded = hired[scores <= certificate.evidence.threshold]
    newer = _Newer(
        selected=len(excluded),
        keeping=int((~excluded).sum()),
        minimum=1 - certificate.max_hired,
        confidence=certificate.confidence,
    )
    bound = newer.bound
    return JudgementInTime(
        verdict=newer.verdict,
        selected=newer.selected,
        hired=newer.selected - newer.keeping,
        bound=None if bound is None else 1.0 - bound,
        would_show=newer.would_show(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Newer:
    """Newer rows that were selected, how many keep the promise, and the share that is to do so."""

    selected: int
    keeping: int
    minimum: float
    confidence: float

    @property
    def bound(self) -> float | None:
        return lower_bound(self.keeping, self.selected, self.confidence) if self.selected else None

    @property
    def verdict(self) -> PromiseInTime:
        if self._shows(self.selected):
            return PromiseInTime.SHOWN
        if self.selected >= MINIMUM_SELECTED and self._excess < -_ROUNDING:
            return PromiseInTime.CONTRADICTED
        return PromiseInTime.NOT_YET_SHOWN

    def would_show(self) -> int | None:
        """The fewest rows, from the present number up."""
        if self._shows(self.selected):
            return self.selected
        if self._excess <= _ROUNDING:
            return None
        fewer, enough = self.selected, 2 * self.selected
        while not self._shows(enough):
            if enough >= MOST_ROWS:
                return None
            fewer, enough = enough, 2 * enough
        while enough - fewer > 1:
            middle = (fewer + enough) // 2
            fewer, enough = (fewer, middle) if self._shows(middle) else (middle, enough)
        return self._fewest(enough)

    def _fewest(self, enough: int) -> int:
        """The fewest rows that show the promise, given some that do.

        People are whole, so a few rows more may show less; the needed number of people that keep the promise
        is at most one above its smooth curve, and the present share gains one on that in so many rows.
        """
        gains_one = ceil(2 * self.selected / self._excess)
        first = max(self.selected, enough - gains_one)
        return next(rows for rows in range(first, enough + 1) if self._shows(rows))

    @property
    def _excess(self) -> float:
        """People that keep the promise beyond those that must."""
        return self.keeping - self.minimum * self.selected

    def _shows(self, rows: int) -> bool:
        """Whether so many rows with the present share would: where the bound is at least the minimum."""
        if not self.selected:
            return False
        keeping = self.keeping * rows // self.selected
        return binomial_tail(keeping, rows, self.minimum) <= 1 - self.confidence
