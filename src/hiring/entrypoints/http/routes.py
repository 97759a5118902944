"""The paths: each decodes, asks the service, and encodes."""

from typing import Any

from litestar import HttpMethod, Request, post, route
from litestar.di import NamedDependency

from hiring.entrypoints.http.asked import question_of
from hiring.entrypoints.http.openapi import PROBLEMS_OF_PREDICT, UNAVAILABLE, PredictOperation, per_method
from hiring.entrypoints.http.requests import MAX_BODY, json_body, request_id_of
from hiring.entrypoints.http.schemas import Answer, Health, Version, answer_of, version_of
from hiring.entrypoints.http.service import Service

_READ = (HttpMethod.GET, HttpMethod.HEAD)


@post(
    "/predict",
    status_code=200,
    request_max_body_size=MAX_BODY,
    operation_id="predict",
    operation_class=PredictOperation,
    responses=PROBLEMS_OF_PREDICT,
    tags=["predictions"],
    summary="Score a candidate's features",
    description="The answer is durably logged before it is given.",
)
async def predict(request: Request[Any, Any, Any], service: NamedDependency[Service]) -> Answer:
    profile, request_id = service.profile, request_id_of(request)
    body = await json_body(request)
    unknown = service.missing_is_unknown
    question = question_of(body, request_id=request_id, profile=profile, missing_is_unknown=unknown)
    return answer_of(await service.decide(question))


@route(
    "/health",
    http_method=_READ,
    operation_id=per_method("health"),
    responses=UNAVAILABLE,
    tags=["operations"],
    summary="Whether model and store answer",
)
async def health(service: NamedDependency[Service]) -> Health:
    return Health(status="ok", time=(await service.check()).isoformat())


@route(
    "/version",
    http_method=_READ,
    operation_id=per_method("version"),
    responses=UNAVAILABLE,
    sync_to_thread=False,
    tags=["operations"],
    summary="Which model serves, and what it promises",
)
def version(service: NamedDependency[Service]) -> Version:
    return version_of(service.model)
