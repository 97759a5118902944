"""Accept what an alert is about as normal."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hiring.application.monitoring.alerts.follow_up_alert import FollowUpAlert
from hiring.application.monitoring.checks.count_answers import CountAnswers
from hiring.application.ports.logs import BaselineLog
from hiring.domain.decisions import Alert, Baseline
from hiring.domain.errors import AlertEnded, BaselineMissing, PromiseNotNormal
from hiring.domain.features import Profile
from hiring.domain.monitoring.alerts import PROMISE, AlertStatus, WatchedAlert
from hiring.domain.monitoring.drift.acceptance import Normal, accept_as_normal
from hiring.domain.monitoring.drift.baseline import BaselineRates


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptAlert:
    """Record a baseline in which the feature is as it has been since the change; all others stay."""

    count: CountAnswers
    baselines: BaselineLog
    profiles: Mapping[str, Profile]
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
        baseline = self._baseline_of(watched.first)
        feature = watched.first.feature.partition(":")[0]
        self.baselines.append([self._changed(baseline, feature, watched.first)])
        return self.follow_up(alert, AlertStatus.ACCEPTED, actor=actor, reason=reason)

    def _baseline_of(self, alert: Alert) -> Baseline:
        """The latest of the model that the alert is about: each profile's has baselines of its own."""
        recorded = self.baselines.all()
        own = [baseline for baseline in recorded if baseline.model_path == alert.model_path]
        if not recorded:
            raise BaselineMissing
        return (own or recorded)[-1]

    def _changed(self, baseline: Baseline, feature: str, alert: Alert) -> Baseline:
        """The baseline, with the feature as it was in all that was answered since the change began."""
        now = self.follow_up.clock()
        days = self.count(baseline, alert.window_start, now)
        profile = self.profiles.get(baseline.profile or "")
        normal = accept_as_normal(normal_of(baseline), {feature}, days, profile.rules if profile else ())
        return replace(
            baseline,
            created_at=now,
            stats=normal.stats,
            rates=None if normal.rates is None else normal.rates.to_json(),
            accepted=feature,
        )


def normal_of(baseline: Baseline) -> Normal:
    """What both policies compare with."""
    rates = None if baseline.rates is None else BaselineRates.from_json(baseline.rates)
    return Normal(stats=baseline.stats, rates=rates)
