"""What became of people in the end: reports of it, and the decisions that they are about."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum

from hiring.domain.decisions import DecisionKey

__all__ = [
    "Feedback",
    "FeedbackResult",
    "FeedbackState",
    "OutcomeReport",
    "Unmatched",
    "add_feedback",
    "day_after",
    "match_of_request",
    "subject_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeReport:
    """What somebody says became of a decision, by its request id, or of a person, with or without a vaga.

    Args:
        request_id: Of the decision; None where a person is named.
        client: Whose request id; None for the answers without a key, or else the only client who has used it.
        codigo_profissional: The person; None where a decision is named.
        vaga_codigo: The vaga, if the person was decided for one.
        hired: What happened.
        outcome_at: When it happened, a day in UTC.
        at: When it was reported, UTC.
        reporter: Who reported it.
    """

    request_id: str | None = None
    client: str | None = None
    codigo_profissional: int | None = None
    vaga_codigo: int | None = None
    hired: bool
    outcome_at: date
    at: datetime
    reporter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """A report that is kept: a row of `feedback`.

    Args:
        at: When it was reported, UTC.
        codigo_profissional: As reported.
        hired: As reported.
        request_id: As reported.
        vaga_codigo: As reported.
        outcome_at: As reported, a day in UTC.
        reporter: Who reported it: a client's name, or whoever worked at the command line.
        decision_request_id: Of the decision that it is about; None for none.
        decision_client: The client of that decision; None for none.
        subject: What it is about, as one text; see `subject_of`.
    """

    at: datetime
    codigo_profissional: int | None
    hired: bool
    request_id: str | None
    vaga_codigo: int | None
    outcome_at: date
    reporter: str
    decision_request_id: str | None
    decision_client: str | None
    subject: str


class Unmatched(Enum):
    """Why a report is about no decision."""

    NO_DECISION = "no-decision"
    """None is logged under this request id, or about this person and vaga."""
    BEFORE_DECISION = "before-decision"
    """There is one, and it was made after the day of the outcome."""
    SEVERAL_CLIENTS = "several-clients"
    """Several clients have used the request id, and none was named."""


class FeedbackState(Enum):
    """What became of a report."""

    STORED = "stored"
    REPEATED = "repeated"
    """The same outcome of the same subject was there: nothing was stored."""
    CORRECTED = "corrected"
    """Another outcome of the same subject was there: both are kept, and the later one counts."""
    UNMATCHED = "unmatched"
    """It is stored, and no decision is known that it is about: it counts for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackResult:
    """What became of a report; `unmatched` wherever it is about no decision, be it repeated or not."""

    state: FeedbackState
    unmatched: Unmatched | None = None


Match = DecisionKey | Unmatched
"""The decision that a report is about, or why there is none."""

Outcome = tuple[bool, date]
"""Whether hired, and when."""


def day_after(outcome_at: date) -> datetime:
    """The first moment after this day in UTC: decisions before it were there when the day ended.

    >>> day_after(date(2026, 11, 23))
    datetime.datetime(2026, 11, 24, 0, 0, tzinfo=datetime.timezone.utc)
    """
    return datetime.combine(outcome_at + timedelta(days=1), time(), UTC)


def match_of_request(report: OutcomeReport, logged: Mapping[str, datetime]) -> Match:
    """The decision under a report's request id.

    >>> from dataclasses import replace
    >>> noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    >>> report = OutcomeReport(
    ...     request_id="r1", hired=True, outcome_at=date(2026, 11, 23), at=noon, reporter="ana"
    ... )
    >>> match_of_request(report, {"ats": noon})
    ('r1', 'ats')
    >>> match_of_request(replace(report, client="portal"), {"ats": noon})
    <Unmatched.NO_DECISION: 'no-decision'>
    >>> match_of_request(replace(report, outcome_at=date(2026, 11, 22)), {"ats": noon})
    <Unmatched.BEFORE_DECISION: 'before-decision'>

    Args:
        report: It has a request id.
        logged: When the decisions under that id were made, by the names of their clients.
    """
    client = report.client
    if client is None:
        if len(logged) > 1 and "" not in logged:
            return Unmatched.SEVERAL_CLIENTS
        client = "" if "" in logged else next(iter(logged), "")
    if report.request_id is None or client not in logged:
        return Unmatched.NO_DECISION
    if logged[client] >= day_after(report.outcome_at):
        return Unmatched.BEFORE_DECISION
    return report.request_id, client


def subject_of(report: OutcomeReport, match: Match) -> str:
    """What a report is about: the decision, or else what it names. Reports of one subject correct each other.

    >>> report = OutcomeReport(
    ...     codigo_profissional=31001, vaga_codigo=4530, hired=True, outcome_at=date(2026, 11, 23),
    ...     at=datetime(2026, 11, 23, 12, tzinfo=UTC), reporter="ana",
    ... )
    >>> subject_of(report, ("r1", "ats")), subject_of(report, Unmatched.NO_DECISION)
    ('decision ats r1', 'person 31001 4530')
    """
    if not isinstance(match, Unmatched):
        request_id, client = match
        return f"decision {client} {request_id}"
    if report.request_id is not None:
        return f"request {report.client or ''} {report.request_id}"
    vaga = "" if report.vaga_codigo is None else f" {report.vaga_codigo}"
    return f"person {report.codigo_profissional}{vaga}"


def add_feedback(
    reports: Sequence[tuple[OutcomeReport, Match]], before: Mapping[str, Collection[Outcome]]
) -> tuple[list[Feedback], list[FeedbackResult]]:
    """The rows that are new, and what became of each report, as if one came after the other.

    >>> from dataclasses import replace
    >>> hired = OutcomeReport(
    ...     request_id="r1", hired=True, outcome_at=date(2026, 11, 23),
    ...     at=datetime(2026, 11, 23, 12, tzinfo=UTC), reporter="ana",
    ... )
    >>> not_hired = replace(hired, hired=False)
    >>> rows, results = add_feedback([(each, ("r1", "")) for each in (hired, hired, not_hired)], {})
    >>> [row.hired for row in rows], [result.state.value for result in results]
    ([True, False], ['stored', 'repeated', 'corrected'])

    Args:
        reports: With the decisions that they are about.
        before: The outcomes that are stored, by subject; of other subjects there may be some too.
    """
    known = {subject: set(outcomes) for subject, outcomes in before.items()}
    rows: list[Feedback] = []
    results: list[FeedbackResult] = []
    for report, match in reports:
        row = _row(report, match)
        outcomes = known.setdefault(row.subject, set())
        unmatched = match if isinstance(match, Unmatched) else None
        results.append(FeedbackResult(state=_state(row, outcomes, unmatched), unmatched=unmatched))
        if results[-1].state is not FeedbackState.REPEATED:
            rows.append(row)
            outcomes.add((row.hired, row.outcome_at))
    return rows, results


def _state(row: Feedback, outcomes: Collection[Outcome], unmatched: Unmatched | None) -> FeedbackState:
    if (row.hired, row.outcome_at) in outcomes:
        return FeedbackState.REPEATED
    if unmatched is not None:
        return FeedbackState.UNMATCHED
    return FeedbackState.CORRECTED if outcomes else FeedbackState.STORED


def _row(report: OutcomeReport, match: Match) -> Feedback:
    request_id, client = (None, None) if isinstance(match, Unmatched) else match
    return Feedback(
        at=report.at,
        codigo_profissional=report.codigo_profissional,
        hired=report.hired,
        request_id=report.request_id,
        vaga_codigo=report.vaga_codigo,
        outcome_at=report.outcome_at,
        reporter=report.reporter,
        decision_request_id=request_id,
        decision_client=client,
        subject=subject_of(report, match),
    )
