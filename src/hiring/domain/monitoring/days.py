"""What is kept of a day that was checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hiring.domain.monitoring.drift.evidence import EvidenceJson

__all__ = ["DayCheck", "QualityCheck", "latest_checks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCheck:
    """One version's answers on a complete UTC day: a row of `monitor_day`.

    Args:
        day: Its first moment, UTC.
        checked_at: When it was counted.
        model_version: Who answered.
        profile: Of its features.
        baseline_at: When the baseline was recorded that it is compared with.
        answers: How many there were; at least 1.
        approved: How many of them approved the person.
        score_total: Sum of their scores.
        approved_total: Sum of the scores of the approved.
        counts: By indicator: in how many answers it held, of how many where it is known.
        evidence: By indicator: what the detector keeps from this day to the next.
        findings: By indicator: what the detector says at the end of the day.
    """

    day: datetime
    checked_at: datetime
    model_version: str
    profile: str
    baseline_at: datetime
    answers: int
    approved: int
    score_total: float
    approved_total: float
    counts: Mapping[str, Sequence[int]]
    evidence: EvidenceJson
    findings: Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityCheck:
    """How good one version's answers were: a row of `monitor_quality`; see `AnswerQuality.to_json`."""

    checked_at: datetime
    model_version: str
    quality: Mapping[str, object]


def latest_checks(checks: Sequence[DayCheck]) -> list[DayCheck]:
    """Of each day and version the check that counts, the last one; by day.

    >>> from dataclasses import replace
    >>> from datetime import UTC, timedelta
    >>> moment = datetime(2026, 11, 23, tzinfo=UTC)
    >>> first = DayCheck(
    ...     day=moment, checked_at=moment + timedelta(days=1), model_version="v1", profile="candidate",
    ...     baseline_at=moment, answers=30, approved=3, score_total=9.0, approved_total=2.4, counts={},
    ...     evidence={"day": "", "figures": {}}, findings={},
    ... )
    >>> again = replace(first, checked_at=moment + timedelta(days=2), answers=31)
    >>> [check.answers for check in latest_checks([again, first])]
    [31]
    """
    latest = {}
    for check in sorted(checks, key=lambda each: (each.day, each.checked_at)):
        latest[check.day, check.model_version, check.profile] = check
    return list(latest.values())
