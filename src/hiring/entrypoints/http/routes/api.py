"""The paths for programs: each decodes, asks the service, and encodes. `openapi` describes them."""

import asyncio
from contextlib import suppress
from functools import partial
from typing import Any, Final

import msgspec
from litestar import HttpMethod, MediaType, Request, post, route
from litestar.di import NamedDependency
from litestar.response.base import ASGIResponse
from litestar.types import ControllerRouterHandler

from hiring.application.serving.decide import PredictionRequest
from hiring.domain.access.keys import Scope
from hiring.domain.decisions import Client, Decision
from hiring.domain.errors import HiringError
from hiring.domain.reasons import Reason
from hiring.entrypoints.http.middleware.guard import NEEDS, client_of
from hiring.entrypoints.http.middleware.trace import Trace
from hiring.entrypoints.http.observability.metrics import MEDIA_TYPE, Metrics
from hiring.entrypoints.http.openapi import document as openapi
from hiring.entrypoints.http.openapi.paths import SCHEMA_MEDIA_TYPE
from hiring.entrypoints.http.problems import problem_of
from hiring.entrypoints.http.requests.applicant_request import parse_applicant_request
from hiring.entrypoints.http.requests.batch_request import item_id, parse_batch_request
from hiring.entrypoints.http.requests.features_request import parse_features_request
from hiring.entrypoints.http.requests.reading import (
    LONGEST_KEY_OF_A_BATCH,
    decision_query,
    json_body,
    request_id_of,
    requested_reasons,
)
from hiring.entrypoints.http.resources.service import Service
from hiring.entrypoints.http.routes.pages import PAGES
from hiring.entrypoints.http.schemas import (
    Alive,
    Answer,
    BatchItemResult,
    BatchResults,
    Health,
    LoggedDecision,
    Version,
    answer_of,
    logged_decision,
    version_of,
)

MAX_BODY: Final = 64 * 1024
MAX_APPLICANT: Final = 1024 * 1024
MAX_BATCH: Final = 4 * 1024 * 1024

_READ: Final = (HttpMethod.GET, HttpMethod.HEAD)
_ANY_KEY: Final = {NEEDS: "any"}
_PREDICTS: Final = {NEEDS: Scope.PREDICT}
_ADMINISTERS: Final = {NEEDS: Scope.ADMIN}
_LARGE: Final = 64 * 1024
"""Bytes from which a body is read in a thread: the others do not wait for it."""

AnyRequest = Request[Any, Any, Any]


@post("/predict", status_code=200, opt=_PREDICTS)
async def predict(request: AnyRequest, service: NamedDependency[Service]) -> ASGIResponse:
    profile, request_id, reasons = service.profile, request_id_of(request), requested_reasons(request)
    body = await json_body(request, most=MAX_BODY)
    unknown = service.missing_is_unknown
    question = parse_features_request(
        body, request_id=request_id, profile=profile, missing_is_unknown=unknown
    )
    (answer,) = await _answers(service, [question], client_of(request), reasons)
    return ASGIResponse(body=msgspec.json.encode(answer), media_type=MediaType.JSON)  # the shortest way


@post("/predict/applicant", status_code=200, opt=_PREDICTS)
async def predict_applicant(request: AnyRequest, service: NamedDependency[Service]) -> Answer:
    profile, request_id, reasons = service.profile, request_id_of(request), requested_reasons(request)
    body = await json_body(request, most=MAX_APPLICANT)
    ask = partial(parse_applicant_request, body, request_id=request_id, profile=profile)
    question = ask() if len(body) < _LARGE else await asyncio.to_thread(ask)
    (answer,) = await _answers(service, [question], client_of(request), reasons)
    return answer


@post("/predict/batch", status_code=200, opt=_PREDICTS)
async def predict_batch(request: AnyRequest, service: NamedDependency[Service]) -> BatchResults:
    request_id = request_id_of(request, longest=LONGEST_KEY_OF_A_BATCH)
    profile, reasons, unknown = service.profile, requested_reasons(request), service.missing_is_unknown
    with service.a_batch():
        body = await json_body(request, most=MAX_BATCH)
        ask = partial(
            parse_batch_request, body, request_id=request_id, profile=profile, missing_is_unknown=unknown
        )
        asked = await asyncio.to_thread(ask)
        questions = [one for one in asked if isinstance(one, PredictionRequest)]
        answers = iter(await _answers(service, questions, client_of(request), reasons))
    return BatchResults(
        results=tuple(
            BatchItemResult(answer=next(answers))
            if isinstance(one, PredictionRequest)
            else BatchItemResult(problem=problem_of(one, Trace(item_id(request_id, number))))
            for number, one in enumerate(asked)
        )
    )


# The first for ids of slashes alone, which Litestar decodes and drops; `decision_query` reads what was sent.
@route(["/decisions", "/decisions/{request_id:path}"], http_method=_READ, opt=_ADMINISTERS)
async def decision(request: AnyRequest, service: NamedDependency[Service]) -> LoggedDecision:
    asked = decision_query(request)
    found = await service.decision(asked.request_id, asked.client)
    return logged_decision(
        found, await service.reasons_of(found, asked.reasons) if asked.reasons else found.reasons
    )


@route(["/health", "/readyz"], http_method=_READ, opt=_ANY_KEY)
async def health(service: NamedDependency[Service]) -> Health:
    return Health(status="ok", time=await service.check())


@route("/livez", http_method=_READ, opt=_ANY_KEY, sync_to_thread=False)
def livez() -> Alive:
    return Alive(status="ok")


@route("/version", http_method=_READ, opt=_ANY_KEY, sync_to_thread=False)
def version(service: NamedDependency[Service]) -> Version:
    return version_of(service.model)


@route("/metrics", http_method=_READ, opt=_ADMINISTERS, media_type=MEDIA_TYPE, sync_to_thread=False)
def metrics_page(metrics: NamedDependency[Metrics]) -> bytes:
    return metrics.page()


@route(
    "/schema/openapi.json",
    http_method=_READ,
    opt={NEEDS: None},
    media_type=SCHEMA_MEDIA_TYPE,
    sync_to_thread=False,
)
def schema() -> bytes:
    return openapi.encoded()


async def _answers(
    service: Service, questions: list[PredictionRequest], client: Client, reasons: int
) -> list[Answer]:
    """In order, and logged; with as many reasons each, none for 0."""
    decisions = await service.decide(questions, client=client, reasons=reasons)
    if not reasons:
        return [answer_of(one) for one in decisions]
    return [answer_of(one, await _later_reasons(service, one, reasons)) for one in decisions]


async def _later_reasons(service: Service, decision: Decision, reasons: int) -> tuple[Reason, ...] | None:
    """For what was answered before without reasons; None where they cannot be worked out any more."""
    if decision.reasons is None:
        with suppress(HiringError):
            return await service.reasons_of(decision, reasons)
    return decision.reasons


ROUTES: Final[list[ControllerRouterHandler]] = [
    predict,
    predict_applicant,
    predict_batch,
    decision,
    health,
    livez,
    version,
    metrics_page,
    schema,
    *PAGES,
]
