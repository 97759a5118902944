"""What is recorded of promises: on what evidence each was made, and what later rows say of it."""

from dataclasses import dataclass

from hiring.domain.training.exclusion import CertifiedExclusion, ExclusionEvidence, UncertifiedExclusion
from hiring.domain.training.promise_in_time import JudgementInTime, PromiseRequired
from hiring.domain.training.threshold import Certified, Evidence, Uncertified

__all__ = [
    "Certificate",
    "ExclusionCertificate",
    "ExclusionInTime",
    "PrecisionInTime",
    "PromisesInTime",
    "certificate_of",
    "exclusion_certificate_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Whether the promise is certified, and the evidence for the chosen threshold, or the best one found."""

    certified: bool
    min_precision: float
    confidence: float
    people: int
    evidence: Evidence | None

    @property
    def verdict(self) -> Certified | Uncertified:
        """The recorded verdict."""
        minimum, confidence, people = self.min_precision, self.confidence, self.people
        if self.certified and self.evidence is not None:
            return Certified(
                min_precision=minimum, confidence=confidence, people=people, evidence=self.evidence
            )
        return Uncertified(min_precision=minimum, confidence=confidence, people=people, best=self.evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionCertificate:
    """Whether the exclusion promise is certified, and the evidence for its score, or for the best found.

    It helps to plan. Nothing rejects a person by it.
    """

    certified: bool
    max_hired: float
    confidence: float
    people: int
    evidence: ExclusionEvidence | None

    @property
    def verdict(self) -> CertifiedExclusion | UncertifiedExclusion:
        """The recorded verdict."""
        most, confidence, people = self.max_hired, self.confidence, self.people
        if self.certified and self.evidence is not None:
            return CertifiedExclusion(
                max_hired=most, confidence=confidence, people=people, evidence=self.evidence
            )
        return UncertifiedExclusion(max_hired=most, confidence=confidence, people=people, best=self.evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecisionInTime:
    """The certificate of the threshold, held against later rows.

    Args:
        past: The one that the same procedure gave on the past alone; None where it could not be run.
        judgement: What later rows say of that.
        withdrawn: The one on all rows that was taken away for it; None: none was.
    """

    past: Certificate | None
    judgement: JudgementInTime
    withdrawn: Certificate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionInTime:
    """The exclusion promise, held against later rows: as `PrecisionInTime`."""

    past: ExclusionCertificate | None
    judgement: JudgementInTime
    withdrawn: ExclusionCertificate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisesInTime:
    """What later rows say of both promises.

    Args:
        required: What they must say of a certificate that is to stand.
        cut: First day of the later period, ISO; None if no row has a date.
        rows: How many later rows were asked, one a person or a vaga.
        reason: Why none could be asked, or None.
        precision: Of the threshold.
        exclusion: Of the exclusion.
    """

    required: PromiseRequired
    cut: str | None
    rows: int
    reason: str | None
    precision: PrecisionInTime
    exclusion: ExclusionInTime


def certificate_of(verdict: Certified | Uncertified) -> Certificate:
    """The verdict, to be recorded.

    >>> verdict = Uncertified(min_precision=0.8, confidence=0.9, people=200, best=None)
    >>> certificate_of(verdict).certified, certificate_of(verdict).verdict == verdict
    (False, True)
    """
    return Certificate(
        certified=isinstance(verdict, Certified),
        min_precision=verdict.min_precision,
        confidence=verdict.confidence,
        people=verdict.people,
        evidence=verdict.evidence if isinstance(verdict, Certified) else verdict.best,
    )


def exclusion_certificate_of(verdict: CertifiedExclusion | UncertifiedExclusion) -> ExclusionCertificate:
    """The verdict, to be recorded.

    >>> verdict = UncertifiedExclusion(max_hired=0.1, confidence=0.9, people=200, best=None)
    >>> exclusion_certificate_of(verdict).verdict == verdict
    True
    """
    return ExclusionCertificate(
        certified=isinstance(verdict, CertifiedExclusion),
        max_hired=verdict.max_hired,
        confidence=verdict.confidence,
        people=verdict.people,
        evidence=verdict.evidence if isinstance(verdict, CertifiedExclusion) else verdict.best,
    )
