"""The last 24 hours against the baseline: how much was asked, what moved, and how right the answers were."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, TypeVar

from hiring.application.ports.clock import Clock
from hiring.application.ports.logs import AlertLog, BaselineLog, FeedbackLog, InferenceLog
from hiring.domain.decisions import Alert, Baseline, Decision
from hiring.domain.errors import BaselineMissing
from hiring.domain.monitoring.findings import DriftFinding
from hiring.domain.monitoring.rules import ENOUGH
from hiring.domain.monitoring.simple import drift_findings

K = TypeVar("K", bound=Hashable)

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


@dataclass(slots=True)
class _Window:
    """Running sums, however many answers the day has."""

    volume: int = 0
    approvals: int = 0
    hours: dict[datetime, tuple[int, float]] = field(default_factory=dict)
    sums: dict[str, tuple[int, float]] = field(default_factory=dict)

    def add(self, decisions: Iterable[Decision]) -> None:
        for decision in decisions:
            self.volume += 1
            self._tally(self.hours, decision.at.replace(minute=0, second=0, microsecond=0), decision.score)
            for name, value in decision.payload.items():
                self._tally(self.sums, name, value)
            self.approvals += decision.approved

    @staticmethod
    def _tally(sums: dict[K, tuple[int, float]], key: K, value: float | None) -> None:
        count, total = sums.get(key, (0, 0.0))
        sums[key] = (count, total) if value is None else (count + 1, total + value)

    def means(self) -> dict[str, float | None]:
        return {name: total / count if count else None for name, (count, total) in self.sums.items()}

    def counts(self) -> dict[str, int]:
        return {name: count for name, (count, _) in self.sums.items()}

    def by_hour(self) -> tuple[Hour, ...]:
        return tuple(
            Hour(start=start, volume=count, mean_score=total / count)
            for start, (count, total) in sorted(self.hours.items())
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDrift:
    """Compare the answers of a day with the latest baseline, and keep the alerts, each once."""

    log: InferenceLog
    baselines: BaselineLog
    alerts: AlertLog
    feedback: FeedbackLog
    clock: Clock

    def __call__(self, end: datetime) -> DailyReport:
        """The 24 hours before `end`, half-open.

        Raises:
            BaselineMissing: Nothing to compare with.
        """
        baseline = self.baselines.latest()
        if baseline is None:
            raise BaselineMissing
        window = _Window()
        for decisions in self.log.between(end - WINDOW, end):
            window.add(decisions)
        found = (
            tuple(drift_findings(baseline.stats, window.means(), window.counts(), answers=window.volume))
            if window.volume
            else ()
        )
        report = DailyReport(
            start=end - WINDOW,
            end=end,
            volume=window.volume,
            hours=window.by_hour(),
            findings=found,
            new_alerts=0,
            precision=self._precision(window, end),
        )
        new_alerts = self.alerts.append(alerts_of(report, baseline, self.clock()))
        return replace(report, new_alerts=new_alerts)

    def _precision(self, window: _Window, end: datetime) -> RealisedPrecision:
        known = hired = 0
        for chunk in self.feedback.outcomes(end - WINDOW, end):
            outcomes = [outcome.hired for outcome in chunk if outcome.approved]
            known, hired = known + len(outcomes), hired + sum(outcomes)
        return RealisedPrecision(approved=window.approvals, known=known, hired=hired)


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
