"""How good the answers were, once outcomes are known, against what the model promised."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import numpy as np

from hiring.domain.decision_outcomes import DecisionOutcome
from hiring.domain.defaults import MATURITY
from hiring.domain.evaluation.intervals import Interval, share_interval
from hiring.domain.evaluation.metrics import calibration_bins, expected_calibration_error
from hiring.domain.monitoring.quality.outcomes import counts_from, independent_outcomes
from hiring.domain.monitoring.quality.promise import PromiseEvidence, promise_evidence
from hiring.domain.records import Bools, Floats

__all__ = ["AnswerQuality", "Answers", "CalibrationBin", "quality_of_answers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a version has answered, whatever became of it.

    Args:
        model_version: Whose answers.
        given: How many answers.
        approved: How many of them approved the person.
        matured: How many of the approved are at least as old as the maturity window.
        approved_score: Sum of the scores of the approved.
    """

    model_version: str
    given: int
    approved: int
    matured: int
    approved_score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationBin:
    """People whose score lay in the same tenth of [0, 1].

    Args:
        people: How many have an outcome that may be counted.
        score: Their average score.
        hired: How many of them were hired.
    """

    people: int
    score: float
    hired: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuality:
    """Of one version.

    Args:
        answers: How many there are, and whose.
        known: Of the matured approved ones, how many outcomes are known.
        hired: How many of these people were hired.
        interval: Of the precision, 95 %, by one outcome of each vaga; None without any.
        counted: How many outcomes that is.
        counted_hired: How many of them were hirings.
        expected: Average score of the approved, which is their precision if the scores are calibrated; None
            of nobody.
        calibration: Of all whose outcome may be counted, approved or not; empty tenths are left out.
        calibration_error: Average distance between score and share hired; None of nobody.
        promise: Evidence that the promised precision is broken; None where nothing was promised.
    """

    answers: Answers
    known: int
    hired: int
    interval: Interval | None
    counted: int
    counted_hired: int
    expected: float | None
    calibration: tuple[CalibrationBin, ...]
    calibration_error: float | None
    promise: PromiseEvidence | None

    @property
    def precision(self) -> float | None:
        """Hired among the matured approved people with a known outcome."""
        return self.hired / self.known if self.known else None

    def to_json(self) -> dict[str, object]:
        """Plain numbers, to be stored and shown."""
        broken = self.promise is not None and self.promise.broken
        return {**asdict(self), "precision": self.precision, "broken": broken}


def quality_of_answers(
    answers: Answers,
    outcomes: Sequence[DecisionOutcome],
    *,
    promised: float | None,
    now: datetime,
    maturity: timedelta = MATURITY,
) -> AnswerQuality:
    """Precision of the approved with an interval, calibration, and the evidence against the promise.

    Only outcomes of answers that are older than the maturity window count: earlier ones are mostly refusals.

    >>> from datetime import UTC
    >>> answered = datetime(2026, 1, 5, 12, tzinfo=UTC)
    >>> outcomes = [
    ...     DecisionOutcome(
    ...         request_id=f"r{number}", client="", at=answered, codigo_profissional=number, vaga_codigo=None,
    ...         score=0.9, approved=True, threshold=0.8, model_version="v1", profile="candidate",
    ...         hired=number < 8, outcome_at=answered.date(), first_reported_at=answered + timedelta(days=40),
    ...     )
    ...     for number in range(10)
    ... ]
    >>> answers = Answers(model_version="v1", given=30, approved=12, matured=12, approved_score=10.6)
    >>> quality = quality_of_answers(
    ...     answers, outcomes, promised=0.8, now=answered + timedelta(days=100)
    ... )
    >>> quality.precision, round(quality.interval.low, 2), round(quality.expected, 2), quality.promise.broken
    (0.8, 0.44, 0.88, False)

    Args:
        answers: How many there are, and whose.
        outcomes: Those that are known of this version's answers, approved or not.
        promised: The minimum precision that was certified.
        now: When this is looked at.
        maturity: How long an outcome is waited for.
    """
    matured = [each for each in outcomes if counts_from(each, maturity) <= now]
    approved = [each for each in matured if each.approved]
    counted = independent_outcomes([each for each in outcomes if each.approved], maturity=maturity, now=now)
    hirings = [each.hired for each in counted]
    scores = np.array([each.score for each in matured], dtype=np.float64)
    hired = np.array([each.hired for each in matured], dtype=bool)
    return AnswerQuality(
        answers=answers,
        known=len(approved),
        hired=sum(each.hired for each in approved),
        interval=share_interval(sum(hirings), len(hirings)),
        counted=len(hirings),
        counted_hired=sum(hirings),
        expected=answers.approved_score / answers.approved if answers.approved else None,
        calibration=tuple(_bins(scores, hired)),
        calibration_error=expected_calibration_error(scores, hired) if matured else None,
        promise=None if promised is None else promise_evidence(hirings, promised=promised),
    )


def _bins(scores: Floats, hired: Bools) -> list[CalibrationBin]:
    return [
        CalibrationBin(people=len(here), score=float(scores[here].mean()), hired=int(hired[here].sum()))
        for here in calibration_bins(scores)
    ]
