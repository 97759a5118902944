"""The use cases of monitoring."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from hiring.application.monitoring.alerts.accept_alert import AcceptAlert
from hiring.application.monitoring.alerts.follow_up_alert import FollowUpAlert
from hiring.application.monitoring.alerts.list_alerts import ListAlerts
from hiring.application.monitoring.alerts.notify_alerts import NotifyAlerts
from hiring.application.monitoring.checks.check_days import CheckDays
from hiring.application.monitoring.checks.check_drift import CheckDrift
from hiring.application.monitoring.checks.check_monitor import CheckMonitor
from hiring.application.monitoring.checks.check_quality import CheckQuality
from hiring.application.monitoring.checks.count_answers import CountAnswers
from hiring.application.monitoring.checks.of_profile import AnswersOfProfile, comparable_baselines, days_of
from hiring.application.monitoring.checks.rebase_on_answers import RebaseOnAnswers
from hiring.application.monitoring.checks.record_baseline import RecordBaseline
from hiring.application.monitoring.checks.remembered_counts import RememberedCounts
from hiring.application.monitoring.checks.version_columns import VersionColumns
from hiring.application.monitoring.outcomes.import_outcomes import ImportOutcomes
from hiring.application.monitoring.outcomes.report_outcomes import ReportOutcomes
from hiring.application.monitoring.overview.describe_monitor import DescribeMonitor
from hiring.application.monitoring.overview.show_monitor import MonitorPage, ShowMonitor
from hiring.application.ports.logs import BaselineLog
from hiring.bootstrap.use_cases.shared import UseCases
from hiring.domain.errors import ArtifactCorrupt, ModelMissing
from hiring.domain.models import ModelVersion
from hiring.domain.records import TableName


@dataclass(frozen=True, slots=True)
class Monitoring(UseCases):
    """What follows the answers, each use case ready to be called."""

    def report_outcomes(self) -> ReportOutcomes:
        return ReportOutcomes(feedback=self.ports.store.feedback, clock=self.ports.clock)

    def import_outcomes(self, file: Path) -> ImportOutcomes:
        feedback, clock, progress = self.ports.store.feedback, self.ports.clock, self.ports.progress
        source = self.ports.outcomes_file(file, clock().date())
        return ImportOutcomes(source=source, feedback=feedback, clock=clock, progress=progress)

    def record_baseline(self, gold: TableName, version_id: str | None = None) -> RecordBaseline:
        """Of what serves (None), if anything does, or of a stored version."""
        ports = self.ports
        try:
            scorer = self.scorer(version_id)
        except ModelMissing:
            if version_id is not None:
                raise
            scorer = None
        profile = self.profile if scorer is None else self.profile_of(scorer.version)
        return RecordBaseline(
            gold=ports.store.gold(gold, profile),
            profile=profile,
            scorer=scorer,
            baselines=ports.store.baselines,
            clock=ports.clock,
        )

    def check_drift(self) -> CheckDrift:
        """Of the profile's answers, by its baseline."""
        store = self.ports.store
        return CheckDrift(
            log=self._answers(),
            baselines=self._baselines(),
            alerts=store.alerts,
            feedback=store.feedback,
            clock=self.ports.clock,
            columns_of=VersionColumns(registry=store.registry, serving=self._serving),
        )

    def check_monitor(self) -> CheckMonitor:
        """Of the profile's answers, by its baseline."""
        ports, store = self.ports, self.ports.store
        counts = RememberedCounts(self._answers())
        days = days_of(store.monitor_days, self.profile.name)
        check_drift = replace(self.check_drift(), log=counts)
        return CheckMonitor(
            counts=counts,
            check_drift=check_drift,
            check_days=CheckDays(
                log=counts,
                baselines=self._baselines(),
                days=days,
                alerts=store.alerts,
                profiles=self.profiles,
                columns_of=check_drift.columns_of,
                clock=ports.clock,
            ),
            check_quality=CheckQuality(
                log=counts,
                days=days,
                feedback=store.feedback,
                registry=store.registry,
                checks=store.quality_checks,
                alerts=store.alerts,
                clock=ports.clock,
                maturity=self.maturity,
            ),
            list_alerts=self.list_alerts(),
            alone=store.alone,
            policy=self.policy,
        )

    def list_alerts(self) -> ListAlerts:
        store = self.ports.store
        return ListAlerts(alerts=store.alerts, events=store.alert_events, clock=self.ports.clock)

    def notify_alerts(self) -> NotifyAlerts:
        store = self.ports.store
        return NotifyAlerts(
            list_alerts=self.list_alerts(),
            events=store.alert_events,
            notifier=self.ports.notifier,
            alone=store.alone,
            policy=self.policy,
        )

    def follow_up_alert(self) -> FollowUpAlert:
        events = self.ports.store.alert_events
        return FollowUpAlert(list_alerts=self.list_alerts(), events=events, clock=self.ports.clock)

    def accept_alert(self) -> AcceptAlert:
        store = self.ports.store
        return AcceptAlert(
            count=self._count_answers(),
            baselines=store.baselines,
            profiles=self.profiles,
            follow_up=self.follow_up_alert(),
        )

    def rebase_on_answers(self) -> RebaseOnAnswers:
        return RebaseOnAnswers(
            count=self._count_answers(),
            baselines=self._baselines(),
            profiles=self.profiles,
            clock=self.ports.clock,
        )

    def _baselines(self) -> BaselineLog:
        return comparable_baselines(self.ports.store.baselines, self.profile)

    def _answers(self) -> AnswersOfProfile:
        store = self.ports.store
        return AnswersOfProfile(
            log=store.inference_log, profile=self.profile.name, checked=store.monitor_days
        )

    def _count_answers(self) -> CountAnswers:
        return CountAnswers(log=self.ports.store.inference_log, columns_of=self.check_drift().columns_of)

    def describe_monitor(self) -> DescribeMonitor:
        ports = self.ports
        elsewhere = [ports.models(name).place for name in self.profiles if name != self.profile.name]
        return DescribeMonitor(
            store=ports.store,
            profile=self.profile.name,
            elsewhere=elsewhere,
            list_alerts=self.list_alerts(),
            profiles=self.profiles,
            clock=ports.clock,
            policy=self.policy,
        )

    def show_monitor(self, page: Callable[[], MonitorPage]) -> ShowMonitor:
        return ShowMonitor(describe=self.describe_monitor(), page=page)

    def _serving(self) -> ModelVersion | None:
        """What serves; None where nothing sound does: what was answered can be counted all the same."""
        try:
            return self.models.current()
        except (ModelMissing, ArtifactCorrupt):
            return None
