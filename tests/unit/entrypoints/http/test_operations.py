"""/health, /version, the OpenAPI document and the log."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest

from hiring.adapters.memory import MemoryStore
from hiring.domain.features import CANDIDATE
from hiring.entrypoints.http.observability.log import ServerRecords, service_log
from hiring.training_json import decode_record
from tests.contracts.training_records import RECORDS
from tests.unit.entrypoints.http.builders import VERSION, OneModel, Running, ShareOfOnes, a_body, a_service


@pytest.fixture
def service() -> Iterator[Running]:
    with a_service() as running:
        yield running


def test_health_is_ok_with_the_time(service: Running) -> None:
    response = service.client.get("/health")

    assert (response.status_code, response.json()) == (200, {"status": "ok", "time": "2026-03-14T15:09:26Z"})


def test_health_warns_of_partitions_that_end_within_a_month() -> None:
    class Partitioned(MemoryStore):
        def partitioned_until(self, now: datetime) -> datetime:
            return datetime(now.year, now.month + 1, 1, tzinfo=UTC)

    with a_service(Partitioned()) as service:
        told = [service.client.get(path).json() for path in ("/health", "/readyz")]
    warning = "the partitions of inference_log end on 2026-04-01: run `hiring-cli db partitions`"
    assert [each["warnings"] for each in told] == [[warning]] * 2


def test_version_says_which_model_serves(service: Running) -> None:
    assert service.client.get("/version").json() == {
        "operating_mode": "prec80",
        "threshold": 0.5,
        "feature_columns": list(CANDIDATE.features),
        "metadata": {"rows": 1234, "evidence": {"selected": 40}},
        "artifact_path": "artifacts/m.joblib",
        "version": VERSION.id,
        "profile": "candidate",
        "vaga_model": None,
    }


@pytest.mark.parametrize("name", ["contradicted", "all rows counted"])
def test_version_says_what_later_rows_say_of_the_promise(name: str) -> None:
    record = RECORDS[name]
    card = replace(VERSION.card, training=decode_record(record), operating_mode="prec80-uncertified")
    serving = ShareOfOnes(replace(VERSION, card=card))
    with a_service(models=OneModel(serving)) as service:
        told = service.client.get("/version").json()
    assert (told["operating_mode"], told["metadata"]) == ("prec80-uncertified", record)
    assert told["metadata"]["in_time"]["precision"]["judgement"]["verdict"] == "contradicted"


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/health", "application/json"),
        ("/readyz", "application/json"),
        ("/livez", "application/json"),
        ("/version", "application/json"),
        ("/metrics", "text/plain; version=0.0.4; charset=utf-8"),
        ("/schema/openapi.json", "application/vnd.oai.openapi+json"),
        ("/docs", "text/html; charset=utf-8"),
    ],
)
def test_get_head_and_options_agree(service: Running, path: str, media_type: str) -> None:
    got, head, options = (service.client.request(method, path) for method in ("GET", "HEAD", "OPTIONS"))

    assert (got.status_code, head.status_code, options.status_code) == (200, 200, 204)
    assert got.headers["content-type"] == head.headers["content-type"] == media_type
    assert (len(got.content) > 0, head.content, options.content) == (True, b"", b"")
    assert {word.strip() for word in options.headers["allow"].split(",")} == {"GET", "HEAD", "OPTIONS"}


def test_the_process_answers_without_anything() -> None:
    with a_service(models=OneModel()) as service:
        alive, ready = service.client.get("/livez"), service.client.get("/readyz")

    assert (alive.status_code, alive.json()) == (200, {"status": "ok"})
    assert (ready.status_code, ready.json()["unavailable"]) == (503, ["model"])


def test_every_request_is_one_line(service: Running) -> None:
    response = service.predict(a_body())
    service.client.get("/segredo/maria@example.com?cpf=52998224725")

    opened, serves, first, second = service.log_lines()
    assert (opened["event"], opened["store"]) == ("open", "memory")
    assert (serves["event"], serves["model"], serves["operating_mode"]) == ("serves", VERSION.id, "prec80")
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
