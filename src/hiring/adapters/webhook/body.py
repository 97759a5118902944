"""What a receiver is told of an alert: figures of the whole, nothing of a person, nothing of the store."""

import json
from typing import Final

from hiring.domain.monitoring.alerts import WatchedAlert

TYPE: Final = "alert.opened"


def body_of(alert: WatchedAlert) -> bytes:
    """One JSON object; the same alert gives the same bytes as long as nothing new was found."""
    first, last = alert.first, alert.last
    content = {
        "type": TYPE,
        "id": alert.id,
        "feature": first.feature,
        "rule": first.rule,
        "base": last.base,
        "now": last.now,
        "change": last.change,
        "since": first.window_start.isoformat(),
        "opened_at": first.created_at.isoformat(),
        "model_path": first.model_path,
    }
    return json.dumps(content, allow_nan=False).encode()
