"""The counts of one run, each asked for once: several checks look at the same day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from hiring.application.ports.logs import AnswerCounts
from hiring.domain.monitoring.counts import CountQuery, DayCounts, HourVolume

Range = tuple[datetime, datetime]


@dataclass(slots=True)
class RememberedCounts(AnswerCounts):
    """What was counted since `forget`."""

    log: AnswerCounts
    _volumes: dict[Range, Sequence[HourVolume]] = field(default_factory=dict)
    _counts: list[tuple[CountQuery, Range, Sequence[DayCounts]]] = field(default_factory=list)

    def forget(self) -> None:
        """Ask for everything again from now on."""
        self._volumes.clear()
        self._counts.clear()

    def volumes(self, start: datetime, end: datetime) -> Sequence[HourVolume]:
        if (start, end) not in self._volumes:
            self._volumes[start, end] = self.log.volumes(start, end)
        return self._volumes[start, end]

    def days(self, start: datetime, end: datetime) -> Mapping[date, int]:
        return self.log.days(start, end)

    def count(self, query: CountQuery, start: datetime, end: datetime) -> Sequence[DayCounts]:
        for asked, span, counts in self._counts:
            if (asked, span) == (query, (start, end)):
                return counts
        counts = self.log.count(query, start, end)
        self._counts.append((query, (start, end), counts))
        return counts
