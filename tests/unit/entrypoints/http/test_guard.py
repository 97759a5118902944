"""What is too large or too much gets no further than the guard."""

import asyncio
import json
import uuid
from io import StringIO
from itertools import islice
from typing import Any

import pytest

from hiring.entrypoints.http.access.authenticator import Authenticator
from hiring.entrypoints.http.middleware import gate
from hiring.entrypoints.http.middleware.gate import (
    MOST_HEADER_BYTES,
    MOST_HEADERS,
    MOST_IN_FLIGHT,
    MOST_TARGET_BYTES,
    Guard,
    Tracing,
)
from hiring.entrypoints.http.observability.log import service_log
from hiring.entrypoints.http.observability.metrics import Metrics
from hiring.entrypoints.http.problems import HANDLERS
from hiring.entrypoints.http.routes.endpoints import ENDPOINTS
from tests.contracts.builders import an_issued
from tests.unit.entrypoints.http.builders import Running, a_body, a_service


def test_ids_of_its_own_are_uuids_in_order_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = range(1_764_547_200_000, 1_764_547_201_000)  # milliseconds
    monkeypatch.setattr(gate, "time_ns", (1_000_000 * moment for moment in moments).__next__)
    drawn = [uuid.UUID(each) for each in islice(gate.new_ids(), len(moments))]
    assert {(each.version, each.variant) for each in drawn} == {(7, uuid.RFC_4122)}
    assert [each.int >> 80 for each in drawn] == list(moments)
    assert len({each.int & ((1 << 62) - 1) for each in drawn}) == len(drawn)


@pytest.mark.parametrize(
    ("path", "headers", "status", "code"),
    [
        ("/version?x=" + "y" * MOST_TARGET_BYTES, {}, 414, "path-too-long"),
        ("/version", {"X-Long": "y" * MOST_HEADER_BYTES}, 431, "headers-too-large"),
        ("/version", {f"X-{number}": "y" for number in range(MOST_HEADERS)}, 431, "headers-too-large"),
        ("/livez", {"X-Long": "y" * MOST_HEADER_BYTES}, 431, "headers-too-large"),
    ],
)
def test_a_head_that_is_too_large_is_refused(
    path: str, headers: dict[str, str], status: int, code: str
) -> None:
    with a_service() as service:
        response = service.client.get(path, headers=headers)

    assert (response.status_code, response.json()["type"]) == (status, f"urn:hiring:problem:{code}")
    assert "yyy" not in response.text + service.log.getvalue()


def test_usual_headers_are_not_too_large() -> None:
    service: Running
    with a_service() as service:
        headers = {f"X-{number}": "y" * 100 for number in range(MOST_HEADERS // 2)}
        assert service.predict(a_body(), **headers).status_code == 200


async def _crowd() -> tuple[list[int], dict[str, str], int]:
    """Statuses beyond the limit, headers of such a refusal, and the status of a probe in the crowd."""
    go, full, inside = asyncio.Event(), asyncio.Event(), 0

    async def slow(scope: Any, _receive: Any, send: Any) -> None:  # noqa: ANN401  # ASGI
        nonlocal inside
        inside += 1
        if inside == MOST_IN_FLIGHT:
            full.set()
        if scope["path"] != "/livez":
            await go.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    authenticator, metrics = Authenticator(always=False), Metrics()
    authenticator.update([])
    guarded = Tracing(
        Guard(slow, authenticator, metrics, HANDLERS, ENDPOINTS), service_log(StringIO()), metrics
    )

    async def ask(path: str, address: str = "") -> tuple[int, dict[str, str], bytes]:
        said: list[Any] = []
        scope = {
            "type": "http",
            "method": "POST",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "client": (address, 0),
        }

        async def send(message: Any) -> None:  # noqa: ANN401  # ASGI
            said.append(message)

        async def receive() -> Any:  # noqa: ANN401  # ASGI
            return {"type": "http.request", "body": b"", "more_body": False}

        await guarded({**scope, "headers": [], "state": {}}, receive, send)  # type: ignore[arg-type]  # what an HTTP scope must have
        headers = {name.decode().lower(): value.decode() for name, value in said[0]["headers"]}
        return said[0]["status"], headers, b"".join(one.get("body", b"") for one in said)

    waiting = [asyncio.create_task(ask("/predict", str(number))) for number in range(MOST_IN_FLIGHT)]
    await full.wait()
    refused, headers, body = await ask("/predict")
    probe, _, _ = await ask("/livez")
    go.set()
    served = [(await one)[0] for one in waiting]
    again, _, _ = await ask("/predict")
    assert json.loads(body)["type"] == "urn:hiring:problem:overloaded"
    assert set(served) == {200}
    return [refused, again], headers, probe


def test_in_a_crowd_the_next_is_refused_at_once_and_probes_answer() -> None:
    (refused, again), headers, probe = asyncio.run(_crowd())

    assert (refused, headers["retry-after"]) == (503, "1")
    assert probe == 200
    assert again == 200  # when the crowd has gone


async def _greedy() -> tuple[list[int], dict[str, str], list[int], int]:
    """Of one caller that asks for all there is: statuses, a refusal's headers; of others; of it later."""
    go = asyncio.Event()

    async def slow(_scope: Any, _receive: Any, send: Any) -> None:  # noqa: ANN401  # ASGI
        await go.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    authenticator, metrics = Authenticator(always=True), Metrics()
    keys = [an_issued(number, name=f"client-{number}") for number in range(1, 5)]
    authenticator.update([each.key for each in keys])
    guarded = Tracing(
        Guard(slow, authenticator, metrics, HANDLERS, ENDPOINTS), service_log(StringIO()), metrics
    )

    async def ask(token: str) -> tuple[int, dict[str, str]]:
        said: list[Any] = []
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/predict",
            "raw_path": b"/predict",
            "query_string": b"",
            "client": ("10.0.0.1", 0),
            "headers": [(b"authorization", f"Bearer {token}".encode())],
            "state": {},
        }

        async def send(message: Any) -> None:  # noqa: ANN401  # ASGI
            said.append(message)

        await guarded(scope, _nothing, send)  # type: ignore[arg-type]  # what an HTTP scope must have
        return said[0]["status"], {
            name.decode().lower(): value.decode() for name, value in said[0]["headers"]
        }

    greedy = [asyncio.create_task(ask(keys[0].token)) for _ in range(2 * MOST_IN_FLIGHT)]
    await asyncio.sleep(0)
    others = [asyncio.create_task(ask(each.token)) for each in keys[1:]]
    await asyncio.sleep(0)
    go.set()
    answers = await asyncio.gather(*greedy)
    refusal = next(headers for status, headers in answers if status == 429)
    told = [(await one)[0] for one in others]
    return [status for status, _ in answers], refusal, told, (await ask(keys[0].token))[0]


async def _nothing() -> Any:  # noqa: ANN401  # ASGI
    return {"type": "http.request", "body": b"", "more_body": False}


def test_one_key_cannot_take_the_room_of_all_and_others_are_answered() -> None:
    greedy, headers, others, later = asyncio.run(_greedy())

    assert greedy.count(200) == MOST_IN_FLIGHT // 2
    assert greedy.count(429) == len(greedy) - MOST_IN_FLIGHT // 2
    assert int(headers["retry-after"]) > 0
    assert others == [200] * 3
    assert later == 200
