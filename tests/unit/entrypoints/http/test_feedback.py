"""POST /feedback: a stated answer for every item, and nothing is kept of what has a fault."""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NoReturn

import httpx
import jsonschema_rs
import pytest

from hiring.adapters.memory import MemoryStore
from hiring.application.ports.logs import FeedbackLog
from hiring.application.ports.specs.logs import FEEDBACK
from hiring.domain.errors import ModelMissing, StoreUnavailable
from hiring.domain.feedback import Feedback, OutcomeReport
from hiring.domain.feedback_input import StatedOutcome, read_outcome
from hiring.entrypoints.http.routes.audit.feedback import ENDPOINT
from tests.contracts.builders import an_issued
from tests.unit.entrypoints.http.builders import NOW, OneModel, Running, a_body, a_service, faults_of

TODAY = NOW.date().isoformat()
YESTERDAY = NOW.date().replace(day=NOW.day - 1).isoformat()
TOMORROW = NOW.date().replace(day=NOW.day + 1).isoformat()
ATS, PORTAL = an_issued(1, "ats"), an_issued(2, "portal")


@pytest.fixture
def service() -> Iterator[Running]:
    with a_service() as running:
        yield running


def report(service: Running, *items: object, **headers: str) -> httpx.Response:
    return service.client.post("/feedback", json={"items": items}, headers=headers)


def of_decision(request_id: object = "r1", **changes: object) -> dict[str, Any]:
    return {"request_id": request_id, "hired": True, "outcome_at": TODAY, **changes}


def of_person(code: object = 31001, **changes: object) -> dict[str, Any]:
    return {"codigo_profissional": code, "hired": True, "outcome_at": TODAY, **changes}


def results(response: httpx.Response) -> list[str]:
    """Each result with its reason, in their places."""
    assert response.status_code == 200, response.text
    found = response.json()["results"]
    assert [each["index"] for each in found] == list(range(len(found)))
    return [" ".join([each["result"], *([each["reason"]] if "reason" in each else [])]) for each in found]


def kept(service: Running) -> list[Feedback]:
    return list(service.store.log(FEEDBACK).all())


def ask(service: Running, request_id: str = "r1", *, codigo: object = 31001, **headers: str) -> None:
    response = service.predict(a_body(codigo=codigo), **{"Idempotency-Key": request_id, **headers})
    assert response.status_code == 200


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_an_outcome_is_joined_to_its_decision_and_a_repetition_is_none(service: Running) -> None:
    ask(service)
    assert results(report(service, of_decision())) == ["stored"]
    assert results(report(service, of_decision(), of_person())) == ["repeated"] * 2
    (row,) = kept(service)
    assert (row.at, row.hired, row.request_id, row.decision_request_id) == (NOW, True, "r1", "r1")


def test_an_unknown_person_and_id_are_stored_unmatched_and_say_why_each_time(service: Running) -> None:
    items = [of_person(7), of_decision("nobody's"), of_person(7)]
    reasons = ["unmatched no-decision", "unmatched no-decision", "repeated no-decision"]
    assert results(report(service, *items)) == reasons
    assert len(kept(service)) == service.store.feedback.unmatched() == 2


def test_an_outcome_of_before_the_decision_is_about_none(service: Running) -> None:
    ask(service)
    items = [of_decision(outcome_at=YESTERDAY), of_person(outcome_at=YESTERDAY)]
    assert results(report(service, *items)) == ["unmatched before-decision"] * 2


def test_of_items_that_contradict_each_other_the_later_one_corrects(service: Running) -> None:
    ask(service)
    assert results(report(service, of_decision(), of_person(hired=False))) == ["stored", "corrected"]
    ((outcome,),) = service.store.feedback.outcomes(NOW, NOW.replace(hour=23))
    assert outcome.hired is False


def test_a_client_reports_on_its_own_ids_and_is_named_as_the_reporter() -> None:
    store = MemoryStore()
    for issued in (ATS, PORTAL):
        store.api_keys.add(issued.key)
    with a_service(store=store) as service:
        ask(service, codigo=1, **bearer(ATS.token))
        assert results(report(service, of_decision(), **bearer(PORTAL.token))) == ["unmatched no-decision"]
        assert results(report(service, of_decision(), **bearer(ATS.token))) == ["stored"]
        assert results(report(service, of_person(1), **bearer(PORTAL.token))) == ["repeated"]
        assert [(row.reporter, row.decision_client) for row in kept(service)] == [
            ("portal", None),
            ("ats", "ats"),
        ]


@pytest.mark.parametrize(
    ("item", "faults"),
    [
        (7, {"": "must be an object"}),
        ({}, {"": "must have", "hired": "is missing", "outcome_at": "is missing"}),
        ({**of_decision(), "maria": 1, "nota": 2}, {"": "unknown keys: 2"}),
        (of_decision(codigo_profissional=1), {"codigo_profissional": "must not stand beside"}),
        (of_decision(vaga_codigo=1), {"vaga_codigo": "must not stand beside"}),
        (of_decision(""), {"request_id": "must be 1 to 128 visible"}),
        (of_decision("maria silva"), {"request_id": "must be 1 to 128 visible"}),
        (of_decision("x" * 129), {"request_id": "must be 1 to 128 visible"}),
        (of_decision(7), {"request_id": "must be 1 to 128 visible"}),
        (of_decision(None), {"": "must have request_id or codigo_profissional"}),
        (of_person("31001"), {"codigo_profissional": "must be an integer"}),
        (of_person([True]), {"codigo_profissional": "must be an integer"}),
        (of_person(1.5), {"codigo_profissional": "must be an integer"}),
        (of_person(2**53), {"codigo_profissional": "must be from -"}),
        (of_person(vaga_codigo=[]), {"vaga_codigo": "must be an integer"}),
        (of_person(hired=1), {"hired": "must be true or false"}),
        (of_person(hired=None), {"hired": "is missing"}),
        (of_person(outcome_at=TOMORROW), {"outcome_at": "is in the future"}),
        (of_person(outcome_at="2026-02-30"), {"outcome_at": "must be a day"}),
        (of_person(outcome_at="20260201"), {"outcome_at": "must be a day"}),
        (of_person(outcome_at=f"{TODAY}T00:00:00Z"), {"outcome_at": "must be a day"}),
        (of_person(outcome_at=20260201), {"outcome_at": "must be a day"}),
    ],
    ids=str,
)
def test_a_fault_is_named_by_item_and_field_and_nothing_is_kept(
    service: Running, item: object, faults: dict[str, str]
) -> None:
    response = report(service, of_person(), item, 8)
    assert response.json()["type"] == "urn:hiring:problem:invalid-feedback"
    found = faults_of(response)
    assert found.pop("items.2") == "must be an object"
    assert list(found) == [f"items.1.{field}".rstrip(".") for field in faults]
    for field, reason in faults.items():
        assert found[f"items.1.{field}".rstrip(".")].startswith(reason)
    assert "maria" not in response.text
    assert kept(service) == []


def test_a_key_that_stands_twice_in_an_item_is_a_fault(service: Running) -> None:
    item = json.dumps(of_person())[:-1] + ', "hired": false}'
    content = f'{{"items": [{item}]}}'
    response = service.client.post("/feedback", content=content, headers={"Content-Type": "application/json"})
    assert faults_of(response) == {"items.0": "keys that appear more than once: 1"}


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ([], ["body"]),
        ({}, ["items"]),
        ({"items": []}, ["items"]),
        ({"items": {}}, ["items"]),
        ({"items": [of_person()], "mais": 1}, ["mais"]),
        ({"items": [of_person()] * 1_001}, ["items"]),
    ],
    ids=lambda each: str(each)[:20],
)
def test_what_is_no_list_of_outcomes_is_refused_whole(
    service: Running, body: object, faults: list[str]
) -> None:
    assert list(faults_of(service.client.post("/feedback", json=body))) == faults


def test_a_thousand_items_are_taken_and_codes_may_be_written_as_whole_numbers(service: Running) -> None:
    items = [of_person(float(number), vaga_codigo=7.0) for number in range(1_000)]
    assert results(report(service, *items)) == ["unmatched no-decision"] * 1_000
    assert kept(service)[-1].codigo_profissional == 999


def test_it_takes_no_parameters_and_no_other_method(service: Running) -> None:
    response = service.client.post("/feedback?client=ats", json={"items": [of_person()]})
    assert list(faults_of(response)) == ["query"]
    assert service.client.get("/feedback").status_code == 405


def test_a_body_is_read_as_strictly_as_everywhere(service: Running) -> None:
    answers = [
        service.client.post("/feedback", content=content, headers={"Content-Type": kind}).status_code
        for content, kind in (
            (b'{"items": [NaN]}', "application/json"),
            (b"{", "application/json"),
            (b"a,b", "text/csv"),
            (b" " * (4 * 1024 * 1024 + 1), "application/json"),
        )
    ]
    assert answers == [400, 400, 415, 413]


def test_outcomes_are_taken_while_no_model_serves() -> None:
    with a_service(models=OneModel(failure=ModelMissing("artifacts/m.joblib"))) as service:
        assert results(report(service, of_person())) == ["unmatched no-decision"]


class FullFeedbackLog(FeedbackLog):
    def append(self, reports: Sequence[OutcomeReport]) -> NoReturn:
        del reports
        raise StoreUnavailable("its disk is full")

    def outcomes(self, start: datetime, end: datetime) -> NoReturn:
        raise NotImplementedError  # the service only takes reports

    def unmatched(self) -> NoReturn:
        raise NotImplementedError  # the service only takes reports


class StoreWithFullDisk(MemoryStore):
    @property
    def feedback(self) -> FeedbackLog:
        return FullFeedbackLog()


def test_what_was_not_kept_is_not_said_to_be() -> None:
    with a_service(store=StoreWithFullDisk()) as service:
        response = report(service, of_person())
    assert (response.status_code, response.json()["unavailable"]) == (503, ["store"])


def test_results_are_counted_and_nothing_of_a_person_is_logged_or_counted(service: Running) -> None:
    ask(service)
    report(service, of_decision(), of_decision(), of_person(987654321), of_decision(hired=False))
    page = service.client.get("/metrics").text
    for result in ("stored", "repeated", "unmatched", "corrected"):
        assert f'hiring_feedback_total{{result="{result}"}} 1.0' in page
    assert "987654321" not in page + service.log.getvalue()
    assert "/feedback" in service.log.getvalue()


VALUES: dict[str, list[object]] = {
    "request_id": ["r1", None, "", "a b", "x" * 129, 7],
    "codigo_profissional": [1, None, "1", 1.0, 1.5, True, 2**53, -5],
    "vaga_codigo": [1, None, "1", 2.0, []],
    "hired": [True, False, 1, None, "true"],
    "outcome_at": ["2024-03-05", "1999-12-31", "2024-02-30", "20240305", None, 5, "2024-03-05T00:00:00Z"],
    "nome": [None],
}


def test_the_schema_takes_the_items_that_the_service_takes() -> None:
    assert ENDPOINT.body is not None
    described = jsonschema_rs.Draft202012Validator(
        {"anyOf": list(ENDPOINT.body.parts.values())}, validate_formats=True
    )
    chance = random.Random(20_261_129)
    taken = 0
    for _ in range(5_000):
        drawn = {name for name in VALUES if chance.random() < (0.02 if name == "nome" else 0.6)}
        item = {name: chance.choice([*VALUES[name][:2], *VALUES[name]]) for name in VALUES if name in drawn}
        is_taken = isinstance(read_outcome(item), StatedOutcome)
        taken += is_taken
        assert described.is_valid(item) == is_taken, item
    assert taken > 50
