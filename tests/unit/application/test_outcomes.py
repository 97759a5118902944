"""Outcomes of files and callers: all of a file is looked at before any of it is kept."""

from collections.abc import Iterator
from datetime import date

import pytest

from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.memory.progress import SilentProgress
from hiring.adapters.memory.store import MemoryStore
from hiring.application.monitoring.outcomes.import_outcomes import ImportOutcomes
from hiring.application.monitoring.outcomes.outcome_spool import OutcomeSpool
from hiring.application.monitoring.outcomes.report_outcomes import ReportOutcomes
from hiring.application.ports.outcomes import OutcomeChunk, OutcomeSource
from hiring.application.ports.specs.logs import FEEDBACK
from hiring.domain.errors import ExportTruncated, InvalidFeedback, NothingKept
from hiring.domain.feedback import FeedbackState
from hiring.domain.feedback_input import StatedOutcome
from hiring.domain.records import Reject
from tests.contracts.builders import NOON, TODAY

TOMORROW = date(2025, 3, 2)


def stated(person: int = 1, *, outcome_at: date = TODAY) -> StatedOutcome:
    return StatedOutcome(codigo_profissional=person, hired=True, outcome_at=outcome_at)


class GivenOutcomes(OutcomeSource):
    """Chunks of some people each, then the end or a failure."""

    def __init__(self, *sizes: int, cut: bool = False) -> None:
        self._sizes, self._cut = sizes, cut

    @property
    def name(self) -> str:
        return "given"

    def chunks(self, size: int) -> Iterator[OutcomeChunk]:
        del size
        first = 0
        for count in self._sizes:
            people = range(first, first := first + count)
            yield OutcomeChunk(read=count, stated=list(map(stated, people)), rejects=[])
        if self._cut:
            raise ExportTruncated("given")


def an_import(store: MemoryStore, source: OutcomeSource) -> ImportOutcomes:
    return ImportOutcomes(
        source=source, feedback=store.feedback, clock=FixedClock(NOON), progress=SilentProgress()
    )


def ignore(_reject: Reject) -> None:
    """Nobody looks."""


def test_more_than_is_kept_at_once_is_kept_in_order() -> None:
    store = MemoryStore()
    step = an_import(store, GivenOutcomes(1_500, 0, 700))
    counts = step(client=None, reporter="ana", strict=True, tell=ignore)
    assert (counts.read, counts.states) == (2_200, {FeedbackState.UNMATCHED: 2_200})
    assert [row.codigo_profissional for row in store.log(FEEDBACK).all()] == list(range(2_200))


def test_a_fault_at_the_end_of_a_file_leaves_nothing_of_it() -> None:
    store = MemoryStore()
    with pytest.raises(ExportTruncated):
        an_import(store, GivenOutcomes(3, cut=True))(client=None, reporter="a", strict=False, tell=ignore)
    assert store.feedback.unmatched() == 0


def test_no_records_are_no_success() -> None:
    with pytest.raises(NothingKept, match="it holds no records"):
        an_import(MemoryStore(), GivenOutcomes())(client=None, reporter="a", strict=False, tell=ignore)


def test_a_spool_gives_back_what_it_took_however_much() -> None:
    outcomes = [
        StatedOutcome(request_id=f"r{number}", hired=number % 2 == 0, outcome_at=TODAY)
        if number % 3
        else StatedOutcome(codigo_profissional=number, vaga_codigo=7, hired=True, outcome_at=TOMORROW)
        for number in range(100_000)
    ]
    with OutcomeSpool() as spool:
        spool.add(outcomes[:10])
        spool.add(outcomes[10:])
        assert len(spool) == len(outcomes)
        assert [each for chunk in spool.chunks() for each in chunk] == outcomes


def test_one_faulty_item_keeps_all_from_being_kept_and_each_is_named() -> None:
    store = MemoryStore()
    report = ReportOutcomes(feedback=store.feedback, clock=FixedClock(NOON))
    items = [stated(), (("hired", "is missing"),), stated(outcome_at=TOMORROW), (("", "must be an object"),)]
    with pytest.raises(InvalidFeedback) as raised:
        report(items, client="", reporter="")
    assert [field for field, _ in raised.value.faults] == ["items.1.hired", "items.2.outcome_at", "items.3"]
    assert store.feedback.unmatched() == 0
    assert len(report(items[:1], client="", reporter="")) == 1
