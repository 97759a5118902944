"""Tell somebody outside of alerts."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

from hiring.application.monitoring.alerts.list_alerts import ListAlerts
from hiring.application.ports.alert_notifier import AlertNotifier
from hiring.application.ports.logs import AlertEventLog
from hiring.domain.errors import Unavailable
from hiring.domain.monitoring.alerts import AlertEvent, AlertStatus, Policy
from hiring.domain.monitoring.notices import alerts_to_notify

TASK: Final = "notify"
"""Only one at a time is at it, on a store: else two would tell of the same alert."""

ACTOR: Final = "webhook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notified:
    """What became of telling.

    Args:
        place: Who was to be told, for people; no secrets.
        delivered: Ids of the alerts that were.
        faults: Of each that was not, why; it is told the next time.
        ended_by: The code of the error that ended it before it was through: the next time goes on.
    """

    place: str
    delivered: tuple[str, ...]
    faults: Mapping[str, str]
    ended_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyAlerts:
    """Tell of every open alert once, and remember that it was told."""

    list_alerts: ListAlerts
    events: AlertEventLog
    notifier: AlertNotifier | None
    alone: Callable[[str], AbstractContextManager[None]]
    policy: Policy

    def __call__(self) -> Notified | None:
        """None: nobody is to be told. Never fails: a check has ended before, and its result stands."""
        if self.notifier is None:
            return None
        delivered: list[str] = []
        faults: dict[str, str] = {}
        ended_by = None
        try:
            with self.alone(TASK):
                self._tell(self.notifier, delivered, faults)
        except Unavailable as error:
            ended_by = error.code
        return Notified(
            place=self.notifier.place, delivered=tuple(delivered), faults=faults, ended_by=ended_by
        )

    def _tell(self, notifier: AlertNotifier, delivered: list[str], faults: dict[str, str]) -> None:
        for delivery in notifier.deliver(alerts_to_notify(self.list_alerts(), self.policy)):
            if delivery.fault is not None:
                faults[delivery.alert] = delivery.fault
                continue
            told = AlertEvent(
                at=self.list_alerts.clock(),
                alert=delivery.alert,
                status=AlertStatus.NOTIFIED,
                actor=ACTOR,
                reason=notifier.place,
            )
            self.events.append([told])
            delivered.append(delivery.alert)
