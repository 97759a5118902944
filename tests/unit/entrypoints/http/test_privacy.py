"""Canaries in every position of a request never come back and never reach the log."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from hiring.domain.contract import SECTIONS
from tests.unit.entrypoints.http.builders import FEATURES, Running, a_body, a_service

JSON = {"Content-Type": "application/json"}
CANARIES = (
    "maria.canario@example.com",
    "529.982.247-25",
    "52998224725",
    "Maria Canário da Silva",
    "CANARIO",
    "\ud800canario",
    "canario\x00",
)


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    with a_service() as running:
        yield running


def bodies(canary: str) -> Iterator[Any]:
    yield canary
    yield [canary]
    yield {canary: canary}
    yield {**a_body(), canary: canary}
    yield a_body(codigo=canary)
    yield {"features": canary}
    yield {"features": {canary: canary}}
    nested: dict[str, Any] = {canary: [canary]}
    for name in (canary, *FEATURES):
        for value in (canary, nested):
            changed: dict[str, Any] = {name: value}
            yield a_body(**changed)


def raw_bodies(canary: str) -> Iterator[bytes]:
    text = canary.encode("utf-8", "surrogatepass")
    yield text
    yield b'{"features": ' + text
    yield b'{"' + text + b'": 1, "' + text + b'": 2}'
    yield b'{"features": {"' + text + b'": 1, "' + text + b'": NaN}}'
    yield json.dumps(a_body()).encode() + text
    yield b"\xff" + text


def seen(service: Running, canary: str, response_text: str) -> bool:
    """Whether it is in the response or the log, as it is or as JSON writes it."""
    everywhere = response_text + service.log.getvalue()
    return any(form in everywhere for form in (canary, json.dumps(canary)[1:-1]))


@pytest.mark.parametrize("canary", CANARIES, ids=ascii)
def test_a_body_with_a_canary(service: Running, canary: str) -> None:
    for content in (*(json.dumps(body).encode() for body in bodies(canary)), *raw_bodies(canary)):
        response = service.send(content)
        assert response.status_code in (400, 422)
        assert not seen(service, canary, response.text + str(response.headers)), content


@pytest.mark.parametrize("canary", CANARIES[:5], ids=ascii)
def test_a_canary_around_the_body(service: Running, canary: str) -> None:
    latin = canary.encode("latin-1")
    whole = json.dumps(a_body()).encode()
    plain = ("Content-Type", "application/json")
    asked: list[tuple[str, str, list[tuple[str, str | bytes]]]] = [
        ("POST", f"/predict/{canary}", [plain]),
        ("GET", f"/{canary}", []),
        ("GET", f"/schema/{canary}", []),
        ("POST", f"/predict?{canary}={canary}", [plain]),
        ("POST", "/predict", [("Content-Type", latin)]),
        ("POST", "/predict", [plain, ("Content-Encoding", latin)]),
        ("POST", "/predict", [plain, ("Idempotency-Key", latin + b" ")]),
        (
            "POST",
            "/predict",
            [plain, ("Cookie", b"a=" + latin), ("User-Agent", latin), ("Authorization", latin)],
        ),
        ("POST", "/predict", [plain, ("X-Request-Id", latin)]),
    ]
    for method, path, headers in asked:
        if canary.isascii() and " " not in canary and any(name == "Idempotency-Key" for name, _ in headers):
            continue  # that would be a key
        response = service.client.request(method, path, content=whole, headers=headers)  # type: ignore[arg-type]
        assert not seen(service, canary, response.text + str(response.headers)), (method, path, headers)


def records(canary: str) -> Iterator[Any]:
    """Raw records with a canary as name, as value and as code, sound ones and others."""
    yield canary
    yield {canary: canary}
    for section in SECTIONS:
        for value in (canary, [canary], {canary: canary}, {"email": canary, "nome": canary}):
            yield {section: value}
    yield {"infos_basicas": {"codigo_profissional": canary}, "codigo_profissional": canary}
    yield {"cv_pt": "", canary: {canary: canary}}


def outcomes(canary: str) -> Iterator[Any]:
    """Reports with a canary as name and as value."""
    sound = {"codigo_profissional": 31001, "hired": True, "outcome_at": "2024-03-05"}
    yield canary
    yield {**sound, canary: canary}
    for name in (*sound, "request_id", "vaga_codigo"):
        for value in (canary, [canary], {canary: canary}):
            yield {**sound, name: value}


@pytest.mark.parametrize("canary", CANARIES, ids=ascii)
def test_a_raw_record_with_a_canary(service: Running, canary: str) -> None:
    found = list(records(canary))
    asked: list[tuple[str, Any]] = [("/predict/applicant", record) for record in found]
    asked += [("/predict/batch", {"items": [{"applicant": record} for record in found]})]
    asked += [("/predict/batch", {"items": list(bodies(canary))[:40]})]
    asked += [("/predict/batch", body) for body in bodies(canary)]
    asked += [("/feedback", {"items": list(outcomes(canary))}), ("/feedback", {canary: canary})]
    for path, body in asked:
        response = service.client.post(path, content=json.dumps(body), headers=JSON)
        assert response.status_code in (200, 422)
        # A code of digits is an answer's to repeat: that is whom it is about.
        text = response.text.replace(f'"codigo_profissional":{canary}', "")
        assert not seen(service, canary, text + str(response.headers)), (path, body)


@pytest.mark.parametrize("canary", CANARIES[:5], ids=ascii)
def test_a_canary_in_path_and_query(service: Running, canary: str) -> None:
    for method, path in (
        ("GET", f"/decisions/{quote(canary)}"),
        ("POST", f"/predict/batch?explain={quote(canary)}"),
        ("POST", f"/predict/applicant?{quote(canary)}={quote(canary)}"),
        ("GET", f"/docs?{quote(canary)}"),
        ("GET", f"/metrics?{quote(canary)}"),
    ):
        response = service.client.request(method, path, headers=JSON)
        assert not seen(service, canary, response.text + str(response.headers)), (method, path)
