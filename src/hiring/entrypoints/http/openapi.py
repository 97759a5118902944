"""The OpenAPI 3.1 document. It is written out here, because the handlers read their raw bodies themselves."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

import msgspec

from hiring import __version__
from hiring.domain.keys import Scope
from hiring.entrypoints.http import examples
from hiring.entrypoints.http.components import PROBLEM_TYPES, SECURITY, Json, components, ref
from hiring.entrypoints.http.trace import REQUEST_ID_HEADER

MEDIA_TYPE: Final = "application/vnd.oai.openapi+json"

_ALWAYS: Final = (400, 414, 431, 500)
_GUARDED: Final = (401, 503)
_SCOPED: Final = (403,)
_WITH_BODY: Final = (408, 413, 415, 422)
_JSON: Final = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Path:
    """A path and its one method besides HEAD.

    Args:
        needs: The scope of the key that it asks for; `any` for any live key, None for none.
        answer: Name of a schema, or a schema.
        shown: An answer, as an example.
        body: Name of the schema of the body.
        bodies: Bodies, as examples; by name.
        refusals: Statuses besides those that follow from the rest.
    """

    path: str
    name: str
    tag: Literal["predictions", "audit", "operations"]
    summary: str
    description: str
    needs: Scope | Literal["any"] | None
    answer: str | Json
    shown: Any
    media_type: str = _JSON
    parameters: tuple[Json, ...] = ()
    body: str = ""
    bodies: tuple[tuple[str, Json], ...] = ()
    refusals: tuple[int, ...] = ()


_AS_READ: Final[Json] = {"type": "string"}
_REQUEST_ID: Final[Json] = {
    "name": "request_id",
    "in": "path",
    "required": True,
    "description": "As the answer had it. Percent-encode what a path cannot hold; slashes may stay.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,128}$"},
    "example": examples.REQUEST_ID,
}
_LOGGED: Final = "The answer is durably logged before it is given."
_EXPLAIN: Final = ref("parameters", "Explain")

PATHS: Final = (
    _Path(
        path="/predict",
        name="predict",
        tag="predictions",
        summary="Score a candidate's features",
        description=f"At most 64 KiB. {_LOGGED}",
        needs=Scope.PREDICT,
        parameters=(_EXPLAIN, ref("parameters", "Key")),
        body="Question",
        bodies=(("candidate", examples.QUESTION),),
        answer="Answer",
        shown=examples.ANSWER,
    ),
    _Path(
        path="/predict/applicant",
        name="predict_applicant",
        tag="predictions",
        summary="Score a raw applicant record",
        description=f"The features are computed by the same rules as everywhere. At most 1 MiB. {_LOGGED} "
        "Only the features are kept, never the record.",
        needs=Scope.PREDICT,
        parameters=(_EXPLAIN, ref("parameters", "Key")),
        body="Applicant",
        bodies=(("record", examples.APPLICANT),),
        answer="Answer",
        shown=examples.ANSWER | {"codigo_profissional": 31002},
    ),
    _Path(
        path="/predict/batch",
        name="predict_batch",
        tag="predictions",
        summary="Score many candidates, in order",
        description="1 to 256 items, at most 4 MiB. Items that do not fit have a problem in their place, "
        "the others an answer. All answers are durably logged, together, before any is given.",
        needs=Scope.PREDICT,
        parameters=(_EXPLAIN, ref("parameters", "KeyOfABatch")),
        body="Batch",
        bodies=(("three", examples.BATCH),),
        answer="Results",
        shown=examples.RESULTS,
    ),
    _Path(
        path="/decisions/{request_id}",
        name="decision",
        tag="audit",
        summary="What was answered to a request",
        description="The row of the audit log.",
        needs=Scope.ADMIN,
        parameters=(_REQUEST_ID,),
        answer="LoggedDecision",
        shown=examples.DECISION,
        refusals=(404,),
    ),
    _Path(
        path="/health",
        name="health",
        tag="operations",
        summary="Whether model, store and schema are ready to answer",
        description="For people and monitors.",
        needs=None,
        answer="Health",
        shown=examples.HEALTH,
        refusals=(503,),
    ),
    _Path(
        path="/readyz",
        name="readyz",
        tag="operations",
        summary="The same, for orchestrators",
        description="503 takes the instance out of service, and is no reason to restart it.",
        needs=None,
        answer="Health",
        shown=examples.HEALTH,
        refusals=(503,),
    ),
    _Path(
        path="/livez",
        name="livez",
        tag="operations",
        summary="Whether the process answers at all",
        description="Says nothing of model and store.",
        needs=None,
        answer="Alive",
        shown=examples.ALIVE,
    ),
    _Path(
        path="/version",
        name="version",
        tag="operations",
        summary="Which model serves, and what it promises",
        description="`feature_columns` are the names that `/predict` takes.",
        needs="any",
        answer="Version",
        shown=examples.VERSION,
    ),
    _Path(
        path="/metrics",
        name="metrics",
        tag="operations",
        summary="What was counted, for Prometheus",
        description="The text format 0.0.4.",
        needs=Scope.ADMIN,
        answer=_AS_READ,
        media_type="text/plain",
        shown=examples.METRICS,
    ),
    _Path(
        path="/schema/openapi.json",
        name="openapi",
        tag="operations",
        summary="This document",
        description="OpenAPI 3.1.",
        needs="any",
        answer={"type": "object"},
        media_type=MEDIA_TYPE,
        shown={"openapi": "3.1.0"},
    ),
    _Path(
        path="/docs",
        name="docs",
        tag="operations",
        summary="This document as a page to read",
        description="One page without scripts, which loads nothing.",
        needs="any",
        answer=_AS_READ,
        media_type="text/html",
        shown="<!doctype html>",
    ),
)


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
        ],
        "paths": {path.path: _item(path) for path in PATHS},
        "components": components(),
        "x-problem-types": [
            {"type": f"urn:hiring:problem:{code}", "status": status, "meaning": meaning}
            for code, status, meaning in PROBLEM_TYPES
        ],
    }


@cache
def encoded() -> bytes:
    return msgspec.json.encode(document())


def _item(path: _Path) -> Json:
    if path.body:
        return {"post": _operation(path)}
    head = {**_operation(path), "operationId": f"{path.name}_head", "summary": f"{path.summary}: no body"}
    return {"get": _operation(path), "head": head}


def _operation(path: _Path) -> Json:
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
        "security": [] if path.needs is None else [{SECURITY: [path.needs] if path.needs != "any" else []}],
        "parameters": list(path.parameters),
        "responses": {
            "200": _answer(path),
            **{str(status): ref("responses", status) for status in sorted(statuses)},
        },
    }
    if path.body:
        examples_by_name = {name: {"value": body} for name, body in path.bodies}
        content = {_JSON: {"schema": ref("schemas", path.body), "examples": examples_by_name}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _answer(path: _Path) -> Json:
    schema = ref("schemas", path.answer) if isinstance(path.answer, str) else path.answer
    return {
        "description": "The answer",
        "headers": {REQUEST_ID_HEADER: ref("headers", "RequestId")},
        "content": {path.media_type: {"schema": schema, "example": path.shown}},
    }
