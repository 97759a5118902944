"""Many answers, one commit: whoever waits while a flush is under way goes together with the next.

Sits above the port, so every store's log gets it; `hiring.application.serving.append.Append`, which appends
each call by itself, is the reference that it must equal.
"""

import asyncio
from abc import abstractmethod
from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from math import inf
from typing import Final, Protocol

from hiring.application.ports.logs import InferenceLog
from hiring.application.serving.decide import AuditWriter
from hiring.application.serving.flush import CallOutcome, FlushResult, FlushThread, call_outcomes
from hiring.domain.decisions import Decision
from hiring.domain.errors import Overloaded, StoreUnavailable, Unavailable

_SHORTEST_PAUSE_S: Final = 0.05
_LONGEST_PAUSE_S: Final = 0.25
_NOT_OPEN: Final = "the audit log is not open: the service is starting or stopping"
_FRESH_S: Final = 1.0
"""How long a flush that ended well says that the next one will."""

_ON_THE_LOOP: Final = 8
"""Decisions up to which the model answers sooner than the way to a thread and back takes."""


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
    def counted(self, outcome: CallOutcome, rows: int) -> None:
        """So many rows more ended like this."""

    @abstractmethod
    def decided(self, decisions: Sequence[Decision]) -> None:
        """These are given as answers."""

    @abstractmethod
    def flushed(self, rows: int, seconds: float, *, waiting: int) -> None:
        """A flush ended well; so many rows wait for the next."""


class _Nobody(Observer):
    def counted(self, outcome: CallOutcome, rows: int) -> None:
        pass

    def decided(self, decisions: Sequence[Decision]) -> None:
        pass

    def flushed(self, rows: int, seconds: float, *, waiting: int) -> None:
        pass


@dataclass(frozen=True, slots=True, eq=False)
class _Call:
    decisions: Sequence[Decision]
    answer: asyncio.Future[list[Decision]]
    deadline: float


class GroupCommit(AuditWriter[Awaitable[list[Decision]]]):
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
        self._probes: list[asyncio.Future[None]] = []
        self._well_at = -inf
        self._down: Unavailable | None = None
        """Why the last flush or probe failed, until one succeeds."""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Takes answers inside the block; at its end those that still wait are flushed, in bounded time."""
        self._thread = FlushThread(self._log)
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

    async def keep(self, decide: Callable[[], list[Decision]], count: int) -> list[Decision]:
        """See `AuditWriter`; besides, raises what `admit` and `record` raise."""
        self.admit(count)
        decisions = decide() if count <= _ON_THE_LOOP else await asyncio.to_thread(decide)
        answers = await self.record(decisions)
        self._observer.decided(answers)
        return answers

    def admit(self, count: int = 1) -> None:
        """Ask before any work is done for an answer.

        Raises:
            Overloaded: Too many rows wait.
            StoreUnavailable: The store fails, or the block of `running` has ended.
        """
        if self._down is not None:
            self._observer.counted("refused", count)
            raise _because_of(self._down)
        self._let_in(count)

    async def check(self) -> None:
        """See whether the next answer would be kept: by the last flush or, if that is long ago, by a probe.

        Raises:
            StoreUnavailable: It would not, or that does not show in time.
        """
        loop = asyncio.get_running_loop()
        if self._open and self._down is None and loop.time() - self._well_at > _FRESH_S:
            seen: asyncio.Future[None] = loop.create_future()
            self._probes.append(seen)
            self._wake.set()
            await asyncio.wait({seen}, timeout=self._limits.deadline_s)
            if not seen.done():
                seen.cancel()
                raise _because_of(self._down, "the audit log is too busy for a probe")
        if self._down is not None or not self._open:
            raise _because_of(self._down, _NOT_OPEN)

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
            raise StoreUnavailable(_NOT_OPEN)
        if self._rows and self._rows + count > self._limits.capacity:
            self._observer.counted("refused", count)
            raise Overloaded

    def _expire(self) -> None:
        """Tell those whose time is over. One timer, for the oldest, serves all: they have equally long."""
        loop = asyncio.get_running_loop()
        while self._asked and (self._asked[0].answer.done() or self._asked[0].deadline <= loop.time()):
            call = self._asked.popleft()
            if not call.answer.done():
                reason = f"the audit log did not store the answer within {self._limits.deadline_s:g} s"
                call.answer.set_exception(_because_of(self._down, reason))
                self._observer.counted("unavailable", len(call.decisions))
        self._expiry = loop.call_at(self._asked[0].deadline, self._expire) if self._asked else None

    async def _write(self) -> None:
        """Flush, as long as there is something; after a failure, try again and again."""
        pause_s = _SHORTEST_PAUSE_S
        while self._open or self._waiting:
            calls = self._take()
            if not calls and not self._probes and self._down is None:
                self._wake.clear()
                await self._wake.wait()
                continue
            await self._flush_and_tell(calls)
            if self._down is None:
                pause_s = _SHORTEST_PAUSE_S
            else:
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    async def _flush_and_tell(self, calls: Sequence[_Call]) -> None:
        """Flush; then those who asked whether it would do are told to look. No bug ends the writing."""
        probes, self._probes = self._probes, []
        try:
            await self._flush(calls)
        except Exception as bug:  # noqa: BLE001  # those who wait are told when their time is over
            self._down = StoreUnavailable(f"the audit log failed ({type(bug).__name__})")
        for seen in probes:
            if not seen.done():
                seen.set_result(None)

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
        """Append them, and tell those who wait; without any, see what would become of some."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        work = self._thread.flush([call.decisions for call in calls])
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
        if not calls or any(became for became, _ in results):
            self._well_at = loop.time()
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
        self._thread.interrupt()
        self._late = asyncio.get_running_loop().call_later(_SHORTEST_PAUSE_S, self._break_off)

    def _count(self, calls: Sequence[_Call], results: Sequence[FlushResult], seconds: float) -> None:
        rows: Counter[CallOutcome] = Counter()
        for call, (became, _) in zip(calls, results, strict=True):
            rows.update(call_outcomes(call.decisions, became))
        for outcome, count in rows.items():
            self._observer.counted(outcome, count)
        if calls:
            waiting = sum(len(call.decisions) for call in self._waiting)
            self._observer.flushed(rows.total(), seconds, waiting=waiting)


def _because_of(down: Unavailable | None, otherwise: str = "") -> StoreUnavailable:
    """A failure of its own for each who asks, with the log's as its cause, where that is known."""
    told = StoreUnavailable(str(down or otherwise))
    told.__cause__ = down
    return told
