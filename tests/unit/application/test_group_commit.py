"""Who waits, for how long, and what each is told; tests/contracts has what is stored."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from functools import partial

import pytest

from hiring.application.serving.group_commit import GroupCommit, Limits
from hiring.domain.decisions import Decision
from hiring.domain.errors import DecisionConflict, Overloaded, StoreUnavailable
from tests.contracts.builders import a_decision
from tests.unit.application.logs import Counts, WatchedLog

QUICK = Limits(flush_s=0.15, deadline_s=0.3)
PATIENT = Limits(flush_s=20, deadline_s=40)  # a busy machine takes its time for what is no test of time
AGES_S = 30.0


@asynccontextmanager
async def running(
    log: WatchedLog, limits: Limits = PATIENT, counts: Counts | None = None
) -> AsyncIterator[GroupCommit]:
    audit = GroupCommit(log, limits=limits, observer=counts)
    async with audit.running():
        yield audit


async def outcomes(audit: GroupCommit, *calls: Sequence[Decision]) -> list[object]:
    """Of calls that are made at once: the answers, or the error."""
    return list(await asyncio.gather(*map(audit.record, calls), return_exceptions=True))


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(AGES_S):
        while not condition():  # noqa: ASYNC110  # it becomes true in another thread
            await asyncio.sleep(0.005)


def is_open(audit: GroupCommit) -> bool:
    with suppress(StoreUnavailable):
        audit.admit()
        return True
    return False


def some(*names: str) -> list[list[Decision]]:
    return [[a_decision(name)] for name in names]


def test_those_who_come_while_a_flush_is_under_way_go_together_with_the_next() -> None:
    async def scenario() -> None:
        counts, go_on = Counts(), threading.Event()
        log = WatchedLog(before=lambda ids: ids == ["first"] and go_on.wait(AGES_S))
        async with running(log, counts=counts) as audit:
            first = asyncio.create_task(audit.record([a_decision("first")]))
            await until(lambda: log.appends == [["first"]])
            others = [asyncio.create_task(audit.record(call)) for call in some("a", "b", "c")]
            await asyncio.sleep(0.01)
            go_on.set()
            assert await asyncio.gather(first, *others) == some("first", "a", "b", "c")
        assert log.appends == [["first"], ["a", "b", "c"]]
        assert counts.flushes == [(1, 3), (3, 0)]
        assert counts.outcomes == {"stored": 4}

    asyncio.run(scenario())


def test_a_flush_has_so_many_rows_and_parts_no_call() -> None:
    async def scenario() -> None:
        log = WatchedLog()
        calls = [[a_decision(f"{call}{row}") for row in range(3)] for call in "abc"]
        large = [a_decision(f"d{row}") for row in range(10)]
        async with running(log, Limits(flush_rows=7)) as audit:
            assert await outcomes(audit, *calls, large) == [*calls, large]
        assert [len(ids) for ids in log.appends] == [6, 3, 10]

    asyncio.run(scenario())


def test_nothing_to_record_needs_no_flush() -> None:
    async def scenario() -> None:
        log = WatchedLog()
        async with running(log) as audit:
            assert await audit.record([]) == []
        assert log.appends == []

    asyncio.run(scenario())


def test_only_the_caller_of_a_poison_row_is_told() -> None:
    def refuse(ids: list[str]) -> None:
        if any("poison" in name for name in ids):
            raise ValueError("not like this")

    async def scenario() -> None:
        log, counts = WatchedLog(before=refuse), Counts()
        with_poison = [a_decision("with"), a_decision("poison")]
        sound = some(*"abcdef")
        async with running(log, counts=counts) as audit:
            *given, last, poisoned = await outcomes(audit, *sound, with_poison, *some("z poison"))
            assert given == sound
            assert isinstance(last, ValueError)
            assert isinstance(poisoned, ValueError)
            assert is_open(audit)
        assert counts.outcomes == {"stored": 6, "poison": 3}
        assert log.find("with") is None

    asyncio.run(scenario())


def test_of_two_bodies_under_one_new_id_the_second_is_a_conflict() -> None:
    async def scenario() -> None:
        counts = Counts()
        first, again, other = (
            a_decision("a", score=score, body_digest=digest)
            for score, digest in ((0.1, "one"), (0.2, "one"), (0.3, "two"))
        )
        async with running(WatchedLog(), counts=counts) as audit:
            *same, conflict = await outcomes(audit, [first], [again], [other])
        assert same == [[first], [first]]
        assert isinstance(conflict, DecisionConflict)
        assert counts.outcomes == {"stored": 1, "replayed": 1, "conflict": 1}

    asyncio.run(scenario())


def test_nobody_waits_longer_than_the_deadline_though_the_driver_hangs() -> None:
    async def scenario() -> None:
        go_on, counts = threading.Event(), Counts()
        log = WatchedLog(before=lambda _: go_on.wait(2 * AGES_S))  # hears no interruption
        began = time.monotonic()
        async with running(log, QUICK, counts) as audit:
            calls = asyncio.create_task(outcomes(audit, *some("a", "b")))
            await until(log.interrupted.is_set)
            assert not is_open(audit)  # already, though the flush still runs
            assert all(isinstance(one, StoreUnavailable) for one in await calls)
        assert time.monotonic() - began < AGES_S  # nor does the end wait for the driver
        assert counts.outcomes["unavailable"] == 2
        go_on.set()

    asyncio.run(scenario())


def test_a_flush_that_takes_too_long_is_broken_off_and_sent_again() -> None:
    async def scenario() -> None:
        log = WatchedLog()

        def hang_once(_: list[str]) -> None:
            if len(log.appends) == 1:
                assert log.interrupted.wait(AGES_S)
                raise StoreUnavailable("broken off")

        log._before = hang_once
        async with running(log, Limits(flush_s=0.1, deadline_s=AGES_S)) as audit:
            assert await outcomes(audit, *some("a", "b")) == some("a", "b")
            assert is_open(audit)
        assert log.appends == [["a", "b"], ["a", "b"]]

    asyncio.run(scenario())


def test_after_a_failure_nobody_is_let_in_until_the_store_answers_again() -> None:
    async def scenario() -> None:
        log, counts = WatchedLog(), Counts()
        async with running(log, Limits(deadline_s=0.3), counts) as audit:
            log.down = True
            began = time.monotonic()
            (failure,) = await outcomes(audit, *some("a"))
            assert time.monotonic() - began > 0.28  # it was sent again and again
            assert str(failure) == "the disk is full"
            with pytest.raises(StoreUnavailable, match="the disk is full"):
                audit.admit(3)
            for _ in range(20):
                assert not is_open(audit)
                await asyncio.sleep(0.02)
            log.down = False
            await until(lambda: is_open(audit))  # though nothing waits
            assert await outcomes(audit, *some("a")) == some("a")
        assert counts.outcomes["unavailable"] == 1
        assert counts.outcomes["refused"] >= 3

    asyncio.run(scenario())


def test_rows_whose_callers_have_gone_are_not_sent_again() -> None:
    async def scenario() -> None:
        log = WatchedLog()
        async with running(log, Limits(deadline_s=AGES_S)) as audit:
            log.down = True
            gone, patient = (asyncio.create_task(audit.record(call)) for call in some("gone", "patient"))
            await until(lambda: not is_open(audit))
            gone.cancel()
            await asyncio.wait({gone})
            log.down = False
            assert await patient == some("patient")[0]
        assert log.appends == [["patient"]]

    asyncio.run(scenario())


def test_a_caller_that_goes_while_its_row_is_under_way_takes_nobody_along() -> None:
    async def scenario() -> None:
        log = WatchedLog(before=lambda _: time.sleep(0.05))
        async with running(log) as audit:
            gone, patient = (asyncio.create_task(audit.record(call)) for call in some("gone", "patient"))
            await until(lambda: bool(log.appends))
            gone.cancel()
            assert await patient == some("patient")[0]
            assert await outcomes(audit, *some("next")) == some("next")

    asyncio.run(scenario())


def test_more_than_may_wait_are_refused_before_and_after_the_work() -> None:
    async def scenario() -> None:
        go_on, counts = threading.Event(), Counts()
        log = WatchedLog(before=lambda _: go_on.wait(AGES_S))
        async with running(log, replace(PATIENT, capacity=3), counts) as audit:
            audit.admit(100)  # alone it has room, or it never would
            waiting = asyncio.create_task(outcomes(audit, *some("a", "b")))
            await until(lambda: bool(log.appends))
            audit.admit(1)
            with pytest.raises(Overloaded):
                audit.admit(2)
            with pytest.raises(Overloaded):
                await audit.record([a_decision("c"), a_decision("d")])
            go_on.set()
            assert await waiting == some("a", "b")
            audit.admit(2)
        assert counts.outcomes == {"stored": 2, "refused": 4}

    asyncio.run(scenario())


def test_those_who_wait_at_the_end_are_answered() -> None:
    async def scenario() -> None:
        log = WatchedLog(before=lambda _: time.sleep(0.05))
        async with running(log) as audit:
            waiting = asyncio.create_task(outcomes(audit, *some("a", "b")))
            await until(lambda: bool(log.appends))
            late = asyncio.create_task(outcomes(audit, *some("c", "d")))
            await asyncio.sleep(0.01)
        assert await waiting == some("a", "b")
        assert await late == some("c", "d")
        with pytest.raises(StoreUnavailable):
            audit.admit()
        with pytest.raises(StoreUnavailable):
            await audit.record([a_decision("too late")])
        assert all(thread.name != "hiring-audit" for thread in threading.enumerate())

    asyncio.run(scenario())


def test_before_it_runs_nobody_is_let_in() -> None:
    async def scenario() -> None:
        with pytest.raises(StoreUnavailable):
            GroupCommit(WatchedLog()).admit()

    asyncio.run(scenario())


def test_an_end_while_the_store_fails_is_an_end() -> None:
    async def scenario() -> None:
        log = WatchedLog()
        log.down = True
        async with running(log, limits=QUICK) as audit:
            waiting = asyncio.create_task(outcomes(audit, *some("a")))
            await until(lambda: not is_open(audit))
        (failure,) = await waiting
        assert isinstance(failure, StoreUnavailable)

    asyncio.run(scenario())


def test_a_check_asks_the_log_only_where_no_flush_has_just_shown_it() -> None:
    async def run() -> None:
        log = WatchedLog()
        async with running(log, limits=Limits()) as audit:
            await audit.record([a_decision("one")])
            await audit.check()
            assert log.probes == 0
            audit._well_at -= 60  # as if that were long ago
            await asyncio.gather(*(audit.check() for _ in range(20)))
            assert log.probes == 1
            assert log.appends == [["one"]]

    asyncio.run(run())


def test_a_check_says_what_the_next_answer_would_be_told() -> None:
    async def run() -> None:
        log = WatchedLog()
        async with running(log) as audit:
            log.down = True
            with pytest.raises(StoreUnavailable):
                await audit.check()
            with pytest.raises(StoreUnavailable):
                audit.admit()
            log.down = False
            await until(lambda: is_open(audit))
            await audit.check()
            await audit.record([a_decision("one")])
        with pytest.raises(StoreUnavailable):
            await audit.check()

    asyncio.run(run())


def test_a_check_does_not_wait_for_a_log_that_hangs() -> None:
    async def run() -> None:
        release = threading.Event()
        log = WatchedLog(before=lambda _ids: release.wait(30))
        async with running(log, QUICK) as audit:
            asking = asyncio.create_task(audit.record([a_decision("one")]))
            await until(lambda: log.appends == [["one"]])
            with pytest.raises(StoreUnavailable):
                await asyncio.wait_for(audit.check(), 20)
            release.set()
            with suppress(StoreUnavailable):
                await asking

    asyncio.run(run())


class Faulty(Counts):
    """An observer with a bug."""

    def flushed(self, rows: int, seconds: float, *, waiting: int) -> None:
        del rows, seconds, waiting
        raise KeyError("metrics")


def test_a_bug_beside_the_writing_does_not_end_it() -> None:
    async def run() -> None:
        async with running(WatchedLog(), counts=Faulty()) as audit:
            for name in ("one", "two"):
                await until(lambda: is_open(audit))
                assert len(await audit.record([a_decision(name)])) == 1

    asyncio.run(run())


def test_what_is_kept_is_decided_where_there_is_room_and_told_when_it_is_durable() -> None:
    async def scenario() -> None:
        counts, go_on, decided = Counts(), threading.Event(), list[str]()
        log = WatchedLog(before=lambda _ids: go_on.wait(AGES_S))

        def decide(name: str) -> list[Decision]:
            decided.append(name)
            return [a_decision(name)]

        async with running(log, replace(PATIENT, capacity=1), counts) as audit:
            first = asyncio.create_task(audit.keep(partial(decide, "first"), 1))
            await until(lambda: log.appends == [["first"]])
            with pytest.raises(Overloaded):
                await audit.keep(partial(decide, "second"), 1)
            assert (decided, counts.answers) == (["first"], [])
            go_on.set()
            assert await first == counts.answers == [a_decision("first")]

    asyncio.run(scenario())


@pytest.mark.parametrize(("count", "on_the_loop"), [(8, True), (9, False)])
def test_many_decisions_are_made_beside_the_event_loop(count: int, *, on_the_loop: bool) -> None:
    async def scenario() -> None:
        decisions, threads = [a_decision(str(number)) for number in range(count)], list[int]()

        def decide() -> list[Decision]:
            threads.append(threading.get_ident())
            return decisions

        async with running(WatchedLog()) as audit:
            assert await audit.keep(decide, count) == decisions
        assert (threads == [threading.get_ident()]) is on_the_loop

    asyncio.run(scenario())
