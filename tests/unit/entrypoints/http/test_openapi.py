"""The contract as a document and as a page: whole, true, and at home on a machine without a network."""

import json
import random
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import jsonschema_rs
import pytest

from hiring.domain.access.keys import Scope
from hiring.domain.errors import HiringError, InvalidFeatures
from hiring.domain.features import CANDIDATE, Profile, Rule
from hiring.entrypoints.http import routes
from hiring.entrypoints.http.endpoint import Endpoint, routes_of
from hiring.entrypoints.http.middleware.gate import TooManyAtOnce
from hiring.entrypoints.http.openapi.contract import Contract
from hiring.entrypoints.http.openapi.features import features_schema
from hiring.entrypoints.http.problem_types import PROBLEM_TYPES, status_of
from hiring.entrypoints.http.problems import _CODES
from hiring.entrypoints.http.routes.endpoints import ENDPOINTS
from hiring.entrypoints.http.routes.predictions.predict import parse_features_request
from tests.contracts.pairs import PAIRS
from tests.unit.entrypoints.http.builders import Running, a_service

DOCUMENT = Contract(ENDPOINTS, lambda: CANDIDATE).document
OPERATIONS = [
    (path, method, operation)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
]
NEEDS = {(endpoint.shown_path, endpoint.method): endpoint.needs for endpoint in ENDPOINTS}


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    with a_service() as running:
        yield running


def test_it_is_served_as_it_is(service: Running) -> None:
    response = service.client.get("/schema/openapi.json")

    assert response.json() == json.loads(json.dumps(DOCUMENT))
    assert response.json()["openapi"] == "3.1.0"


def test_it_has_every_path_of_the_service() -> None:
    served: set[str] = set()
    for handler in routes_of(ENDPOINTS):
        served |= {path.replace(":path", "") for path in handler.paths}  # type: ignore[union-attr]  # all are handlers

    assert set(DOCUMENT["paths"]) == served - {"/decisions"}


def test_no_declaration_is_forgotten() -> None:
    declared = [
        value
        for module in walk_packages(routes.__path__, f"{routes.__name__}.")
        for value in vars(import_module(module.name)).values()
        if isinstance(value, Endpoint)
    ]

    assert {endpoint.name for endpoint in declared} == {endpoint.name for endpoint in ENDPOINTS}


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]

    assert len(set(names)) == len(names)


def test_every_reference_leads_somewhere() -> None:
    def references(value: Any) -> Iterator[str]:  # noqa: ANN401  # any JSON value
        if isinstance(value, dict):
            if "$ref" in value:
                yield value["$ref"]
            for inside in value.values():
                yield from references(inside)
        elif isinstance(value, list):
            for inside in value:
                yield from references(inside)

    for reference in set(references(DOCUMENT)):
        found: Any = DOCUMENT
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_keys_and_refusals_are_told(path: str, method: str, operation: dict[str, Any]) -> None:
    statuses = {int(status) for status in operation["responses"]}
    reads, form = method in {"get", "head"}, path in {"/sign-in", "/sign-out"} and method == "post"
    needs = NEEDS[path, "get" if reads else method]
    key = {"key": [] if needs == "any" else [needs]}

    assert operation["security"] == ([] if needs is None else [key, *[{"session": []}] * reads])
    assert {400, 414, 431, 500, 303 if form or path == "/" else 200} <= statuses
    assert ({401, 503} <= statuses) == (needs is not None or operation["operationId"] == "sign_in")
    assert (403 in statuses) == (needs in set(Scope) or form)
    assert ({408, 413, 415, 422} <= statuses) == ("requestBody" in operation)
    assert (409 in statuses) == (path in {"/decisions/{request_id}", "/rank"})


@pytest.mark.parametrize("profile", [CANDIDATE, PAIRS], ids=lambda profile: profile.name)
def test_every_example_is_what_its_schema_says(profile: Profile) -> None:
    def contents(operation: dict[str, Any]) -> Iterator[tuple[dict[str, Any], object]]:
        for content in operation.get("requestBody", {"content": {}})["content"].values():
            yield from ((content["schema"], example["value"]) for example in content["examples"].values())
        for content in operation["responses"].get("200", {"content": {}})["content"].values():
            yield content["schema"], content["example"]

    shown = json.loads(Contract(ENDPOINTS, lambda: profile).json)
    looked_at = 0
    for path, item in shown["paths"].items():
        for schema, example in (one for operation in item.values() for one in contents(operation)):
            whole = schema | {"components": shown["components"]}
            assert jsonschema_rs.Draft202012Validator(whole).is_valid(example), path
            looked_at += 1
    assert looked_at > 20


def test_every_example_is_answered_with_the_keys_that_are_shown(service: Running) -> None:
    for path, method, operation in OPERATIONS:
        content = operation.get("requestBody", {"content": {}})["content"].get("application/json")
        if method != "post" or content is None:
            continue
        query = "?explain=2" if path.startswith("/predict") else ""
        for example in content["examples"].values():
            response = service.client.post(f"{path}{query}", json=example["value"])
            if path == "/rank":  # without a model that reads vagas
                assert response.status_code == 503
                continue
            assert response.status_code == 200
            shown = operation["responses"]["200"]["content"]["application/json"]["example"]
            assert response.json().keys() == shown.keys()


def test_the_features_are_those_of_the_rules() -> None:
    features = DOCUMENT["components"]["schemas"]["Features"]

    assert [*features["properties"]] == features["required"] == [*CANDIDATE.features]
    assert features["additionalProperties"] is False


def test_the_features_are_those_of_what_serves() -> None:
    contract = Contract(ENDPOINTS, lambda: PAIRS)
    shown = json.loads(contract.json)

    assert [*shown["components"]["schemas"]["Features"]["properties"]] == [*PAIRS.features]
    version = shown["paths"]["/version"]["get"]["responses"]["200"]["content"]["application/json"]["example"]
    assert version["feature_columns"] == [*PAIRS.features]
    for told in (contract.json.decode(), contract.page.decode()):
        assert "vaga_cidade" in told
        assert "cv_sap" not in told


@pytest.mark.parametrize("rule", [*PAIRS.rules, CANDIDATE.rules[0]], ids=lambda rule: rule.feature)
def test_a_feature_takes_what_its_kind_takes(rule: Rule) -> None:
    described = features_schema(PAIRS if rule in PAIRS.rules else CANDIDATE)["properties"][rule.feature]
    takes = jsonschema_rs.Draft202012Validator(described, validate_formats=True)

    for value in [*VALUES, *AMOUNTS, "2026-01-31", "2026-02-30", "São Paulo", -3651]:
        assert takes.is_valid(value) == (rule.kind.fault_of(value) is None), value


VALUES = [0, 1, True, False, 0.0, 1.0, -1, 2, 0.5, None, "1", [], {}]
AMOUNTS = [None, 300, 3000, 100_000, 299.99, 100_001, True, "3000", [], {}]


def some_features(chance: random.Random) -> dict[str, object]:
    """Sound ones, in which few things are changed: more ones than may be, other values, other names."""
    features: dict[str, object] = {name: 0 for name in CANDIDATE.features if name != "salario_valor"}
    features["salario_valor"] = chance.choice(AMOUNTS[:4] if chance.random() < 0.7 else AMOUNTS)
    for name in chance.sample(sorted(features), chance.randint(0, 4)):
        if name != "salario_valor":
            features[name] = chance.choice(VALUES[:6] if chance.random() < 0.9 else VALUES)
    if chance.random() < 0.05:
        del features[chance.choice(sorted(features))]
    if chance.random() < 0.05:
        features["another"] = 1
    return features


def test_it_takes_the_features_that_the_service_takes() -> None:
    chance = random.Random(20_261_129)
    question = {"$ref": "#/components/schemas/Question", "components": DOCUMENT["components"]}
    described = jsonschema_rs.Draft202012Validator(question)

    def is_taken(body: dict[str, object]) -> bool:
        try:
            parse_features_request(
                json.dumps(body).encode(), request_id="one", profile=CANDIDATE, missing_is_unknown=False
            )
        except InvalidFeatures:
            return False
        return True

    taken = []
    for _ in range(3000):
        body: dict[str, object] = {"features": some_features(chance)}
        taken.append(is_taken(body))
        assert described.is_valid(body) == taken[-1], body
    assert 500 < sum(taken) < 2500


def leaves(of: type[HiringError] = HiringError) -> Iterator[type[HiringError]]:
    for kind in of.__subclasses__():
        yield kind
        yield from leaves(kind)


def test_the_problem_types_are_those_of_the_code() -> None:
    told = {code: status for code, status, _ in PROBLEM_TYPES}
    of_http = {leaf.code: status_of(leaf.__new__(leaf)) for leaf in leaves() if ".http." in leaf.__module__}
    of_domain = {
        "invalid-features",
        "invalid-feedback",
        "artifact-corrupt",
        "decision-ambiguous",
        "decision-conflict",
        "decision-missing",
        "decision-retired",
        "overloaded",
        "rule-table-mismatch",
        "vaga-missing",
        "candidates-missing",
        "table-missing",
        "rank-conflict",
        "invalid-ranking",
        "version-not-kept",
        "store-unavailable",
    }

    assert told.items() >= {code: int(status) for status, code in _CODES.items()}.items()
    assert told.items() >= {code: int(status) for code, status in of_http.items() if code in told}.items()
    assert set(told) == {*_CODES.values(), TooManyAtOnce.code, *of_domain, *of_http} - {"invalid-input"}


class Page(HTMLParser):
    """Which tags, targets and anchors a page has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: set[str] = set()
        self.anchors: list[str] = []
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.anchors.append(value or "")
            if name in {"href", "src"}:
                self.links.add(value or "")


def test_the_page_loads_nothing_runs_nothing_and_its_links_lead_somewhere(service: Running) -> None:
    response = service.client.get("/docs")
    page = Page(response.text)

    assert not page.tags & {"script", "link", "img", "iframe", "form", "object", "svg"}
    assert not any(name.startswith("on") or name in {"src", "style"} for name in page.attributes)
    assert "url(" not in response.text
    assert "@import" not in response.text
    assert len(set(page.anchors)) == len(page.anchors)
    assert {link.removeprefix("#") for link in page.links} <= {
        *page.anchors,
        "schema/openapi.json",
        "sign-in",
    }
    assert "style-src 'unsafe-inline'" in response.headers["content-security-policy"]


def test_the_page_has_everything_that_the_document_has(service: Running) -> None:
    text = service.client.get("/docs").text
    shown = DOCUMENT

    for name in (*shown["paths"], *shown["components"]["schemas"], *CANDIDATE.features):
        assert name in text
    for rule in CANDIDATE.rules:
        assert rule.pt in text
    for code, _, _ in PROBLEM_TYPES:
        assert f"urn:hiring:problem:{code}" in text
    assert len(re.findall("curl -sS ", text)) == len(shown["paths"]) + 2  # keys, two of /sign-in


def test_another_profile_that_serves_is_another_contract() -> None:
    serves = [CANDIDATE]
    contract = Contract(ENDPOINTS, lambda: serves[0])
    before = contract.json
    assert contract.json is before
    serves[0] = PAIRS
    assert set(contract.document["components"]["schemas"]["Features"]["properties"]) == set(PAIRS.features)
    assert b"vaga_titulo" in contract.page
