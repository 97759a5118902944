"""What must be open for an answer - store, keys, model - and how it is kept so while the process serves."""

import asyncio
import multiprocessing
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Final, Literal

from structlog.typing import FilteringBoundLogger

from hiring.application.ports.models import Scorer
from hiring.application.ports.progress import Progress
from hiring.application.serving.explain import Explain
from hiring.application.serving.group_commit import GroupCommit
from hiring.application.serving.predict import Predict
from hiring.bootstrap.production import production
from hiring.bootstrap.wiring import Hiring
from hiring.domain.errors import HiringError, SchemaMismatch, StoreExchanged, StoreUnavailable, Unavailable
from hiring.entrypoints.advice import with_advice
from hiring.entrypoints.http.access.authenticator import Authenticator
from hiring.entrypoints.http.observability.metrics import Metrics
from hiring.entrypoints.http.resources.periodic_checks import Look, PeriodicChecks
from hiring.entrypoints.http.resources.threads import Reads, in_thread
from hiring.settings import Settings

Part = Literal["store", "schema", "model", "look"]
Opening = Callable[[Settings], AbstractContextManager[Hiring]]

LOOK_EVERY_S: Final = 1.0
_OPEN_WITHIN_S: Final = 15.0
_LOAD_WITHIN_S: Final = 30.0


class ResourceUnavailable(Unavailable):
    """A part of the service could not be opened, or does not answer; the log has the reason."""

    code: ClassVar[str] = "unavailable"

    def __init__(self, part: Part, cause: str) -> None:
        super().__init__(f"the {part} is not available: {cause}")
        self.part: Part = part


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStore:
    """A store that was opened, and the way into its audit log."""

    hiring: Hiring
    audit: GroupCommit


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedModel:
    """A model that answers.

    Args:
        mark: Of the publication that it was loaded from.
        predict: With what explains its scores.
    """

    mark: str
    scorer: Scorer
    predict: Predict
    explain: Explain


class Resources:
    """Opens what the settings name, and goes on looking after it once a second.

    A store that could not be opened is tried again. A model that was published replaces the one that serves,
    if it verifies: requests that began with the old one end with it. Keys are read anew. The process neither
    fails nor has to be started again because something is missing for a while.

    Args:
        opening: Opens the store that the settings name.
    """

    def __init__(
        self,
        settings: Settings,
        opening: Opening,
        log: FilteringBoundLogger,
        *,
        authenticator: Authenticator,
        metrics: Metrics,
    ) -> None:
        self._opening = partial(opening, settings)
        self._log = log
        self._authenticator = authenticator
        self._metrics = metrics
        self._store: OpenStore | ResourceUnavailable = ResourceUnavailable("store", "not opened yet")
        self._model: LoadedModel | ResourceUnavailable = ResourceUnavailable("model", "not loaded yet")
        self._of_store = AsyncExitStack()
        self._reads = Reads()
        self._loads = Reads("model", within_s=_LOAD_WITHIN_S, at_once=1)  # one that hangs is waited for alone
        self._looks = PeriodicChecks(log, every_s=LOOK_EVERY_S)
        self._told: dict[str, str] = {}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """From the server's start to its end; what was accepted is flushed before the store is closed."""
        async with AsyncExitStack() as stack:
            self._metrics.join()
            stack.callback(self._metrics.share)
            await self._store_look(stack)
            await self._model_look()
            # each for itself: one that hangs must not keep the others from looking
            looks: dict[str, Look] = {
                "store": partial(self._store_look, stack),
                "model": self._model_look,
                "parent": _end_with_the_parent,
                "metrics": self._metrics_look,
            }
            async with self._looks.running(looks):
                yield

    @property
    def store(self) -> OpenStore:
        """The open store.

        Raises:
            PartUnavailable: There is none.
        """
        if isinstance(self._store, ResourceUnavailable):
            raise self._store
        return self._store

    @property
    def model(self) -> LoadedModel:
        """The model that serves.

        Raises:
            PartUnavailable: There is none.
        """
        if isinstance(self._model, ResourceUnavailable):
            _ = self.store  # without one, that is what is missing
            raise self._model
        return self._model

    def require_looks(self) -> None:
        """All that is looked after is.

        Raises:
            PartUnavailable: A look has ended and was not started again yet.
        """
        if self._looks.ended:
            raise ResourceUnavailable("look", "internal-error")

    def require_keys(self) -> None:
        """The keys are known.

        Raises:
            KeysUnread: They are not, or are no longer.
        """
        self._authenticator.require_fresh()

    async def _store_look(self, stack: AsyncExitStack) -> None:
        await self._look("store", self._open_store(stack))
        if isinstance(self._store, OpenStore):
            await self._look("keys", self._read_keys(self._store.hiring))

    async def _model_look(self) -> None:
        if isinstance(self._store, OpenStore):
            await self._look("model", self._take_model(self._store.hiring))

    async def _metrics_look(self) -> None:
        self._metrics.share()

    async def _look(self, what: str, look: Awaitable[None]) -> None:
        """One look at a part; what is wrong is told once, and not every second."""
        try:
            await look
        except HiringError as cause:
            self._tell(what, cause.code, with_advice(cause))
        except Exception as bug:  # noqa: BLE001  # it must not end the looking
            self._tell(what, "internal-error", type(bug).__name__)
        else:
            self._told.pop(what, None)

    def _tell(self, what: str, code: str, reason: str) -> None:
        if self._told.get(what) != code:
            self._told[what] = code
            self._log.error("not available", part=what, code=code, reason=reason)

    async def _open_store(self, stack: AsyncExitStack) -> None:
        if isinstance(self._store, OpenStore):
            return
        opening = self._opening()
        try:
            async with asyncio.timeout(_OPEN_WITHIN_S):
                hiring = await in_thread(opening.__enter__)
        except TimeoutError:
            raise StoreUnavailable(f"the store did not open within {_OPEN_WITHIN_S:.0f} s") from None
        except HiringError as cause:
            part: Part = "schema" if isinstance(cause, SchemaMismatch) else "store"
            self._store = ResourceUnavailable(part, cause.code)
            raise
        opened = self._of_store = await stack.enter_async_context(AsyncExitStack())
        opened.push(opening)
        audit = GroupCommit(hiring.ports.store.inference_log, observer=self._metrics)
        await opened.enter_async_context(audit.running())
        self._store = OpenStore(hiring=hiring, audit=audit)
        self._log.info("open", store=hiring.ports.store.place)

    async def _read_keys(self, hiring: Hiring) -> None:
        try:
            keys = await self._reads(hiring.ports.store.api_keys.all)
        except StoreExchanged as exchanged:
            await self._leave_store(exchanged)
            raise
        self._authenticator.update(keys, hiring.sessions())

    async def _leave_store(self, exchanged: StoreExchanged) -> None:
        """Another one has its place: the next look opens that, and the model answers with its secrets."""
        self._store = ResourceUnavailable("store", exchanged.code)
        self._model = ResourceUnavailable("model", "not loaded yet")
        await self._of_store.aclose()

    async def _take_model(self, hiring: Hiring) -> None:
        """Take what is published now; if it does not verify, or nothing is, what serves goes on serving."""
        serving = self._model if isinstance(self._model, LoadedModel) else None
        try:
            mark = await self._loads(hiring.ports.models.serving)
            if serving is not None and mark in {"", serving.mark}:
                return
            self._model = loaded = await self._loads(partial(_loaded, hiring, mark))
        except HiringError as cause:
            if serving is None:
                self._model = ResourceUnavailable("model", cause.code)
            raise
        version = loaded.scorer.version
        self._metrics.serves(version)
        self._log.info("serves", model=version.id, operating_mode=version.card.operating_mode)


def _loaded(hiring: Hiring, mark: str) -> LoadedModel:
    scorer = hiring.scorer()
    explain = hiring.explain(scorer.version)
    predict = hiring.predict(scorer, explain=explain)
    return LoadedModel(mark=mark, scorer=scorer, predict=predict, explain=explain)


async def _end_with_the_parent() -> None:
    """A worker whose parent was killed would hold on to the port for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None and not parent.is_alive():
        signal.raise_signal(signal.SIGTERM)


class _Unwatched(Progress):
    """Nobody watches a service's steps."""

    def step(self, name: str, total: int | None = None) -> AbstractContextManager[Callable[[int], None]]:
        del name, total
        return nullcontext(lambda _done: None)


def open_production(settings: Settings) -> AbstractContextManager[Hiring]:
    """The real thing."""
    return production(settings, _Unwatched())
