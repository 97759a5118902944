"""/health, /version, the OpenAPI document and the log."""

import json
import logging
from collections.abc import Iterator
from io import StringIO

import pytest

from hiring.domain.features import CANDIDATE
from hiring.entrypoints.http.log import ServerRecords, service_log
from tests.unit.entrypoints.http.builders import NOW, VERSION, Running, a_body, a_service


@pytest.fixture
def service() -> Iterator[Running]:
    with a_service() as running:
        yield running


def test_health_is_ok_with_the_time(service: Running) -> None:
    response = service.client.get("/health")

    assert (response.status_code, response.json()) == (200, {"status": "ok", "time": NOW.isoformat()})


def test_version_says_which_model_serves(service: Running) -> None:
    assert service.client.get("/version").json() == {
        "operating_mode": "prec80",
        "threshold": 0.5,
        "feature_columns": list(CANDIDATE.features),
        "metadata": {"rows": 1234, "evidence": {"selected": 40}},
        "artifact_path": "artifacts/m.joblib",
        "version": VERSION.id,
    }


@pytest.mark.parametrize("path", ["/health", "/version"])
def test_head_works_where_get_does(service: Running, path: str) -> None:
    assert service.client.head(path).status_code == 200


def test_the_openapi_document_describes_predict(service: Running) -> None:
    document = service.client.get("/schema/openapi.json").json()

    operation = document["paths"]["/predict"]["post"]
    content = operation["requestBody"]["content"]["application/json"]
    assert list(content["schema"]["properties"]["features"]["properties"]) == list(CANDIDATE.features)
    assert service.predict(content["examples"]["candidate"]["value"]).status_code == 200
    assert operation["operationId"] == "predict"
    assert set(operation["responses"]) == {"200", "400", "413", "415", "422", "500", "503"}
    for status, response in operation["responses"].items():
        expected = "application/json" if status == "200" else "application/problem+json"
        assert list(response["content"]) == [expected]
    ids = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert sorted(ids) == ["health", "health_head", "predict", "version", "version_head"]


def test_the_document_is_all_there_is_no_page_that_fetches_from_elsewhere(service: Running) -> None:
    assert "html" not in service.client.get("/schema").headers["content-type"]


def test_every_request_is_one_line(service: Running) -> None:
    response = service.predict(a_body())
    service.client.get("/segredo/maria@example.com?cpf=52998224725")

    opened, first, second = service.log_lines()
    assert (opened["event"], opened["store"], opened["model"]) == ("open", "memory", VERSION.id)
    assert first["request_id"] == response.json()["request_id"]
    assert (first["method"], first["path"], first["status"]) == ("POST", "/predict", 200)
    assert 0 < first["duration_ms"] < 60_000
    assert (second["path"], second["status"], second["code"]) == ("unknown", 404, "no-such-path")


def test_the_log_takes_no_key_that_is_not_allowed() -> None:
    stream = StringIO()
    service_log(stream).info("request", path="/predict", body="maria@example.com", features={"tem_email": 1})

    assert json.loads(stream.getvalue()).keys() == {"event", "level", "path", "timestamp"}


def test_what_the_server_logs_loses_its_arguments() -> None:
    stream = StringIO()
    handler = ServerRecords(service_log(stream))
    failure = (KeyError, KeyError("maria@example.com"), None)
    record = logging.LogRecord(
        "uvicorn", logging.ERROR, "", 1, "Invalid: %s", ("maria@example.com",), failure
    )
    handler.handle(record)
    handler.handle(logging.LogRecord("uvicorn", logging.ERROR, "", 1, OSError("maria"), (), None))

    first, second = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert (first["reason"], first["exception"]) == ("Invalid: %s", "KeyError")
    assert second["reason"] == "OSError"
    assert "maria" not in stream.getvalue()
