"""POST /rank: who for this vaga, by what is proven."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final, Literal, NamedTuple

import msgspec
from litestar import MediaType, Request, Response
from litestar.di import NamedDependency
from msgspec import UNSET, Struct, UnsetType

from hiring.application.ranking.rank_candidates import RankAnswer, RankCandidates
from hiring.application.ranking.rank_request import MOST_CANDIDATES, MOST_EXPLAINED, MOST_TYPED, RankRequest
from hiring.application.ranking.ranking_model import RankingModel
from hiring.domain.access.keys import Scope
from hiring.domain.features import Profile
from hiring.domain.rank_events import Asked, Listed, RankEvent
from hiring.domain.ranking.candidate_order import OrderProof, sentences_of
from hiring.domain.ranking.evidence import Evidence
from hiring.domain.ranking.requirements import LONGEST_TYPED
from hiring.domain.reasons import Reason
from hiring.entrypoints.http.access.authenticator import client_of
from hiring.entrypoints.http.endpoint import Body, Endpoint
from hiring.entrypoints.http.json_schema import CODE, DIGITS, Json, closed_object, ref
from hiring.entrypoints.http.observability.metrics import ListMode, ListOutcome, Metrics
from hiring.entrypoints.http.requests.reading import (
    json_body,
    request_id_of,
    requested_reasons,
)
from hiring.entrypoints.http.resources.service import Service
from hiring.entrypoints.http.routes.predictions.answers import EXPLAIN_PARAMETER, LOGGED, key_parameter
from hiring.entrypoints.http.routes.predictions.examples import REQUEST_ID
from hiring.entrypoints.http.routes.predictions.rank_request import parse_rank_request
from hiring.entrypoints.http.routes.predictions.vaga_request import APPLIED_SCHEMA, VAGA_SCHEMA
from hiring.entrypoints.http.schemas import Probability

MAX_RANK: Final = 8 * 1024 * 1024
"""Bytes: a thousand whole records."""
LONGEST_KEY_OF_A_LIST: Final = 110
"""Room is left for a person's code."""


class RankOrder(Struct, frozen=True, kw_only=True):
    """What the order rests on, in a sentence of each language and in figures; null where there is none."""

    proven: bool
    verdict: str
    pt: str
    en: str
    same_day_auc: Probability | None
    same_day_vagas: int
    later_auc: Probability | None
    later_vagas: int


class RankRequirement(Struct, frozen=True, kw_only=True):
    """What was looked for; `typed` where it was in `require`."""

    key: str
    pt: str
    en: str
    typed: bool


class RankedCandidate(Struct, frozen=True, kw_only=True):
    """A person's tier, the places that those of it share, and the keys of requirements by what is known.

    `unknown` is what the person's record says nothing of; it counts against nobody. The probability is there
    where an order is proven.
    """

    codigo_profissional: int
    tier: int
    first: int
    last: int
    matched: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    probabilidade_contratacao: Probability | UnsetType = UNSET
    reasons: tuple[Reason, ...] | UnsetType = UNSET


class PerhapsSamePerson(Struct, frozen=True, kw_only=True):
    """Codes that seem to be one person's, and what their records share."""

    codes: tuple[int, ...]
    shared: tuple[Literal["email", "telefone", "cv"], ...]


class RankedList(Struct, frozen=True, kw_only=True):
    """A list of candidates; `closed` where somebody was hired for the vaga, null where that is not known."""

    order: RankOrder
    vaga_codigo: int | None
    titulo: str
    closed: bool | None
    requirements: tuple[RankRequirement, ...]
    total: int
    candidates: tuple[RankedCandidate, ...]
    same_people: tuple[PerhapsSamePerson, ...]
    without_record: tuple[int, ...]
    model_version: str
    request_id: str


async def rank(
    request: Request[Any, Any, Any], service: NamedDependency[Service], metrics: NamedDependency[Metrics]
) -> Response[bytes]:
    request_id = request_id_of(request, longest=LONGEST_KEY_OF_A_LIST)
    reasons, client = requested_reasons(request), client_of(request)
    with service.a_batch():
        body = await json_body(request, most=MAX_RANK)
        ask = partial(parse_rank_request, body, request_id=request_id, reasons=reasons, client=client)
        made = await service.listed(partial(make_list, ask))
    metrics.listed(made.mode, made.outcome)
    return Response(made.answer, media_type=MediaType.JSON)


class MadeList(NamedTuple):
    """The answer as it is sent, and what is counted of it."""

    answer: bytes
    mode: ListMode
    outcome: ListOutcome


def make_list(ask: Callable[[], RankRequest], rank: RankCandidates, model: RankingModel) -> MadeList:
    """From the request's bytes to the answer's: all of it may be done in another process."""
    answer = rank(ask(), model)
    return MadeList(
        answer=msgspec.json.encode(list_of(answer)),
        mode="scored" if answer.event.order.proven else "tiers",
        outcome="replayed" if answer.replayed else "stored",
    )


def list_of(answer: RankAnswer) -> RankedList:
    event = answer.event
    return RankedList(
        order=_order(event.order),
        vaga_codigo=event.vaga_codigo,
        titulo=event.titulo,
        closed=event.closed,
        requirements=tuple(map(_requirement, event.requirements)),
        total=len(event.people),
        candidates=tuple(
            _candidate(event, one, answer.reasons.get(one.codigo_profissional)) for one in answer.shown
        ),
        same_people=tuple(
            PerhapsSamePerson(codes=one.codes, shared=tuple(why.value for why in one.shared))
            for one in event.same_people
        ),
        without_record=event.without_record,
        model_version=event.model_version,
        request_id=event.request_id,
    )


def _order(order: OrderProof) -> RankOrder:
    pt, en = sentences_of(order)
    return RankOrder(
        proven=order.proven,
        verdict=order.verdict,
        pt=pt,
        en=en,
        same_day_auc=order.same_day_auc,
        same_day_vagas=order.same_day_vagas,
        later_auc=order.later_auc,
        later_vagas=order.later_vagas,
    )


def _requirement(asked: Asked) -> RankRequirement:
    return RankRequirement(key=asked.key, pt=asked.pt, en=asked.en, typed=asked.typed)


def _candidate(event: RankEvent, listed: Listed, reasons: tuple[Reason, ...] | None) -> RankedCandidate:
    def keys(evidence: Evidence) -> tuple[str, ...]:
        return tuple(one.key for one in event.requirements_with(evidence, listed))

    return RankedCandidate(
        codigo_profissional=listed.codigo_profissional,
        tier=listed.tier,
        first=listed.first,
        last=listed.last,
        matched=keys(Evidence.MATCHED),
        missing=keys(Evidence.MISSING),
        unknown=keys(Evidence.UNKNOWN),
        probabilidade_contratacao=UNSET if listed.score is None else listed.score,
        reasons=UNSET if reasons is None else reasons,
    )


def _example(_profile: Profile) -> RankedList:
    order = OrderProof(
        proven=False,
        verdict="not proven",
        same_day_auc=0.54,
        same_day_vagas=143,
        later_auc=0.49,
        later_vagas=112,
    )
    return RankedList(
        order=_order(order),
        vaga_codigo=5185,
        titulo="Consultor SAP FI sr",
        closed=False,
        requirements=(
            RankRequirement(key="ingles:avancado", pt="inglês avançado", en="advanced English", typed=False),
            RankRequirement(key="sap:fi", pt="SAP FI", en="SAP FI", typed=True),
        ),
        total=2,
        candidates=(
            RankedCandidate(
                codigo_profissional=31001,
                tier=1,
                first=1,
                last=1,
                matched=("sap:fi",),
                missing=(),
                unknown=("ingles:avancado",),
            ),
            RankedCandidate(
                codigo_profissional=31002,
                tier=2,
                first=2,
                last=2,
                matched=("ingles:avancado",),
                missing=("sap:fi",),
                unknown=(),
            ),
        ),
        same_people=(),
        without_record=(),
        model_version="20261123T120000Z-1a2b3c4d",
        request_id=REQUEST_ID,
    )


_BODY: Final[Json] = closed_object(
    {
        "vaga": VAGA_SCHEMA,
        "candidates": {
            "type": "array",
            "minItems": 1,
            "maxItems": MOST_CANDIDATES,
            "description": "Codes whose records are stored, or raw records with their codes, each person "
            "once; without it: all prospects of the vaga.",
            "items": {"anyOf": [CODE, DIGITS, ref("Applicant")]},
        },
        "require": {
            "type": "array",
            "minItems": 0,
            "maxItems": MOST_TYPED,
            "description": "What is asked for besides the vaga, in words: `inglês avançado`, `SAP FI`, "
            "`ensino superior`, or words that a person's texts must have. It counts first.",
            "items": {"type": "string", "minLength": 1, "maxLength": LONGEST_TYPED},
        },
        "top": {
            "type": "integer",
            "minimum": 1,
            "maximum": MOST_CANDIDATES,
            "description": "How many to return, from the first place on.",
        },
        "data_candidatura": APPLIED_SCHEMA,
    },
    required=["vaga"],
)

ENDPOINT: Final = Endpoint(
    path="/rank",
    method="post",
    name="rank",
    tag="predictions",
    summary="List the candidates of a vaga",
    description=(
        f"At most 8 MiB and {MOST_CANDIDATES:,} people. Where it is proven that the model that reads vagas "
        "orders the candidates of a vaga, the best come first, and each has a score and a row in the audit "
        "log. Where it is not, nobody is scored: people stand in tiers by requirements of the vaga that can "
        "be checked, what was typed first, and `order` says so with the figures. People of one tier are "
        "equal; their order inside it is drawn, the same for a vaga every time, and another candidate "
        f"changes nobody's. With `explain`, the first {MOST_EXPLAINED} who are scored have reasons. {LOGGED} "
        "Two lists at a time are made; more are turned away with 503."
    ),
    handler=rank,
    needs=Scope.PREDICT,
    parameters=(EXPLAIN_PARAMETER, key_parameter(LONGEST_KEY_OF_A_LIST, shared_as="KeyOfAList")),
    body=Body(
        name="RankRequest",
        schema=_BODY,
        examples={"prospects": lambda _profile: {"vaga": 5185, "require": ["SAP FI"], "top": 20}},
    ),
    answer=RankedList,
    example=_example,
    refusals=(404, 409),
)
