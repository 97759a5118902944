"""Parts that are missing, come, go and change while the service runs."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from io import StringIO
from threading import Event

import httpx
import pytest
from litestar.testing import TestClient

from hiring.adapters.memory import MemoryStore
from hiring.adapters.memory.logs import MemoryInferenceLog
from hiring.application.ports.api_keys import ApiKeys
from hiring.application.ports.logs import InferenceLog
from hiring.application.ports.models import Scorer
from hiring.bootstrap.wiring import Hiring
from hiring.domain.decisions import Decision
from hiring.domain.errors import (
    ArtifactCorrupt,
    HiringError,
    Overloaded,
    SchemaMismatch,
    StoreExchanged,
    StoreUnavailable,
)
from hiring.domain.models import ModelVersion
from hiring.entrypoints.http.access.authenticator import KEYS_FRESH_S, Authenticator, KeysUnread
from hiring.entrypoints.http.app import create_app
from hiring.entrypoints.http.observability.log import service_log
from hiring.entrypoints.http.resources.periodic_checks import PeriodicChecks
from hiring.entrypoints.http.resources.service import MOST_BATCHES, Service
from hiring.entrypoints.http.resources.threads import ANSWER_WITHIN_S
from hiring.settings import Settings
from tests.contracts.builders import an_issued
from tests.unit.entrypoints.http.builders import (
    EVER,
    NOW,
    VERSION,
    OneModel,
    ShareOfOnes,
    a_body,
    a_service,
    an_opening,
)

SOON_S = 60.0


def soon(holds: Callable[[], bool]) -> None:
    """Wait for it; parts are looked after once a second."""
    end = time.monotonic() + SOON_S
    while not holds():
        assert time.monotonic() < end, "it did not come to hold"
        time.sleep(0.02)


class SickLog(MemoryInferenceLog):
    """Takes no probe, or hangs over it."""

    def __init__(self, failure: Exception | None, release: Event | None) -> None:
        super().__init__()
        self._failure, self._release = failure, release

    def probe(self, like: Decision) -> None:
        del like
        if self._failure is not None:
            raise self._failure
        if self._release is not None:
            self._release.wait(SOON_S)


class Sick(MemoryStore):
    """A store that takes no rows, or hangs over them.

    Args:
        failure: Of its log.
        release: Until when the log hangs.
        mismatch: Whether its schema is another.
    """

    def __init__(
        self, failure: Exception | None = None, *, release: Event | None = None, mismatch: bool = False
    ) -> None:
        super().__init__()
        self._log = SickLog(failure, release)
        self._mismatch = mismatch

    @property
    def inference_log(self) -> InferenceLog:
        return self._log

    def check(self) -> None:
        if self._mismatch:
            raise SchemaMismatch("hiring", found="0009", needed="0001")


PRIVATE = StoreUnavailable("the store in /somewhere/private cannot be used")


@pytest.mark.parametrize(
    ("store", "part"),
    [
        (Sick(PRIVATE), "store"),
        (Sick(PRIVATE, mismatch=True), "schema"),
        (Sick(ValueError("a constraint that somebody added")), "store"),
    ],
    ids=["refuses", "schema", "constraint"],
)
@pytest.mark.parametrize("path", ["/health", "/readyz"])
def test_readiness_names_the_part_that_fails_and_the_next_answer_fails_as_well(
    store: Sick, part: str, path: str
) -> None:
    with a_service(store=store) as service:
        response = service.client.get(path)
        answer = service.predict(a_body())
        alive = service.client.get("/livez")

    assert (response.status_code, response.json()["unavailable"]) == (503, [part])
    assert "private" not in response.text
    assert answer.status_code == 503
    assert (alive.status_code, alive.json()) == (200, {"status": "ok"})


def test_a_schema_that_was_changed_and_takes_rows_is_no_reason_not_to_be_ready() -> None:
    with a_service(store=Sick(mismatch=True)) as service:
        assert service.client.get("/readyz").status_code == 200
        assert service.predict(a_body()).status_code == 200


class OtherKeys(MemoryStore):
    """A store whose keys cannot be read, from the start or from some time on."""

    readable = True

    @property
    def api_keys(self) -> ApiKeys:
        if not self.readable:
            raise StoreUnavailable("permission denied")
        return super().api_keys


def test_keys_that_were_never_read_are_no_readiness() -> None:
    store = OtherKeys()
    store.readable = False
    with a_service(store=store) as service:
        before = service.client.get("/readyz").status_code, service.predict(a_body()).status_code
        store.readable = True
        soon(lambda: service.client.get("/readyz").status_code == 200)
        after = service.predict(a_body()).status_code

    assert (before, after) == ((503, 503), 200)


def test_keys_that_the_store_does_not_confirm_any_more_let_nobody_in() -> None:
    seconds = [0.0]
    authenticator = Authenticator(always=False, now=lambda: seconds[0])
    issued = an_issued()
    authenticator.update([issued.key])
    shown = f"Bearer {issued.token}".encode()
    seconds[0] = KEYS_FRESH_S
    assert authenticator.check(shown, "any") == issued.key
    authenticator.require_fresh()
    seconds[0] += 0.1
    for ask in (lambda: authenticator.check(shown, "any"), authenticator.require_fresh):
        with pytest.raises(KeysUnread):
            ask()
    authenticator.update([issued.key])
    authenticator.require_fresh()


def test_a_look_that_ends_is_told_makes_readiness_fail_and_is_started_again() -> None:
    log, rounds = StringIO(), 0
    looks = PeriodicChecks(service_log(log), every_s=0.01)

    async def ends() -> None:
        nonlocal rounds
        rounds += 1
        if rounds == 1:
            raise asyncio.CancelledError  # gets past whoever catches failures

    async def run() -> bool:
        seen = False
        async with looks.running({"model": ends}):
            while rounds < 3:
                seen = seen or looks.ended
                await asyncio.sleep(0)
            return seen and not looks.ended

    assert asyncio.run(asyncio.wait_for(run(), SOON_S))
    assert '"look ended"' in log.getvalue()


def test_a_store_that_hangs_is_no_reason_to_hang() -> None:
    release = Event()
    with a_service(store=Sick(release=release)) as service:
        began = time.monotonic()
        responses = [service.client.get("/health") for _ in range(2)]
        took = time.monotonic() - began
        release.set()

    assert [response.status_code for response in responses] == [503, 503]
    assert took < 2 * ANSWER_WITHIN_S + 1


def test_a_store_that_comes_later_is_taken_in_without_a_restart() -> None:
    real, opened = an_opening(MemoryStore(), OneModel(ShareOfOnes())), Event()

    def opening(settings: Settings) -> AbstractContextManager[Hiring]:
        if not opened.is_set():
            raise StoreUnavailable("nobody is there yet")
        return real(settings)

    log = StringIO()
    app = create_app(Settings.model_construct(hiring_auth=None), opening=opening, log_to=log)
    with TestClient(app, raise_server_exceptions=False) as client:
        before = [client.get("/readyz"), client.get("/version"), client.post("/predict", json=a_body())]
        alive = client.get("/livez")
        opened.set()
        soon(lambda: client.get("/readyz").is_success)
        after = client.post("/predict", json=a_body())

    assert [response.status_code for response in before] == [503, 503, 503]
    assert all(response.json()["unavailable"] == ["store"] for response in before)
    assert (alive.status_code, after.status_code) == (200, 200)
    assert log.getvalue().count('"not available"') == 1  # told once, and not every second


class Another(ShareOfOnes):
    """The same scores under another version."""

    @property
    def version(self) -> ModelVersion:
        return replace(VERSION, id="20270101T000000Z-9f8e7d6c", digest="e" * 64)


class ModelsThatChange(OneModel):
    """What serves can be changed while somebody looks."""

    mark = "first"

    def put(self, scorer: Scorer | None, failure: HiringError | None, mark: str) -> None:
        self._scorer, self._failure, self.mark = scorer, failure, mark

    def serving(self) -> str:
        return self.mark


def version_of(client: httpx.Client) -> str:
    return str(client.get("/version").json()["version"])


def test_a_published_model_replaces_the_one_that_serves() -> None:
    models = ModelsThatChange(ShareOfOnes())
    with a_service(models=models) as service:
        before = version_of(service.client)
        models.put(Another(), None, "second")
        soon(lambda: version_of(service.client) == Another().version.id)
        service.predict(a_body())

    assert before == VERSION.id
    assert [row.model_version for row in service.rows()] == [Another().version.id]


class StoreToLeave(MemoryStore):
    """A store in whose place another one can lie from some moment on."""

    left = False

    @property
    def api_keys(self) -> ApiKeys:
        if self.left:
            raise StoreExchanged("memory")
        return super().api_keys


class SlowModels(ModelsThatChange):
    """Loading what was put in place takes until somebody lets it go on."""

    def __init__(self, scorer: Scorer) -> None:
        super().__init__(scorer)
        self.loads, self.go_on = Event(), Event()

    def published(self) -> Scorer:
        if self.mark != "first":
            self.loads.set()
            self.go_on.wait(SOON_S)
        return super().published()


def test_a_model_that_was_loaded_for_a_store_that_was_left_does_not_serve() -> None:
    left, other, models = StoreToLeave(), MemoryStore(), SlowModels(ShareOfOnes())
    stores = [other, left]

    def opening(settings: Settings) -> AbstractContextManager[Hiring]:
        return an_opening(stores.pop(), models)(settings)

    app = create_app(Settings.model_construct(hiring_auth=None), opening=opening, log_to=StringIO())
    with TestClient(app, raise_server_exceptions=False) as client:
        models.put(Another(), None, "second")
        soon(models.loads.is_set)
        left.left = True
        soon(lambda: not stores)
        models.go_on.set()
        soon(lambda: client.post("/predict", json=a_body()).is_success)

    found = [row for chunk in other.inference_log.between(*EVER) for row in chunk]
    assert [row.model_version for row in found] == [Another().version.id]


@pytest.mark.parametrize("mark", ["damaged", ""])
def test_the_old_model_serves_on_when_the_new_one_does_not_verify_or_is_gone(mark: str) -> None:
    models = ModelsThatChange(ShareOfOnes())
    with a_service(models=models) as service:
        models.put(None, ArtifactCorrupt("artifacts/m.joblib", "digest differs"), mark)
        time.sleep(2.2)  # two looks
        response = service.predict(a_body())

    assert response.status_code == 200
    assert service.rows()[0].model_version == VERSION.id
    told = [line["code"] for line in service.log_lines() if line["event"] == "not available"]
    assert told == (["artifact-corrupt"] if mark else [])


def test_the_first_key_turns_the_asking_for_keys_on_while_the_service_runs() -> None:
    store = MemoryStore()
    with a_service(store=store) as service:
        before = service.predict(a_body())
        issued = an_issued()
        store.api_keys.add(issued.key)
        soon(lambda: service.predict(a_body()).status_code == 401)
        let_in = service.predict(a_body(), Authorization=f"Bearer {issued.token}")
        store.api_keys.revoke(issued.key.id, NOW)
        soon(lambda: service.predict(a_body(), Authorization=f"Bearer {issued.token}").status_code == 401)

    assert (before.status_code, let_in.status_code) == (200, 200)


def test_few_batches_are_read_at_once_and_the_next_is_refused_before_it_is_read() -> None:
    looks = PeriodicChecks(service_log(StringIO()), every_s=1)
    service = Service(looks, Authenticator(always=False), missing_is_unknown=False)
    with ExitStack() as stack:
        for _ in range(MOST_BATCHES):
            stack.enter_context(service.a_batch())
        with pytest.raises(Overloaded), service.a_batch():
            pass
    with service.a_batch():
        pass
