"""What is said of telling the webhook, for people and for machines."""

from collections.abc import Iterator
from typing import Any

from hiring.application.monitoring.alerts.notify_alerts import Notified
from hiring.domain.display import count_of


def notified_json(notified: Notified | None) -> dict[str, Any] | None:
    """For machines; None: there is no webhook."""
    if notified is None:
        return None
    return {
        "delivered": list(notified.delivered),
        "undelivered": [{"id": alert, "fault": fault} for alert, fault in notified.faults.items()],
        "ended_by": notified.ended_by,
    }


def notified_warnings(notified: Notified | None) -> Iterator[str]:
    """For people: nothing, where all went well."""
    if notified is None:
        return
    again = "the next `monitor daily` tries again"
    if notified.faults:
        count = count_of(len(notified.faults), "alert")
        why = ", ".join(f"{alert}: {fault}" for alert, fault in notified.faults.items())
        yield f"warning: the webhook at {notified.place} was not told of {count} ({why}); {again}"
    if notified.ended_by is not None:
        yield f"warning: telling the webhook at {notified.place} ended early [{notified.ended_by}]; {again}"
