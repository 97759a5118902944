"""POST /predict: features in, a score out. Every fault of a body is named at once."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Final

import msgspec
from litestar import Request
from litestar.di import NamedDependency
from litestar.types import ASGIApp, Receive, Send
from litestar.types import Scope as ASGIScope

from hiring.application.serving.decide import PredictionRequest
from hiring.application.serving.read_vagas import VagaRequest
from hiring.domain.access.keys import Scope
from hiring.domain.errors import InvalidFeatures
from hiring.domain.features import Profile
from hiring.domain.features.feature_input import read_feature_input
from hiring.domain.record_validation import CODE, LARGEST_CODE, as_integer, may_have_faults
from hiring.domain.records import Floats
from hiring.entrypoints.http.access.authenticator import client_of
from hiring.entrypoints.http.endpoint import Body, Endpoint
from hiring.entrypoints.http.json_schema import CODE as CODE_SCHEMA
from hiring.entrypoints.http.json_schema import NULL, closed_object, ref
from hiring.entrypoints.http.openapi.features import features_schema
from hiring.entrypoints.http.requests.reading import (
    LONGEST_KEY,
    Repeating,
    json_body,
    request_id_of,
    requested_reasons,
    strict_json,
    with_long_numbers,
)
from hiring.entrypoints.http.requests.refusals import BODY, Faults, faults_of_keys, key_faults
from hiring.entrypoints.http.resources.parts import NoVagaModel
from hiring.entrypoints.http.resources.service import Service
from hiring.entrypoints.http.routes.predictions.answers import (
    EXPLAIN_PARAMETER,
    LOGGED,
    answer_for_vaga,
    key_parameter,
)
from hiring.entrypoints.http.routes.predictions.examples import answer_example, question_example
from hiring.entrypoints.http.routes.predictions.vaga_request import (
    APPLIED,
    APPLIED_SCHEMA,
    TOO_LARGE,
    VAGA,
    VAGA_SCHEMA,
    asked_vaga,
    without_vaga,
)
from hiring.entrypoints.http.schemas import Answer

MAX_BODY: Final = 64 * 1024
FEATURES: Final = "features"
_KNOWN: Final = frozenset({CODE, FEATURES})


async def predict(request: Request[Any, Any, Any], service: NamedDependency[Service]) -> ASGIApp:
    request_id, reasons = request_id_of(request), requested_reasons(request)
    body = await json_body(request, most=MAX_BODY)
    profile, unknown = service.profile, service.missing_is_unknown
    question = parse_features_request(
        body,
        request_id=request_id,
        profile=profile,
        vaga_profile=service.vaga_profile,
        missing_is_unknown=unknown,
    )
    client = client_of(request)
    if isinstance(question, VagaRequest):
        answer = await answer_for_vaga(service, question, client=client, reasons=reasons)
    else:
        (answer,) = await service.answers([question], client=client, reasons=reasons)
    return _sending(msgspec.json.encode(answer))


def _sending(body: bytes) -> ASGIApp:
    """Answers with this JSON. A `Response` would first take a while to put the same two headers together."""
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]

    async def answer(_scope: ASGIScope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})

    return answer


def _nothing_reads_vagas() -> Profile:
    raise NoVagaModel


def parse_features_request(
    body: bytes,
    *,
    request_id: str,
    profile: Profile,
    missing_is_unknown: bool,
    vaga_profile: Callable[[], Profile] = _nothing_reads_vagas,
) -> PredictionRequest | VagaRequest:
    """What is asked: about a person, or about a person and a vaga.

    Args:
        body: As it was sent.
        request_id: Of the question.
        profile: Which features are wanted.
        missing_is_unknown: Whether features that are missing count as unknown.
        vaga_profile: Which are wanted where a vaga is named; asked only then.

    Raises:
        Refused: 400, the body is not JSON.
        InvalidFeatures: Names every offending field by its path.
        ResourceUnavailable: A vaga is named, and no model for that serves.
    """
    document = strict_json(body)
    if isinstance(document, dict) and VAGA in document:
        closely = with_long_numbers(body) if may_have_faults(body) else None
        return vaga_request_from_document(
            document,
            body,
            request_id,
            vaga_profile(),
            closely=closely,
            missing_is_unknown=missing_is_unknown,
        )
    return request_from_document(document, body, request_id, profile, missing_is_unknown=missing_is_unknown)


def vaga_request_from_document(  # noqa: PLR0913  # what it says, and of what it is a part
    document: dict[str, object],
    digested: bytes,
    request_id: str,
    profile: Profile,
    *,
    closely: object,
    missing_is_unknown: bool,
) -> VagaRequest:
    """What a decoded document that has `vaga` asks; see `request_from_document`.

    Args:
        document: A whole body, or an item of a batch.
        digested: By what the same question asked again is known.
        request_id: Of the question.
        profile: Which features are wanted.
        closely: The document `with_long_numbers` where texts and numbers need a look, else None.
        missing_is_unknown: Whether features that are missing count as unknown.

    Raises:
        InvalidFeatures: Names every offending field by its path.
    """
    vaga, faults = asked_vaga(document, closely=closely)
    try:
        asked = request_from_document(
            without_vaga(document), digested, request_id, profile, missing_is_unknown=missing_is_unknown
        )
    except InvalidFeatures as more:
        raise InvalidFeatures([*more.faults, *faults]) from None
    if vaga is None:
        raise InvalidFeatures(faults)
    return VagaRequest(
        request_id=request_id,
        codigo_profissional=asked.codigo_profissional,
        person=asked.features,
        vaga=vaga.vaga,
        applied=vaga.applied,
        body=digested,
    )


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


def _for_vagas(endpoint: Endpoint, profile: Profile) -> Endpoint:
    """With a vaga, the features are those of the model that reads vagas."""
    person = {"codigo_profissional": _PERSON}
    about = closed_object(
        {**person, "features": ref("VagaFeatures"), VAGA: VAGA_SCHEMA, APPLIED: APPLIED_SCHEMA},
        required=["features", VAGA],
    )
    parts = {"VagaFeatures": features_schema(profile), "VagaQuestion": about, "Question": _QUESTION}
    either = {"anyOf": [ref("Question"), ref("VagaQuestion")]}
    body = Body(name="AnyQuestion", schema=either, parts=parts, examples={"candidate": question_example})
    return replace(
        endpoint,
        description=f"{endpoint.description} With `vaga`, the model that reads vagas answers, and `features` "
        "are all of its features.",
        body=body,
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
    refusals=(404,),
    for_vagas=_for_vagas,
)
