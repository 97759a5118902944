"""Do something about an alert."""

from dataclasses import dataclass
from datetime import datetime

from hiring.application.monitoring.alerts.list_alerts import ListAlerts
from hiring.application.ports.clock import Clock
from hiring.application.ports.logs import AlertEventLog
from hiring.domain.errors import AlertEnded
from hiring.domain.monitoring.alerts import AlertEvent, AlertStatus, WatchedAlert


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpAlert:
    """Acknowledge, mute or close an alert, and remember who did it and why."""

    list_alerts: ListAlerts
    events: AlertEventLog
    clock: Clock

    def __call__(
        self, alert: str, status: AlertStatus, *, actor: str, reason: str, until: datetime | None = None
    ) -> WatchedAlert:
        """What the alert is from now on.

        Args:
            alert: Its id.
            status: What it becomes.
            actor: Who does it.
            reason: Why.
            until: Up to when it is muted.

        Raises:
            AlertMissing: None has this id.
            AlertEnded: It is closed or accepted already.
        """
        found = self.list_alerts.one(alert)
        if found.status.ends:
            raise AlertEnded(alert)
        event = AlertEvent(
            at=self.clock(), alert=alert, status=status, actor=actor, reason=reason, until=until
        )
        self.events.append([event])
        return self.list_alerts.one(alert)
