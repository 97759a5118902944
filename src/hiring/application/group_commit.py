"""Many answers, one commit: whoever waits while a flush is under way goes together with the next.

Sits above the port, so every store's log gets it; `hiring.application.predict.Predict`, which appends each
answer by itself, is the reference that it must equal.
"""

import asyncio
from abc import abstractmethod
from collections import Counter, deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal, Protocol

from hiring.application.log_ports import InferenceLog
from hiring.application.one_thread import OneThread
from hiring.application.predict import answers_of
from hiring.domain.decisions import Appended, Decision
from hiring.domain.errors import Overloaded, StoreUnavailable, Unavailable

Outcome = Literal["stored", "replayed", "conflict", "poison", "unavailable", "refused"]
"""What became of a row: as `Appended` says; it cannot be stored at all; nobody knows; it was not let in."""

_OUTCOMES: Final[Mapping[Appended, Outcome]] = {
    Appended.STORED: "stored",
    Appended.REPLAYED: "replayed",
    Appended.CONFLICT: "conflict",
}
_Result = tuple[Sequence[Appended], list[Decision] | Exception]

_SHORTEST_PAUSE_S: Final = 0.05
_LONGEST_PAUSE_S: Final = 0.25
_PROBE: Final = "probe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much may wait, and for how long.

    Args:
        capacity: Rows that may wait or be under way; more are refused.
        flush_rows: Rows that are committed together; one call's rows are never parted.
        flush_s: A flush that takes longer is broken off, and its rows are sent again.
        deadline_s: A call that waited so long is told that nobody knows.
    """

    capacity: int = 1024
    flush_rows: int = 256
    flush_s: float = 1.0
    deadline_s: float = 2.0


USUAL: Final = Limits()


class Observer(Protocol):
    """Watches, in the event loop: must not wait, and must not fail."""

    @abstractmethod
    def counted(self, outcome: Outcome, rows: int) -> None:
        """So many rows more ended like this."""

    @abstractmethod
    def flushed(self, rows: int, seconds: float, *, waiting: int) -> None:
        """A flush ended well; so many rows wait for the next."""


class _Nobody(Observer):
    def counted(self, outcome: Outcome, rows: int) -> None:
        pass

    def flushed(self, rows: int, seconds: float, *, waiting: int) -> None:
        pass


@dataclass(frozen=True, slots=True, eq=False)
class _Call:
    decisions: Sequence[Decision]
    answer: asyncio.Future[list[Decision]]
    deadline: float


class GroupCommit:
    """The way of one event loop into the audit log.

    One flush at a time, in one thread: all that wait when a flush ends make the next. If it fails, the
    outcome is unknown and the same rows are sent again, until those who wait for them have given up. Nobody
    waits longer than the deadline, whatever the store's driver does.
    """

    def __init__(
        self, log: InferenceLog, *, limits: Limits = USUAL, observer: Observer | None = None
    ) -> None:
        self._log = log
        self._limits = limits
        self._observer = observer or _Nobody()
        self._waiting: deque[_Call] = deque()
        self._asked: deque[_Call] = deque()  # waiting or under way, the oldest first
        self._expiry: asyncio.TimerHandle | None = None
        self._rows = 0
        self._open = False
        self._wake = asyncio.Event()
        self._down: Unavailable | None = None
        """Why the last flush failed, until one succeeds or the store answers a probe."""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Takes answers inside the block; at its end those that still wait are flushed, in bounded time."""
        self._thread = OneThread("hiring-audit")
        self._open = True
        writer = asyncio.create_task(self._write(), name="hiring-audit")
        try:
            yield
        finally:
            self._open = False
            self._wake.set()
            await asyncio.wait({writer}, timeout=self._limits.deadline_s + self._limits.flush_s)
            ended = writer.done()
            writer.cancel()  # otherwise the driver hangs: the daemon thread is left to it
            self._thread.end(wait=ended)

    def admit(self, count: int = 1) -> None:
        """Ask before any work is done for an answer.

        Raises:
            Overloaded: Too many rows wait.
            StoreUnavailable: The store fails, or the block of `running` has ended.
        """
        if self._down is not None:
            self._observer.counted("refused", count)
            raise StoreUnavailable(str(self._down))
        self._let_in(count)

    async def record(self, decisions: Sequence[Decision]) -> list[Decision]:
        """What is stored under each id, as soon as it is durable: the decisions, or what was there before.

        Raises:
            DecisionConflict: A request id was used before with another body; none of these is stored.
            StoreUnavailable: The outcome is not known in time; record the same ids again.
            Overloaded: Too many rows wait.
            ValueError: The log cannot take these decisions at all; nobody else is affected.
        """
        if not decisions:
            return []
        self._let_in(len(decisions))
        loop = asyncio.get_running_loop()
        call = _Call(decisions, loop.create_future(), loop.time() + self._limits.deadline_s)
        while self._asked and self._asked[0].answer.done():
            self._asked.popleft()
        self._asked.append(call)
        if self._expiry is None:
            self._expiry = loop.call_at(call.deadline, self._expire)
        self._rows += len(decisions)
        self._waiting.append(call)
        self._wake.set()
        try:
            return await call.answer
        finally:
            self._rows -= len(decisions)

    def _let_in(self, count: int) -> None:
        if not self._open:
            raise StoreUnavailable("the audit log is not open: the service starts or ends")
        if self._rows and self._rows + count > self._limits.capacity:
            self._observer.counted("refused", count)
            raise Overloaded

    def _expire(self) -> None:
        """Tell those whose time is over. One timer, for the oldest, serves all: they have equally long."""
        loop = asyncio.get_running_loop()
        while self._asked and (self._asked[0].answer.done() or self._asked[0].deadline <= loop.time()):
            call = self._asked.popleft()
            if not call.answer.done():
                reason = f"the audit log did not take the answer within {self._limits.deadline_s:g} s"
                call.answer.set_exception(StoreUnavailable(str(self._down or reason)))
                self._observer.counted("unavailable", len(call.decisions))
        self._expiry = loop.call_at(self._asked[0].deadline, self._expire) if self._asked else None

    async def _write(self) -> None:
        """Flush, as long as there is something; after a failure, try again and again."""
        pause_s = _SHORTEST_PAUSE_S
        try:
            while self._open or self._waiting:
                calls = self._take()
                if not calls and self._down is None:
                    self._wake.clear()
                    await self._wake.wait()
                    continue
                await self._flush(calls)
                if self._down is None:
                    pause_s = _SHORTEST_PAUSE_S
                else:
                    await asyncio.sleep(pause_s)
                    pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
        finally:
            self._open = False  # should a bug end it, nobody waits for it in vain

    def _take(self) -> list[_Call]:
        """The next flush: the oldest calls for which somebody still waits."""
        calls: list[_Call] = []
        rows = 0
        while self._waiting:
            call = self._waiting[0]
            if calls and rows + len(call.decisions) > self._limits.flush_rows:
                break
            self._waiting.popleft()
            if not call.answer.done():
                calls.append(call)
                rows += len(call.decisions)
        return calls

    async def _flush(self, calls: Sequence[_Call]) -> None:
        """Append them, and tell those who wait; without any, see whether the store answers again."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        work = self._thread.run(partial(_append, self._log, [call.decisions for call in calls]))
        self._late = loop.call_later(self._limits.flush_s, self._break_off)
        try:
            results = await work
        except Unavailable as failure:
            self._down = failure
            self._waiting.extendleft(reversed(calls))  # they are the oldest
            return
        finally:
            self._late.cancel()
        self._down = None
        for call, (_, answer) in zip(calls, results, strict=True):
            if call.answer.done():
                continue
            if isinstance(answer, Exception):
                call.answer.set_exception(answer)
            else:
                call.answer.set_result(answer)
        self._count(calls, results, loop.time() - began)

    def _break_off(self) -> None:
        """The flush takes too long: from now on nobody is let in. It may be between two steps, so again."""
        self._down = StoreUnavailable(f"the audit log did not answer within {self._limits.flush_s:g} s")
        self._log.interrupt()
        self._late = asyncio.get_running_loop().call_later(_SHORTEST_PAUSE_S, self._break_off)

    def _count(self, calls: Sequence[_Call], results: Sequence[_Result], seconds: float) -> None:
        outcomes: Counter[Outcome] = Counter()
        for call, (became, _) in zip(calls, results, strict=True):
            outcomes.update(_outcomes(call, became))
        for outcome, rows in outcomes.items():
            self._observer.counted(outcome, rows)
        if calls:
            waiting = sum(len(call.decisions) for call in self._waiting)
            self._observer.flushed(outcomes.total(), seconds, waiting=waiting)


def _outcomes(call: _Call, became: Sequence[Appended]) -> Sequence[Outcome]:
    if not became:
        return ["poison"] * len(call.decisions)
    return [_OUTCOMES[each] for each in became]


def _append(log: InferenceLog, calls: Sequence[Sequence[Decision]]) -> list[_Result]:
    """What became of each call's decisions; the log takes all calls' in one transaction.

    Raises:
        Unavailable: Nobody knows.
    """
    if not calls:
        log.find(_PROBE)
        return []
    try:
        became = log.append_calls(calls)
    except Unavailable:
        raise
    except Exception as bug:  # noqa: BLE001  # whatever is wrong with a row: its caller alone is told
        if len(calls) == 1:
            return [((), bug)]
        half = len(calls) // 2
        return _append(log, calls[:half]) + _append(log, calls[half:])
    return [_answer(log, *each) for each in zip(calls, became, strict=True)]


def _answer(log: InferenceLog, decisions: Sequence[Decision], became: Sequence[Appended]) -> _Result:
    try:
        return became, answers_of(log, decisions, became)
    except Unavailable:
        raise
    except Exception as failure:  # noqa: BLE001  # a conflict: its caller alone is told
        return became, failure
