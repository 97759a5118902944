"""A person and a vaga: the model that reads vagas answers, and the row says for which vaga and day."""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from io import StringIO
from typing import Any

import httpx
import numpy as np
import pytest
from litestar.testing import TestClient

from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.memory.store import MemoryStore
from hiring.application.ports.model_archive import ModelArchive
from hiring.domain.features import CANDIDATE
from hiring.domain.records import TableName, VagaRows
from hiring.entrypoints.http.app import create_app
from hiring.entrypoints.http.routes.predictions.vaga_request import TOO_LARGE
from hiring.settings import Settings
from tests.contracts.builders import NOON
from tests.contracts.pairs import FEATURES, PAIRS, a_vaga, an_applicant
from tests.unit.entrypoints.http.builders import (
    OneModel,
    Running,
    ShareOfOnes,
    a_body,
    an_opening,
    faults_of,
)
from tests.unit.entrypoints.http.test_profiles import GIVEN, SERVES, LearntTitle

PROFILES = {profile.name: profile for profile in (CANDIDATE, PAIRS)}
PERSON = dict(an_applicant(linkedin="x", pay="3000", english="Básico"))
MANAGER = a_vaga(title="Gerente", opened="01-03-2021", english="basico")
EMPTY = {
    "informacoes_basicas": {"titulo_vaga": " ", "data_requisicao": 7},
    "beneficios": {"valor_venda": "-"},
}
STORED = {7: MANAGER, 8: a_vaga(title="Analista"), 10: EMPTY}


def a_store(vagas: Mapping[int, Mapping[str, object]] = STORED) -> MemoryStore:
    store = MemoryStore()
    if vagas:
        with store.vagas(TableName("vagas_raw")).replacing() as writer:
            documents = [json.dumps(vaga).encode() for vaga in vagas.values()]
            writer.write(VagaRows(vaga_codigo=np.array(list(vagas)), document=documents))
    return store


@contextmanager
def a_service(
    store: MemoryStore | None = None, vaga_models: ModelArchive | None = None, clock: FixedClock | None = None
) -> Iterator[Running]:
    store, log = store or a_store(), StringIO()
    opening = an_opening(
        store,
        OneModel(ShareOfOnes()),
        PROFILES,
        others=vaga_models or OneModel(LearntTitle()),
        clock=clock or FixedClock(NOON),
    )
    app = create_app(Settings.model_construct(hiring_missing_features=None), opening=opening, log_to=log)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Running(client, store, log)


@pytest.fixture
def service() -> Iterator[Running]:
    with a_service() as running:
        yield running


def post(service: Running, body: Any, path: str = "/predict/applicant", **headers: str) -> httpx.Response:  # noqa: ANN401  # any JSON value
    return service.client.post(path, json=body, headers=headers)


def errors_of(problem: Mapping[str, Any]) -> dict[str, str]:
    return {fault["field"]: fault["reason"] for fault in problem["errors"]}


def test_a_person_is_scored_for_a_stored_vaga(service: Running) -> None:
    answered = post(
        service, {**PERSON, "codigo_profissional": 31001, "vaga": 7, "data_candidatura": "2021-03-31"}
    )
    assert answered.status_code == 200, answered.text
    answer = answered.json()
    assert answer["probabilidade_contratacao"] == 0.625
    assert (answer["vaga_codigo"], answer["data_candidatura"]) == (7, "2021-03-31")
    (row,) = service.rows()
    assert (row.profile, row.model_version, row.vaga_codigo) == ("pairs", SERVES.id, 7)
    assert (row.codigo_profissional, row.applied) == (31001, date(2021, 3, 31))
    assert row.scored == {
        "tem_linkedin": 1,
        "salario_valor": 3000,
        "vaga_cidade": 0.75,
        "vaga_aberta_em": 18_687,
        "vaga_titulo": 0.625,
        "mesmo_ingles": 1,
        "dias_aberta": 30,
    }
    assert row.features == tuple(row.scored.values())
    logged = service.client.get(f"/decisions/{row.request_id}").json()
    assert (logged["vaga_codigo"], logged["data_candidatura"]) == (7, "2021-03-31")
    assert logged["features"] == row.scored


@pytest.mark.parametrize("vaga", [7, "7", 7.0, MANAGER], ids=["code", "digits", "whole number", "record"])
def test_a_code_and_the_record_give_the_same_score(service: Running, vaga: object) -> None:
    answer = post(service, {**PERSON, "vaga": vaga}).json()
    assert answer["probabilidade_contratacao"] == 0.625
    assert answer["vaga_codigo"] == (None if isinstance(vaga, dict) else 7)


def test_without_a_day_it_is_today_and_a_replay_is_equal_on_the_next(service: Running) -> None:
    del service
    clock = FixedClock(NOON)
    with a_service(clock=clock) as service:
        first = post(service, {**PERSON, "vaga": 7}, **{"Idempotency-Key": "k"}).json()
        clock.advance(timedelta(days=3))
        again = post(service, {**PERSON, "vaga": 7}, **{"Idempotency-Key": "k"}).json()
        other = post(service, {**PERSON, "vaga": 8}, **{"Idempotency-Key": "k"})
        (row,) = service.rows()
    assert first["data_candidatura"] == NOON.date().isoformat()
    assert again == first
    assert row.applied == NOON.date()
    assert (other.status_code, other.json()["type"]) == (422, "urn:hiring:problem:decision-conflict")


def test_features_of_the_pair_may_be_given_in_full(service: Running) -> None:
    asked = {"codigo_profissional": 31001, "features": GIVEN, "vaga": 7, "data_candidatura": "2021-03-11"}
    answer = post(service, asked, "/predict?explain=2").json()
    assert (answer["probabilidade_contratacao"], answer["vaga_codigo"]) == (0.625, 7)
    assert [reason["feature"] for reason in answer["reasons"]] == ["tem_linkedin"]
    (row,) = service.rows()
    assert set(row.scored) == set(FEATURES)
    assert service.client.get(f"/decisions/{row.request_id}?explain=2").json()["reasons"] == answer["reasons"]


def test_without_a_vaga_nothing_changes(service: Running) -> None:
    answers = [
        post(service, a_body(), "/predict").json(),
        post(service, {**PERSON, "codigo_profissional": 31001}).json(),
    ]
    assert all(set(answer) & {"vaga_codigo", "data_candidatura"} == set() for answer in answers)
    assert [row.profile for row in service.rows()] == ["candidate", "candidate"]
    assert [row.payload.keys() - set(CANDIDATE.features) for row in service.rows()] == [set(), set()]


def test_a_day_without_a_vaga_is_refused_everywhere(service: Running) -> None:
    day = {"data_candidatura": "2021-03-11"}
    refused = [post(service, {**a_body(), **day}, "/predict"), post(service, {**PERSON, **day})]
    items = [{**a_body(), **day}, {"applicant": PERSON, **day}]
    results = post(service, {"items": items}, "/predict/batch").json()["results"]
    told = [*map(faults_of, refused), *(errors_of(one["problem"]) for one in results)]
    assert told == [{"data_candidatura": "is not a known key"}] * 4
    assert service.rows() == []


def test_an_unknown_vaga_is_404_and_nothing_is_logged(service: Running) -> None:
    for path, body in (
        ("/predict/applicant", {**PERSON, "vaga": 9}),
        ("/predict", {"features": GIVEN, "vaga": 9}),
    ):
        refused = post(service, body, path)
        assert (refused.status_code, refused.json()["type"]) == (404, "urn:hiring:problem:vaga-missing")
        assert "`vaga`" in refused.json()["detail"]
    assert service.rows() == []
    with a_service(a_store({})) as empty:
        assert post(empty, {**PERSON, "vaga": 7}).status_code == 404
        assert post(empty, {**PERSON, "vaga": MANAGER}).status_code == 200


def test_a_stored_vaga_that_says_nothing_is_404_and_that_is_told(service: Running) -> None:
    item = {"applicant": PERSON, "vaga": 10}
    (in_batch,) = post(service, {"items": [item]}, "/predict/batch").json()["results"]
    refused = [
        post(service, {**PERSON, "vaga": 10}).json(),
        post(service, {"features": GIVEN, "vaga": 10}, "/predict").json(),
        in_batch["problem"],
    ]
    for one in refused:
        assert (one["status"], one["type"]) == (404, "urn:hiring:problem:vaga-missing")
        assert "is empty" in one["detail"]
        assert "`vaga`" in one["detail"]
    assert service.rows() == []


@pytest.mark.parametrize(
    "vaga",
    [
        {"informacoes_basicas": {}},
        {"informacoes_basicas": None, "perfil_vaga": "Analista", "beneficios": [1]},
        {"informacoes_basicas": {"titulo_vaga": "", "prioridade_vaga": " \n"}, "perfil_vaga": {"cidade": 7}},
        {"beneficios": {"valor_venda": "-"}, "informacoes_basicas": {"cliente": "x"}},
        {"perfil_vaga": {"vaga_especifica_para_pcd": "Não"}},
    ],
)
def test_a_vaga_that_says_nothing_is_422_at_every_door(service: Running, vaga: object) -> None:
    item = {"applicant": PERSON, "vaga": vaga}
    given = {"features": GIVEN, "vaga": vaga}
    results = post(service, {"items": [item, given]}, "/predict/batch").json()["results"]
    refused = [post(service, {**PERSON, "vaga": vaga}), post(service, given, "/predict")]
    told = [*map(faults_of, refused), *(errors_of(one["problem"]) for one in results)]
    for faults in told:
        assert faults.keys() == {"vaga"}
        assert "informacoes_basicas.titulo_vaga" in faults["vaga"], "what to give is told"
    assert service.rows() == []


@pytest.mark.parametrize(
    ("vaga", "faults"),
    [
        (None, {"vaga": "must be the code of a vaga, or a vaga's raw record"}),
        ("", {"vaga": "must be the code of a vaga, or a vaga's raw record"}),
        (True, {"vaga": "must be the code of a vaga, or a vaga's raw record"}),
        (7.5, {"vaga": "must be the code of a vaga, or a vaga's raw record"}),
        ([7], {"vaga": "must be the code of a vaga, or a vaga's raw record"}),
        (2**53, {"vaga": TOO_LARGE}),
        ({}, {"vaga": "has none of the sections of a vaga: informacoes_basicas, perfil_vaga, beneficios"}),
        (
            {"titulo": "x"},
            {"vaga": "has none of the sections of a vaga: informacoes_basicas, perfil_vaga, beneficios"},
        ),
        (
            {"perfil_vaga": {"cidade": "a\0b"}, "x": "\0"},
            {"vaga.perfil_vaga.cidade": "contains U+0000", "vaga.x": "contains U+0000"},
        ),
    ],
)
def test_a_malformed_vaga_is_422_by_its_path(service: Running, vaga: object, faults: dict[str, str]) -> None:
    for path, body in (("/predict/applicant", PERSON), ("/predict", {"features": GIVEN})):
        assert faults_of(post(service, {**body, "vaga": vaga}, path)) == faults


@pytest.mark.parametrize(
    "day",
    [None, "", "31-03-2021", "2021-02-30", "20210331", "2021-W10-2", "1969-12-31", "0001-01-01", 18_717],
)
def test_a_malformed_day_is_422(service: Running, day: object) -> None:
    refused = faults_of(post(service, {**PERSON, "vaga": 7, "data_candidatura": day}))
    assert refused == {
        "data_candidatura": "must be a day as ISO 8601 writes it, such as 2026-11-23, one that exists, "
        "and not before 1970"
    }


def test_every_fault_is_named_at_once(service: Running) -> None:
    asked = {"codigo_profissional": "x", "cv_pt": "a\0", "vaga": {}, "data_candidatura": "tomorrow"}
    assert set(faults_of(post(service, asked))) == {
        "codigo_profissional",
        "cv_pt",
        "vaga",
        "data_candidatura",
    }
    given = {name: value for name, value in GIVEN.items() if name != "mesmo_ingles"}
    asked = {"features": given | {"tem_email": 1}, "vaga": {}, "other": 1}
    assert set(faults_of(post(service, asked, "/predict"))) == {
        "features.mesmo_ingles",
        "features.tem_email",
        "vaga",
        "other",
    }


def test_repeated_keys_of_a_vaga_are_refused(service: Running) -> None:
    for path, start in (("/predict/applicant", '"cv_pt": "x"'), ("/predict", '"features": {}')):
        for body, where in (
            ('{%s, "vaga": {"perfil_vaga": {"cidade": "a", "cidade": "b"}}}', "vaga.perfil_vaga.cidade"),
            ('{%s, "vaga": 7, "vaga": 8}', "vaga"),
        ):
            sent = service.client.post(
                path, content=(body % start).encode(), headers={"Content-Type": "application/json"}
            )
            assert faults_of(sent)[where] == "appears more than once"


def test_where_no_model_reads_vagas_that_is_said(service: Running) -> None:
    del service
    with a_service(vaga_models=OneModel()) as service:
        refused = [
            post(service, {**PERSON, "vaga": 7}),
            post(service, {"features": GIVEN, "vaga": 7}, "/predict"),
        ]
        answered = post(service, PERSON).status_code
        document = service.client.get("/schema/openapi.json").json()
    for one in refused:
        assert (one.status_code, one.json()["type"]) == (503, "urn:hiring:problem:no-vaga-model")
        assert "`vaga`" in one.json()["detail"]
        assert one.json()["unavailable"] == ["vaga-model"]
    assert answered == 200
    assert "VagaFeatures" not in document["components"]["schemas"]


def test_the_contract_tells_of_vagas_while_a_model_reads_them(service: Running) -> None:
    document = service.client.get("/schema/openapi.json").json()
    schemas = document["components"]["schemas"]
    assert set(schemas["VagaFeatures"]["properties"]) == set(FEATURES)
    assert set(schemas["Features"]["properties"]) == set(CANDIDATE.features)
    assert "vaga" in schemas["Applicant"]["properties"]
    assert schemas["Applicant"]["dependentRequired"] == {"data_candidatura": ["vaga"]}
    assert "vaga" in schemas["VagaQuestion"]["required"]
    assert "vaga" not in schemas["Question"]["properties"], "the names of the others stay what they are"
    for path in ("/predict", "/predict/applicant"):
        operation = document["paths"][path]["post"]
        assert "404" in operation["responses"]
        (example,) = operation["requestBody"]["content"]["application/json"]["examples"].values()
        assert post(service, example["value"], path).status_code == 200
    page = service.client.get("/docs")
    assert page.status_code == 200
    assert all(f'id="{name}"' in page.text or name in page.text for name in ("VagaFeatures", "VagaQuestion"))


def test_many_at_once_wait_for_each_other(service: Running) -> None:
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda _: post(service, {**PERSON, "vaga": 7}), range(64)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(service.rows()) == 64


def test_items_of_a_batch_may_be_about_a_vaga(service: Running) -> None:
    given = {name: value for name, value in GIVEN.items() if name != "mesmo_ingles"}
    items = [
        {"codigo_profissional": 1, "applicant": PERSON, "vaga": 7, "data_candidatura": "2021-03-31"},
        {"codigo_profissional": 2, **a_body(codigo=2)},
        {"codigo_profissional": 3, "applicant": PERSON, "vaga": 9},
        {"codigo_profissional": 4, "features": GIVEN, "vaga": 7},
        {"codigo_profissional": 5, "applicant": PERSON},
        {"codigo_profissional": 6, "features": given, "vaga": {}, "data_candidatura": "x"},
        {"codigo_profissional": "x", "applicant": {"cv_pt": "a\0"}, "vaga": MANAGER, "other": 1},
        {"codigo_profissional": 8, "applicant": PERSON, "vaga": MANAGER},
    ]
    answered = post(service, {"items": items}, "/predict/batch?explain=1", **{"Idempotency-Key": "k"})
    assert answered.status_code == 200, answered.text
    results = answered.json()["results"]
    people = [one["answer"]["codigo_profissional"] if "answer" in one else None for one in results]
    assert people == [1, 2, None, 4, 5, None, None, 8]
    assert [results[at]["answer"]["probabilidade_contratacao"] for at in (0, 3, 7)] == [0.625] * 3
    assert results[0]["answer"]["data_candidatura"] == "2021-03-31"
    assert "vaga_codigo" not in results[1]["answer"]
    problems = {at: results[at]["problem"] for at in (2, 5, 6)}
    assert problems[2]["type"] == "urn:hiring:problem:vaga-missing"
    assert problems[2]["request_id"] == "k/2"
    fields = {at: {fault["field"] for fault in problems[at]["errors"]} for at in (5, 6)}
    assert fields[5] == {"features.mesmo_ingles", "vaga", "data_candidatura"}
    assert fields[6] == {"codigo_profissional", "applicant.cv_pt", "other"}
    by_id = {row.request_id: (row.profile, row.vaga_codigo) for row in service.rows()}
    assert by_id == {
        "k/0": ("pairs", 7),
        "k/1": ("candidate", None),
        "k/3": ("pairs", 7),
        "k/4": ("candidate", None),
        "k/7": ("pairs", None),
    }
    again = post(service, {"items": items}, "/predict/batch?explain=1", **{"Idempotency-Key": "k"})
    assert again.json() == answered.json()
    assert len(service.rows()) == 5


@pytest.mark.parametrize("about_vaga", [0, 1])
def test_a_batch_with_an_id_that_is_taken_is_refused_whole_whatever_its_items_are_about(
    service: Running, about_vaga: int
) -> None:
    about: list[dict[str, object]] = [{"applicant": PERSON}, {"applicant": PERSON}]
    about[about_vaga]["vaga"] = 7
    first = post(
        service, {"items": [{"applicant": {"cv_pt": "SAP"}}]}, "/predict/batch", **{"Idempotency-Key": "k"}
    )
    refused = post(service, {"items": about}, "/predict/batch", **{"Idempotency-Key": "k"})
    assert first.status_code == 200, first.text
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:hiring:problem:decision-conflict")
    assert [row.request_id for row in service.rows()] == ["k/0"]


def test_without_a_model_items_about_a_vaga_have_a_problem_in_their_place(service: Running) -> None:
    del service
    with a_service(vaga_models=OneModel()) as service:
        items = [{"applicant": PERSON, "vaga": 7}, {"applicant": PERSON}, {"features": GIVEN, "vaga": 7}]
        results = post(service, {"items": items}, "/predict/batch").json()["results"]
    problems = [one["problem"]["type"] if "problem" in one else None for one in results]
    assert problems == ["urn:hiring:problem:no-vaga-model", None, "urn:hiring:problem:no-vaga-model"]
    assert len(service.rows()) == 1
