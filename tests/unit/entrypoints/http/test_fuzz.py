"""Two thousand mutated requests, spoken to the application as a server would."""

import asyncio
import json
import random
from dataclasses import dataclass, field, replace
from io import StringIO
from typing import Any

from litestar import Litestar

from hiring.adapters.memory import MemoryStore
from tests.unit.entrypoints.http.builders import EVER, FEATURES, a_body, an_app

REQUESTS = 2_000
NASTY: list[Any] = [
    None, True, -1, 2, 0.5, 1e308, -0.0, 10**30, 10**400, 2**63, "", "1", "\x00", "\ud800", "é" * 300,
    [], [[]], {}, {"": 1}, [None] * 50,
]  # fmt: skip
TOKENS = [
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b",",
    b":",
    b"NaN",
    b"1e999",
    b"\\ud800",
    b"\xff",
    b"\x00",
    b"null",
    b"-",
    b"\xef\xbb\xbf",
]
NAMES = ["codigo_profissional", "features", "__proto__", "", "é", *FEATURES]


@dataclass(frozen=True)
class Sent:
    body: bytes
    method: str = "POST"
    path: str = "/predict"
    query: bytes = b""
    headers: list[tuple[bytes, bytes]] = field(
        default_factory=lambda: [(b"content-type", b"application/json")]
    )
    hang_up: bool = False


@dataclass
class Got:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def structured(chance: random.Random) -> Sent:
    body: Any = a_body()
    for _ in range(chance.randint(0, 3)):
        inside = (
            body["features"] if chance.random() < 0.7 and isinstance(body.get("features"), dict) else body
        )
        name = chance.choice(NAMES)
        if chance.random() < 0.3:
            inside.pop(name, None)
        else:
            inside[name] = chance.choice(NASTY)
    return Sent(json.dumps(chance.choice([body] * 20 + NASTY)).encode())


def bytewise(chance: random.Random) -> Sent:
    body = bytearray(json.dumps(a_body()).encode())
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(body) + 1)
        end = min(len(body), start + chance.choice([0, 1, 1, 4, 200]))
        piece = chance.choice([b"", chance.randbytes(1), chance.choice(TOKENS), bytes(body[start:end]) * 2])
        body[start:end] = piece
    return Sent(bytes(body))


def around(chance: random.Random) -> Sent:
    sent = structured(chance)
    key = chance.choice([b"k", b"", b"\xff", b"a b", b"x" * 200, chance.randbytes(4).hex().encode()])
    kind = chance.choice(
        [b"application/json", b"", b"text/plain", b"\xff/;=", b"application/json;charset=\xff"]
    )
    length = chance.choice([b"-1", b"x", b"99999999", b"0", b""])
    more = [
        (b"idempotency-key", key),
        (b"content-length", length),
        (b"cookie", b"\xff;=;;"),
        (b"host", b"\xff"),
    ]
    headers = [(b"content-type", kind), *chance.sample(more, chance.randint(0, 3))]
    return replace(
        sent,
        method=chance.choice(["POST", "POST", "POST", "GET", "HEAD", "PUT", "BREW", "OPTIONS"]),
        path=chance.choice(
            ["/predict", "/predict", "/health", "/version", "/schema/x", "/%ff", "//", "/é\x00", ""]
        ),
        query=chance.choice([b"", b"a=%ff&&=", b"\xff"]),
        headers=headers,
        hang_up=chance.random() < 0.1,
    )


async def ask(app: Litestar, sent: Sent, chunks: int) -> Got:
    size = max(1, -(-len(sent.body) // chunks))
    pieces = [sent.body[at : at + size] for at in range(0, len(sent.body), size)] or [b""]
    events: list[dict[str, Any]] = [
        {"type": "http.request", "body": piece, "more_body": sent.hang_up or piece is not pieces[-1]}
        for piece in pieces
    ]
    got = Got()

    async def receive() -> Any:  # noqa: ANN401  # an ASGI message
        return events.pop(0) if events else {"type": "http.disconnect"}

    async def send(message: Any) -> None:  # noqa: ANN401  # the same
        if message["type"] == "http.response.start":
            got.status = message["status"]
            got.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            got.body += message["body"]

    scope: Any = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "root_path": "",
        "method": sent.method, "path": sent.path, "raw_path": sent.path.encode(), "query_string": sent.query,
        "headers": sent.headers, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000),
    }  # fmt: skip
    await app(scope, receive, send)
    return got


def check(sent: Sent, got: Got) -> None:
    assert 200 <= got.status < 500, (sent, got)
    assert got.headers["x-request-id"], (sent, got)
    if got.status >= 400:
        assert got.headers["content-type"] == "application/problem+json", (sent, got)
        if sent.method != "HEAD":
            assert {"type", "title", "status", "detail"} <= json.loads(got.body).keys(), (sent, got)


def test_no_request_breaks_the_service() -> None:
    chance = random.Random(20_260_314)
    store, log = MemoryStore(), StringIO()
    app = an_app(store=store, log_to=log)

    async def all_of_them() -> set[str]:
        answered: set[str] = set()
        async with app.lifespan():
            for number in range(REQUESTS):
                sent = (structured, bytewise, around)[number % 3](chance)
                got = await ask(app, sent, chunks=chance.choice([1, 1, 3]))
                check(sent, got)
                if got.status == 200 and (sent.path, sent.method) == ("/predict", "POST"):
                    answered.add(json.loads(got.body)["request_id"])
        return answered

    answered = asyncio.run(all_of_them())

    rows = [row.request_id for chunk in store.inference_log.between(*EVER) for row in chunk]
    assert len(rows) == len(set(rows))
    assert set(rows) == answered
    assert len(answered) > 20
    assert "exception" not in log.getvalue()
