"""POST /predict: features in, a score out."""

from typing import Any, Final

import msgspec
from litestar import MediaType, Request
from litestar.di import NamedDependency
from litestar.response.base import ASGIResponse

from hiring.domain.access.keys import Scope
from hiring.entrypoints.http.endpoint import Body, Endpoint
from hiring.entrypoints.http.json_schema import CODE, NULL, closed_object, ref
from hiring.entrypoints.http.middleware.guard import client_of
from hiring.entrypoints.http.requests.features_request import parse_features_request
from hiring.entrypoints.http.requests.reading import (
    LONGEST_KEY,
    json_body,
    request_id_of,
    requested_reasons,
)
from hiring.entrypoints.http.resources.service import Service
from hiring.entrypoints.http.routes.predictions.answers import (
    EXPLAIN_PARAMETER,
    LOGGED,
    answers,
    key_parameter,
)
from hiring.entrypoints.http.routes.predictions.examples import answer_example, question_example
from hiring.entrypoints.http.schemas import Answer

MAX_BODY: Final = 64 * 1024


async def predict(request: Request[Any, Any, Any], service: NamedDependency[Service]) -> ASGIResponse:
    profile, request_id, reasons = service.profile, request_id_of(request), requested_reasons(request)
    body = await json_body(request, most=MAX_BODY)
    unknown = service.missing_is_unknown
    question = parse_features_request(
        body, request_id=request_id, profile=profile, missing_is_unknown=unknown
    )
    (answer,) = await answers(service, [question], client_of(request), reasons)
    return ASGIResponse(body=msgspec.json.encode(answer), media_type=MediaType.JSON)  # the shortest way


_PERSON: Final = {"anyOf": [CODE, NULL], "description": "Whom it is about"}
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
