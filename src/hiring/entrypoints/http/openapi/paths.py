"""What the OpenAPI document says of each path."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from hiring.domain.access.keys import Scope
from hiring.domain.access.sessions import SESSION_COOKIE
from hiring.entrypoints.http.openapi import examples
from hiring.entrypoints.http.openapi.components import Json, ref

SCHEMA_MEDIA_TYPE: Final = "application/vnd.oai.openapi+json"

_JSON: Final = "application/json"
_HTML: Final = "text/html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A path and one method of it, besides HEAD.

    Args:
        method: POST leads on to another page where there is no answer of its own.
        needs: The scope of the key that it asks for; `any` for any live key, None for none.
        answer: Name of a schema, or a schema.
        shown: An answer, as an example.
        body: Name of the schema of the body.
        bodies: Bodies, as examples; by name.
        body_type: Media type of the body.
        leads_to: The page that the answer leads on to, in place of an answer.
        refusals: Statuses besides those that follow from the rest.
    """

    path: str
    name: str
    method: Literal["get", "post"] = "get"
    tag: Literal["predictions", "audit", "operations", "pages"]
    summary: str
    description: str
    needs: Scope | Literal["any"] | None
    answer: str | Json = ""
    shown: Any = None
    media_type: str = _JSON
    parameters: tuple[Json, ...] = ()
    body: str = ""
    bodies: tuple[tuple[str, Json], ...] = ()
    body_type: str = _JSON
    leads_to: str = ""
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
    Path(
        path="/predict",
        name="predict",
        method="post",
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
    Path(
        path="/predict/applicant",
        name="predict_applicant",
        method="post",
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
    Path(
        path="/predict/batch",
        name="predict_batch",
        method="post",
        tag="predictions",
        summary="Score many candidates, in order",
        description="1 to 256 items, at most 4 MiB. Items that do not fit have a problem in their place, "
        "the others an answer. All answers are durably logged, together, before any is given.",
        needs=Scope.PREDICT,
        parameters=(_EXPLAIN, ref("parameters", "KeyOfABatch")),
        body="Batch",
        bodies=(("three", examples.BATCH),),
        answer="BatchResults",
        shown=examples.RESULTS,
    ),
    Path(
        path="/decisions/{request_id}",
        name="decision",
        tag="audit",
        summary="What was answered to a request",
        description="The row of the audit log. Every client has ids of its own.",
        needs=Scope.ADMIN,
        parameters=(_REQUEST_ID, ref("parameters", "Client"), ref("parameters", "ExplainAgain")),
        answer="LoggedDecision",
        shown=examples.DECISION,
        refusals=(404, 409, 422),
    ),
    Path(
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
    Path(
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
    Path(
        path="/livez",
        name="livez",
        tag="operations",
        summary="Whether the process answers at all",
        description="Says nothing of model and store.",
        needs=None,
        answer="Alive",
        shown=examples.ALIVE,
    ),
    Path(
        path="/version",
        name="version",
        tag="operations",
        summary="Which model serves, and what it promises",
        description="`feature_columns` are the names that `/predict` takes.",
        needs="any",
        answer="Version",
        shown=examples.VERSION,
    ),
    Path(
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
    Path(
        path="/schema/openapi.json",
        name="openapi",
        tag="pages",
        summary="This document",
        description="OpenAPI 3.1.",
        needs=None,
        answer={"type": "object"},
        media_type=SCHEMA_MEDIA_TYPE,
        shown={"openapi": "3.1.0"},
        refusals=(503,),
    ),
    Path(
        path="/docs",
        name="docs",
        tag="pages",
        summary="This document as a page to read",
        description="One page without scripts, which loads nothing.",
        needs=None,
        answer=_AS_READ,
        media_type=_HTML,
        shown="<!doctype html>",
        refusals=(503,),
    ),
    Path(
        path="/",
        name="root",
        tag="pages",
        summary="The way in",
        description="Leads to `/docs`, behind a path prefix too.",
        needs=None,
        leads_to="docs",
        refusals=(503,),
    ),
    Path(
        path="/sign-in",
        name="sign_in_page",
        tag="pages",
        summary="A form for a key, or whose key is signed in",
        description="In Portuguese or English, as Accept-Language asks.",
        needs=None,
        answer=_AS_READ,
        media_type=_HTML,
        shown="<!doctype html>",
        refusals=(503,),
    ),
    Path(
        path="/sign-in",
        name="sign_in",
        method="post",
        tag="pages",
        summary="Sign in with a key, in a browser",
        description=f"Sets the cookie `{SESSION_COOKIE}` for 12 hours: signed, not readable by scripts, and "
        "never the key. It opens what GET reads within the key's scopes, and nothing else; it ends with the "
        "key. After ten wrong keys a minute from one address, or a hundred in all, no key is looked at for a "
        "while. Refusals are a page for browsers, which ask for text/html.",
        needs=None,
        body="SignIn",
        bodies=(("key", {"key": "hk_0123456789ab_secret"}),),
        body_type="application/x-www-form-urlencoded",
        leads_to="sign-in",
        refusals=(401, 403, 429, 503),
    ),
    Path(
        path="/sign-out",
        name="sign_out",
        method="post",
        tag="pages",
        summary="Take the cookie away",
        description="It is forgotten by this browser; to end it everywhere, revoke the key.",
        needs=None,
        leads_to="sign-in",
        refusals=(403, 503),
    ),
)
