"""POST /predict: features in, a score out. Every fault of a body is named at once."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec
from litestar import MediaType, Request
from litestar.di import NamedDependency
from litestar.response.base import ASGIResponse

from hiring.application.serving.decide import PredictionRequest
from hiring.domain.access.keys import Scope
from hiring.domain.errors import InvalidFeatures
from hiring.domain.features import Profile
from hiring.domain.features.feature_input import read_feature_input
from hiring.domain.record_validation import CODE, LARGEST_CODE, as_integer
from hiring.domain.records import Floats
from hiring.entrypoints.http.access.authenticator import client_of
from hiring.entrypoints.http.endpoint import Body, Endpoint
from hiring.entrypoints.http.json_schema import CODE as CODE_SCHEMA
from hiring.entrypoints.http.json_schema import NULL, closed_object, ref
from hiring.entrypoints.http.requests.reading import (
    LONGEST_KEY,
    Repeating,
    json_body,
    request_id_of,
    requested_reasons,
    strict_json,
)
from hiring.entrypoints.http.requests.refusals import BODY, Faults, faults_of_keys, key_faults
from hiring.entrypoints.http.resources.service import Service
from hiring.entrypoints.http.routes.predictions.answers import (
    EXPLAIN_PARAMETER,
    LOGGED,
    key_parameter,
)
from hiring.entrypoints.http.routes.predictions.examples import answer_example, question_example
from hiring.entrypoints.http.schemas import Answer

MAX_BODY: Final = 64 * 1024
FEATURES: Final = "features"
TOO_LARGE: Final = f"must be from -{LARGEST_CODE} to {LARGEST_CODE}: not every program can hold larger ones"

_KNOWN: Final = frozenset({CODE, FEATURES})


async def predict(request: Request[Any, Any, Any], service: NamedDependency[Service]) -> ASGIResponse:
    request_id, reasons = request_id_of(request), requested_reasons(request)
    body = await json_body(request, most=MAX_BODY)
    profile, unknown = service.profile, service.missing_is_unknown
    question = parse_features_request(
        body, request_id=request_id, profile=profile, missing_is_unknown=unknown
    )
    (answer,) = await service.answers([question], client=client_of(request), reasons=reasons)
    return ASGIResponse(body=msgspec.json.encode(answer), media_type=MediaType.JSON)  # the shortest way


def parse_features_request(
    body: bytes, *, request_id: str, profile: Profile, missing_is_unknown: bool
) -> PredictionRequest:
    """What is asked.

    Raises:
        Refused: 400, the body is not JSON.
        InvalidFeatures: Names every offending field by its path.
    """
    document = strict_json(body)
    return request_from_document(document, body, request_id, profile, missing_is_unknown=missing_is_unknown)


def request_from_document(
    document: object, digested: bytes, request_id: str, profile: Profile, *, missing_is_unknown: bool
) -> PredictionRequest:
    """What a decoded document asks.

    Args:
        document: A whole body, or an item of a batch.
        digested: By what the same question asked again is known.
        request_id: Of the question.
        profile: Which features are wanted.
        missing_is_unknown: Whether features that are missing count as unknown.

    Raises:
        InvalidFeatures: Names every offending field by its path.
    """
    if not isinstance(document, dict):
        raise InvalidFeatures([(BODY, "must be an object")])
    codigo, values = document.get(CODE), document.get(FEATURES)
    if type(codigo) is float:
        codigo = as_integer(codigo)
    faults = _faults_of_code(codigo)
    if type(document) is not dict or not document.keys() <= _KNOWN:
        faults += faults_of_keys(document, _KNOWN)
    if type(values) is Repeating:
        faults += key_faults(values.repeated, "appears more than once", within=FEATURES)
    try:
        features = _row(values, profile, missing_is_unknown=missing_is_unknown)
    except InvalidFeatures as more:
        raise InvalidFeatures(faults + _placed(more.faults, profile)) from None
    if faults:
        raise InvalidFeatures(faults)
    return PredictionRequest(
        request_id=request_id, codigo_profissional=codigo, features=features, body=digested
    )


def _row(values: object, profile: Profile, *, missing_is_unknown: bool) -> Floats:
    if not isinstance(values, dict):
        raise InvalidFeatures([(FEATURES, "must be an object with the features")])
    return read_feature_input(values, profile, missing_is_unknown=missing_is_unknown)


def _faults_of_code(codigo: object) -> Faults:
    if codigo is None:
        return []
    if isinstance(codigo, bool) or not isinstance(codigo, int):
        return [(CODE, "must be an integer, or null")]
    return [] if abs(codigo) <= LARGEST_CODE else [(CODE, TOO_LARGE)]


def _placed(faults: Iterable[tuple[str, str]], profile: Profile) -> Faults:
    """Faults of features under their paths in the body."""
    known = {FEATURES: FEATURES, **{name: f"{FEATURES}.{name}" for name in profile.features}}
    unknown = [name for name, _ in faults if name not in known]
    placed = [(known[name], reason) for name, reason in faults if name in known]
    return placed + key_faults(unknown, "is not a feature", within=FEATURES)


_PERSON: Final = {"anyOf": [CODE_SCHEMA, NULL], "description": "Who it is about"}
_QUESTION: Final = closed_object(
    {"codigo_profissional": _PERSON, "features": ref("Features")}, required=["features"]
)

ENDPOINT: Final = Endpoint(
    path="/predict",
    method="post",
    name="predict",
    tag="predictions",
    summary="Score a candidate's features",
    description=f"At most 64 KiB. {LOGGED}",
    handler=predict,
    needs=Scope.PREDICT,
    parameters=(EXPLAIN_PARAMETER, key_parameter(LONGEST_KEY, shared_as="Key")),
    body=Body(name="Question", schema=_QUESTION, examples={"candidate": question_example}),
    answer=Answer,
    example=answer_example,
)
