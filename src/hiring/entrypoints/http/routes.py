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

from hiring.application.predict import Question
from hiring.domain.decisions import Client, Decision
from hiring.domain.errors import HiringError
from hiring.domain.keys import Scope
from hiring.domain.reasons import Reason
from hiring.entrypoints.http import openapi
from hiring.entrypoints.http.applicants import question_about
from hiring.entrypoints.http.asked import question_of
from hiring.entrypoints.http.batch import item_id, questions_in
from hiring.entrypoints.http.guard import NEEDS, client_of
from hiring.entrypoints.http.metrics import MEDIA_TYPE, Metrics
from hiring.entrypoints.http.openapi_paths import SCHEMA_MEDIA_TYPE
from hiring.entrypoints.http.pages import PAGES
from hiring.entrypoints.http.problems import problem_of
from hiring.entrypoints.http.requests import (
    LONGEST_KEY_OF_A_BATCH,
    decision_asked,
    json_body,
    reasons_asked,
    request_id_of,
)
from hiring.entrypoints.http.schemas import (
    Alive,
    Answer,
    Health,
    LoggedDecision,
    Outcome,
    Results,
    Version,
    answer_of,
    logged,
    version_of,
)
from hiring.entrypoints.http.service import Service
from hiring.entrypoints.http.trace import Trace

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
    profile, request_id, reasons = service.profile, request_id_of(request), reasons_asked(request)
    body = await json_body(request, most=MAX_BODY)
    unknown = service.missing_is_unknown
    question = question_of(body, request_id=request_id, profile=profile, missing_is_unknown=unknown)
    (answer,) = await _answers(service, [question], client_of(request), reasons)
    return ASGIResponse(body=msgspec.json.encode(answer), media_type=MediaType.JSON)  # the shortest way


@post("/predict/applicant", status_code=200, opt=_PREDICTS)
async def predict_applicant(request: AnyRequest, service: NamedDependency[Service]) -> Answer:
    profile, request_id, reasons = service.profile, request_id_of(request), reasons_asked(request)
    body = await json_body(request, most=MAX_APPLICANT)
    ask = partial(question_about, body, request_id=request_id, profile=profile)
    question = ask() if len(body) < _LARGE else await asyncio.to_thread(ask)
    (answer,) = await _answers(service, [question], client_of(request), reasons)
    return answer


@post("/predict/batch", status_code=200, opt=_PREDICTS)
async def predict_batch(request: AnyRequest, service: NamedDependency[Service]) -> Results:
    request_id = request_id_of(request, longest=LONGEST_KEY_OF_A_BATCH)
    profile, reasons, unknown = service.profile, reasons_asked(request), service.missing_is_unknown
    with service.a_batch():
        body = await json_body(request, most=MAX_BATCH)
        ask = partial(questions_in, body, request_id=request_id, profile=profile, missing_is_unknown=unknown)
        asked = await asyncio.to_thread(ask)
        questions = [one for one in asked if isinstance(one, Question)]
        answers = iter(await _answers(service, questions, client_of(request), reasons))
    return Results(
        results=tuple(
            Outcome(answer=next(answers))
            if isinstance(one, Question)
            else Outcome(problem=problem_of(one, Trace(item_id(request_id, number))))
            for number, one in enumerate(asked)
        )
    )


# The first for ids of slashes alone, which Litestar decodes and drops; `decision_asked` reads what was sent.
@route(["/decisions", "/decisions/{request_id:path}"], http_method=_READ, opt=_ADMINISTERS)
async def decision(request: AnyRequest, service: NamedDependency[Service]) -> LoggedDecision:
    asked = decision_asked(request)
    found = await service.decision(asked.request_id, asked.client)
    return logged(found, await service.reasons_of(found, asked.reasons) if asked.reasons else found.reasons)


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


async def _answers(service: Service, questions: list[Question], client: Client, reasons: int) -> list[Answer]:
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
