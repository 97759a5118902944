"""The OpenAPI 3.1 document. It is written out here, because the handlers read their raw bodies themselves."""

from functools import cache
from typing import Final

import msgspec

from hiring import __version__
from hiring.entrypoints.http.middleware.trace import REQUEST_ID_HEADER
from hiring.entrypoints.http.openapi.components import PROBLEM_TYPES, SECURITY, SESSION, Json, components, ref
from hiring.entrypoints.http.openapi.paths import PATHS, Path

_ALWAYS: Final = (400, 414, 431, 500)
_GUARDED: Final = (401, 503)
_SCOPED: Final = (403,)
_WITH_BODY: Final = (408, 413, 415, 422)


@cache
def document() -> Json:
    """The whole; it depends on nothing but this program."""
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
            {"name": "audit", "description": "What was answered"},
            {"name": "operations", "description": "What runs, and how"},
            {"name": "pages", "description": "For people, in a browser"},
        ],
        "paths": _items(),
        "components": components(),
        "x-problem-types": [
            {"type": f"urn:hiring:problem:{code}", "status": status, "meaning": meaning}
            for code, status, meaning in PROBLEM_TYPES
        ],
    }


@cache
def encoded() -> bytes:
    return msgspec.json.encode(document())


def _items() -> Json:
    items: Json = {}
    for path in PATHS:
        items.setdefault(path.path, {}).update(_item(path))
    return items


def _item(path: Path) -> Json:
    if path.method == "post":
        return {"post": _operation(path)}
    head = {**_operation(path), "operationId": f"{path.name}_head", "summary": f"{path.summary}: no body"}
    return {"get": _operation(path), "head": head}


def _operation(path: Path) -> Json:
    statuses = {*_ALWAYS, *path.refusals}
    if path.needs is not None:
        statuses |= {*_GUARDED, *(_SCOPED if path.needs != "any" else ())}
    if path.body:
        statuses |= {*_WITH_BODY}
    operation: Json = {
        "operationId": path.name,
        "tags": [path.tag],
        "summary": path.summary,
        "description": path.description,
        "security": _security(path),
        "parameters": list(path.parameters),
        "responses": {
            **(_leading_on(path) if path.leads_to else {"200": _answer(path)}),
            **{str(status): ref("responses", status) for status in sorted(statuses)},
        },
    }
    if path.body:
        examples_by_name = {name: {"value": body} for name, body in path.bodies}
        content = {path.body_type: {"schema": ref("schemas", path.body), "examples": examples_by_name}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _security(path: Path) -> list[Json]:
    """The key; or, for what is read, that somebody signed in with it."""
    if path.needs is None:
        return []
    key = {SECURITY: [path.needs] if path.needs != "any" else []}
    return [key] if path.method == "post" else [key, {SESSION: []}]


def _leading_on(path: Path) -> Json:
    headers = {
        REQUEST_ID_HEADER: ref("headers", "RequestId"),
        "Location": ref("headers", "Location"),
        **({"Set-Cookie": ref("headers", "SetCookie")} if path.method == "post" else {}),
    }
    return {"303": {"description": f"Go on to `{path.leads_to}`", "headers": headers}}


def _answer(path: Path) -> Json:
    schema = ref("schemas", path.answer) if isinstance(path.answer, str) else path.answer
    return {
        "description": "The answer",
        "headers": {REQUEST_ID_HEADER: ref("headers", "RequestId")},
        "content": {path.media_type: {"schema": schema, "example": path.shown}},
    }
