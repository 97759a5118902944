"""An alert's life: opened, acknowledged, muted, accepted as normal or closed; by whom, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256
from typing import Final

from hiring.domain.decisions import Alert

__all__ = [
    "PROMISE",
    "SEQUENTIAL",
    "AlertEvent",
    "AlertStatus",
    "Policy",
    "WatchedAlert",
    "alert_id",
    "watched_alerts",
]


class AlertStatus(Enum):
    """What happened to an alert last."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    MUTED = "muted"
    ACCEPTED = "accepted"
    """As normal: there is a new baseline for what moved."""
    CLOSED = "closed"
    NOTIFIED = "notified"
    """Somebody outside was told of it; of an event alone: it changes nothing about what the alert is."""

    @property
    def ends(self) -> bool:
        """Whether the same finding, found again, is a new alert."""
        return self in {AlertStatus.ACCEPTED, AlertStatus.CLOSED}


SEQUENTIAL: Final = "sequential"
"""The rule of the policy of that name."""

PROMISE: Final = "promise"
"""The rule that a promised precision is broken; it alerts under every policy."""


class Policy(Enum):
    """Whose findings are alerts: all are computed and stored."""

    SEQUENTIAL = "sequential"
    SIMPLE = "simple"

    def alerts_on(self, rule: str) -> bool:
        """Whether findings of a rule are called out under this policy.

        >>> Policy.SIMPLE.alerts_on("drift"), Policy.SEQUENTIAL.alerts_on("drift")
        (True, False)
        """
        return rule == PROMISE or (rule == SEQUENTIAL) is (self is Policy.SEQUENTIAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertEvent:
    """What somebody did with an alert: a row of `alert_event`.

    Args:
        at: When.
        alert: Its id.
        status: What it became, or that somebody outside was told.
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
        first: What opened it; its window begins where the change is thought to have begun.
        last: What was found last while it was not closed.
        findings: How many there were.
        status: What it is now; a mute that has run out is what it was before.
        events: What people did with it, oldest first.
        notified_at: When somebody outside was told of it; None: nobody has been.
    """

    id: str
    first: Alert
    last: Alert
    findings: int
    status: AlertStatus
    events: tuple[AlertEvent, ...]
    notified_at: datetime | None = None


def alert_id(alert: Alert) -> str:
    """Eight characters, by the key of the finding that opened it: the same in every store.

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
    window = alert.window_start.isoformat(), alert.window_end.isoformat()
    key = (*window, alert.model_path, alert.feature, alert.rule)
    return sha256("\0".join(key).encode()).hexdigest()[:8]


def watched_alerts(
    findings: Iterable[Alert], events: Sequence[AlertEvent], now: datetime
) -> list[WatchedAlert]:
    """What was found, as alerts: as long as one is not closed, finding the same again belongs to it.

    >>> from dataclasses import replace
    >>> from datetime import UTC, timedelta
    >>> moment, day = datetime(2026, 11, 23, tzinfo=UTC), timedelta(days=1)
    >>> found = Alert(
    ...     created_at=moment, window_start=moment, window_end=moment, model_path="m.joblib",
    ...     feature="tem_email", rule="drift", base=0.9, now=0.7, change=-0.2,
    ... )
    >>> again = replace(found, created_at=moment + day, window_end=moment + day)
    >>> [one] = watched_alerts([found, again], [], moment + day)
    >>> one.findings, one.status.value
    (2, 'open')
    >>> closed = AlertEvent(
    ...     at=moment + day / 2, alert=one.id, status=AlertStatus.CLOSED, actor="ana", reason="campaign",
    ... )
    >>> [each.status.value for each in watched_alerts([found, again], [closed], moment + day)]
    ['closed', 'open']

    Args:
        findings: Rows of `drift_alerts`.
        events: Rows of `alert_event`, oldest first.
        now: When this is looked at.

    Returns:
        In the order in which they were opened.
    """
    of_alert: dict[str, list[AlertEvent]] = {}
    for event in events:
        of_alert.setdefault(event.alert, []).append(event)
    latest: dict[tuple[str, str, str], list[Alert]] = {}
    episodes: list[list[Alert]] = []
    for found in sorted(findings, key=lambda each: each.created_at):
        what = found.model_path, found.feature, found.rule
        episode = latest.get(what)
        if episode is None or _ended(of_alert.get(alert_id(episode[0]), ()), found.created_at):
            episode = latest[what] = []
            episodes.append(episode)
        episode.append(found)
    return [_watched(episode, of_alert.get(alert_id(episode[0]), ()), now) for episode in episodes]


def _ended(events: Sequence[AlertEvent], moment: datetime) -> bool:
    return any(event.status.ends and event.at <= moment for event in events)


def _watched(episode: Sequence[Alert], events: Sequence[AlertEvent], now: datetime) -> WatchedAlert:
    told = [event.at for event in events if event.status is AlertStatus.NOTIFIED]
    done = tuple(event for event in events if event.status is not AlertStatus.NOTIFIED)
    return WatchedAlert(
        id=alert_id(episode[0]),
        first=episode[0],
        last=episode[-1],
        findings=len(episode),
        status=_status(done, now),
        events=done,
        notified_at=told[0] if told else None,
    )


def _status(events: Sequence[AlertEvent], now: datetime) -> AlertStatus:
    for event in reversed(events):
        if event.status is not AlertStatus.MUTED or (event.until is not None and now < event.until):
            return event.status
    return AlertStatus.OPEN
