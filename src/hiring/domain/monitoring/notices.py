"""Whom to tell of an alert, and what became of telling."""

from collections.abc import Iterable
from dataclasses import dataclass

from hiring.domain.monitoring.alerts import AlertStatus, Policy, WatchedAlert

__all__ = ["Delivery", "alerts_to_notify"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of telling somebody of an alert.

    Args:
        alert: Its id.
        fault: Why it could not be delivered, in a few words without an address or a secret; None: it was.
    """

    alert: str
    fault: str | None = None


def alerts_to_notify(alerts: Iterable[WatchedAlert], policy: Policy) -> list[WatchedAlert]:
    """Those that are open, call out under the policy, and that nobody outside has been told of.

    What was acknowledged needs no telling; what is muted gets it when the mute has run out.

    >>> from dataclasses import replace
    >>> from datetime import UTC, datetime
    >>> from hiring.domain.decisions import Alert
    >>> from hiring.domain.monitoring.alerts import watched_alerts
    >>> moment = datetime(2026, 11, 23, tzinfo=UTC)
    >>> found = Alert(
    ...     created_at=moment, window_start=moment, window_end=moment, model_path="m.joblib",
    ...     feature="tem_email", rule="sequential", base=0.9, now=0.7, change=-0.2,
    ... )
    >>> [one] = watched_alerts([found], [], moment)
    >>> told = replace(one, notified_at=moment)
    >>> [len(alerts_to_notify([each], Policy.SEQUENTIAL)) for each in (one, told)]
    [1, 0]
    >>> alerts_to_notify([one], Policy.SIMPLE)
    []
    """
    return [
        each
        for each in alerts
        if each.status is AlertStatus.OPEN and each.notified_at is None and policy.alerts_on(each.first.rule)
    ]
