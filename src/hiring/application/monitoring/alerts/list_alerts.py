"""Alerts as they stand now."""

from collections.abc import Sequence
from dataclasses import dataclass

from hiring.application.ports.clock import Clock
from hiring.application.ports.logs import AlertEventLog, AlertLog
from hiring.domain.errors import AlertMissing
from hiring.domain.monitoring.alerts import WatchedAlert, watched_alerts


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAlerts:
    """What was found, and what was done about it, oldest first."""

    alerts: AlertLog
    events: AlertEventLog
    clock: Clock

    def __call__(self) -> Sequence[WatchedAlert]:
        """All of them, those that have ended too."""
        return watched_alerts(self.alerts.all(), self.events.all(), self.clock())

    def one(self, alert: str) -> WatchedAlert:
        """The one with this id.

        Raises:
            AlertMissing: None has it.
        """
        for each in self():
            if each.id == alert:
                return each
        raise AlertMissing
