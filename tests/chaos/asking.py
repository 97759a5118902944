"""One question over HTTP."""

import json
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any, NamedTuple

from hiring.domain.features import CANDIDATE

PATIENCE_S = 10.0
FEATURES: Mapping[str, object] = dict.fromkeys(CANDIDATE.features, 0) | {"ingl_nenhum": 1, "esp_nenhum": 1}
ZERO_OR_ONE = [name for name in CANDIDATE.features if name.startswith(("tem_", "cv_"))]


class NoReply(Exception):
    """Nobody knows whether it was answered."""


class Reply(NamedTuple):
    """What came back, and after how long."""

    status: int
    headers: dict[str, str]
    content: bytes
    seconds: float

    def json(self) -> Any:  # noqa: ANN401  # JSON
        return json.loads(self.content)


@dataclass(frozen=True)
class Question:
    """About somebody: no two are alike."""

    key: str
    codigo: int
    body: bytes


def a_question(chance: random.Random) -> Question:
    codigo = chance.randrange(10**9)
    features = {**FEATURES} | {name: chance.randrange(2) for name in ZERO_OR_ONE}
    features["salario_valor"] = chance.choice([None, 1500, 2999.5, 12_000])
    body = {"codigo_profissional": codigo, "features": features}
    return Question(f"{chance.getrandbits(128):032x}", codigo, json.dumps(body).encode())


def connect(port: int, timeout_s: float = PATIENCE_S) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", port, timeout=timeout_s)


def ask(connection: HTTPConnection, question: Question) -> Reply:
    """POST /predict.

    Raises:
        NoReply: The connection is of no use any more.
    """
    headers = {"Content-Type": "application/json", "Idempotency-Key": question.key}
    return send(connection, "POST", "/predict", question.body, headers)


def send(
    connection: HTTPConnection,
    method: str,
    path: str,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> Reply:
    """Any request.

    Raises:
        NoReply: The connection is of no use any more.
    """
    began = time.monotonic()
    try:
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        content = response.read()
    except (OSError, HTTPException) as cause:
        connection.close()
        raise NoReply from cause
    told = {name.lower(): value for name, value in response.getheaders()}
    return Reply(response.status, told, content, time.monotonic() - began)


def get(port: int, path: str) -> Reply:
    """GET over a connection of its own; status 0 if there is no answer."""
    connection = connect(port)
    try:
        return send(connection, "GET", path)
    except NoReply:
        return Reply(0, {}, b"", 0.0)
    finally:
        connection.close()
