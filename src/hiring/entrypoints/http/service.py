"""What is open while the process serves: the store, the published model, and the thread that decides."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, Literal, NamedTuple

from litestar import Litestar
from structlog.typing import FilteringBoundLogger

from hiring.application.ports import Progress, Scorer
from hiring.application.predict import Predict, Question
from hiring.bootstrap.production import production
from hiring.bootstrap.wiring import Hiring
from hiring.domain.decisions import Decision
from hiring.domain.errors import HiringError, StoreUnavailable, Unavailable
from hiring.domain.features import Profile
from hiring.domain.models import ModelVersion
from hiring.settings import Settings

Part = Literal["store", "model"]
Opening = Callable[[Settings], AbstractContextManager[Hiring]]

_HEALTH_TIMEOUT_S: Final = 2.0


class PartUnavailable(Unavailable):
    """A part of the service could not be opened, or does not answer; the log has the reason."""

    code: ClassVar[str] = "unavailable"

    def __init__(self, part: Part, cause: str) -> None:
        super().__init__(f"the {part} is not available: {cause}")
        self.part: Part = part


class Missing(NamedTuple):
    """What could not be opened, and the code of the failure."""

    part: Part
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """All parts, open."""

    hiring: Hiring
    scorer: Scorer
    predict: Predict
    thread: ThreadPoolExecutor


class Service:
    """Answers, or says which part is missing; the process starts and stays up in either case.

    One thread scores and logs, one question after the other: the log's commit waits for the disk, for which
    the event loop must not stand still, and a store that has one writer gains nothing from more threads. A
    process that is killed between the commit and the answer leaves a row; asking again with the same key
    gives what that row says.

    Args:
        opening: Opens the store that the settings name.
    """

    def __init__(self, settings: Settings, opening: Opening, log: FilteringBoundLogger) -> None:
        self.missing_is_unknown = settings.hiring_missing_features == "null"
        self._settings = settings
        self._opening = opening
        self._log = log
        self._state: Opened | Missing = Missing("store", "not opened yet")

    @asynccontextmanager
    async def running(self, _app: Litestar) -> AsyncIterator[None]:
        """From the server's start to its end; the thread ends before the store is closed."""
        with ExitStack() as stack:
            self._state = self._open(stack)
            yield

    @property
    def profile(self) -> Profile:
        """Which features are asked for."""
        return self._opened().hiring.profile

    @property
    def model(self) -> ModelVersion:
        """What serves."""
        return self._opened().scorer.version

    async def decide(self, question: Question) -> Decision:
        """The answer, which is logged.

        Raises:
            PartUnavailable: There is no store or no model.
            DecisionConflict: The request id was used before with another body.
            StoreUnavailable: The log did not take the answer, so nobody gets it.
        """
        opened = self._opened()
        loop = asyncio.get_running_loop()
        (decision,) = await loop.run_in_executor(opened.thread, opened.predict, [question])
        return decision

    async def check(self) -> datetime:
        """The time, if all parts answer.

        Raises:
            PartUnavailable: Names the one that does not.
        """
        opened = self._opened()
        find = opened.hiring.ports.store.inference_log.find
        reading = asyncio.get_running_loop().run_in_executor(opened.thread, find, "health")
        try:
            await asyncio.wait_for(reading, _HEALTH_TIMEOUT_S)
        except StoreUnavailable as cause:
            raise PartUnavailable("store", cause.code) from cause
        except TimeoutError as cause:
            raise PartUnavailable("store", f"no answer within {_HEALTH_TIMEOUT_S:.0f} s") from cause
        return opened.hiring.ports.clock.now()

    def _opened(self) -> Opened:
        if isinstance(self._state, Missing):
            raise PartUnavailable(*self._state)
        return self._state

    def _open(self, stack: ExitStack) -> Opened | Missing:
        part: Part = "store"
        try:
            hiring = stack.enter_context(self._opening(self._settings))
            part = "model"
            scorer = hiring.scorer()
        except HiringError as cause:
            self._log.error("not available", reason=str(cause), code=cause.code)
            return Missing(part, cause.code)
        thread = stack.enter_context(ThreadPoolExecutor(1, thread_name_prefix="decide"))
        version, store = scorer.version, hiring.ports.store.place
        self._log.info("open", store=store, model=version.id, operating_mode=version.card.operating_mode)
        return Opened(hiring=hiring, scorer=scorer, predict=hiring.predict(scorer), thread=thread)


class _Unwatched(Progress):
    """Nobody watches a service's steps."""

    def step(self, name: str, total: int | None = None) -> AbstractContextManager[Callable[[int], None]]:
        del name, total
        return nullcontext(lambda _done: None)


def opening(settings: Settings) -> AbstractContextManager[Hiring]:
    """The real thing."""
    return production(settings, _Unwatched())
