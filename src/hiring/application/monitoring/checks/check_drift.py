"""The last 24 hours against the baseline: how much was asked, what moved, and how right the answers were."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Final

from hiring.application.ports.clock import Clock
from hiring.application.ports.logs import AlertLog, AnswerCounts, BaselineLog, FeedbackLog
from hiring.domain.decisions import Alert, Baseline
from hiring.domain.errors import BaselineMissing
from hiring.domain.monitoring.drift.baseline import BaselineRates
from hiring.domain.monitoring.drift.counts import ColumnCounts, CountQuery, HourVolume, columns_total
from hiring.domain.monitoring.drift.findings import DriftFinding
from hiring.domain.monitoring.drift.rules import ENOUGH
from hiring.domain.monitoring.drift.simple import drift_findings

WINDOW: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """One hour's answers; `start` is UTC."""

    start: datetime
    volume: int
    mean_score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RealisedPrecision:
    """Of the approved answers of the window, those whose outcome is known; None with none."""

    approved: int
    known: int
    hired: int

    @property
    def precision(self) -> float | None:
        """Hired among the approved with a known outcome."""
        return self.hired / self.known if self.known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyReport:
    """What `monitor daily` says of start <= ts < end; without answers there is no data, and no verdict."""

    start: datetime
    end: datetime
    volume: int
    hours: tuple[Hour, ...]
    findings: tuple[DriftFinding, ...]
    new_alerts: int
    precision: RealisedPrecision

    @property
    def enough(self) -> bool:
        """Whether there were answers enough for a verdict."""
        return self.volume >= ENOUGH

    @property
    def alerts(self) -> tuple[DriftFinding, ...]:
        """The findings that fired."""
        return tuple(finding for finding in self.findings if finding.fired)


ColumnsOf = Callable[[str, str], tuple[str, ...] | None]
"""The features of a version and profile in the order of its typed rows; None where nobody knows it."""


def unknown_columns(_version: str, _profile: str) -> None:
    """Nobody knows the order of any version's columns: rows are counted by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDrift:
    """Compare the answers of a day with the latest baseline, and keep the alerts, each once.

    Args:
        columns_of: What lets typed rows be counted by place, which is many times quicker than by name.
    """

    log: AnswerCounts
    baselines: BaselineLog
    alerts: AlertLog
    feedback: FeedbackLog
    clock: Clock
    columns_of: ColumnsOf = unknown_columns

    def __call__(self, end: datetime, window: timedelta = WINDOW) -> DailyReport:
        """The hours before `end`, half-open.

        Raises:
            BaselineMissing: Nothing to compare with.
        """
        baseline = self.baselines.latest()
        if baseline is None:
            raise BaselineMissing
        start = end - window
        volumes = self.log.volumes(start, end)
        report = DailyReport(
            start=start,
            end=end,
            volume=sum(volume.answers for volume in volumes),
            hours=hours_of(volumes),
            findings=self._findings(baseline, volumes, start, end),
            new_alerts=0,
            precision=self._precision(volumes, start, end),
        )
        new_alerts = self.alerts.append(alerts_of(report, baseline, self.clock()))
        return replace(report, new_alerts=new_alerts)

    def _findings(
        self, baseline: Baseline, volumes: Sequence[HourVolume], start: datetime, end: datetime
    ) -> tuple[DriftFinding, ...]:
        if not volumes:
            return ()
        columns = self._columns(baseline, volumes, start, end)
        means = {name: each.total / each.known if each.known else None for name, each in columns.items()}
        known = {name: each.known for name, each in columns.items()}
        answers = sum(volume.answers for volume in volumes)
        return tuple(drift_findings(baseline.stats, means, known, answers=answers))

    def _columns(
        self, baseline: Baseline, volumes: Sequence[HourVolume], start: datetime, end: datetime
    ) -> dict[str, ColumnCounts]:
        """Of each feature, what all versions together were asked about it."""
        edges = {} if baseline.rates is None else BaselineRates.from_json(baseline.rates).edges
        parts: defaultdict[str, list[ColumnCounts]] = defaultdict(list)
        for version, profile in sorted({(volume.model_version, volume.profile) for volume in volumes}):
            columns = self.columns_of(version, profile)
            query = CountQuery(
                model_version=version,
                profile=profile,
                columns=tuple(baseline.stats) if columns is None else columns,
                typed=columns is not None,
                edges=edges,  # as complete days are counted: a window that is one of them is counted once
            )
            for day in self.log.count(query, start, end):
                for name, counts in day.columns.items():
                    parts[name].append(replace(counts, above=()))
        return {name: columns_total(each) for name, each in parts.items()}

    def _precision(self, volumes: Sequence[HourVolume], start: datetime, end: datetime) -> RealisedPrecision:
        known = hired = 0
        for chunk in self.feedback.outcomes(start, end):
            outcomes = [outcome.hired for outcome in chunk if outcome.approved]
            known, hired = known + len(outcomes), hired + sum(outcomes)
        approved = sum(volume.approved for volume in volumes)
        return RealisedPrecision(approved=approved, known=known, hired=hired)


def hours_of(volumes: Iterable[HourVolume]) -> tuple[Hour, ...]:
    """All versions' answers of each hour together; the volumes are oldest first."""
    return tuple(
        Hour(start=start, volume=answers, mean_score=sum(each.total_score for each in found) / answers)
        for start, volumes_of_hour in groupby(volumes, key=attrgetter("hour"))
        if (found := list(volumes_of_hour)) and (answers := sum(each.answers for each in found))
    )


def alerts_of(report: DailyReport, baseline: Baseline, now: datetime) -> list[Alert]:
    """The findings that fired, as rows of `drift_alerts`."""
    return [
        Alert(
            created_at=now,
            window_start=report.start,
            window_end=report.end,
            model_path=baseline.model_path,
            feature=finding.feature,
            rule=finding.rule,
            base=finding.base,
            now=finding.now,
            change=finding.change,
        )
        for finding in report.alerts
    ]
