"""Do the partitions of the audit log run out?"""

from dataclasses import dataclass
from datetime import datetime

from hiring.application.ports.clock import Clock
from hiring.application.ports.store import Store
from hiring.domain.schema import runs_out


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPartitions:
    """See how far ahead they were made."""

    store: Store
    clock: Clock

    def __call__(self) -> datetime | None:
        """How far they reach without a gap, if that is a month or less; None with time left, or no need."""
        now = self.clock()
        until = self.store.partitioned_until(now)
        return until if runs_out(until, now) else None
