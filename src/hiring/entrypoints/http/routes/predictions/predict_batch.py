"""POST /predict/batch: many candidates in, an answer or a problem for each out."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace as changed
from functools import partial
from typing import Any, Final

from litestar import Request
from litestar.di import NamedDependency
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from hiring.application.serving.decide import PredictionRequest
from hiring.application.serving.read_vagas import VagaRequest
from hiring.domain.access.keys import Scope
from hiring.domain.decisions import Client
from hiring.domain.features import Profile
from hiring.entrypoints.http.access.authenticator import client_of
from hiring.entrypoints.http.endpoint import Body, Endpoint
from hiring.entrypoints.http.json_schema import ANYTHING, Json, closed_object, ref
from hiring.entrypoints.http.middleware.gate import Trace
from hiring.entrypoints.http.problems import problem_of
from hiring.entrypoints.http.requests.reading import (
    LONGEST_KEY_OF_A_BATCH,
    json_body,
    request_id_of,
    requested_reasons,
)
from hiring.entrypoints.http.resources.service import Service
from hiring.entrypoints.http.routes.predictions.answers import EXPLAIN_PARAMETER, key_parameter
from hiring.entrypoints.http.routes.predictions.batch_request import (
    MOST_ITEMS,
    Asked,
    Unasked,
    item_id,
    parse_batch_request,
)
from hiring.entrypoints.http.routes.predictions.examples import (
    APPLICANT,
    answer_example,
    question_example,
)
from hiring.entrypoints.http.routes.predictions.predict_applicant import PERSON
from hiring.entrypoints.http.routes.predictions.vaga_request import (
    APPLIED,
    APPLIED_SCHEMA,
    VAGA,
    VAGA_SCHEMA,
)
from hiring.entrypoints.http.schemas import Answer, FieldFault, Problem

MAX_BATCH: Final = 4 * 1024 * 1024


class BatchItemResult(Struct, frozen=True, kw_only=True):
    """Of one item: either the answer, or the problem with the item."""

    answer: Answer | UnsetType = UNSET
    problem: Problem | UnsetType = UNSET


class BatchResults(Struct, frozen=True, kw_only=True):
    """One outcome for each item, in their order."""

    results: tuple[BatchItemResult, ...]


async def predict_batch(request: Request[Any, Any, Any], service: NamedDependency[Service]) -> BatchResults:
    request_id = request_id_of(request, longest=LONGEST_KEY_OF_A_BATCH)
    reasons = requested_reasons(request)
    with service.a_batch():
        body = await json_body(request, most=MAX_BATCH)
        profile, unknown = service.profile, service.missing_is_unknown
        ask = partial(
            parse_batch_request,
            body,
            request_id=request_id,
            profile=profile,
            vaga_profile=service.vaga_profile,
            missing_is_unknown=unknown,
        )
        asked = await asyncio.to_thread(ask)
        found = await _answered(service, asked, client=client_of(request), reasons=reasons)
    return BatchResults(
        results=tuple(
            BatchItemResult(answer=one)
            if isinstance(one, Answer)
            else BatchItemResult(problem=problem_of(one, Trace(item_id(request_id, number))))
            for number, one in enumerate(found)
        )
    )


async def _answered(
    service: Service, asked: Sequence[Asked | Unasked], *, client: Client, reasons: int
) -> list[Answer | Unasked]:
    """What becomes of each item, in order: those about people alone and those about vagas, kept at once."""
    people = [one for one in asked if isinstance(one, PredictionRequest)]
    pairs = [one for one in asked if isinstance(one, VagaRequest)]
    of_people, of_pairs = await service.answers_to_both(people, pairs, client=client, reasons=reasons)
    alone, for_vagas = iter(of_people), iter(of_pairs)
    return [
        next(alone)
        if isinstance(one, PredictionRequest)
        else next(for_vagas)
        if isinstance(one, VagaRequest)
        else one
        for one in asked
    ]


_ITEMS: Final[Json] = {
    "type": "array",
    "minItems": 1,
    "maxItems": MOST_ITEMS,
    "description": "Features or a raw record each; anything else gets a problem in its place.",
    "items": {"anyOf": [ref("Question"), ref("ApplicantItem"), ANYTHING]},
}


def _batch(profile: Profile) -> Json:
    return {
        "items": [
            question_example(profile),
            {"codigo_profissional": 31002, "applicant": APPLICANT},
            {"codigo_profissional": 31003, "features": {"tem_email": "sim"}},
        ]
    }


def _results(profile: Profile) -> BatchResults:
    answer = answer_example(profile)
    return BatchResults(
        results=(
            BatchItemResult(answer=replace(answer, request_id="a1b2/0")),
            BatchItemResult(answer=replace(answer, request_id="a1b2/1", codigo_profissional=31002)),
            BatchItemResult(problem=_PROBLEM),
        )
    )


_PROBLEM: Final = Problem(
    type="urn:hiring:problem:invalid-features",
    title="Invalid features",
    status=422,
    detail="every fault is named in errors",
    instance="urn:hiring:request:a1b2%2F2",
    request_id="a1b2/2",
    errors=(
        FieldFault(field="features.tem_email", reason="must be 0 or 1"),
        FieldFault(field="features.tem_telefone", reason="is missing"),
    ),
)


def _for_vagas(endpoint: Endpoint, _profile: Profile) -> Endpoint:
    """With a vaga in an item, the model that reads vagas answers it."""
    about = {VAGA: VAGA_SCHEMA, APPLIED: APPLIED_SCHEMA}
    item = closed_object({**PERSON, "applicant": ref("Applicant"), **about}, required=["applicant"])
    taken = [ref("Question"), ref("VagaQuestion"), ref("ApplicantItem"), ANYTHING]
    body = Body(
        name="Batch",
        schema=closed_object({"items": {**_ITEMS, "items": {"anyOf": taken}}}, required=["items"]),
        parts={"ApplicantItem": item},
        examples={"three": _batch},
    )
    return changed(
        endpoint,
        description=f"{endpoint.description} An item with `vaga` is answered by the model that reads vagas.",
        body=body,
    )


ENDPOINT: Final = Endpoint(
    path="/predict/batch",
    method="post",
    name="predict_batch",
    tag="predictions",
    summary="Score many candidates, in order",
    description=(
        "1 to 256 items, at most 4 MiB. Invalid items get a problem in their place; the others get "
        "an answer. All answers are durably logged, together, before any is returned."
    ),
    handler=predict_batch,
    needs=Scope.PREDICT,
    parameters=(
        EXPLAIN_PARAMETER,
        key_parameter(
            LONGEST_KEY_OF_A_BATCH,
            shared_as="KeyOfABatch",
            more=" Item number i is logged under `<key>/<i>`, counted from 0.",
        ),
    ),
    body=Body(
        name="Batch",
        schema=closed_object({"items": _ITEMS}, required=["items"]),
        parts={
            "ApplicantItem": closed_object({**PERSON, "applicant": ref("Applicant")}, required=["applicant"])
        },
        examples={"three": _batch},
    ),
    answer=BatchResults,
    example=_results,
    refusals=(404,),
    for_vagas=_for_vagas,
)
