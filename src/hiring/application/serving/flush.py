"""One flush: what several callers have, in one transaction of the log; in a thread that may hang for it."""

import asyncio
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from queue import SimpleQueue
from typing import Final, Literal

from hiring.application.ports.logs import InferenceLog
from hiring.domain.decisions import AppendResult, Decision
from hiring.domain.errors import DecisionConflict, StoreUnavailable, Unavailable

CallOutcome = Literal["stored", "replayed", "conflict", "poison", "unavailable", "refused"]
"""What became of a row: as `AppendResult` says; it cannot be stored; nobody knows; it was not let in."""

_OUTCOMES: Final[Mapping[AppendResult, CallOutcome]] = {
    AppendResult.STORED: "stored",
    AppendResult.REPLAYED: "replayed",
    AppendResult.CONFLICT: "conflict",
}
FlushResult = tuple[Sequence[AppendResult], list[Decision] | Exception]
"""What became of a call's decisions, none if they cannot be stored at all; and what its caller is told."""


class FlushThread:
    """Flushes one after the other, for the event loop in which it was made.

    The thread is a daemon, unlike an executor's: a log that hangs must not keep the process from ending.
    """

    def __init__(self, log: InferenceLog) -> None:
        self._log = log
        self._like = probe_decision()
        self._loop = asyncio.get_running_loop()
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="hiring-audit", daemon=True)
        self._thread.start()

    def flush(self, calls: Sequence[Sequence[Decision]]) -> asyncio.Future[list[FlushResult]]:
        """Append them, as `flush_calls` does; without any, see what would become of some, as `probe` does.

        It begins when what was asked for before has ended.
        """
        result: asyncio.Future[list[FlushResult]] = self._loop.create_future()

        def work() -> None:
            try:
                became = flush_calls(self._log, calls, self._like) if calls else probe(self._log, self._like)
            except Exception as failure:  # noqa: BLE001  # it is raised where it is waited for
                self._tell(_fail, result, failure)
            else:
                self._tell(_give, result, became)

        self._work.put(work)
        return result

    def interrupt(self) -> None:
        """Break off the flush that is under way."""
        self._log.interrupt()

    def end(self, *, wait: bool) -> None:
        """Do no more; `wait` only where all flushes have ended, since the event loop waits too."""
        self._work.put(None)
        if wait:
            self._thread.join()

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            work()

    def _tell(self, tell: Callable[..., None], *what: object) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(tell, *what)


def _give(result: asyncio.Future[list[FlushResult]], became: list[FlushResult]) -> None:
    if not result.done():
        result.set_result(became)


def _fail(result: asyncio.Future[list[FlushResult]], failure: Exception) -> None:
    if not result.done():
        result.set_exception(failure)


def flush_calls(log: InferenceLog, calls: Sequence[Sequence[Decision]], like: Decision) -> list[FlushResult]:
    """What became of each call's decisions; the log takes all calls' in one transaction.

    Args:
        log: Where they go.
        calls: One at least.
        like: What every log takes: where this one does not, the fault is not the caller's.

    Raises:
        Unavailable: Nobody knows.
    """
    try:
        became = log.append_calls(calls)
    except Unavailable:
        raise
    except Exception as bug:  # noqa: BLE001  # whatever is wrong with a row: its caller alone is told
        if len(calls) == 1:
            probe(log, like)
            return [((), bug)]
        half = len(calls) // 2
        return flush_calls(log, calls[:half], like) + flush_calls(log, calls[half:], like)
    return [_answer(log, *each) for each in zip(calls, became, strict=True)]


def probe(log: InferenceLog, like: Decision) -> list[FlushResult]:
    """No results, where a flush would be kept.

    Raises:
        Unavailable: It would not.
    """
    try:
        log.probe(like)
    except Unavailable:
        raise
    except Exception as bug:
        raise StoreUnavailable(f"the audit log refuses every answer ({type(bug).__name__})") from bug
    return []


def probe_decision() -> Decision:
    """Of nobody, and as large as one of a real request; no client can use its id, which has a space."""
    payload: dict[str, float | None] = {f"a_feature_of_the_profile_{number}": 1.5 for number in range(50)}
    return Decision(
        request_id=f"probe {uuid.uuid4().hex}",
        at=datetime(2000, 1, 1, tzinfo=UTC),
        codigo_profissional=None,
        score=0.0,
        approved=False,
        threshold=1.0,
        operating_mode="probe",
        model_path="probe",
        model_version="probe",
        payload=payload,
        body_digest="0" * 64,
        profile="probe",
        features=tuple(payload.values()),
    )


def call_outcomes(decisions: Sequence[Decision], became: Sequence[AppendResult]) -> Sequence[CallOutcome]:
    """Of each decision of a call."""
    if not became:
        return ["poison"] * len(decisions)
    return [_OUTCOMES[each] for each in became]


def _answer(log: InferenceLog, decisions: Sequence[Decision], became: Sequence[AppendResult]) -> FlushResult:
    try:
        return became, answers_of(log, decisions, became)
    except Unavailable:
        raise
    except Exception as failure:  # noqa: BLE001  # a conflict: its caller alone is told
        return became, failure


def answers_of(
    log: InferenceLog, decisions: Sequence[Decision], appended: Sequence[AppendResult]
) -> list[Decision]:
    """What to answer to a call after the log took it: what is stored under its ids.

    Raises:
        DecisionConflict: An id was used before with another body, and nothing of the call is stored.
        StoreUnavailable: The log does not give what is stored.
    """
    if AppendResult.CONFLICT in appended:
        raise DecisionConflict
    return [
        decision if became is AppendResult.STORED else _stored(log, decision)
        for decision, became in zip(decisions, appended, strict=True)
    ]


def _stored(log: InferenceLog, decision: Decision) -> Decision:
    stored = log.find(decision.request_id, decision.client.name)
    if stored is None:
        message = (
            "the log says that this request was answered before, but does not have the answer: ask again"
        )
        raise StoreUnavailable(message)
    return stored
