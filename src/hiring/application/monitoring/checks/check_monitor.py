"""What `monitor daily` does: all checks, one after another, and what is alarming of it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from hiring.application.monitoring.alerts.list_alerts import ListAlerts
from hiring.application.monitoring.checks.check_days import CheckDays
from hiring.application.monitoring.checks.check_drift import WINDOW, CheckDrift, DailyReport
from hiring.application.monitoring.checks.check_quality import CheckQuality
from hiring.application.monitoring.checks.remembered_counts import RememberedCounts
from hiring.domain.errors import BaselineMissing
from hiring.domain.monitoring.alerts import AlertStatus, Policy, WatchedAlert
from hiring.domain.monitoring.days import DayCheck
from hiring.domain.monitoring.quality.quality import AnswerQuality

TASK: Final = "monitor"
"""Only one at a time is at it, on a store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorReport:
    """What a run found.

    Args:
        policy: Whose findings are alerts.
        window: Of the last hours: volume, and what the policy `simple` says.
        days: The complete days that were checked now; None: the baseline has no rates to check them by.
        quality: Of each version that answered.
        alerts: Those that have not ended.
        new: Those of them that this run opened, and that are not muted.
    """

    policy: Policy
    window: DailyReport
    days: Sequence[DayCheck] | None
    quality: Sequence[AnswerQuality]
    alerts: Sequence[WatchedAlert]
    new: Sequence[WatchedAlert]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckMonitor:
    """Check the last hours, every complete day since the last check, and what outcomes say."""

    counts: RememberedCounts
    check_drift: CheckDrift
    check_days: CheckDays
    check_quality: CheckQuality
    list_alerts: ListAlerts
    alone: Callable[[str], AbstractContextManager[None]]
    policy: Policy

    def __call__(self, end: datetime, window: timedelta = WINDOW) -> MonitorReport:
        """Look at the hours before `end`, and at complete days whatever `end` is.

        Raises:
            BaselineMissing: Nothing to compare with.
            AlreadyRunning: Somebody else is at it.
        """
        with self.alone(TASK):
            self.counts.forget()
            known = {each.id for each in self._alerts()}
            report = self.check_drift(end, window)
            try:
                days: Sequence[DayCheck] | None = self.check_days()
            except BaselineMissing:
                days = None
            quality = self.check_quality()
            alerts = self._alerts()
        return MonitorReport(
            policy=self.policy,
            window=report,
            days=days,
            quality=quality,
            alerts=alerts,
            new=[each for each in alerts if each.id not in known and each.status is AlertStatus.OPEN],
        )

    def _alerts(self) -> list[WatchedAlert]:
        return [
            each
            for each in self.list_alerts()
            if self.policy.alerts_on(each.first.rule) and not each.status.ends
        ]
