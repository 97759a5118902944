"""Describe what monitoring knows: by what it has stored, and never by the audit log itself."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Final

from hiring.application.lifecycle.deployment_history import without_withdrawals
from hiring.application.monitoring.alerts.list_alerts import ListAlerts
from hiring.application.monitoring.checks.check_days import rates_for
from hiring.application.monitoring.checks.of_profile import baselines_of
from hiring.application.monitoring.overview.monitor_parts import (
    Watched,
    alert_views,
    feature_views,
    labels_of,
    quality_views,
    timeline_view,
)
from hiring.application.monitoring.overview.monitor_view import LogHealth, Marker, MonitorView, QualityView
from hiring.application.ports.clock import Clock
from hiring.application.ports.store import Store
from hiring.domain.decisions import Baseline
from hiring.domain.features import Profile
from hiring.domain.monitoring.alerts import AlertStatus, Policy, WatchedAlert
from hiring.domain.monitoring.days import latest_checks
from hiring.domain.monitoring.overview.outlook import RECENT, Sensitivity, quiet_since, sensitivity_of
from hiring.domain.monitoring.overview.timeline import CountedDay, RatesOfDays, counted_days
from hiring.domain.monitoring.retraining import Grounds, Retraining, retraining

_DAY: Final = timedelta(days=1)
_COUNTED: Final = tuple(field.name for field in fields(CountedDay))


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeMonitor:
    """What moved, since when, and what to do about it.

    Args:
        profile: Whose models are described.
        elsewhere: Where the models of other profiles serve.
    """

    store: Store
    profile: str
    elsewhere: Collection[str]
    list_alerts: ListAlerts
    profiles: Mapping[str, Profile]
    clock: Clock
    policy: Policy

    def __call__(self) -> MonitorView:
        """What the stored rows say now.

        Raises:
            StoreUnavailable: They cannot be read.
        """
        store, now = self.store, self.clock()
        counted = self._days()
        days = [day for day in counted if day.profile == self.profile]
        recorded = baselines_of(store.baselines, self.profile).all()
        baselines = _rates(days, recorded)
        deployments = without_withdrawals(store.registry.deployments())
        others = {day.model_version for day in counted if day.profile != self.profile} | {
            each.deployment.version_id for each in deployments if each.deployment.path in self.elsewhere
        }
        markers = [
            Marker(at=each.deployment.at, model_version=each.deployment.version_id)
            for each in deployments
            if each.carried_out and each.deployment.version_id not in others
        ]
        serves = markers[-1].model_version if markers else None
        alerts = [
            each
            for each in self.list_alerts()
            if self.policy.alerts_on(each.first.rule) and self._is_ours(each.first.model_path, others)
        ]
        watched = self._watched(days, serves, baselines)
        checks = [each for each in store.quality_checks.all() if each.model_version not in others]
        quality = quality_views(checks, serves)
        return MonitorView(
            at=now,
            profile=self.profile,
            serves=serves,
            watched=None if watched is None else watched.version,
            baseline_at=None if watched is None else watched.days[-1].baseline_at,
            quiet=quiet_since([day.day.date() for day in days], alerts),
            alerts=alert_views(alerts, watched, labels_of(watched, self.profiles)),
            ended=sum(each.status.ends for each in alerts),
            sensitivity=None if watched is None else _sensitivity(watched),
            retraining=_retraining(alerts, watched, quality),
            timeline=timeline_view(days, watched, baselines, labels_of(watched, self.profiles), markers),
            quality=quality,
            features=() if watched is None else feature_views(watched, labels_of(watched, self.profiles)),
            log=_health(days, now, store.feedback.unmatched()),
            baselines=len(recorded),
        )

    def stamp(self) -> Hashable:
        """Equal as long as nothing is stored, for a minute at most: so is the view, but for its moment.

        Cheap: only moments are read.
        """
        store, now = self.store, self.clock()
        return (
            now.replace(second=0, microsecond=0),
            store.feedback.unmatched(),
            tuple(store.monitor_days.columns("checked_at")),
            tuple(store.quality_checks.columns("checked_at")),
            tuple(store.alerts.columns("created_at")),
            tuple(store.alert_events.columns("ts")),
            tuple(store.baselines.columns("created_at")),
            tuple(each.at for each in store.registry.deployments()),
        )

    def _days(self) -> list[CountedDay]:
        rows = self.store.monitor_days.columns(*_COUNTED)
        return counted_days([CountedDay(**dict(zip(_COUNTED, row, strict=True))) for row in rows])

    def _is_ours(self, model_path: str, others: set[str]) -> bool:
        """Whether no model of another profile stands there: published, or a version in its own folder."""
        return model_path not in self.elsewhere and others.isdisjoint(PurePath(model_path).parts)

    def _watched(
        self, days: Sequence[CountedDay], serves: str | None, baselines: RatesOfDays
    ) -> Watched | None:
        """What serves, if it has answered; else who answered most on the last day."""
        if not days:
            return None
        last = max(
            (day for day in days if day.day == days[-1].day), key=lambda day: (day.answers, day.model_version)
        )
        of_serving = [day for day in days if day.model_version == serves]
        chosen = of_serving[-1] if of_serving else last
        own = [
            day for day in days if (day.model_version, day.profile) == (chosen.model_version, chosen.profile)
        ]
        checks = latest_checks(self.store.monitor_days.between(own[-1].day, own[-1].day + _DAY))
        check = next(
            each
            for each in checks
            if (each.model_version, each.profile) == (chosen.model_version, chosen.profile)
        )
        return Watched(days=own, check=check, rates=baselines.get((check.baseline_at, check.model_version)))


def _rates(days: Sequence[CountedDay], recorded: Sequence[Baseline]) -> RatesOfDays:
    """What each day was compared with."""
    known = {one.created_at: one for one in recorded if one.rates is not None}
    compared = {(day.baseline_at, day.model_version) for day in days}
    return {(at, version): rates_for(version, known[at]) for at, version in compared if at in known}


def _sensitivity(watched: Watched) -> Sensitivity | None:
    limit = watched.limit
    if watched.rates is None or limit is None:
        return None
    return sensitivity_of(
        watched.rates.rates.values(),
        volumes=[day.answers for day in watched.days[-RECENT:]],
        limit=limit,
    )


def _retraining(
    alerts: Sequence[WatchedAlert], watched: Watched | None, quality: Sequence[QualityView]
) -> Retraining:
    own = next((each for each in quality if watched and each.model_version == watched.version), None)
    grounds = Grounds(
        open_alerts=sum(not (each.status.ends or each.status is AlertStatus.MUTED) for each in alerts),
        days=0 if watched is None else len(watched.days),
        outcomes=0 if own is None else own.outcomes,
        hired=0 if own is None else own.outcomes_hired,
        promised=None if own is None else own.promised,
        broken=own is not None and own.broken,
    )
    return retraining(grounds)


def _health(days: Sequence[CountedDay], now: datetime, unmatched: int) -> LogHealth:
    dates = sorted({day.day.date() for day in days})
    last = dates[-1] if dates else None
    return LogHealth(
        last_day=last,
        checked_at=max((day.checked_at for day in days), default=None),
        days_late=0 if last is None else max(0, (now.date() - last).days - 1),
        days=len(dates),
        gaps=0 if last is None else (last - dates[0]).days + 1 - len(dates),
        answers=sum(day.answers for day in days),
        unmatched=unmatched,
    )
