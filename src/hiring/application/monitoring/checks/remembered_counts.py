"""The counts of one run, each day asked for once: several checks look at the same one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from hiring.application.ports.logs import AnswerCounts
from hiring.domain.monitoring.drift.counts import CountQuery, DayCounts, HourVolume

_DAY: Final = timedelta(days=1)
_LONGEST: Final = 62 * _DAY
"""A longer range is asked for as a whole."""

Range = tuple[datetime, datetime]


@dataclass(slots=True)
class RememberedCounts(AnswerCounts):
    """What was counted since `forget`, by UTC day."""

    log: AnswerCounts
    _volumes: dict[Range, Sequence[HourVolume]] = field(default_factory=dict)
    _counts: list[tuple[CountQuery, Range, Sequence[DayCounts]]] = field(default_factory=list)

    def forget(self) -> None:
        """Ask for everything again from now on."""
        self._volumes.clear()
        self._counts.clear()

    def volumes(self, start: datetime, end: datetime) -> Sequence[HourVolume]:
        if end - start > _LONGEST:
            return self.log.volumes(start, end)
        return [hour for piece in _days(start, end) for hour in self._volumes_of(piece)]

    def days(self, start: datetime, end: datetime) -> Mapping[date, int]:
        return self.log.days(start, end)

    def count(self, query: CountQuery, start: datetime, end: datetime) -> Sequence[DayCounts]:
        if end - start > _LONGEST:
            return self.log.count(query, start, end)
        return [day for piece in _days(start, end) for day in self._counts_of(query, piece)]

    def _volumes_of(self, piece: Range) -> Sequence[HourVolume]:
        if piece not in self._volumes:
            self._volumes[piece] = self.log.volumes(*piece)
        return self._volumes[piece]

    def _counts_of(self, query: CountQuery, piece: Range) -> Sequence[DayCounts]:
        for asked, span, counts in self._counts:
            if (asked, span) == (query, piece):
                return counts
        counts = self.log.count(query, *piece)
        self._counts.append((query, piece, counts))
        return counts


def _days(start: datetime, end: datetime) -> Iterator[Range]:
    """The range in pieces that end at midnight."""
    while start < end:
        midnight = datetime.combine(start.astimezone(UTC).date(), time(), UTC) + _DAY
        yield start, min(midnight, end)
        start = midnight
