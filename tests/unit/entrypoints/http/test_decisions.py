"""GET /decisions/{request_id}: the row of the audit log, by any id that there can be."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.entrypoints.http.builders import FEATURES, VERSION, Running, a_body, a_service

VISIBLE = "".join(map(chr, range(0x21, 0x7F)))


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    with a_service() as running:
        yield running


def test_a_decision_is_told_whole(service: Running) -> None:
    asked = service.predict(a_body(salario_valor=None), **{"Idempotency-Key": "uma"}).json()

    assert service.client.get("/decisions/uma").json() == {
        "request_id": "uma",
        "at": "2026-03-14T15:09:26Z",
        "codigo_profissional": 31001,
        "score": asked["probabilidade_contratacao"],
        "approved": asked["aprovado_pelo_modelo"],
        "threshold": asked["threshold"],
        "operating_mode": asked["operating_mode"],
        "model_version": VERSION.id,
        "model_path": VERSION.path,
        "features": {**FEATURES, "salario_valor": None},
        "client": "",
        "client_key_id": "",
        "profile": "candidate",
        "vaga_codigo": None,
        "data_candidatura": None,
        "reasons": None,
    }


@given(st.text(VISIBLE, min_size=1, max_size=128).filter(lambda name: name not in {".", ".."}))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_id_is_found_percent_encoded(service: Running, name: str) -> None:
    service.predict(a_body(), **{"Idempotency-Key": name})

    response = service.client.get(f"/decisions/{quote(name, safe='')}")
    assert (response.status_code, response.json()["request_id"]) == (200, name)


@pytest.mark.parametrize(
    "name", ["a/0", "a//b", "a/", "/a", "/", "//", "%2F", "a%20b", "decisions/x", "x/decisions/"]
)
def test_slashes_may_stay_as_they_are(service: Running, name: str) -> None:
    service.predict(a_body(), **{"Idempotency-Key": name})

    response = service.client.get(f"/decisions/{quote(name, safe='/')}")
    assert (response.status_code, response.json()["request_id"]) == (200, name)
    assert service.client.head(f"/decisions/{quote(name, safe='/')}").status_code == 200


@pytest.mark.parametrize("name", ["maria", "maria%00", "maria%20x", "%ff%E9maria", "m" * 129, "maria/../x"])
def test_an_unknown_id_is_not_repeated(service: Running, name: str) -> None:
    response = service.client.get(f"/decisions/{name}")

    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] in {
        "urn:hiring:problem:decision-missing",
        "urn:hiring:problem:no-such-path",
    }
    assert "maria" not in response.text
    assert "mmm" not in response.text


@pytest.mark.parametrize("path", ["/decisions", "/decisions/"])
def test_without_an_id_there_is_nothing(service: Running, path: str) -> None:
    assert service.client.get(path).status_code == 404
