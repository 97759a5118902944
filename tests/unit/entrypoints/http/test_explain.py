"""`?explain=N`, and what else stands behind a question mark."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NoReturn

import pytest

from hiring.adapters.memory import MemoryStore
from hiring.domain.errors import ArtifactCorrupt, HiringError, ModelMissing, RuleTableMismatch
from hiring.domain.features import CANDIDATE
from hiring.domain.models import ModelVersion
from hiring.domain.reasons import reasons_json, sentences_of
from hiring.entrypoints.http.routes.predictions.examples import APPLICANT
from tests.unit.entrypoints.http.builders import (
    FEATURES,
    VERSION,
    OneModel,
    Running,
    ShareOfOnes,
    a_body,
    a_service,
    faults_of,
)

BODIES = {
    "/predict": a_body(),
    "/predict/applicant": APPLICANT,
    "/predict/batch": {"items": [a_body(), {}, {"applicant": APPLICANT}]},
}


class Newer(ShareOfOnes):
    """The same under another version."""

    @property
    def version(self) -> ModelVersion:
        return replace(VERSION, id="20270101T000000Z-00000000")


@pytest.fixture
def service() -> Iterator[Running]:
    with a_service() as running:
        yield running


def test_the_strongest_reasons_come_in_both_languages(service: Running) -> None:
    answer = service.client.post("/predict?explain=2", json=a_body()).json()

    rules = {rule.feature: rule for rule in CANDIDATE.rules}
    strongest = [name for name in reversed(FEATURES) if FEATURES[name] == 1][:2]
    assert answer["reasons"] == [
        {
            "feature": name,
            "value": 1.0,
            "contribution": CANDIDATE.features.index(name) + 1.0,
            "pt": sentences_of(rules[name], 1.0)[0],
            "en": sentences_of(rules[name], 1.0)[1],
        }
        for name in strongest
    ]


def test_every_prediction_has_reasons_where_they_are_asked_for(service: Running) -> None:
    applicant = service.client.post("/predict/applicant?explain=10", json=APPLICANT).json()
    results = service.client.post("/predict/batch?explain=1", json=BODIES["/predict/batch"]).json()["results"]

    assert 1 < len(applicant["reasons"]) <= 10
    assert [len(one["answer"]["reasons"]) for one in results if "answer" in one] == [1, 1]
    assert "reasons" not in service.predict(a_body()).json()


class Without(OneModel):
    """Serves the newer version; of the older one it has nothing, or nothing sound."""

    def __init__(self, failure: HiringError) -> None:
        super().__init__(Newer())
        self._missing = failure

    def version(self, version_id: str) -> NoReturn:
        del version_id
        raise self._missing


KEY = {"Idempotency-Key": "k"}
GONE = [
    (ModelMissing("artifacts/versions"), 404, "version-not-kept"),
    (ArtifactCorrupt("artifacts/versions/x", "a digest differs"), 503, "artifact-corrupt"),
    (RuleTableMismatch(), 503, "rule-table-mismatch"),
]


def test_reasons_are_in_the_row_and_a_replay_has_those() -> None:
    store = MemoryStore()
    with a_service(store=store) as service:
        first = service.client.post("/predict?explain=2", json=a_body(), headers=KEY).json()
        (row,) = service.rows()
        assert reasons_json(row.reasons or ()) == first["reasons"]
        assert service.client.get("/decisions/k").json()["reasons"] == first["reasons"]
        for query in ("?explain=2", "?explain=5", ""):
            assert service.client.post(f"/predict{query}", json=a_body(), headers=KEY).json() == first
    with a_service(store=store, models=Without(ModelMissing("gone"))) as service:
        assert service.client.post("/predict?explain=2", json=a_body(), headers=KEY).json() == first
        assert service.client.get("/decisions/k").json()["reasons"] == first["reasons"]


def test_a_batch_has_its_reasons_in_its_rows() -> None:
    with a_service() as service:
        results = service.client.post("/predict/batch?explain=3", json=BODIES["/predict/batch"]).json()
        given = [one["answer"]["reasons"] for one in results["results"] if "answer" in one]
        assert [reasons_json(row.reasons or ()) for row in service.rows()] == given
        assert [len(reasons) for reasons in given] == [3, 3]


def test_without_reasons_there_are_none_in_the_row(service: Running) -> None:
    service.predict(a_body(), **KEY)
    assert [row.reasons for row in service.rows()] == [None]


def test_what_was_answered_without_reasons_is_explained_later_by_the_version_that_answered() -> None:
    store = MemoryStore()
    with a_service(store=store) as service:
        first = service.predict(a_body(), **KEY).json()
        reasons = service.client.get("/decisions/k?explain=2").json()["reasons"]
        assert reasons == service.client.post("/predict?explain=2", json=a_body()).json()["reasons"]
        assert service.client.get("/decisions/k").json()["reasons"] is None
    with a_service(store=store, models=OneModel(Newer())) as service:
        assert service.client.get("/decisions/k?explain=2").json()["reasons"] == reasons
        later = service.client.post("/predict?explain=2", json=a_body(), headers=KEY).json()
        assert later == {**first, "reasons": reasons}


@pytest.mark.parametrize(("failure", "status", "code"), GONE)
def test_a_version_that_cannot_explain_is_told(failure: HiringError, status: int, code: str) -> None:
    store = MemoryStore()
    with a_service(store=store) as service:
        first = service.predict(a_body(), **KEY).json()
    with a_service(store=store, models=Without(failure)) as service:
        for _ in range(2):
            response = service.client.get("/decisions/k?explain=2")
            assert (response.status_code, response.json()["type"]) == (status, f"urn:hiring:problem:{code}")
        assert service.client.get("/decisions/k").status_code == 200
        later = service.client.post("/predict?explain=2", json=a_body(), headers=KEY).json()
        assert later == {**first, "reasons": None}
        assert service.client.post("/predict?explain=2", json=a_body()).json()["reasons"]


def test_what_an_older_program_logged_is_explained_by_its_payload() -> None:
    store = MemoryStore()
    with a_service(store=store) as service:
        service.predict(a_body(salario_valor=None), **KEY)
        (row,) = service.rows()
        payload = dict(reversed(row.payload.items()))
        store.inference_log.append([replace(row, request_id="old", features=None, payload=payload)])
        new, old = (service.client.get(f"/decisions/{name}?explain=9").json() for name in ("k", "old"))
        assert new["reasons"] == old["reasons"] != []


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize("number", ["0", "11", "-1", "+1", "01", "1.0", "", " 1", "x", "٣", "1&explain=1"])
def test_another_number_of_reasons_is_refused(service: Running, path: str, number: str) -> None:
    response = service.client.post(f"{path}?explain={number}", json=BODIES[path])

    assert faults_of(response) == {"explain": "must be one integer from 1 to 10"}
    assert response.json()["type"] == "urn:hiring:problem:invalid-query"
    assert service.rows() == []


@pytest.mark.parametrize("path", BODIES)
def test_unknown_parameters_are_refused_and_not_repeated(service: Running, path: str) -> None:
    response = service.client.post(f"{path}?maria=52998224725&explain=1&%ff", json=BODIES[path])

    assert faults_of(response) == {"query": "has 2 parameters that this path does not accept"}
    assert "maria" not in response.text
