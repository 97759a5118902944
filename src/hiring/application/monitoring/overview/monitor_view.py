"""All that the page of monitoring shows, already computed; as JSON it is the same."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from hiring.domain.evaluation.intervals import Interval
from hiring.domain.monitoring.alerts import AlertEvent, AlertStatus
from hiring.domain.monitoring.drift.findings import DriftVerdict
from hiring.domain.monitoring.drift.indicators import IndicatorKind
from hiring.domain.monitoring.overview.outlook import Quiet, Sensitivity
from hiring.domain.monitoring.overview.timeline import Share, TimelinePoint
from hiring.domain.monitoring.retraining import Retraining


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What an indicator is about, as people read it.

    Args:
        indicator: Its name.
        feature: Whose values are counted; `score` and `aprovado` for what is no feature.
        kind: What is counted of it; None for what is no indicator, such as the promised precision.
        edge: Of amounts and scores, the value that is to be exceeded.
        pt: The feature in Portuguese.
        en: The feature in English.
    """

    indicator: str
    feature: str
    kind: IndicatorKind | None
    edge: float | None
    pt: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertView:
    """An alert that is not ended.

    Args:
        id: As commands take it.
        label: What moved.
        rule: That fired.
        status: What it is now.
        base: What it was in the baseline.
        now: What it has been since it began, if it is still so on the last day checked; else what it was when
            it was found last.
        change: By how much it moved, in the rule's unit.
        interval: Of the change, 95 %; None where it is not so any more.
        since: When the change is thought to have begun.
        found: How many times.
        last_found: When last.
        lasting: Whether it was so on the last day checked; None where that day does not say.
        events: What was done about it, oldest first.
    """

    id: str
    label: Label
    rule: str
    status: AlertStatus
    base: float | None
    now: float | None
    change: float | None
    interval: Interval | None
    since: date
    found: int
    last_found: datetime
    lasting: bool | None
    events: tuple[AlertEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A version began to serve."""

    at: datetime
    model_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Volume, scores, decisions and missing values.

    Args:
        lines: Of each line of rates what it is of: `approved`, `high_scores`, `unknown`.
        points: By day, older ones by week.
        markers: Of the time that the points span.
    """

    lines: Mapping[str, Label]
    points: tuple[TimelinePoint, ...]
    markers: tuple[Marker, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationView:
    """People whose score lay in the same tenth."""

    people: int
    score: float
    hired: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityView:
    """How good one version's answers were, when that was checked last.

    Args:
        model_version: Whose.
        checked_at: When.
        given: Answers.
        approved: How many of them approved the person.
        matured: How many of the approved are old enough for their outcome to count.
        known: Of how many of those it is known.
        hired: How many of these were hired.
        precision: Their share.
        interval: Of it, 95 %.
        expected: Average score of the approved, which is the precision to be expected.
        promised: The minimum precision; None where nothing was promised.
        outcomes: How many are evidence: one of each vaga.
        outcomes_hired: How many of them were hirings.
        evidence: Against the promise; 1 is none, and 100 breaks it.
        broken: Whether it was ever broken.
        calibration: By tenths of the score.
    """

    model_version: str
    checked_at: datetime
    given: int
    approved: int
    matured: int
    known: int
    hired: int
    precision: float | None
    interval: Interval | None
    expected: float | None
    promised: float | None
    outcomes: int
    outcomes_hired: int
    evidence: float | None
    broken: bool
    calibration: tuple[CalibrationView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorView:
    """One rate that is watched.

    Args:
        label: What of.
        base: Rate of the baseline.
        now: Since the change began, where it has drifted; else of the last 28 days.
        change: By how much it moved.
        interval: Of the change, 95 %.
        verdict: Of the last day.
        evidence: Of a change, as a share of what an alarm takes.
        since: When the change began.
        trend: Its rate on each of the last days; None where there was no answer.
    """

    label: Label
    base: float
    now: Share
    change: float | None
    interval: Interval | None
    verdict: DriftVerdict
    evidence: float
    since: date | None
    trend: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Values from one edge of the baseline up to the next; None is open.

    Args:
        above: The lower edge, which is not in it.
        upto: The upper edge, which is.
        base: Share of the baseline.
        now: Share of the last days; None of none.
    """

    above: float | None
    upto: float | None
    base: float
    now: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureView:
    """A feature, the score or the decision, with all that is watched of it; the most suspicious first."""

    feature: str
    pt: str
    en: str
    indicators: tuple[IndicatorView, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogHealth:
    """What is known of the audit log without reading it.

    Args:
        last_day: The last one that was checked.
        checked_at: When it was.
        days_late: Complete days that have not been checked since.
        days: How many have answers.
        gaps: Days between the first and the last without any.
        answers: In all of them.
        unmatched: Reported outcomes that are about no decision.
    """

    last_day: date | None
    checked_at: datetime | None
    days_late: int
    days: int
    gaps: int
    answers: int
    unmatched: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorView:
    """What the page shows.

    Args:
        at: When it was made.
        profile: Name of the feature profile whose models are described.
        serves: The version that was deployed last; None where none was.
        watched: The version whose answers are shown in detail: what serves, or who answered last.
        baseline_at: When the baseline was recorded that its last day was compared with.
        quiet: Since when nothing is alarming; None while something is, or before the first day.
        alerts: That are not ended, worst first.
        ended: How many others there were.
        sensitivity: None before the first day.
        retraining: Whether to train again.
        timeline: Over all versions.
        quality: Of each version, what serves first.
        features: Of the watched version, worst first.
        log: Its health.
        baselines: How many were recorded.
    """

    at: datetime
    profile: str
    serves: str | None
    watched: str | None
    baseline_at: datetime | None
    quiet: Quiet | None
    alerts: tuple[AlertView, ...]
    ended: int
    sensitivity: Sensitivity | None
    retraining: Retraining
    timeline: Timeline
    quality: tuple[QualityView, ...]
    features: tuple[FeatureView, ...]
    log: LogHealth
    baselines: int

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        plain: dict[str, Any] = _plain(self)
        return plain


def _plain(value: Any) -> Any:  # noqa: ANN401  # any part of the view
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, Interval):
        return list(value)
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
