"""What a training recorded: the grounds on which a model makes its promise."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from hiring.domain.evaluation.evaluation import Intervals
from hiring.domain.evaluation.leakage import Leakage
from hiring.domain.evaluation.metrics import Quality
from hiring.domain.training.fitting import Fitting
from hiring.domain.training.threshold import Certified, Evidence, Uncertified

__all__ = [
    "Certificate",
    "JsonValue",
    "LeakageAcceptance",
    "ManualThreshold",
    "OutOfTimeEvaluation",
    "PartCounts",
    "PartitionTerms",
    "TrainingRecord",
    "certificate_of",
]

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionTerms:
    """What decided who belongs to which part; no codes.

    Args:
        salt: Of the partition.
        shares: Of the people, by part; None if unknown.
    """

    salt: str
    shares: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartCounts:
    """What one part consisted of: gold rows, people, and rows of people who were hired."""

    rows: int
    people: int
    hired: int


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


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfTimeEvaluation:
    """The result of the test on later people.

    Args:
        cut: First day of the later period, ISO; None if no row has a date.
        fitted: Rows of the earlier period.
        undated: Rows without a date, which take no part.
        seen: Later rows that were left out because the person is in the earlier period too.
        reason: Why there could be no test, or None.
        quality: On one later row per person; None if there was no test.
        intervals: Of its measures; None with it. Nothing is certified for later people.
    """

    cut: str | None = None
    fitted: int = 0
    undated: int
    seen: int = 0
    reason: str | None
    quality: Quality | None = None
    intervals: Intervals | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakageAcceptance:
    """Somebody let a version serve in spite of its alarm; `at` is ISO 8601."""

    actor: str | None
    reason: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualThreshold:
    """Somebody chose the threshold by hand, of the version named `of`; `at` is ISO 8601."""

    of: str
    threshold: float
    actor: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRecord:
    """The grounds of a model. What is unknown is None: an older or another program wrote the record.

    Args:
        seed: Of every draw.
        trained_by: Who started the training.
        partition: Who belongs to which part.
        rows: Counts by part.
        data_fingerprint: Of the gold table that it was trained on.
        fitting: How the model was built.
        certificate: For the threshold that training found; a threshold chosen by hand has none.
        test: Quality on people it has not seen.
        out_of_time: Quality of the same settings on later people.
        leakage: Whether anything is too good to be true.
        leakage_accepted: Who accepted the alarm while training.
        manual: Who chose the threshold, if it is not the one that training found.
        other: Anything else in the record, or in another form: kept and shown, never used.
    """

    seed: int | None = None
    trained_by: str | None = None
    partition: PartitionTerms | None = None
    rows: Mapping[str, PartCounts] | None = None
    data_fingerprint: str | None = None
    fitting: Fitting | None = None
    certificate: Certificate | None = None
    test: Quality | None = None
    out_of_time: OutOfTimeEvaluation | None = None
    leakage: Leakage | None = None
    leakage_accepted: LeakageAcceptance | None = None
    manual: ManualThreshold | None = None
    other: Mapping[str, JsonValue] = field(default_factory=dict)

    def with_manual(self, manual: ManualThreshold) -> Self:
        """The record of the same model under a threshold that somebody chose."""
        other = {name: value for name, value in self.other.items() if name != "manual"}
        return replace(self, manual=manual, other=other)
