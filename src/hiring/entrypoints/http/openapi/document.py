"""The OpenAPI 3.1 document, from the declarations of the endpoints and the rules of what serves."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from hiring import __version__
from hiring.domain.features import Profile
from hiring.entrypoints.http.endpoint import Body, Endpoint
from hiring.entrypoints.http.json_schema import Json, ref
from hiring.entrypoints.http.middleware.gate import REQUEST_ID_HEADER
from hiring.entrypoints.http.openapi.components import SECURITY, SESSION, components, described
from hiring.entrypoints.http.problem_types import PREFIX, PROBLEM_TYPES

_ALWAYS: Final = (400, 414, 431, 500)
_GUARDED: Final = (401, 503)
_SCOPED: Final = (403,)
_WITH_BODY: Final = (408, 413, 415, 422)


def document(endpoints: Sequence[Endpoint], profile: Profile) -> Json:
    """The whole; it depends on nothing else."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "hiring",
            "version": __version__,
            "description": "Calibrated hiring scores, every one of them logged before it is answered.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": [
            {"name": "predictions", "description": "Scores"},
            {"name": "audit", "description": "What the service answered"},
            {"name": "operations", "description": "What is running, and how well"},
            {"name": "pages", "description": "For people, in a browser"},
        ],
        "paths": _paths(endpoints, profile),
        "components": components(endpoints, profile),
        "x-problem-types": [
            {"type": f"{PREFIX}{code}", "status": status, "meaning": meaning}
            for code, status, meaning in PROBLEM_TYPES
        ],
    }


def _paths(endpoints: Iterable[Endpoint], profile: Profile) -> Json:
    paths: Json = {}
    for endpoint in endpoints:
        methods = paths.setdefault(endpoint.shown_path, {})
        methods[endpoint.method] = operation = _operation(endpoint, profile)
        if endpoint.method == "get":
            head = {"operationId": f"{endpoint.name}_head", "summary": f"{endpoint.summary}: no body"}
            methods["head"] = operation | head
    return paths


def _operation(endpoint: Endpoint, profile: Profile) -> Json:
    answers = {"303": _redirect(endpoint)} if endpoint.leads_to else {"200": _answer(endpoint, profile)}
    refusals = {str(status): ref(status, kind="responses") for status in _refusals(endpoint)}
    operation: Json = {
        "operationId": endpoint.name,
        "tags": [endpoint.tag],
        "summary": endpoint.summary,
        "description": endpoint.description,
        "security": _security(endpoint),
        "parameters": [
            ref(one.shared_as, kind="parameters") if one.shared_as else described(one)
            for one in endpoint.parameters
        ],
        "responses": answers | refusals,
    }
    return operation | (_request_body(endpoint.body, profile) if endpoint.body else {})


def _request_body(body: Body, profile: Profile) -> Json:
    examples = {name: {"value": example(profile)} for name, example in body.examples.items()}
    content = {body.media_type: {"schema": ref(body.name), "examples": examples}}
    return {"requestBody": {"required": True, "content": content}}


def _refusals(endpoint: Endpoint) -> list[int]:
    """Those of its own, and those that follow from what it needs and takes."""
    guarded = () if endpoint.needs is None else _GUARDED
    scoped = () if endpoint.needs in {None, "any"} else _SCOPED
    with_body = _WITH_BODY if endpoint.body else ()
    return sorted({*_ALWAYS, *endpoint.refusals, *guarded, *scoped, *with_body})


def _security(endpoint: Endpoint) -> list[Json]:
    """The key; or, for what is read, that somebody signed in with it."""
    if endpoint.needs is None:
        return []
    key: Json = {SECURITY: [] if endpoint.needs == "any" else [endpoint.needs]}
    return [key] if endpoint.method == "post" else [key, {SESSION: []}]


def _redirect(endpoint: Endpoint) -> Json:
    headers = {
        REQUEST_ID_HEADER: ref("RequestId", kind="headers"),
        "Location": ref("Location", kind="headers"),
        **({"Set-Cookie": ref("SetCookie", kind="headers")} if endpoint.method == "post" else {}),
    }
    return {"description": f"Go to `{endpoint.leads_to}`", "headers": headers}


def _answer(endpoint: Endpoint, profile: Profile) -> Json:
    content: Json = {"schema": _schema(endpoint.answer)}
    if endpoint.example is not None:
        content["example"] = msgspec.to_builtins(endpoint.example(profile))
    return {
        "description": "The answer",
        "headers": {REQUEST_ID_HEADER: ref("RequestId", kind="headers")},
        "content": {endpoint.media_type.partition(";")[0]: content},
    }


def _schema(answer: type) -> Json:
    """Of a type with a name, where it stands; of others, themselves."""
    (schema,), _ = msgspec.json.schema_components([answer], ref_template="#/components/schemas/{name}")
    return schema
