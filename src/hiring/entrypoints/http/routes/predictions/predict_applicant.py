"""POST /predict/applicant: a raw record in, a score out."""

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any, Final

from litestar import Request
from litestar.di import NamedDependency
from msgspec import structs

from hiring.application.serving.read_vagas import VagaRequest
from hiring.domain.access.keys import Scope
from hiring.domain.contract import SECTIONS
from hiring.domain.features import Profile
from hiring.entrypoints.http.access.authenticator import client_of
from hiring.entrypoints.http.endpoint import Body, Endpoint
from hiring.entrypoints.http.json_schema import ANYTHING, CODE, DIGITS, NULL, Json
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
    answer_for_vaga,
    key_parameter,
)
from hiring.entrypoints.http.routes.predictions.applicant_request import parse_applicant_request
from hiring.entrypoints.http.routes.predictions.examples import APPLICANT, EXAMPLE_VAGA, answer_example
from hiring.entrypoints.http.routes.predictions.vaga_request import APPLIED, APPLIED_SCHEMA, VAGA, VAGA_SCHEMA
from hiring.entrypoints.http.schemas import Answer

MAX_APPLICANT: Final = 1024 * 1024

_LARGE: Final = 64 * 1024
"""Bytes from which a body is read in a thread: the others do not wait for it."""


async def predict_applicant(request: Request[Any, Any, Any], service: NamedDependency[Service]) -> Answer:
    request_id, reasons = request_id_of(request), requested_reasons(request)
    body = await json_body(request, most=MAX_APPLICANT)
    ask = partial(parse_applicant_request, body, request_id=request_id, profile=service.profile)
    question = ask() if len(body) < _LARGE else await asyncio.to_thread(ask)
    client = client_of(request)
    if isinstance(question, VagaRequest):
        return await answer_for_vaga(service, question, client=client, reasons=reasons)
    (answer,) = await service.answers([question], client=client, reasons=reasons)
    return answer


PERSON: Final = {"codigo_profissional": {"anyOf": [CODE, DIGITS, NULL]}}
_APPLICANT: Final[Json] = {
    "type": "object",
    "description": (
        "A record as the recruiting system exports it. A field of the wrong type counts as absent. U+0000, "
        "lone surrogates, and a key that appears twice at the top or in a section are refused. "
        "`codigo_profissional` wins over that of `infos_basicas`. It has at least one section."
    ),
    "properties": {**PERSON, **dict.fromkeys(SECTIONS, ANYTHING)},
    "not": {"properties": {section: {"not": ANYTHING} for section in SECTIONS}},
}


def _example(profile: Profile) -> Answer:
    return structs.replace(answer_example(profile), codigo_profissional=31002)


def _for_vagas(endpoint: Endpoint, _profile: Profile) -> Endpoint:
    """With a vaga, the model that reads vagas answers."""
    properties = {**_APPLICANT["properties"], VAGA: VAGA_SCHEMA, APPLIED: APPLIED_SCHEMA}
    example = {**APPLICANT, VAGA: EXAMPLE_VAGA, APPLIED: "2026-11-23"}
    body = Body(
        name="Applicant",
        schema={**_APPLICANT, "properties": properties, "dependentRequired": {APPLIED: [VAGA]}},
        examples={"record": lambda _profile: example},
    )
    return replace(
        endpoint,
        description=f"{endpoint.description} With `vaga`, beside the record's sections, the model that reads "
        "vagas answers: how likely this person is hired for that vaga.",
        body=body,
    )


ENDPOINT: Final = Endpoint(
    path="/predict/applicant",
    method="post",
    name="predict_applicant",
    tag="predictions",
    summary="Score a raw applicant record",
    description=f"The features are computed with the same rules as everywhere else. At most 1 MiB. {LOGGED} "
    "Only the features are kept, never the record.",
    handler=predict_applicant,
    needs=Scope.PREDICT,
    parameters=(EXPLAIN_PARAMETER, key_parameter(LONGEST_KEY, shared_as="Key")),
    body=Body(name="Applicant", schema=_APPLICANT, examples={"record": lambda _profile: APPLICANT}),
    answer=Answer,
    example=_example,
    refusals=(404,),
    for_vagas=_for_vagas,
)
