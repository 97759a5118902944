"""Load for `benchmarks.serve`, from a process of its own: connections with one request each at a time.

    python -m benchmarks.load URL CONNECTIONS SECONDS REQUESTS [HEADER...]

It ends after SECONDS, or after REQUESTS where that is not 0, and prints what it saw as JSON. Sockets and a
selector, no HTTP library: what it costs itself is small, and the same for every server.
"""

import json
import random
import selectors
import socket
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import quantiles
from typing import Final
from urllib.parse import urlsplit

from hiring.domain.features import CANDIDATE

BODIES: Final = 500  # distinct, sent in turn
SEED: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What was seen from the client's side; latencies in milliseconds."""

    answers: int
    seconds: float
    p50_ms: float
    p99_ms: float
    statuses: dict[int, int]

    @property
    def rate(self) -> float:
        return self.answers / self.seconds


def bodies(count: int = BODIES, seed: int = SEED) -> list[bytes]:
    """Bodies of POST /predict: all 46 features, at most one of each group of one-hots."""
    rng = random.Random(seed)
    return [json.dumps(_body(rng, 30_000 + number)).encode() for number in range(count)]


def _body(rng: random.Random, codigo: int) -> dict[str, object]:
    values: dict[str, float] = dict.fromkeys(CANDIDATE.features, 0)
    for name in values:
        if name.startswith(("tem_", "cv_")):
            values[name] = int(rng.random() < 0.3)
    values["salario_valor"] = rng.choice([1500, 2500.5, 3000, 8000.75])
    for group in ("ingl_", "esp_", "esc_"):
        values[rng.choice([name for name in values if name.startswith(group)])] = 1
    return {"codigo_profissional": codigo, "features": values}


def requests(path: str, host: str, headers: Sequence[str]) -> list[bytes]:
    """Whole requests, as bytes."""
    return [
        "\r\n".join(
            [
                f"POST {path} HTTP/1.1",
                f"Host: {host}",
                "Content-Type: application/json",
                *headers,
                f"Content-Length: {len(body)}",
                "",
                "",
            ]
        ).encode()
        + body
        for body in bodies()
    ]


class Connection:
    """One request after another; the next is sent when the answer is there."""

    __slots__ = ("_expected", "_received", "_sent_at", "socket")

    def __init__(self, address: tuple[str, int]) -> None:
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received, self._expected, self._sent_at = b"", 0, 0.0

    def send(self, request: bytes) -> None:
        self._received, self._expected = b"", 0
        self._sent_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> tuple[int, float] | None:
        """Status and seconds, once the whole answer is there.

        Raises:
            ConnectionError: The server hung up.
        """
        block = self.socket.recv(65_536)
        if not block:
            raise ConnectionError("the server hung up")
        self._received += block
        if not self._expected:
            end = self._received.find(b"\r\n\r\n")
            if end < 0:
                return None
            head = self._received[:end].lower()
            start = head.index(b"\r\ncontent-length:") + 17
            self._expected = end + 4 + int(head[start:].split(b"\r\n", 1)[0])
        if len(self._received) < self._expected:
            return None
        return int(self._received[9:12]), time.perf_counter() - self._sent_at


def load(url: str, *, connections: int, seconds: float, count: int = 0, headers: Sequence[str] = ()) -> Load:
    """Ask until the time is over, or `count` times where that is not 0."""
    parts = urlsplit(url)
    texts = requests(parts.path, parts.netloc, headers)
    took: list[float] = []
    statuses: Counter[int] = Counter()
    with selectors.DefaultSelector() as selector:
        for number in range(connections):
            connection = Connection((str(parts.hostname), int(parts.port or 80)))
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send(texts[number % BODIES])
        sent, began = connections, time.perf_counter()
        while (now := time.perf_counter()) - began < seconds and not 0 < count <= len(took):
            for key, _ in selector.select(timeout=1.0):
                if (seen := key.data.receive()) is not None:
                    statuses[seen[0]] += 1
                    took.append(seen[1])
                    key.data.send(texts[sent % BODIES])
                    sent += 1
        elapsed = now - began
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    cuts = quantiles(took, n=100)
    return Load(
        answers=len(took),
        seconds=elapsed,
        p50_ms=1000 * cuts[49],
        p99_ms=1000 * cuts[98],
        statuses=dict(statuses),
    )


def main(words: Sequence[str]) -> None:
    url, connections, seconds, count, *headers = words
    seen = load(url, connections=int(connections), seconds=float(seconds), count=int(count), headers=headers)
    print(json.dumps(asdict(seen)))


if __name__ == "__main__":
    main(sys.argv[1:])
