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
from hiring.entrypoints.http.problem_types import PREFIX, PROBLEM_TYPES

SECURITY: Final = "key"
SESSION: Final = "session"
PROBLEM_MEDIA_TYPE: Final = "application/problem+json"
_WHY: Final = {
    400: "Not HTTP, not UTF-8, not JSON, or nested too deeply",
    401: "No key was sent, or one that is unknown or revoked",
    403: "The key lacks the scope, or the form is another site's",
    404: "What was named is not there",
    408: "The body arrived too slowly",
    409: "The id was used before with another body, or by several clients",
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
    code, _, meaning = next(one for one in PROBLEM_TYPES if one.status == status)
    return {
        "type": f"{PREFIX}{code}",
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
