"""Who asked is in the row; clients have request ids of their own, and a decision is looked up by both."""

from collections.abc import Iterator

import httpx
import pytest

from hiring.adapters.memory import MemoryStore
from hiring.domain.access.keys import IssuedKey, Scope
from hiring.domain.decisions import Client
from tests.contracts.builders import an_issued
from tests.unit.entrypoints.http.builders import Running, a_body, a_service, faults_of

ATS = an_issued(1, "ats")
ATS_AGAIN = an_issued(2, "ats")
PORTAL = an_issued(3, "portal")
AUDITOR = an_issued(4, "auditor", scopes=(Scope.ADMIN,))

AMBIGUOUS = "urn:hiring:problem:decision-ambiguous"


@pytest.fixture
def service() -> Iterator[Running]:
    store = MemoryStore()
    with a_service(store=store) as without_keys:
        without_keys.predict(a_body(codigo=1), **{"Idempotency-Key": "before"})
    for issued in (ATS, ATS_AGAIN, PORTAL, AUDITOR):
        assert store.api_keys.add(issued.key)
    with a_service(store=store) as running:
        yield running


def bearer(issued: IssuedKey) -> dict[str, str]:
    return {"Authorization": f"Bearer {issued.token}"}


def ask(service: Running, issued: IssuedKey, request_id: str, **body: object) -> httpx.Response:
    return service.predict(a_body(**body), **{"Idempotency-Key": request_id}, **bearer(issued))


def look_up(service: Running, path: str) -> httpx.Response:
    return service.client.get(f"/decisions/{path}", headers=bearer(AUDITOR))


def test_the_row_says_who_asked(service: Running) -> None:
    ask(service, ATS, "one")
    items = {"items": [a_body(), a_body()]}
    service.client.post("/predict/batch", json=items, headers=bearer(PORTAL))

    asked = [row.client for row in service.rows()]
    assert asked == [
        Client(),
        Client(name="ats", key_id=ATS.key.id),
        Client(name="portal", key_id=PORTAL.key.id),
        Client(name="portal", key_id=PORTAL.key.id),
    ]
    found = look_up(service, "one").json()
    assert (found["client"], found["client_key_id"], found["profile"]) == ("ats", ATS.key.id, "candidate")


def test_another_key_of_the_same_client_replays(service: Running) -> None:
    first, again = ask(service, ATS, "one"), ask(service, ATS_AGAIN, "one")
    other = ask(service, ATS_AGAIN, "one", tem_email=0)

    assert first.json() == again.json()
    assert other.json()["type"] == "urn:hiring:problem:decision-conflict"
    assert [row.client.key_id for row in service.rows()] == ["", ATS.key.id]


def test_clients_do_not_disturb_each_other(service: Running) -> None:
    ours = ask(service, ATS, "one", codigo=1)
    theirs = ask(service, PORTAL, "one", codigo=2, tem_email=0)

    assert (ours.status_code, theirs.status_code) == (200, 200)
    assert ours.json()["codigo_profissional"] == 1
    assert ask(service, PORTAL, "one", codigo=2, tem_email=0).json() == theirs.json()
    assert ask(service, ATS, "before", codigo=9).status_code == 200


def test_an_id_of_several_clients_needs_the_client(service: Running) -> None:
    ask(service, PORTAL, "before", codigo=3)
    ask(service, ATS, "before", codigo=2)

    response = look_up(service, "before")
    assert (response.status_code, response.json()["type"]) == (409, AMBIGUOUS)
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["clients"] == ["", "ats", "portal"]
    for client, code in (("", 1), ("ats", 2), ("portal", 3)):
        found = look_up(service, f"before?client={client}")
        assert found.status_code == 200, found.text
        assert (found.json()["client"], found.json()["codigo_profissional"]) == (client, code)
    assert look_up(service, "before?client=auditor").status_code == 404
    assert look_up(service, "before?client=ats&explain=2").json()["reasons"] != []


def test_an_id_of_one_client_is_found_with_the_client_and_without(service: Running) -> None:
    ask(service, ATS, "one")

    assert look_up(service, "one").json() == look_up(service, "one?client=ats").json()
    assert look_up(service, "one?client=").status_code == 404
    assert look_up(service, "before").json() == look_up(service, "before?client=").json()


def test_only_an_administrator_looks_up_decisions(service: Running) -> None:
    ask(service, ATS, "one")

    for query in ("", "?client=ats", "?client=ats&explain=1"):
        assert service.client.get(f"/decisions/one{query}", headers=bearer(ATS)).status_code == 403
        assert service.client.get(f"/decisions/one{query}").status_code == 401


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ("client=maria%20silva", ["client"]),
        ("client=-maria", ["client"]),
        (f"client={'m' * 64}", ["client"]),
        ("client=ats&client=portal", ["client"]),
        ("client=ats&client=", ["client"]),
        ("explain=0", ["explain"]),
        ("explain=11&client=%00", ["explain", "client"]),
        ("clients=ats&explain=x", ["explain", "query"]),
        ("maria", ["query"]),
    ],
)
def test_other_parameters_are_refused_and_not_repeated(
    service: Running, query: str, faults: list[str]
) -> None:
    response = look_up(service, f"before?{query}")

    assert [*faults_of(response)] == faults
    assert response.json()["type"] == "urn:hiring:problem:invalid-query"
    assert "maria" not in response.text
    assert "mmm" not in response.text


def test_a_batch_with_one_item_in_conflict_leaves_no_row(service: Running) -> None:
    ask(service, ATS, "lote/1")
    items = {"items": [a_body(), a_body(), a_body()]}
    headers = {"Idempotency-Key": "lote", **bearer(ATS)}
    before = service.rows()

    response = service.client.post("/predict/batch?explain=1", json=items, headers=headers)
    assert (response.status_code, response.json()["type"]) == (422, "urn:hiring:problem:decision-conflict")
    assert service.rows() == before
    headers = {"Idempotency-Key": "lote", **bearer(PORTAL)}
    assert service.client.post("/predict/batch", json=items, headers=headers).status_code == 200
