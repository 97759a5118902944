"""Every failure is a problem document of the same shape."""

from collections.abc import Iterator
from http import HTTPStatus
from io import StringIO
from typing import NoReturn

import numpy as np
import pytest
from litestar.testing import TestClient

from hiring.application.ports.models import Scorer
from hiring.domain.errors import ArtifactCorrupt, HiringError, RuleTableMismatch, StoreUnavailable
from hiring.domain.models import ModelVersion
from hiring.domain.records import Floats
from hiring.entrypoints.http.app import create_app
from hiring.entrypoints.http.problem_types import STATUS, status_of
from hiring.settings import Settings
from tests.unit.entrypoints.http.builders import VERSION, OneModel, Running, a_body, a_service


def leaves(of: type[HiringError] = HiringError) -> list[type[HiringError]]:
    return [leaf for kind in of.__subclasses__() for leaf in leaves(kind)] or [of]


@pytest.mark.parametrize("leaf", leaves())
def test_every_error_has_a_status(leaf: type[HiringError]) -> None:
    status = status_of(leaf.__new__(leaf))

    assert status in STATUS.values()
    assert leaf.code == leaf.code.lower()


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    with a_service() as running:
        yield running


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nada", 404, "no-such-path"),
        ("GET", "/schema/nada", 404, "no-such-path"),
        ("GET", "/schema/swagger", 404, "no-such-path"),
        ("GET", "/predict", 405, "method-not-allowed"),
        ("HEAD", "/predict", 405, "method-not-allowed"),
        ("PUT", "/predict", 405, "method-not-allowed"),
        ("DELETE", "/health", 405, "method-not-allowed"),
        ("BREW", "/health", 405, "method-not-allowed"),
        ("POST", "/predict", 415, "unsupported-media-type"),
    ],
)
def test_refusals_of_the_framework_have_our_shape(
    service: Running, method: str, path: str, status: int, code: str
) -> None:
    response = service.client.request(method, path)

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    if method != "HEAD":
        problem = response.json()
        assert problem.keys() == {"type", "title", "status", "detail", "instance", "request_id"}
        assert (problem["type"], problem["status"]) == (f"urn:hiring:problem:{code}", status)
        assert problem["request_id"] == response.headers["x-request-id"]
        assert problem["instance"] == f"urn:hiring:request:{problem['request_id']}"
    assert ("allow" in response.headers) == (status == HTTPStatus.METHOD_NOT_ALLOWED)


def test_an_id_of_any_characters_makes_a_valid_instance(service: Running) -> None:
    problem = service.predict({}, **{"Idempotency-Key": 'a"<%>\\b'}).json()

    assert problem["request_id"] == 'a"<%>\\b'
    assert problem["instance"] == "urn:hiring:request:a%22%3C%25%3E%5Cb"


class Faulty(Scorer):
    """A bug that would tell a value."""

    @property
    def version(self) -> ModelVersion:
        return VERSION

    def score(self, features: Floats) -> Floats:
        raise ValueError(f"cannot score {np.nanmax(features)}")


def test_a_bug_is_a_500_without_details_and_a_line_in_the_log() -> None:
    with a_service(models=OneModel(Faulty())) as service:
        response = service.predict(a_body(salario_valor=4321))

    assert response.status_code == 500
    assert response.json()["type"] == "urn:hiring:problem:internal-error"
    (line,) = [line for line in service.log_lines() if line["event"] == "request"]
    assert (line["level"], line["exception"], line["status"]) == ("error", "ValueError", 500)
    assert line["where"].endswith(" score")
    assert "4321" not in response.text + service.log.getvalue()


@pytest.mark.parametrize(
    ("failure", "cause", "advice"),
    [
        (
            None,
            "model-missing",
            ("run `hiring-cli train`, or set MODEL_ARTIFACT or MODEL_ARTIFACT_VAGA"),
        ),
        (
            ArtifactCorrupt("artifacts/m.joblib", "digest differs"),
            "artifact-corrupt",
            "promote a version again, or train a new one",
        ),
        (
            RuleTableMismatch(),
            "rule-table-mismatch",
            (
                "build features and gold again (`hiring-cli features build`, `hiring-cli gold build`), then "
                "train again (`hiring-cli train`)"
            ),
        ),
    ],
)
def test_without_a_model_the_service_starts_and_says_so(
    failure: HiringError | None, cause: str, advice: str
) -> None:
    with a_service(models=OneModel(failure=failure)) as service:
        responses = [service.client.get("/health"), service.client.get("/version"), service.predict(a_body())]

    for response in responses:
        assert (response.status_code, response.headers["retry-after"]) == (503, "1")
        assert response.json()["unavailable"] == ["model"]
        assert response.json()["detail"] == f"the model is not available: {cause}"
    (line,) = [line for line in service.log_lines() if line["event"] == "not available"]
    assert (line["part"], line["code"]) == ("model", cause)
    assert line["reason"].endswith(f": {advice}")  # for whoever runs it; who asks has no such commands


@pytest.mark.parametrize("path", ["/predict", "/predict/applicant", "/predict/batch"])
@pytest.mark.parametrize("body", [b"{}", b"[", b"5"], ids=["faults", "no JSON", "no object"])
def test_without_a_model_an_answer_still_has_the_id_that_the_request_came_with(
    path: str, body: bytes
) -> None:
    sent = {"Content-Type": "application/json", "Idempotency-Key": "pedido-1"}
    with a_service(models=OneModel()) as service:
        response = service.client.post(path, content=body, headers=sent)

    assert (response.status_code, response.json()["request_id"]) == (503, "pedido-1")
    assert response.headers["x-request-id"] == "pedido-1"
    assert [line["request_id"] for line in service.log_lines() if line["event"] == "request"] == ["pedido-1"]


@pytest.mark.parametrize("path", ["/predict", "/predict/applicant", "/predict/batch"])
@pytest.mark.parametrize(
    ("query", "headers", "status"),
    [
        ("", {"Content-Type": "application/json", "Idempotency-Key": "a b"}, 422),
        ("?explain=99", {"Content-Type": "application/json"}, 422),
        ("", {"Content-Type": "text/plain"}, 415),
        ("", {"Content-Type": "application/json", "Content-Length": str(2**40)}, 413),
    ],
    ids=["id", "query", "content type", "size"],
)
def test_without_a_model_a_request_is_refused_for_whatever_no_model_changes(
    path: str, query: str, headers: dict[str, str], status: int
) -> None:
    with a_service(models=OneModel()) as service:
        response = service.client.post(path + query, content=b"{}", headers=headers)

    assert response.status_code == status


def test_without_a_store_the_service_starts_and_says_so() -> None:
    def refusing(_settings: Settings) -> NoReturn:
        raise StoreUnavailable("no such server")

    log = StringIO()
    with TestClient(create_app(Settings.model_construct(), opening=refusing, log_to=log)) as client:
        assert client.get("/health").json()["unavailable"] == ["store"]
        assert client.post("/predict", json=a_body()).status_code == 503
    assert "no such server" in log.getvalue()
