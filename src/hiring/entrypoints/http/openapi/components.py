"""The parts of the OpenAPI document that several operations share: security, headers, refusals, schemas."""

from collections.abc import Sequence
from typing import Final

import msgspec

from hiring.domain.access.sessions import SESSION_COOKIE
from hiring.domain.features import Profile
from hiring.entrypoints.http.endpoint import Endpoint, Parameter
from hiring.entrypoints.http.json_schema import Json, ref
from hiring.entrypoints.http.middleware.gate import REQUEST_ID_HEADER
from hiring.entrypoints.http.openapi.features import features_schema
from hiring.entrypoints.http.requests.reading import IDEMPOTENCY_KEY

SECURITY: Final = "key"
SESSION: Final = "session"
PROBLEM_MEDIA_TYPE: Final = "application/problem+json"
PROBLEM_TYPES: Final = (
    (
        "malformed-request",
        400,
        ("The request is not HTTP, or its body is not UTF-8, not JSON or nested too deeply."),
    ),
    ("unauthorized", 401, "No valid key was sent."),
    ("forbidden", 403, "The key is valid but lacks the scope."),
    ("no-such-path", 404, "There is nothing at this path."),
    ("decision-missing", 404, "No decision was logged under this request id."),
    (
        "version-not-kept",
        404,
        "The model that answered is no longer kept, so its answer cannot be explained.",
    ),
    ("method-not-allowed", 405, "The path does not allow this method; the Allow header lists those it does."),
    ("too-slow", 408, "The body did not arrive in time."),
    ("decision-ambiguous", 409, "Several clients have used this id: `clients` names them."),
    ("body-too-large", 413, "The body is larger than this path accepts."),
    ("path-too-long", 414, "Path and query are too long."),
    ("unsupported-media-type", 415, "The body is not application/json, or it is compressed."),
    ("invalid-features", 422, "Features are missing, unknown or wrong: all of them are in `errors`."),
    ("invalid-applicant", 422, "The raw record cannot be used: every fault is in `errors`, by its path."),
    ("invalid-batch", 422, "The body as a whole is not a batch."),
    ("invalid-query", 422, "The query has parameters that this path does not accept, or unusable values."),
    ("invalid-idempotency-key", 422, f"The header {IDEMPOTENCY_KEY} cannot be a request id."),
    ("decision-conflict", 422, "The request id was used before with another body."),
    ("invalid-form", 422, "The form has no field `key`, or more than one."),
    ("too-many-attempts", 429, "Too many wrong keys were tried: wait as long as Retry-After says."),
    ("headers-too-large", 431, "There are too many headers, or they are too large."),
    ("internal-error", 500, "An error in this service; its log has the request id."),
    ("unavailable", 503, "The model, store or schema is not available: `unavailable` names it."),
    ("store-unavailable", 503, "It is not certain that the answer was logged: ask again with the same key."),
    ("artifact-corrupt", 503, "The model that answered does not match its digests: nothing was explained."),
    (
        "rule-table-mismatch",
        503,
        ("The model that answered was trained with other feature rules than this program has."),
    ),
    ("overloaded", 503, "Too many requests are waiting: try again in a moment."),
)
"""Codes, which make the type `urn:hiring:problem:CODE`, with their status and what they mean."""

_WHY: Final = {
    400: "Not HTTP, not UTF-8, not JSON, or nested too deeply",
    401: "No valid key was sent",
    403: "The key lacks the scope, or the form is another site's",
    404: "Nothing was logged under this id",
    408: "The body arrived too slowly",
    409: "Several clients have used this id",
    413: "The body is too large",
    414: "Path and query are too long",
    415: "The body is not plain application/json",
    422: "The request is not valid: every fault is named, no value is repeated",
    429: "Too many wrong keys were tried recently",
    431: "Too many headers, or too large ones",
    500: "An error in this service",
    503: "There is no answer, because none could be given or logged",
}
_HEADERS: Final = {
    401: {"WWW-Authenticate": ref("Authenticate", kind="headers")},
    429: {"Retry-After": ref("RetryAfter", kind="headers")},
    503: {"Retry-After": ref("RetryAfter", kind="headers")},
}


def components(endpoints: Sequence[Endpoint], profile: Profile) -> Json:
    parameters = {
        parameter.shared_as: described(parameter)
        for endpoint in endpoints
        for parameter in endpoint.parameters
        if parameter.shared_as
    }
    return {
        "securitySchemes": {
            SECURITY: {
                "type": "http",
                "scheme": "bearer",
                "bearerFormat": "hk_<id>_<secret>",
                "description": (
                    "Required once the store has had a key, and always when the service listens beyond this "
                    "machine. Scopes: predict, admin; neither includes the other. "
                    "`hiring-cli keys create NAME` creates one."
                ),
            },
            SESSION: {
                "type": "apiKey",
                "in": "cookie",
                "name": SESSION_COOKIE,
                "description": (
                    "For people in a browser who signed in at `/sign-in` with their key: opens "
                    "whatever GET reads, within the key's scopes, for 12 hours or until the key is "
                    "revoked."
                ),
            },
        },
        "headers": {
            "RequestId": {"description": "The id of this request.", "schema": {"type": "string"}},
            "RetryAfter": {"description": "Seconds.", "schema": {"type": "integer"}},
            "Authenticate": {"description": "Always `Bearer`.", "schema": {"type": "string"}},
            "Location": {"description": "The page to go to next.", "schema": {"type": "string"}},
            "SetCookie": {"description": "The session, or its end.", "schema": {"type": "string"}},
        },
        "parameters": parameters,
        "responses": {str(status): _refusal(status, why) for status, why in _WHY.items()},
        "schemas": _schemas(endpoints, profile),
    }


def described(parameter: Parameter) -> Json:
    """As OpenAPI has it."""
    described: Json = {"name": parameter.name, "in": parameter.place}
    if parameter.place == "path":
        described["required"] = True
    described |= {"description": parameter.description, "schema": parameter.schema}
    if parameter.may_be_empty:
        described["allowEmptyValue"] = True
    return described if parameter.example is None else {**described, "example": parameter.example}


def _refusal(status: int, why: str) -> Json:
    headers = {REQUEST_ID_HEADER: ref("RequestId", kind="headers"), **_HEADERS.get(status, {})}
    content = {PROBLEM_MEDIA_TYPE: {"schema": ref("Problem"), "example": _example(status)}}
    return {"description": why, "headers": headers, "content": content}


def _example(status: int) -> Json:
    code, _, meaning = next(one for one in PROBLEM_TYPES if one[1] == status)
    return {
        "type": f"urn:hiring:problem:{code}",
        "title": code.replace("-", " ").capitalize(),
        "status": status,
        "detail": meaning,
        "instance": "urn:hiring:request:pedido-2",
        "request_id": "pedido-2",
    }


def _schemas(endpoints: Sequence[Endpoint], profile: Profile) -> Json:
    """What is taken, as it is declared; what is answered, as its types say."""
    taken: Json = {"Features": features_schema(profile)}
    for endpoint in endpoints:
        if endpoint.body:
            taken |= {**endpoint.body.parts, endpoint.body.name: endpoint.body.schema}
    answers = [endpoint.answer for endpoint in endpoints if endpoint.answer]
    _, answered = msgspec.json.schema_components(answers, ref_template="#/components/schemas/{name}")
    answered["Reason"]["description"] = (
        "One feature's part in a score, in log-odds; above zero, it raised the score."
    )
    return taken | answered
