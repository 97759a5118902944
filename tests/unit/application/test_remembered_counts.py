"""Several checks of one run look at the same day, and the store is asked for it once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from hiring.adapters.memory.store import MemoryStore
from hiring.application.monitoring.checks.remembered_counts import RememberedCounts
from hiring.application.ports.logs import AnswerCounts
from hiring.domain.monitoring.drift.counts import CountQuery, DayCounts, HourVolume
from tests.contracts.monitoring import FIRST, V1, answers_of_a_day, day

QUERY = CountQuery(model_version=V1, profile="candidate", columns=("tem_email",), typed=False)
EDGES = CountQuery(
    model_version=V1, profile="candidate", columns=("tem_email",), typed=False, edges={"score": (0.5,)}
)


class Asked(AnswerCounts):
    """Passes on, and remembers for what it was asked."""

    def __init__(self, log: AnswerCounts) -> None:
        self.log = log
        self.ranges: list[tuple[datetime, datetime]] = []

    def volumes(self, start: datetime, end: datetime) -> Sequence[HourVolume]:
        self.ranges.append((start, end))
        return self.log.volumes(start, end)

    def days(self, start: datetime, end: datetime) -> Mapping[date, int]:
        return self.log.days(start, end)

    def count(self, query: CountQuery, start: datetime, end: datetime) -> Sequence[DayCounts]:
        self.ranges.append((start, end))
        return self.log.count(query, start, end)


def a_log() -> tuple[Asked, RememberedCounts]:
    store = MemoryStore()
    for number in range(3):
        store.inference_log.append(answers_of_a_day(number, 10))
    asked = Asked(store.inference_log)
    return asked, RememberedCounts(asked)


def test_a_range_is_asked_for_by_its_days_and_says_the_same() -> None:
    asked, counts = a_log()
    span = FIRST + timedelta(hours=3), day(2, hours=20)
    assert counts.count(QUERY, *span) == asked.log.count(QUERY, *span)
    assert counts.volumes(*span) == asked.log.volumes(*span)
    assert asked.ranges[:3] == [(span[0], day(1)), (day(1), day(2)), (day(2), span[1])]


def test_the_same_day_in_another_range_is_not_asked_for_again() -> None:
    asked, counts = a_log()
    counts.count(QUERY, day(0), day(3))
    before = len(asked.ranges)
    assert [each.day for each in counts.count(QUERY, day(1), day(2))] == [day(1).date()]
    assert len(asked.ranges) == before


def test_another_query_is_and_so_is_the_next_run() -> None:
    asked, counts = a_log()
    counts.count(QUERY, day(0), day(1))
    counts.count(EDGES, day(0), day(1))
    counts.forget()
    counts.count(QUERY, day(0), day(1))
    assert len(asked.ranges) == 3


def test_a_long_range_is_asked_for_as_a_whole() -> None:
    asked, counts = a_log()
    span = FIRST - timedelta(days=400), day(3)
    assert counts.volumes(*span) == asked.log.volumes(*span)
    counts.count(QUERY, *span)
    assert asked.ranges == [span, span]
