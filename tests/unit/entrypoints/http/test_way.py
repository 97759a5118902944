"""The way of a request: the modules with code that runs between a warm POST /predict and its answer."""

import asyncio
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from types import FrameType

import httpx
import pytest
from litestar.types import Message, Receive, Scope, Send

from hiring.adapters.memory import SYSTEM_CLOCK, MemoryStore
from hiring.entrypoints.http.app import create_app
from hiring.settings import Settings
from tests.contracts.builders import an_issued
from tests.unit.entrypoints.http.builders import OneModel, ShareOfOnes, a_body, an_opening

WAY = [
    "entrypoints/http/middleware/gate.py",
    "entrypoints/http/access/authenticator.py",
    "entrypoints/http/routes/predictions/predict.py",
    "entrypoints/http/requests/reading.py",
    "domain/features/feature_input.py",
    "entrypoints/http/resources/service.py",
    "application/serving/decide.py",
    "domain/decisions.py",
    "application/serving/group_commit.py",
    "application/serving/flush.py",
    "adapters/memory/logs.py",
    "entrypoints/http/observability/metrics.py",
]
WITH_A_KEY = "domain/access/keys.py"
WARM = 3
DOCUMENT = Path(__file__).parents[4] / "docs" / "architecture.md"


class Way:
    """Between a request and its answer, remembers the modules of `hiring` that functions are called in.

    What a dataclass was given, such as its `__init__`, counts for the module that declares it.
    """

    def __init__(self) -> None:
        self.modules: list[set[str]] = []
        self._watching = False

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        module = str(frame.f_globals.get("__name__", ""))
        if self._watching and event == "call" and module.startswith("hiring."):
            self.modules[-1].add(f"{module.removeprefix('hiring.').replace('.', '/')}.py")

    @contextmanager
    def watching(self) -> Iterator[None]:
        """In this thread, and in those that are started inside the block."""
        threading.setprofile(self)
        sys.setprofile(self)
        try:
            yield
        finally:
            sys.setprofile(None)
            threading.setprofile(None)  # type: ignore[arg-type]  # typeshed knows of no end

    def begin(self) -> None:
        self.modules.append(set())
        self._watching = True

    def end(self) -> None:
        self._watching = False


def way_of_a_prediction(store: MemoryStore, headers: dict[str, str]) -> set[str]:
    """Of several requests, the modules that each has passed: a look after the store may fall into one."""
    way = Way()
    opening = an_opening(store, OneModel(ShareOfOnes()), clock=SYSTEM_CLOCK)
    app = create_app(Settings.model_construct(), opening=opening, log_to=StringIO())

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            await send(message)
            if message["type"] == "http.response.body":
                way.end()

        way.begin()
        await app(scope, receive, sending)

    async def ask() -> None:
        transport = httpx.ASGITransport(app=watched)  # type: ignore[arg-type]  # httpx has types of its own
        async with app.lifespan(), httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            for _ in range(2 * WARM):
                assert (await client.post("/predict", json=a_body(), headers=headers)).is_success

    with way.watching():
        asyncio.run(ask())
    return set.intersection(*way.modules[WARM:])


def test_a_prediction_passes_these_modules_and_no_others() -> None:
    assert sorted(way_of_a_prediction(MemoryStore(), {})) == sorted(WAY)
    assert len(WAY) <= 12


def test_a_key_adds_one() -> None:
    store, issued = MemoryStore(), an_issued()
    store.api_keys.add(issued.key)
    way = way_of_a_prediction(store, {"Authorization": f"Bearer {issued.token}"})

    assert sorted(way) == sorted([*WAY, WITH_A_KEY])


def test_the_document_tells_this_way() -> None:
    text = DOCUMENT.read_text("utf-8").partition("## What happens to a request")[2].partition("\n## ")[0]
    told = re.findall(r"^\d+\. `([\w/.]+)`", text, re.MULTILINE)

    assert told == WAY


@pytest.mark.parametrize("module", [*WAY, WITH_A_KEY])
def test_each_of_them_can_be_read_at_one_sitting(module: str) -> None:
    lines = (DOCUMENT.parents[1] / "src" / "hiring" / module).read_text("utf-8").splitlines()

    assert len(lines) <= 300
