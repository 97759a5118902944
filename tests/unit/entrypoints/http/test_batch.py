"""POST /predict/batch: an outcome for each item, in order, and one commit for all."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import httpx
import pytest

from hiring.adapters.memory import MemoryStore
from hiring.domain.decisions import AppendResult, Decision
from hiring.domain.record_validation import TOO_LONG_A_NUMBER
from hiring.entrypoints.http.routes.predictions.examples import APPLICANT
from tests.contracts.uncounted import UncountedLog
from tests.unit.entrypoints.http.builders import (
    Running,
    StoreWithLog,
    a_body,
    a_service,
    faults_of,
)


@pytest.fixture
def service() -> Iterator[Running]:
    with a_service() as running:
        yield running


def ask(service: Running, items: object, query: str = "", **headers: str) -> httpx.Response:
    content = items if isinstance(items, bytes) else json.dumps({"items": items}).encode()
    headers = {"Content-Type": "application/json", **headers}
    return service.client.post(f"/predict/batch{query}", content=content, headers=headers)


def outcomes(response: httpx.Response) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.text
    results: list[dict[str, Any]] = response.json()["results"]
    assert all(len(outcome) == 1 for outcome in results)
    return results


def test_items_of_both_kinds_are_answered_in_order(service: Running) -> None:
    items = [
        a_body(codigo=1),
        {"codigo_profissional": "2", "applicant": APPLICANT},
        a_body(codigo=3, tem_email=0),
        {"applicant": APPLICANT},
        {"applicant": {"cv_pt": "", "codigo_profissional": 5}},
    ]
    answers = [one["answer"] for one in outcomes(ask(service, items, **{"Idempotency-Key": "lote"}))]

    assert [one["codigo_profissional"] for one in answers] == [1, 2, 3, 31002, 5]
    assert [one["probabilidade_contratacao"] for one in answers] == [0.5, 0.75, 0.0, 0.75, 0.0]
    assert [one["request_id"] for one in answers] == [f"lote/{number}" for number in range(5)]
    assert [row.request_id for row in service.rows()] == [one["request_id"] for one in answers]
    alone = service.client.post("/predict", json=items[0]).json()
    assert {**alone, "request_id": "lote/0"} == answers[0]


def test_an_item_that_does_not_fit_has_a_problem_in_its_place(service: Running) -> None:
    items = [
        a_body(tem_email=2),
        a_body(),
        7,
        {},
        {"applicant": {}, "features": {}, "codigo_profissional": "x"},
        {"applicant": {"cv_pt": "\0"}},
        {"applicant": ["maria"]},
    ]
    response = ask(service, items, **{"Idempotency-Key": "lote"})
    results = outcomes(response)

    assert [*results[1]] == ["answer"]
    problems = [outcome["problem"] for outcome in results if "problem" in outcome]
    assert [
        [(fault["field"], fault["reason"].split(":")[0]) for fault in problem["errors"]]
        for problem in problems
    ] == [
        [("features.tem_email", "must be 0 or 1")],
        [("item", "must be an object")],
        [("features", "must be an object with the features")],
        [
            ("features", "is not a known key"),
            ("codigo_profissional", "must be an integer, its digits, or null"),
            ("applicant", "has none of the sections of an applicant"),
        ],
        [("applicant.cv_pt", "contains U+0000")],
        [("applicant", "must be an object")],
    ]
    assert [problem["request_id"] for problem in problems] == [
        f"lote/{number}" for number in (0, 2, 3, 4, 5, 6)
    ]
    assert problems[0]["instance"] == "urn:hiring:request:lote%2F0"
    assert {(problem["status"], problem["type"].rpartition(":")[2]) for problem in problems} == {
        (422, "invalid-features"),
        (422, "invalid-applicant"),
    }
    assert "maria" not in response.text
    assert len(service.rows()) == 1


def test_where_no_item_fits_all_have_problems(service: Running) -> None:
    assert [[*one] for one in outcomes(ask(service, [1, 2]))] == [["problem"], ["problem"]]
    assert service.rows() == []


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        (b"[]", ["body"]),
        (b"{}", ["items"]),
        (b'{"items": []}', ["items"]),
        (b'{"items": {}}', ["items"]),
        (b'{"items": [1], "mais": 1}', ["mais"]),
        (b'{"items": [1], "items": [1]}', ["items"]),
        (json.dumps({"items": [{}] * 257}).encode(), ["items"]),
    ],
)
def test_what_is_no_batch_is_refused_whole(service: Running, body: bytes, faults: list[str]) -> None:
    response = ask(service, body)

    assert [*faults_of(response)] == faults
    assert response.json()["type"] == "urn:hiring:problem:invalid-batch"


def test_256_items_are_taken_and_the_cap_is_named(service: Running) -> None:
    assert len(outcomes(ask(service, [a_body()] * 256))) == 256
    assert faults_of(ask(service, [a_body()] * 257)) == {"items": "must be a list of 1 to 256 items"}
    assert len({row.request_id for row in service.rows()}) == 256


def test_a_body_may_have_four_mebibytes_and_no_more(service: Running) -> None:
    body = json.dumps({"items": [a_body()]}).encode()
    most = 4 * 1024 * 1024

    assert ask(service, body.ljust(most)).status_code == 200
    assert ask(service, body.ljust(most + 1)).status_code == 413


def test_the_same_batch_again_gets_the_same_answers_and_another_is_refused(service: Running) -> None:
    key = {"Idempotency-Key": "lote"}
    first, again = ask(service, [a_body(), {}], **key), ask(service, [a_body(), {}], **key)
    other = ask(service, [a_body()], **key)

    assert first.json() == again.json()
    assert (other.status_code, other.json()["type"]) == (422, "urn:hiring:problem:decision-conflict")
    assert [row.request_id for row in service.rows()] == ["lote/0"]


def test_a_key_leaves_room_for_the_number(service: Running) -> None:
    assert ask(service, [a_body()], **{"Idempotency-Key": "x" * 120}).status_code == 200
    assert "120" in faults_of(ask(service, [a_body()], **{"Idempotency-Key": "x" * 121}))["Idempotency-Key"]


class Counting(UncountedLog):
    """Remembers how many rows came at once."""

    def __init__(self) -> None:
        self._log = MemoryStore().inference_log
        self.appended: list[int] = []

    def append_calls(self, calls: Sequence[Sequence[Decision]]) -> Sequence[Sequence[AppendResult]]:
        self.appended.append(sum(map(len, calls)))
        return self._log.append_calls(calls)

    def probe(self, like: Decision) -> None:
        self._log.probe(like)

    def find(self, request_id: str, client: str = "") -> Decision | None:
        return self._log.find(request_id, client)

    def clients(self, request_id: str) -> Sequence[str]:
        return self._log.clients(request_id)

    def between(self, start: Any, end: Any) -> Iterator[Sequence[Decision]]:  # noqa: ANN401  # as it comes
        return self._log.between(start, end)

    def interrupt(self) -> None:
        self._log.interrupt()


def test_all_good_items_are_logged_together() -> None:
    log = Counting()
    with a_service(store=StoreWithLog(log)) as service:
        ask(service, [a_body(), {}, a_body(), {"applicant": APPLICANT}])

    assert log.appended == [3]


def test_a_lenient_service_is_lenient_with_items() -> None:
    with a_service(lenient=True) as service:
        assert [[*one] for one in outcomes(ask(service, [{"features": {}}]))] == [["answer"]]


def test_a_number_that_is_too_long_fails_its_own_record_alone(service: Running) -> None:
    body = b"""{"items": [
        {"applicant": {"cv_pt": "", "x": 1e-16383}}, {"applicant": {"cv_pt": "", "x": 1e-16384}}, %b
    ]}""" % json.dumps(a_body(codigo=1)).encode()
    results = outcomes(
        ask(service, body.replace(b'"codigo_profissional": 1', b'"codigo_profissional": 0e-99999'))
    )

    assert [[*outcome] for outcome in results] == [["answer"], ["problem"], ["answer"]]
    assert results[1]["problem"]["errors"] == [{"field": "applicant.x", "reason": TOO_LONG_A_NUMBER}]
