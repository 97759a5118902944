"""The parts of the OpenAPI document that several paths share: schemas, parameters, refusals."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any, Final

import msgspec

from hiring.domain.access.sessions import SESSION_COOKIE
from hiring.domain.contract import SECTIONS
from hiring.domain.features import CANDIDATE
from hiring.domain.features.kinds import Amount
from hiring.domain.features.rules import Rule
from hiring.domain.reasons import MOST_REASONS
from hiring.domain.record_validation import LARGEST_CODE
from hiring.entrypoints.http.middleware.trace import REQUEST_ID_HEADER
from hiring.entrypoints.http.requests.batch_request import MOST_ITEMS
from hiring.entrypoints.http.requests.reading import (
    CLIENT,
    EXPLAIN,
    IDEMPOTENCY_KEY,
    LONGEST_KEY,
    LONGEST_KEY_OF_A_BATCH,
)
from hiring.entrypoints.http.schemas import Alive, Answer, BatchResults, Health, LoggedDecision, Version

Json = dict[str, Any]

SECURITY: Final = "key"
SESSION: Final = "session"
PROBLEM_MEDIA_TYPE: Final = "application/problem+json"
PROBLEM_TYPES: Final = (
    ("malformed-request", 400, "The request is not HTTP, or its body is not UTF-8, not JSON or too deep."),
    ("unauthorized", 401, "No live key was shown."),
    ("forbidden", 403, "The key is live and lacks the scope."),
    ("no-such-path", 404, "There is nothing at this path."),
    ("decision-missing", 404, "No decision was logged under this request id."),
    (
        "version-not-kept",
        404,
        "The model that answered is not kept any more, so nothing explains its answer.",
    ),
    ("method-not-allowed", 405, "The path does not answer this method; Allow says which it does."),
    ("too-slow", 408, "The body did not arrive in time."),
    ("decision-ambiguous", 409, "Several clients have used this id: `clients` names them."),
    ("body-too-large", 413, "The body is larger than the path takes."),
    ("path-too-long", 414, "Path and query are too long."),
    ("unsupported-media-type", 415, "The body is not application/json, or it is compressed."),
    ("invalid-features", 422, "Features are missing, unknown or wrong: all of them are in `errors`."),
    ("invalid-applicant", 422, "The raw record cannot be used: every fault is in `errors`, by its path."),
    ("invalid-batch", 422, "The body as a whole is not a batch."),
    ("invalid-query", 422, "The parameters behind the question mark are not those of this path."),
    ("invalid-idempotency-key", 422, f"The header {IDEMPOTENCY_KEY} cannot be a request id."),
    ("decision-conflict", 422, "The request id was used before with another body."),
    ("invalid-form", 422, "The form has no field `key`, or more than one."),
    ("too-many-attempts", 429, "Too many wrong keys were tried: Retry-After says how long to wait."),
    ("headers-too-large", 431, "There are too many headers, or they are too large."),
    ("internal-error", 500, "A fault of this service; its log has the request id."),
    ("unavailable", 503, "Model, store or schema is not available: `unavailable` names it."),
    ("store-unavailable", 503, "It is not certain that the answer was logged: ask again with the same key."),
    ("artifact-corrupt", 503, "The model that answered does not match its digests: nothing was explained."),
    ("rule-table-mismatch", 503, "The model that answered is of other feature rules than this program's."),
    ("overloaded", 503, "Too many requests wait: try again in a moment."),
)
"""Codes, which make the type `urn:hiring:problem:CODE`, with their status and what they mean."""

_WHY: Final = {
    400: "Not HTTP, not UTF-8, not JSON, or nested too deeply",
    401: "No live key was shown",
    403: "The key lacks the scope, or the form is another site's",
    404: "Nothing was logged under this id",
    408: "The body came too slowly",
    409: "Several clients have used this id",
    413: "The body is too large",
    414: "Path and query are too long",
    415: "The body is not plain application/json",
    422: "What was asked does not fit: every fault is named, no value repeated",
    429: "Too many wrong keys were tried recently",
    431: "Too many headers, or too large ones",
    500: "A fault of this service",
    503: "Nothing was answered, because it could not be, or could not be logged",
}
_CODE_RANGE: Final = {"type": "integer", "minimum": -LARGEST_CODE, "maximum": LARGEST_CODE}
_ANYTHING: Final[Json] = {}  # `true` says the same, and programs that write clients stop at it
_FLAG: Final = {"anyOf": [{"type": "integer", "minimum": 0, "maximum": 1}, {"type": "boolean"}]}
_NOBODY: Final = {"type": "null"}
_DIGITS: Final = {"type": "string", "pattern": "^-?[0-9]{1,15}$"}


def ref(kind: str, name: object) -> Json:
    return {"$ref": f"#/components/{kind}/{name}"}


_HEADERS: Final = {
    401: {"WWW-Authenticate": ref("headers", "Authenticate")},
    429: {"Retry-After": ref("headers", "RetryAfter")},
    503: {"Retry-After": ref("headers", "RetryAfter")},
}


def components() -> Json:
    return {
        "securitySchemes": {
            SECURITY: {
                "type": "http",
                "scheme": "bearer",
                "bearerFormat": "hk_<id>_<secret>",
                "description": "Asked for once the store has had a key, and always beyond this machine. "
                "Scopes: predict, admin; neither includes the other. `hiring-cli keys create NAME` makes it.",
            },
            SESSION: {
                "type": "apiKey",
                "in": "cookie",
                "name": SESSION_COOKIE,
                "description": "For people in a browser, who showed their key at `/sign-in`: opens what GET "
                "reads, within the key's scopes, for 12 hours or until the key is revoked.",
            },
        },
        "headers": {
            "RequestId": {"description": "The id of this request.", "schema": {"type": "string"}},
            "RetryAfter": {"description": "Seconds.", "schema": {"type": "integer"}},
            "Authenticate": {"description": "Always `Bearer`.", "schema": {"type": "string"}},
            "Location": {"description": "The page to go on to.", "schema": {"type": "string"}},
            "SetCookie": {"description": "The session, or its end.", "schema": {"type": "string"}},
        },
        "parameters": {
            "Explain": _explain(),
            "ExplainAgain": _explain_again(),
            "Client": _client(),
            "Key": _idempotency_key(LONGEST_KEY, ""),
            "KeyOfABatch": _idempotency_key(
                LONGEST_KEY_OF_A_BATCH, " Item number i is logged under `<key>/<i>`, counted from 0."
            ),
        },
        "responses": {str(status): _refusal(status, why) for status, why in _WHY.items()},
        "schemas": _schemas(),
    }


def _refusal(status: int, why: str) -> Json:
    headers = {REQUEST_ID_HEADER: ref("headers", "RequestId"), **_HEADERS.get(status, {})}
    content = {PROBLEM_MEDIA_TYPE: {"schema": ref("schemas", "Problem"), "example": _example(status)}}
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


def _explain() -> Json:
    return {
        "name": EXPLAIN,
        "in": "query",
        "description": "How many reasons the answer is to have: the features that moved the score most, the "
        "strongest first, with their part in log-odds. Any other parameter is refused.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST_REASONS},
        "example": 2,
    }


def _explain_again() -> Json:
    return _explain() | {
        "description": "How many reasons are to be worked out again, from the features as scored and by the "
        "version that answered, whatever serves now. Without it, `reasons` are those that were given."
    }


def _client() -> Json:
    return {
        "name": CLIENT,
        "in": "query",
        "description": "Whose decision: the name of the key that was shown, empty for answers without a key. "
        "It is needed only where several clients have used the id.",
        "schema": {"type": "string", "pattern": "^([A-Za-z0-9][A-Za-z0-9._-]{0,62})?$"},
        "allowEmptyValue": True,
        "example": "",
    }


def _idempotency_key(longest: int, more: str) -> Json:
    return {
        "name": IDEMPOTENCY_KEY,
        "in": "header",
        "description": "Request id of your own. The same key and body again give the first answer; the same "
        f"key with another body is refused.{more} It is logged and stored: put nothing personal into it.",
        "schema": {"type": "string", "pattern": f"^[!-~]{{1,{longest}}}$"},
    }


def _schemas() -> Json:
    answers = (Answer, LoggedDecision, Alive, Health, Version, BatchResults)
    _, schemas = msgspec.json.schema_components(answers, ref_template="#/components/schemas/{name}")
    schemas["Reason"]["description"] = "One feature's part in a score, in log-odds; above zero it raised it."
    person = {"codigo_profissional": {"anyOf": [_CODE_RANGE, _NOBODY], "description": "Whom it is about"}}
    lax = {"codigo_profissional": {"anyOf": [_CODE_RANGE, _DIGITS, _NOBODY]}}
    return {
        "Question": _object({**person, "features": ref("schemas", "Features")}, ["features"]),
        "Features": _features(),
        "Applicant": {
            "type": "object",
            "description": "A record as the recruiting system exports it. A field of a wrong type counts as "
            "absent. U+0000, lone surrogates, and a key that stands twice at the top or in a section are "
            "refused. `codigo_profissional` wins over that of `infos_basicas`. It has one section at least.",
            "properties": {**lax, **dict.fromkeys(SECTIONS, _ANYTHING)},
            "not": {"properties": {section: {"not": _ANYTHING} for section in SECTIONS}},
        },
        "ApplicantItem": _object({**lax, "applicant": ref("schemas", "Applicant")}, ["applicant"]),
        "Batch": _object({"items": _items()}, ["items"]),
        "SignIn": {
            "type": "object",
            "properties": {
                "key": {"type": "string", "description": "As `hiring-cli keys create` printed it"}
            },
            "required": ["key"],
        },
        **schemas,
    }


def _object(properties: Json, required: list[str]) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _items() -> Json:
    return {
        "type": "array",
        "minItems": 1,
        "maxItems": MOST_ITEMS,
        "description": "Features or a raw record each; whatever else it is, a problem stands in its place.",
        "items": {"anyOf": [ref("schemas", "Question"), ref("schemas", "ApplicantItem"), _ANYTHING]},
    }


def _features() -> Json:
    features = _object(
        {rule.feature: _feature(rule) for rule in CANDIDATE.rules},
        list(CANDIDATE.features),
    )
    features["description"] = "All of them, in any order. Of ingl_*, of esp_* and of esc_* at most one is 1."
    features["not"] = {"anyOf": [_both(*pair) for pair in _pairs()]}
    return features


def _pairs() -> Iterator[tuple[str, str]]:
    """Features that are not 1 together."""
    for names in CANDIDATE.groups.values():
        yield from combinations(names, 2)


def _both(one: str, other: str) -> Json:
    return {"properties": {name: {"enum": [1, True]} for name in (one, other)}}


def _feature(rule: Rule) -> Json:
    text = f"{rule.pt} / {rule.en}"
    if not isinstance(rule.kind, Amount):
        return {**_FLAG, "description": text}
    amount = {"type": "number", "minimum": rule.kind.low, "maximum": rule.kind.high}
    return {"anyOf": [amount, {"type": "null"}], "description": f"{text}; {rule.kind}, null for unknown"}
