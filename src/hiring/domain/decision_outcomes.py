"""What became of a decision in the end: of all reports about it, the one that counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hiring.domain.decisions import Decision
from hiring.domain.feedback import Feedback

__all__ = ["DecisionOutcome", "outcome_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionOutcome:
    """A decision with the outcome that counts: of all reports about it the one with the latest day.

    Of several with that day, the one that was reported last.

    Args:
        request_id: Of the decision, as all before `hired`.
        client: Name of its client; empty without keys.
        at: When it was made, UTC.
        codigo_profissional: Whom it was about, if the caller said.
        vaga_codigo: For which vaga, if it was for one.
        score: Calibrated probability of being hired.
        approved: Whether score >= threshold.
        threshold: Of the model at that moment.
        model_version: The version that answered.
        profile: Name of the feature profile.
        hired: What happened.
        outcome_at: When, a day in UTC.
        first_reported_at: When the first report about this decision came, UTC, whatever it said.
    """

    request_id: str
    client: str
    at: datetime
    codigo_profissional: int | None
    vaga_codigo: int | None
    score: float
    approved: bool
    threshold: float
    model_version: str
    profile: str
    hired: bool
    outcome_at: date
    first_reported_at: datetime


def outcome_of(decision: Decision, reports: Sequence[Feedback]) -> DecisionOutcome:
    """The outcome that counts of a decision.

    >>> from datetime import UTC
    >>> from hiring.domain.feedback import OutcomeReport, add_feedback
    >>> noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    >>> decision = Decision(
    ...     request_id="r1", at=noon, codigo_profissional=31001, score=0.4, approved=False, threshold=0.6,
    ...     operating_mode="prec80", model_path="m.joblib", model_version="v1", payload={}, body_digest="a1",
    ...     profile="candidate",
    ... )
    >>> reports = [
    ...     OutcomeReport(request_id="r1", hired=hired, outcome_at=day, at=noon, reporter="ana")
    ...     for hired, day in ((True, date(2026, 11, 30)), (False, date(2026, 11, 23)))
    ... ]
    >>> rows, _ = add_feedback([(report, ("r1", "")) for report in reports], {})
    >>> outcome_of(decision, rows).hired
    True

    Args:
        decision: What they are about.
        reports: At least one, in the order in which they were kept.
    """
    _, counts = max(enumerate(reports), key=lambda placed: (placed[1].outcome_at, placed[0]))
    return DecisionOutcome(
        request_id=decision.request_id,
        client=decision.client.name,
        at=decision.at,
        codigo_profissional=decision.codigo_profissional,
        vaga_codigo=decision.vaga_codigo,
        score=decision.score,
        approved=decision.approved,
        threshold=decision.threshold,
        model_version=decision.model_version,
        profile=decision.profile,
        hired=counts.hired,
        outcome_at=counts.outcome_at,
        first_reported_at=min(report.at for report in reports),
    )
