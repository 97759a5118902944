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
        """The end of the last one, if that is a month away or less; None where there is time, or no need."""
        until = self.store.partitioned_until()
        return until if runs_out(until, self.clock()) else None
