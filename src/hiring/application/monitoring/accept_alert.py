"""Accept what an alert is about as normal."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hiring.application.monitoring.check_drift import ColumnsOf
from hiring.application.monitoring.follow_up_alert import FollowUpAlert
from hiring.application.ports.logs import BaselineLog, InferenceLog
from hiring.domain.decisions import Alert, Baseline
from hiring.domain.errors import AlertEnded, BaselineMissing, PromiseNotNormal
from hiring.domain.features import Profile
from hiring.domain.monitoring.acceptance import Normal, accept_as_normal
from hiring.domain.monitoring.alerts import PROMISE, AlertStatus, WatchedAlert
from hiring.domain.monitoring.baseline import BaselineRates
from hiring.domain.monitoring.counts import CountQuery, DayCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptAlert:
    """Record a baseline in which the feature is as it has been since the change; all others stay."""

    log: InferenceLog
    baselines: BaselineLog
    profiles: Mapping[str, Profile]
    columns_of: ColumnsOf
    follow_up: FollowUpAlert

    def __call__(self, alert: str, *, actor: str, reason: str) -> WatchedAlert:
        """What the alert is from now on.

        Raises:
            AlertMissing: None has this id.
            AlertEnded: It is closed or accepted already.
            BaselineMissing: There is none to change.
            PromiseNotNormal: It is about the promised precision.
        """
        watched = self.follow_up.list_alerts.one(alert)
        if watched.status.ends:
            raise AlertEnded(alert)
        if watched.first.rule == PROMISE:
            raise PromiseNotNormal
        baseline = self.baselines.latest()
        if baseline is None:
            raise BaselineMissing
        feature = watched.first.feature.partition(":")[0]
        self.baselines.append([self._changed(baseline, feature, watched.first)])
        return self.follow_up(alert, AlertStatus.ACCEPTED, actor=actor, reason=reason)

    def _changed(self, baseline: Baseline, feature: str, alert: Alert) -> Baseline:
        now = self.follow_up.clock()
        rates = None if baseline.rates is None else BaselineRates.from_json(baseline.rates)
        days = self._days(baseline, rates, alert)
        profile = self.profiles.get(baseline.profile or "")
        rules = () if profile is None else profile.rules
        normal = accept_as_normal(Normal(stats=baseline.stats, rates=rates), feature, days, rules)
        return replace(
            baseline,
            created_at=now,
            stats=normal.stats,
            rates=None if normal.rates is None else normal.rates.to_json(),
            accepted=feature,
        )

    def _days(self, baseline: Baseline, rates: BaselineRates | None, alert: Alert) -> list[DayCounts]:
        """All that was answered since the change began."""
        start, end = alert.window_start, self.follow_up.clock()
        answered = sorted({(hour.model_version, hour.profile) for hour in self.log.volumes(start, end)})
        days: list[DayCounts] = []
        for version, profile in answered:
            columns = self.columns_of(version, profile)
            query = CountQuery(
                model_version=version,
                profile=profile,
                columns=tuple(baseline.stats) if columns is None else columns,
                typed=columns is not None,
                edges={} if rates is None else rates.edges,
            )
            days += self.log.count(query, start, end)
        return days
