"""POST /predict: the contract, the row behind every answer, and asking again."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import NoReturn

import pytest

from hiring.domain.decisions import Decision
from hiring.domain.errors import StoreUnavailable
from hiring.domain.features import CANDIDATE
from tests.contracts.uncounted import UncountedLog
from tests.unit.entrypoints.http.builders import (
    FEATURES,
    NOW,
    VERSION,
    Running,
    StoreWithLog,
    a_body,
    a_service,
)


@pytest.fixture
def service() -> Iterator[Running]:
    with a_service() as running:
        yield running


def test_the_example_is_answered_with_exactly_these_keys(service: Running) -> None:
    response = service.predict(a_body())

    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.json() == {
        "probabilidade_contratacao": 0.5,
        "aprovado_pelo_modelo": True,
        "threshold": 0.5,
        "operating_mode": "prec80",
        "codigo_profissional": 31001,
        "request_id": response.headers["x-request-id"],
    }


def test_a_score_below_the_threshold_is_not_approved(service: Running) -> None:
    answer = service.predict(a_body(tem_email=0)).json()

    assert (answer["probabilidade_contratacao"], answer["aprovado_pelo_modelo"]) == (0.0, False)


def test_features_may_come_in_any_order_and_as_booleans(service: Running) -> None:
    features = {name: bool(value) if value in (0, 1) else value for name, value in reversed(FEATURES.items())}

    assert service.predict({"features": features}).json()["probabilidade_contratacao"] == 0.5


@pytest.mark.parametrize("body", [a_body(codigo=None), {"features": FEATURES}])
def test_the_person_is_optional(service: Running, body: dict[str, object]) -> None:
    assert service.predict(body).json()["codigo_profissional"] is None


@pytest.mark.parametrize("codigo", [0, -1, 2**53 - 1, 1 - 2**53])
def test_any_53_bit_code_comes_back(service: Running, codigo: int) -> None:
    assert service.predict(a_body(codigo=codigo)).json()["codigo_profissional"] == codigo


def test_a_whole_number_is_an_integer_however_it_is_written(service: Running) -> None:
    response = service.predict(a_body(codigo=31001.0))

    assert '"codigo_profissional":31001,' in response.text


def test_an_unknown_salary_is_accepted(service: Running) -> None:
    assert service.predict(a_body(salario_valor=None)).status_code == 200


def test_every_answer_has_one_row_with_the_features_as_scored(service: Running) -> None:
    answer = service.predict(a_body(salario_valor=None, tem_linkedin=True)).json()

    (row,) = service.rows()
    assert row.request_id == answer["request_id"]
    assert row.payload == {**FEATURES, "salario_valor": None, "tem_linkedin": 1}
    assert list(row.payload) == list(CANDIDATE.features)
    assert (row.codigo_profissional, row.at, row.score, row.approved) == (31001, NOW, 0.5, True)
    assert (row.model_path, row.model_version) == (VERSION.path, VERSION.id)


def test_the_same_key_and_body_again_get_the_first_answer_and_no_second_row(service: Running) -> None:
    key = {"Idempotency-Key": "pedido-1"}
    first, again = service.predict(a_body(), **key), service.predict(a_body(), **key)

    assert first.json() == again.json()
    assert again.json()["request_id"] == again.headers["x-request-id"] == "pedido-1"
    assert len(service.rows()) == 1


def test_the_same_key_with_another_body_is_refused_and_changes_nothing(service: Running) -> None:
    service.predict(a_body(), **{"Idempotency-Key": "pedido-1"})
    other = service.predict(a_body(codigo=99), **{"Idempotency-Key": "pedido-1"})

    assert other.status_code == 422
    assert other.json()["type"] == "urn:hiring:problem:decision-conflict"
    assert [row.codigo_profissional for row in service.rows()] == [31001]


def test_many_at_once_with_one_key_leave_one_row_and_get_one_answer(service: Running) -> None:
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(service.predict, a_body(), **{"Idempotency-Key": "um-so"}) for _ in range(24)]
        answers = {json.dumps(future.result().json()) for future in asked}

    assert len(answers) == len(service.rows()) == 1


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "x" * 129, "\x7f"])
def test_a_key_that_cannot_be_an_id_is_refused(service: Running, key: str) -> None:
    content = json.dumps(a_body()).encode()
    headers = [("Content-Type", "application/json"), ("Idempotency-Key", key.encode("latin-1"))]
    response = service.client.post("/predict", content=content, headers=headers)  # type: ignore[arg-type]  # bytes

    assert response.status_code == 422
    assert response.json()["type"] == "urn:hiring:problem:invalid-idempotency-key"
    assert [fault["field"] for fault in response.json()["errors"]] == ["Idempotency-Key"]
    assert service.rows() == []


def test_two_keys_are_refused(service: Running) -> None:
    headers = [("Content-Type", "application/json"), ("Idempotency-Key", "a"), ("Idempotency-Key", "b")]

    assert service.client.post("/predict", content=b"{}", headers=headers).status_code == 422


class BrokenLog(UncountedLog):
    """Takes nothing."""

    def append_calls(self, calls: Sequence[Sequence[Decision]]) -> NoReturn:
        del calls
        raise StoreUnavailable("the store in /somewhere/private cannot be used (SQLITE_FULL)")

    def clients(self, request_id: str) -> NoReturn:
        raise NotImplementedError  # nobody looks an answer up

    def probe(self, like: Decision) -> NoReturn:
        del like
        raise StoreUnavailable("the store in /somewhere/private cannot be used (SQLITE_FULL)")

    def find(self, request_id: str, client: str = "") -> NoReturn:
        del request_id, client
        raise StoreUnavailable("the store in /somewhere/private cannot be used (SQLITE_FULL)")

    def between(self, start: datetime, end: datetime) -> Iterator[Sequence[Decision]]:
        del start, end
        return iter(())

    def interrupt(self) -> None:
        """Nothing takes long."""


def test_what_cannot_be_logged_is_not_answered() -> None:
    with a_service(store=StoreWithLog(BrokenLog())) as service:
        response = service.predict(a_body(), **{"Idempotency-Key": "k"})

    assert response.status_code == 503
    assert response.headers["retry-after"] == "1"
    problem = response.json()
    assert problem["type"] == "urn:hiring:problem:store-unavailable"
    assert "probabilidade_contratacao" not in response.text
    assert "private" not in response.text  # where the store is, is for the log alone
    assert service.log_lines()[-1]["reason"].startswith("the store in /somewhere/private")
