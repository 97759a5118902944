"""POST /rank: a list by what is proven, a clear answer to everything else, and nothing half-logged."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO
from typing import Any, TypeVar

import httpx
import msgspec
import numpy as np
import pytest
from litestar.testing import TestClient

from hiring.adapters.memory import MemoryStore
from hiring.application.ports.rank_log import RankLog
from hiring.application.ports.specs.ranking import RANK_EVENTS
from hiring.domain.decisions import AppendResult, Decision
from hiring.domain.evaluation.ordering import CandidateOrder
from hiring.domain.features import CANDIDATE
from hiring.domain.models import ModelVersion
from hiring.domain.rank_events import RankEvent
from hiring.domain.records import ApplicantRows, ProspectRows, TableName, VagaRows
from hiring.domain.training.knowledge import Knowledge
from hiring.entrypoints.http.app import create_app
from hiring.entrypoints.http.resources.lists import MOST_LISTS
from hiring.entrypoints.http.routes.predictions.rank import ENDPOINT
from hiring.settings import Settings
from tests.contracts.pairs import PAIRS
from tests.unit.application.test_ranking import JAVA, NOT_PROVEN, PEOPLE, PROVEN
from tests.unit.entrypoints.http.builders import (
    OneModel,
    Running,
    ShareOfOnes,
    a_body,
    an_opening,
    faults_of,
)
from tests.unit.entrypoints.http.test_profiles import SERVES, LearntTitle

PROFILES = {profile.name: profile for profile in (CANDIDATE, PAIRS)}


class Examined(LearntTitle):
    """A model with a verdict on its order of candidates; it scores by pay, which is unknown of all here."""

    def __init__(self, order: CandidateOrder | None) -> None:
        self._order = order

    @property
    def version(self) -> ModelVersion:
        known = (
            None
            if self._order is None
            else Knowledge(order=self._order, since=None, folds=5, without_people=None)
        )
        card = SERVES.card
        return replace(SERVES, card=replace(card, training=replace(card.training, knowledge=known)))


Filled = TypeVar("Filled", bound=MemoryStore)


def a_store() -> MemoryStore:
    return filled(MemoryStore())


def filled(store: Filled) -> Filled:
    with store.vagas(TableName("vagas_raw")).replacing() as vagas:
        titles = [{"informacoes_basicas": {"titulo_vaga": f"Java {number}"}} for number in range(12)]
        others = [{"informacoes_basicas": {"titulo_vaga": "-"}}] * 100
        untitled = [{"informacoes_basicas": {"titulo_vaga": text}} for text in ("-", "")]
        records = [JAVA, *untitled, *titles, *others]
        codes = [5185, 5186, 5187, *range(len(records) - 3)]
        vagas.write(
            VagaRows(vaga_codigo=np.array(codes), document=[json.dumps(one).encode() for one in records])
        )
    with store.applicants(TableName("applicants_raw")).replacing() as people:
        documents = [json.dumps(one).encode() for one in PEOPLE.values()]
        people.write(ApplicantRows(codigo_profissional=np.array(list(PEOPLE)), document=documents))
    put_forward(store, {31: "Prospect", 32: "Inscrito", 99: "Prospect"})
    return store


def put_forward(store: MemoryStore, statuses: Mapping[int, str]) -> None:
    none: list[str | None] = [None] * len(statuses)
    with store.prospects(TableName("prospects_raw")).replacing() as rows:
        rows.write(
            ProspectRows(
                vaga_codigo=np.full(len(statuses), 5185),
                codigo_profissional=np.array(list(statuses)),
                position=np.arange(len(statuses)),
                nome=none,
                situacao_candidado=list(statuses.values()),
                data_candidatura=none,
                ultima_atualizacao=none,
                comentario=none,
                recrutador=none,
            )
        )


@contextmanager
def a_service(
    order: CandidateOrder | None = None, *, store: MemoryStore | None = None, published: bool = True
) -> Iterator[Running]:
    store, log = store or a_store(), StringIO()
    models = OneModel(Examined(order)) if published else OneModel()
    opening = an_opening(store, OneModel(ShareOfOnes()), PROFILES, others=models)
    app = create_app(Settings.model_construct(hiring_missing_features=None), opening=opening, log_to=log)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Running(client, store, log)


@pytest.fixture
def service() -> Iterator[Running]:
    with a_service() as running:
        yield running


def rank(service: Running, body: object, path: str = "/rank", **headers: str) -> httpx.Response:
    return service.client.post(path, json=body, headers=headers)


def listed(response: httpx.Response) -> dict[str, Any]:
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def events(service: Running) -> list[RankEvent]:
    return list(service.store.log(RANK_EVENTS).all())


@pytest.mark.parametrize("order", [None, NOT_PROVEN])
def test_where_no_order_is_proven_it_says_so_first_and_scores_nobody(order: CandidateOrder | None) -> None:
    with a_service(order) as service:
        response = rank(service, {"vaga": 5185, "candidates": list(PEOPLE)})
        answer = listed(response)
        [event] = events(service)
        assert service.rows() == []
    assert next(iter(answer)) == "order"
    assert answer["order"]["proven"] is False
    assert "not proven" in answer["order"]["en"]
    assert "não está provado" in answer["order"]["pt"]
    assert "probabilidade" not in response.text.replace(answer["order"]["pt"], "")
    assert [one["tier"] for one in answer["candidates"]] == [1, 2, 3, 4, 4]
    assert [one.codigo_profissional for one in event.people] == [
        one["codigo_profissional"] for one in answer["candidates"]
    ]
    assert answer["request_id"] == event.request_id == response.headers["X-Request-ID"]


def test_the_figures_stand_beside_the_verdict() -> None:
    with a_service(NOT_PROVEN) as service:
        order = listed(rank(service, {"vaga": 5185}))["order"]
    assert (order["verdict"], order["same_day_vagas"], order["later_vagas"]) == ("not proven", 1, 1)
    assert order["later_auc"] == 1.0


def test_evidence_is_by_key_and_what_is_unknown_has_its_own(service: Running) -> None:
    answer = listed(rank(service, {"vaga": 5185, "candidates": [31, 33]}))
    first, second = answer["candidates"]
    assert (first["codigo_profissional"], first["unknown"]) == (31, [])
    assert first["matched"] == ["ingles:avancado", "texto:java"]
    assert (second["matched"], second["missing"], second["unknown"]) == (
        ["ingles:avancado"],
        [],
        ["texto:java"],
    )
    assert [one["key"] for one in answer["requirements"]] == ["ingles:avancado", "texto:java"]


def test_all_prospects_are_meant_where_none_are_named(service: Running) -> None:
    answer = listed(rank(service, {"vaga": 5185}))
    assert {one["codigo_profissional"] for one in answer["candidates"]} == {31, 32}
    assert (answer["without_record"], answer["closed"], answer["total"]) == ([99], False, 2)


def test_a_vaga_for_which_somebody_was_hired_is_answered_as_closed() -> None:
    store = a_store()
    put_forward(store, {31: "Contratado pela Decision"})
    with a_service(store=store) as service:
        assert listed(rank(service, {"vaga": 5185}))["closed"] is True


def test_a_vaga_without_requirements_says_so_and_all_stand_alike(service: Running) -> None:
    answer = listed(rank(service, {"vaga": 5186, "candidates": list(PEOPLE)}))
    assert answer["requirements"] == []
    assert {(one["tier"], one["first"], one["last"]) for one in answer["candidates"]} == {(1, 1, 5)}


def test_records_may_come_with_the_request(service: Running) -> None:
    raw = [{**PEOPLE[code], "codigo_profissional": code} for code in (31, 34)]
    answer = listed(rank(service, {"vaga": JAVA, "candidates": [*raw, 32, "33"], "require": ["Java"]}))
    assert answer["candidates"][0]["codigo_profissional"] == 31
    assert (answer["vaga_codigo"], answer["closed"], answer["total"]) == (None, None, 4)
    assert [one["key"] for one in answer["requirements"] if one["typed"]] == ["texto:java"]
    assert answer["same_people"] == [{"codes": [32, 33], "shared": ["email"]}]


def test_the_first_places_alone_are_answered_where_so_many_are_asked_for(service: Running) -> None:
    answer = listed(rank(service, {"vaga": 5185, "candidates": list(PEOPLE), "top": 2}))
    assert (len(answer["candidates"]), answer["total"]) == (2, 5)


def test_where_an_order_is_proven_people_are_scored_and_logged_with_the_list() -> None:
    with a_service(PROVEN) as service:
        answer = listed(rank(service, {"vaga": 5185, "candidates": [31, 32]}, "/rank?explain=2"))
        [event] = events(service)
        rows = service.rows()
        row = service.client.get(f"/decisions/{answer['request_id']}/31").json()
    assert answer["order"]["proven"] is True
    assert {one["probabilidade_contratacao"] for one in answer["candidates"]} == {0.25}
    assert {row.codigo_profissional for row in rows} == {31, 32}
    assert {row.request_id for row in rows} == {f"{event.request_id}/{code}" for code in (31, 32)}
    assert set(event.vaga_features or {}) <= set(row["features"])
    of_vaga = set(event.vaga_features or {})
    told = [reason for one in answer["candidates"] for reason in one["reasons"]]
    assert {reason["feature"] for reason in told}.isdisjoint(of_vaga)


@pytest.mark.parametrize("order", [None, PROVEN])
def test_the_same_again_is_answered_alike_and_another_body_is_refused(order: CandidateOrder | None) -> None:
    with a_service(order) as service:
        body = {"vaga": 5185, "candidates": [31, 32]}
        first = rank(service, body, **{"Idempotency-Key": "lista-1"})
        again = rank(service, body, **{"Idempotency-Key": "lista-1"})
        other = rank(service, {**body, "top": 1}, **{"Idempotency-Key": "lista-1"})
        kept = len(events(service)), len(service.rows())
    assert listed(first) == listed(again)
    assert (other.status_code, other.json()["type"]) == (409, "urn:hiring:problem:rank-conflict")
    assert kept == (1, 2 if order else 0)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ([], {"body"}),
        ({}, {"vaga"}),
        ({"vaga": None}, {"vaga"}),
        ({"vaga": {}}, {"vaga"}),
        ({"vaga": {"informacoes_basicas": {"titulo_vaga": ""}}, "candidates": [31]}, {"vaga"}),
        ({"vaga": {"perfil_vaga": "x"}, "candidates": [31]}, {"vaga"}),
        ({"vaga": 5185, "candidates": []}, {"candidates"}),
        ({"vaga": 5185, "candidates": list(range(1_001))}, {"candidates"}),
        ({"vaga": 5185, "candidates": [31, 32, 31]}, {"candidates.2"}),
        ({"vaga": 5185, "candidates": [31, "x", {}, {"cv_pt": "a"}]}, {f"candidates.{n}" for n in (1, 2, 3)}),
        ({"vaga": 5185, "top": 0, "require": "SAP", "people": []}, {"top", "require", "people"}),
        ({"vaga": 5185, "require": ["mulher", ""]}, {"require.0", "require.1"}),
        ({"vaga": 5185, "data_candidatura": "ontem"}, {"data_candidatura"}),
        ({"vaga": 5186}, {"candidates"}),
    ],
)
def test_what_is_malformed_or_empty_is_refused_with_every_fault(
    service: Running, body: object, fields: set[str]
) -> None:
    response = rank(service, body)
    assert set(faults_of(response)) == fields
    assert response.json()["type"] == "urn:hiring:problem:invalid-ranking"
    assert events(service) == []


def test_what_is_not_json_or_too_large_is_refused(service: Running) -> None:
    headers = {"Content-Type": "application/json"}
    assert service.client.post("/rank", content=b"{", headers=headers).status_code == 400
    assert service.client.post("/rank", content=b" " * (8 << 20) + b"{}", headers=headers).status_code == 413
    assert rank(service, {"vaga": 5185}, "/rank?page=2").status_code == 422


@pytest.mark.parametrize(
    ("body", "code", "fields"),
    [
        ({"vaga": 77_000}, "vaga-missing", set()),
        ({"vaga": 5187, "candidates": [31]}, "vaga-missing", set()),
        ({"vaga": 5185, "candidates": [31, 7, 8]}, "candidates-missing", {"candidates.1", "candidates.2"}),
    ],
)
def test_what_is_not_stored_is_missing_by_place(
    service: Running, body: object, code: str, fields: set[str]
) -> None:
    response = rank(service, body)
    problem = response.json()
    assert (response.status_code, problem["type"]) == (404, f"urn:hiring:problem:{code}")
    assert {fault["field"] for fault in problem.get("errors", ())} == fields
    assert events(service) == []


def test_without_a_model_that_reads_vagas_there_is_no_list_and_candidates_are_answered() -> None:
    with a_service(published=False) as service:
        refused = rank(service, {"vaga": 5185})
        assert (refused.status_code, refused.json()["unavailable"]) == (503, ["vaga-model"])
        assert service.predict(a_body()).status_code == 200


class HeldLog(RankLog):
    """Lists wait until they may go on."""

    def __init__(self, log: RankLog) -> None:
        self._log = log
        self.arrived, self.go = threading.Semaphore(0), threading.Event()

    def append(self, decisions: Sequence[Decision], event: RankEvent) -> AppendResult:
        return self._log.append(decisions, event)

    def find(self, request_id: str, client: str = "") -> RankEvent | None:
        self.arrived.release()
        assert self.go.wait(20)
        return self._log.find(request_id, client)


class HeldStore(MemoryStore):
    def __init__(self) -> None:
        super().__init__()
        self.held = HeldLog(super().rank_log)

    @property
    def rank_log(self) -> RankLog:
        return self.held


@pytest.mark.parametrize(("order", "mode"), [(None, "tiers"), (PROVEN, "scored")])
def test_lists_are_counted_by_mode_and_whether_they_are_new(order: CandidateOrder | None, mode: str) -> None:
    with a_service(order) as service:
        for vaga in (5185, 5185, 77_000):
            rank(service, {"vaga": vaga}, **{"Idempotency-Key": f"lista-{vaga}"})
        page = service.client.get("/metrics").text
    lines = {line for line in page.splitlines() if line.startswith("hiring_lists_total")}
    assert lines == {
        f'hiring_lists_total{{mode="{mode}",outcome="{outcome}"}} 1.0' for outcome in ("stored", "replayed")
    }


def test_a_list_is_answered_again_when_the_records_that_it_was_made_of_are_gone() -> None:
    store = a_store()
    with a_service(PROVEN, store=store) as service:
        first = rank(service, {"vaga": 5185}, "/rank?explain=2", **{"Idempotency-Key": "lista-1"})
        for table in (store.vagas(TableName("vagas_raw")), store.applicants(TableName("applicants_raw"))):
            with table.replacing():
                pass
        again = rank(service, {"vaga": 5185}, "/rank?explain=2", **{"Idempotency-Key": "lista-1"})
        assert rank(service, {"vaga": 5185}).status_code == 404
    assert listed(again) == listed(first)


def test_two_lists_are_made_at_a_time_and_the_next_is_told_when_to_come_again() -> None:
    store = filled(HeldStore())
    with a_service(store=store) as service, ThreadPoolExecutor(MOST_LISTS) as pool:
        under_way = [pool.submit(rank, service, {"vaga": 5185}) for _ in range(MOST_LISTS)]
        for _ in under_way:
            assert store.held.arrived.acquire(timeout=20)
        turned_away = rank(service, {"vaga": 5185})
        answered = service.predict(a_body()).status_code
        store.held.go.set()
        statuses = [one.result().status_code for one in under_way]
        later = rank(service, {"vaga": 5185}).status_code
    assert (turned_away.status_code, turned_away.headers["Retry-After"]) == (503, "1")
    assert turned_away.json()["type"] == "urn:hiring:problem:overloaded"
    assert (answered, statuses, later) == (200, [200] * MOST_LISTS, 200)


def test_the_example_is_answered_with_the_keys_that_are_shown(service: Running) -> None:
    [asked] = [example(PAIRS) for example in (ENDPOINT.body.examples if ENDPOINT.body else {}).values()]
    shown = ENDPOINT.example(PAIRS) if ENDPOINT.example else None
    assert listed(rank(service, asked)).keys() == msgspec.to_builtins(shown).keys()
