"""An alert's life: opened, acknowledged, muted, accepted as normal or closed; by whom, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256

from hiring.domain.decisions import Alert

__all__ = ["AlertEvent", "AlertStatus", "WatchedAlert", "alert_id", "watched_alerts"]


class AlertStatus(Enum):
    """What happened to an alert last."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    MUTED = "muted"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertEvent:
    """What somebody did with an alert: a row of `alert_event`.

    Args:
        at: When.
        alert: Its id.
        status: What it became.
        actor: Who did it.
        reason: Why.
        until: Up to when it is muted; None for all else.
    """

    at: datetime
    alert: str
    status: AlertStatus
    actor: str
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedAlert:
    """An alert as it stands now.

    Args:
        id: Names it, in every store.
        alert: What was found.
        status: What it is now; a mute that has run out is what it was before.
        events: What was done with it, oldest first.
    """

    id: str
    alert: Alert
    status: AlertStatus
    events: tuple[AlertEvent, ...]

    @property
    def open(self) -> bool:
        """Whether the same finding is no news: it is neither closed nor accepted."""
        return self.status not in {AlertStatus.CLOSED, AlertStatus.ACCEPTED}

    @property
    def awaits_somebody(self) -> bool:
        """Whether nobody has done anything about it yet."""
        return self.status is AlertStatus.OPEN


def alert_id(alert: Alert) -> str:
    """Eight characters, by the alert's key: the same in every store.

    >>> from dataclasses import replace
    >>> from datetime import UTC
    >>> moment = datetime(2026, 11, 23, tzinfo=UTC)
    >>> found = Alert(
    ...     created_at=moment, window_start=moment, window_end=moment, model_path="m.joblib",
    ...     feature="tem_email", rule="sequential", base=0.9, now=0.7, change=-0.2,
    ... )
    >>> alert_id(found), alert_id(found) == alert_id(replace(found, now=0.6))
    ('1c1a9011', True)
    """
    key = (
        alert.window_start.isoformat(),
        alert.window_end.isoformat(),
        alert.model_path,
        alert.feature,
        alert.rule,
    )
    return sha256("\0".join(key).encode()).hexdigest()[:8]


def watched_alerts(
    alerts: Iterable[Alert], events: Sequence[AlertEvent], now: datetime
) -> list[WatchedAlert]:
    """Each alert with what was done about it, in the alerts' order.

    >>> from datetime import UTC
    >>> moment = datetime(2026, 11, 23, tzinfo=UTC)
    >>> found = Alert(
    ...     created_at=moment, window_start=moment, window_end=moment, model_path="m.joblib",
    ...     feature="tem_email", rule="sequential", base=0.9, now=0.7, change=-0.2,
    ... )
    >>> muted = AlertEvent(
    ...     at=moment, alert=alert_id(found), status=AlertStatus.MUTED, actor="ana", reason="campaign",
    ...     until=moment.replace(day=25),
    ... )
    >>> [each.status.value for each in watched_alerts([found], [muted], moment.replace(day=24))]
    ['muted']
    >>> [each.status.value for each in watched_alerts([found], [muted], moment.replace(day=26))]
    ['open']
    """
    by_alert: dict[str, list[AlertEvent]] = {}
    for event in events:
        by_alert.setdefault(event.alert, []).append(event)
    found = []
    for alert in alerts:
        name = alert_id(alert)
        own = tuple(by_alert.get(name, ()))
        found.append(WatchedAlert(id=name, alert=alert, status=_status(own, now), events=own))
    return found


def _status(events: Sequence[AlertEvent], now: datetime) -> AlertStatus:
    for event in reversed(events):
        if event.status is not AlertStatus.MUTED or (event.until is not None and now < event.until):
            return event.status
    return AlertStatus.OPEN
