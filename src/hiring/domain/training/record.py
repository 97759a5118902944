"""What a training recorded: the grounds on which a model makes its promise."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from hiring.domain.evaluation.evaluation import Intervals
from hiring.domain.evaluation.leakage import Leakage
from hiring.domain.evaluation.metrics import Quality
from hiring.domain.training.certificates import Certificate, ExclusionCertificate, PromisesInTime
from hiring.domain.training.fitting import Fitting
from hiring.domain.training.knowledge import Knowledge
from hiring.domain.training.units import Unit

__all__ = [
    "JsonValue",
    "LeakageAcceptance",
    "ManualThreshold",
    "OutOfTimeEvaluation",
    "PartCounts",
    "PartitionTerms",
    "TrainingRecord",
]

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionTerms:
    """What decided who belongs to which part; no codes.

    Args:
        salt: Of the partition.
        shares: Of the people or vagas, by part; None if unknown.
        unit: Of what each has one part, with all its rows.
    """

    salt: str
    shares: Mapping[str, float] | None = None
    unit: Unit = Unit.PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class PartCounts:
    """What one part consisted of.

    Args:
        rows: Of the gold table.
        people: How many they are about.
        hired: Rows of people who were hired.
        vagas: How many they are about; None where people are partitioned.
        known: Rows that were left out of the draw, because the model knows their person from another part;
            None where people are partitioned.
    """

    rows: int
    people: int
    hired: int
    vagas: int | None = None
    known: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfTimeEvaluation:
    """The result of the test on later people, or vagas.

    Args:
        cut: First day of the later period, ISO; None if no row has a date.
        fitted: Rows of the earlier period.
        undated: Rows without a date, which take no part.
        seen: Later rows that were left out because the person, or vaga, is in the earlier period too.
        reason: Why there could be no test, or None.
        quality: On one later row per person, or vaga; None if there was no test.
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
        certificate: For the threshold that training found; a threshold chosen by hand has none. One that
            later rows took away is not certified here, and stands in `in_time`.
        exclusion: The exclusion promise, by the same rule. Nothing rejects a person by it.
        in_time: What later rows say of both promises.
        test: Quality on people it has not seen.
        out_of_time: Quality of the same settings on later people.
        leakage: Whether anything is too good to be true.
        knowledge: What it knows about the person; of a profile that reads vagas alone.
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
    exclusion: ExclusionCertificate | None = None
    in_time: PromisesInTime | None = None
    test: Quality | None = None
    out_of_time: OutOfTimeEvaluation | None = None
    leakage: Leakage | None = None
    knowledge: Knowledge | None = None
    leakage_accepted: LeakageAcceptance | None = None
    manual: ManualThreshold | None = None
    other: Mapping[str, JsonValue] = field(default_factory=dict)

    @property
    def unit(self) -> Unit:
        """Of what there are parts, and one row each where something is judged."""
        return Unit.PERSON if self.partition is None else self.partition.unit

    def with_manual(self, manual: ManualThreshold) -> Self:
        """The record of the same model under a threshold that somebody chose."""
        other = {name: value for name, value in self.other.items() if name != "manual"}
        return replace(self, manual=manual, other=other)
