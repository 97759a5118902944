"""No route of the real application is forgotten when keys are on."""

from collections.abc import Iterator

import pytest
from litestar.handlers import HTTPRouteHandler

from hiring.adapters.memory import MemoryStore
from hiring.domain.access.keys import Scope
from hiring.entrypoints.http.access.authenticator import NEEDS
from hiring.entrypoints.http.endpoint import routes_of
from hiring.entrypoints.http.routes.endpoints import ENDPOINTS
from tests.contracts.builders import an_issued
from tests.unit.entrypoints.http.builders import Running, a_service

PREDICTS = an_issued(1, "ats")
AUDITS = an_issued(2, "auditor", scopes=[Scope.ADMIN])


OPEN = {
    *("/health", "/readyz", "/livez"),
    *("/", "/docs", "/schema/openapi.json", "/sign-in", "/sign-out"),
}

ASKS: dict[str, object] = {
    **dict.fromkeys(["/predict", "/predict/applicant", "/predict/batch", "/feedback"], Scope.PREDICT),
    **dict.fromkeys(["/decisions/a-request", "/decisions", "/metrics"], Scope.ADMIN),
    "/rank": Scope.PREDICT,
    "/version": "any",
}


def asked() -> list[tuple[str, str, object]]:
    """Method, path and needed scope of every route, and of paths that there are not."""
    routes = [
        (str(method), path.replace("{request_id:path}", "a-request"), handler.opt[NEEDS])
        for handler in routes_of(ENDPOINTS)
        if isinstance(handler, HTTPRouteHandler)
        for path in handler.paths
        for method in handler.http_methods
    ]
    return sorted(routes, key=str)


def test_all_routes_are_looked_at() -> None:
    assert all(isinstance(handler, HTTPRouteHandler) for handler in routes_of(ENDPOINTS))


def test_a_path_goes_on_asking_for_what_it_asked() -> None:
    assert {path: needs for _, path, needs in asked()}.items() >= ASKS.items()


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    store = MemoryStore()
    store.api_keys.add(PREDICTS.key)
    store.api_keys.add(AUDITS.key)
    with a_service(store=store) as running:
        yield running


@pytest.mark.parametrize(("method", "path", "needs"), asked())
def test_without_a_key_only_probes_the_contract_and_the_way_in_answer(
    service: Running, method: str, path: str, needs: object
) -> None:
    response = service.client.request(method, path, follow_redirects=False)

    assert (response.status_code == 401) == (path not in OPEN)
    assert (path in OPEN) == (needs is None)


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/predict/",
        "/health/",
        "/HEALTH",
        "/schema",
        "/docs/",
        "/docs//version",
        "/sign-in/",
        "/sign-in%2Fversion",
        "/schema/openapi.json/",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "DELETE"])
def test_neither_do_paths_that_only_look_like_them(service: Running, method: str, path: str) -> None:
    assert service.client.request(method, path).status_code == 401


@pytest.mark.parametrize(("method", "path", "needs"), asked())
def test_a_key_of_the_other_scope_is_not_let_in(
    service: Running, method: str, path: str, needs: object
) -> None:
    token = PREDICTS.token if needs == Scope.ADMIN else AUDITS.token
    response = service.client.request(method, path, headers={"Authorization": f"Bearer {token}"})

    assert (response.status_code == 403) == (needs in set(Scope))
