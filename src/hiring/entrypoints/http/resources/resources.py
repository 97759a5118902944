"""What must be open for an answer - store, keys, model - and how it is kept so while the process serves."""

import asyncio
import multiprocessing
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Final

from structlog.typing import FilteringBoundLogger

from hiring.application.serving.load_model import LoadedModel, LoadModel
from hiring.bootstrap.pages import monitor_page
from hiring.bootstrap.wiring import Hiring
from hiring.domain.errors import HiringError, ModelMissing, SchemaMismatch, StoreExchanged, StoreUnavailable
from hiring.domain.models import ModelVersion
from hiring.entrypoints.advice import with_advice
from hiring.entrypoints.http.observability.metrics import Metrics
from hiring.entrypoints.http.resources.list_maker import ListMaker
from hiring.entrypoints.http.resources.list_process import ListProcess
from hiring.entrypoints.http.resources.lists import Lists
from hiring.entrypoints.http.resources.open_store import Answers, OpenStore
from hiring.entrypoints.http.resources.parts import Part, ResourceUnavailable
from hiring.entrypoints.http.resources.periodic_checks import Look
from hiring.entrypoints.http.resources.service import Service
from hiring.entrypoints.http.resources.threads import Reads, in_thread
from hiring.entrypoints.partition_warning import partition_warning
from hiring.settings import Settings

Opening = Callable[[Settings], AbstractContextManager[Hiring]]
"""Opens what settings name."""

LOOK_EVERY_S: Final = 1.0
_PARTITIONS_EVERY_S: Final = 3_600.0
_OPEN_WITHIN_S: Final = 15.0
_LOAD_WITHIN_S: Final = 30.0


class Resources:
    """Opens what the settings name, and goes on looking after it once a second.

    A store that could not be opened is tried again. A model that was published replaces the one that serves,
    if it verifies: requests that began with the old one end with it. Keys are read anew. The process neither
    fails nor has to be started again because something is missing for a while.

    Args:
        opening: Opens the store.
        lists_apart: Whether another process may open it, and make the lists.
        service: Told what is open, and what is not.
    """

    def __init__(
        self,
        opening: Callable[[], AbstractContextManager[Hiring]],
        log: FilteringBoundLogger,
        *,
        lists_apart: bool,
        service: Service,
        metrics: Metrics,
    ) -> None:
        self._opening = opening
        self._lists_apart = lists_apart
        self._log = log
        self._service = service
        self._metrics = metrics
        self._of_store = AsyncExitStack()
        self._loads = Reads("model", within_s=_LOAD_WITHIN_S, at_once=1)  # one that hangs is waited for alone
        self._told: dict[str, str] = {}
        self._partitions_at = 0.0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """From the server's start to its end; what was accepted is flushed before the store is closed."""
        async with AsyncExitStack() as stack:
            self._metrics.join()
            stack.callback(self._metrics.share)
            await self._store_look(stack)
            await self._model_look()
            await self._partitions_look()
            # each for itself: one that hangs must not keep the others from looking
            looks: dict[str, Look] = {
                "store": partial(self._store_look, stack),
                "model": self._model_look,
                "parent": _end_with_the_parent,
                "metrics": self._metrics_look,
                "partitions": self._partitions_look,
            }
            async with self._service.looks.running(looks):
                yield

    async def _store_look(self, stack: AsyncExitStack) -> None:
        await self._look("store", self._open_store(stack))
        if isinstance(store := self._service.store, OpenStore):
            await self._look("keys", self._read_keys(store.hiring))

    async def _model_look(self) -> None:
        if isinstance(store := self._service.store, OpenStore):
            await self._look("model", self._take_model(store))
            if (load := store.load_vaga_model) is not None:
                await self._look("vaga-model", self._take_vaga_model(store, load))

    async def _partitions_look(self) -> None:
        """Once in a long while: a month's warning is none that hurries."""
        now = asyncio.get_running_loop().time()
        if isinstance(store := self._service.store, OpenStore) and now >= self._partitions_at:
            self._partitions_at = now + _PARTITIONS_EVERY_S
            await self._look("partitions", self._watch_partitions(store))

    async def _watch_partitions(self, store: OpenStore) -> None:
        self._service.partitions_end = until = await self._service.reads(store.watch_partitions)
        if until is not None:
            self._log.warning("partitions end", reason=partition_warning(until))

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
        if isinstance(self._service.store, OpenStore):
            return
        opening = self._opening()
        try:
            async with asyncio.timeout(_OPEN_WITHIN_S):
                hiring = await in_thread(opening.__enter__)
        except TimeoutError:
            raise StoreUnavailable(f"the store did not open within {_OPEN_WITHIN_S:.0f} s") from None
        except HiringError as cause:
            part: Part = "schema" if isinstance(cause, SchemaMismatch) else "store"
            self._service.store = ResourceUnavailable(part, cause.code)
            raise
        opened = self._of_store = await stack.enter_async_context(AsyncExitStack())
        opened.push(opening)
        audit = hiring.group_commit(self._metrics)
        await opened.enter_async_context(audit.running())
        reader = None if hiring.vaga_profile is None else hiring.for_profile(hiring.vaga_profile)
        self._service.store = OpenStore(
            hiring=hiring,
            load_model=hiring.load_model(audit),
            load_vaga_model=None if reader is None else reader.load_model(audit),
            read_vagas=None if reader is None else reader.read_vagas(),
            lists=None if hiring.vaga_profile is None else self._lists(opened, hiring, hiring.vaga_profile),
            find_decision=hiring.find_decision(),
            explain_decision=hiring.explain_decision(),
            report_outcomes=hiring.report_outcomes(),
            show_monitor=hiring.show_monitor(monitor_page),
            check=hiring.check_service(audit, self._service.reads),
            watch_partitions=hiring.watch_partitions(),
        )
        self._log.info("open", store=hiring.place)

    def _lists(self, opened: AsyncExitStack, hiring: Hiring, profile: str) -> Lists:
        if not self._lists_apart:
            return Lists(ListMaker(hiring, profile))
        apart = ListProcess(self._opening, profile)
        opened.callback(apart.close)
        return Lists(apart)

    async def _read_keys(self, hiring: Hiring) -> None:
        try:
            keys = await self._service.reads(hiring.list_keys())
        except StoreExchanged as exchanged:
            await self._leave_store(exchanged)
            raise
        self._service.authenticator.update(keys, hiring.sessions())

    async def _leave_store(self, exchanged: StoreExchanged) -> None:
        """Another one has its place: the next look opens that, and the model answers with its secrets."""
        self._service.store = ResourceUnavailable("store", exchanged.code)
        self._service.loaded = ResourceUnavailable("model", "not loaded yet")
        self._service.loaded_vaga_model = None
        await self._of_store.aclose()

    async def _take_model(self, store: OpenStore) -> None:
        """Take what is published now; if it does not verify, or nothing is, what serves goes on serving."""
        serves = None if isinstance(self._service.loaded, ResourceUnavailable) else self._service.loaded
        try:
            loaded = await self._loads(partial(store.load_model, serves))
        except HiringError as cause:
            if serves is None:
                self._service.loaded = ResourceUnavailable("model", cause.code)
            raise
        if loaded is serves or self._service.store is not store:  # another store took its place meanwhile
            return
        self._service.loaded = loaded
        self._tell_what_serves(loaded.version)

    async def _take_vaga_model(self, store: OpenStore, load: LoadModel[Answers]) -> None:
        """The same of the model that reads vagas, where one was published."""
        before = self._service.loaded_vaga_model
        serves = before if isinstance(before, LoadedModel) else None
        try:
            loaded = await self._loads(partial(load, serves))
        except HiringError as cause:
            if isinstance(cause, ModelMissing) and cause.without is None:
                self._service.loaded_vaga_model = None
                return
            if serves is None:
                self._service.loaded_vaga_model = ResourceUnavailable("vaga-model", cause.code)
            raise
        if loaded is serves or self._service.store is not store:
            return
        self._service.loaded_vaga_model = loaded
        self._tell_what_serves(loaded.version)

    def _tell_what_serves(self, version: ModelVersion) -> None:
        self._metrics.serves(version)
        card = version.card
        self._log.info("serves", model=version.id, profile=card.profile, operating_mode=card.operating_mode)


async def _end_with_the_parent() -> None:
    """A worker whose parent was killed would hold on to the port for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None and not parent.is_alive():
        signal.raise_signal(signal.SIGTERM)
