"""`?explain=N`, and what else stands behind a question mark."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from hiring.adapters.memory import MemoryStore
from hiring.domain.features import CANDIDATE
from hiring.domain.models import ModelVersion
from hiring.entrypoints.http.examples import APPLICANT
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
            "pt": f"{rules[name].pt}: sim",
            "en": f"{rules[name].en}: yes",
        }
        for name in strongest
    ]


def test_every_prediction_has_reasons_where_they_are_asked_for(service: Running) -> None:
    applicant = service.client.post("/predict/applicant?explain=10", json=APPLICANT).json()
    results = service.client.post("/predict/batch?explain=1", json=BODIES["/predict/batch"]).json()["results"]

    assert 1 < len(applicant["reasons"]) <= 10
    assert [len(one["answer"]["reasons"]) for one in results if "answer" in one] == [1, 1]
    assert "reasons" not in service.predict(a_body()).json()


def test_an_answer_of_another_model_is_given_without_reasons() -> None:
    store, headers = MemoryStore(), {"Idempotency-Key": "k"}
    with a_service(store=store) as service:
        first = service.client.post("/predict?explain=1", json=a_body(), headers=headers).json()
        again = service.client.post("/predict?explain=1", json=a_body(), headers=headers).json()
    with a_service(store=store, models=OneModel(Newer())) as service:
        later = service.client.post("/predict?explain=1", json=a_body(), headers=headers).json()
        other = service.client.post("/predict?explain=1", json=a_body()).json()

    assert first == again
    assert later == {**first, "reasons": None}
    assert len(other["reasons"]) == 1


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

    assert faults_of(response) == {"query": "has 2 parameters that this path does not take"}
    assert "maria" not in response.text
