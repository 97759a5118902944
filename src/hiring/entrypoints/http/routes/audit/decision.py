"""GET /decisions/{request_id}: what was answered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from litestar import Request
from litestar.di import NamedDependency
from msgspec import Struct

from hiring.domain.access.keys import Scope, is_key_name
from hiring.domain.decisions import Decision
from hiring.domain.errors import DecisionMissing
from hiring.domain.features import Profile
from hiring.domain.reasons import Reason
from hiring.entrypoints.http.endpoint import Endpoint, Parameter
from hiring.entrypoints.http.requests.reading import (
    EXPLAIN,
    LONGEST_KEY,
    faults_of_others,
    faults_of_reasons,
    is_id,
    query_parameters,
    reasons_in,
    require_faultless,
)
from hiring.entrypoints.http.resources.service import Service
from hiring.entrypoints.http.routes.predictions.answers import EXPLAIN_PARAMETER
from hiring.entrypoints.http.routes.predictions.examples import REQUEST_ID, question_example, reasons_example
from hiring.entrypoints.http.schemas import Probability

CLIENT: Final = "client"

_DECISIONS: Final = b"/decisions/"
_LOOKING_UP: Final = frozenset({EXPLAIN, CLIENT})


class LoggedDecision(Struct, frozen=True, kw_only=True):
    """What was answered, when, by which model, and about which features; null for an unknown feature.

    `client` and `client_key_id` say to whom, and are empty for answers without a key. `reasons` are those
    that were given with the answer, null for none; with `?explain=N`, the N strongest, worked out again.
    """

    request_id: str
    at: datetime
    codigo_profissional: int | None
    score: Probability
    approved: bool
    threshold: Probability
    operating_mode: str
    model_version: str
    model_path: str
    features: Mapping[str, float | None]
    client: str
    client_key_id: str
    profile: str
    vaga_codigo: int | None
    data_candidatura: date | None
    reasons: tuple[Reason, ...] | None


async def decision(request: Request[Any, Any, Any], service: NamedDependency[Service]) -> LoggedDecision:
    asked = decision_query(request)
    found = await service.decision(asked.request_id, asked.client)
    return logged_decision(
        found, await service.reasons_of(found, asked.reasons) if asked.reasons else found.reasons
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionQuery:
    """Which decision is looked up.

    Args:
        request_id: The one that it was logged under.
        client: Who had asked, empty for answers without a key; None where that was not said.
        reasons: How many are to be worked out again; 0 for none.
    """

    request_id: str
    client: str | None
    reasons: int


def decision_query(request: Request[Any, Any, Any]) -> DecisionQuery:
    """The request id that a path ends with: all that follows, as it was sent, with its own slashes.

    Raises:
        InvalidQuery: The parameters are not those of this path; no value is repeated.
        DecisionMissing: Nothing can have been logged under it.
    """
    raw: bytes = request.scope["raw_path"].partition(b"?")[0]  # some servers leave the query at it
    request_id = unquote_to_bytes(raw.partition(_DECISIONS)[2]).decode("latin-1")
    given = query_parameters(request.scope["query_string"])
    clients = given.get(CLIENT, [])
    faults = faults_of_reasons(given)
    if len(clients) > 1 or any(client and not is_key_name(client) for client in clients):
        faults.append((CLIENT, "must be one name of a client, or empty for answers without a key"))
    require_faultless(faults + faults_of_others(given, _LOOKING_UP))
    if not is_id(request_id, LONGEST_KEY):
        raise DecisionMissing
    return DecisionQuery(request_id=request_id, client=next(iter(clients), None), reasons=reasons_in(given))


def logged_decision(decision: Decision, reasons: tuple[Reason, ...] | None) -> LoggedDecision:
    return LoggedDecision(
        request_id=decision.request_id,
        at=decision.at,
        codigo_profissional=decision.codigo_profissional,
        score=decision.score,
        approved=decision.approved,
        threshold=decision.threshold,
        operating_mode=decision.operating_mode,
        model_version=decision.model_version,
        model_path=decision.model_path,
        features=decision.scored,
        client=decision.client.name,
        client_key_id=decision.client.key_id,
        profile=decision.profile,
        vaga_codigo=decision.vaga_codigo,
        data_candidatura=decision.applied,
        reasons=reasons,
    )


def _example(profile: Profile) -> LoggedDecision:
    return LoggedDecision(
        request_id=REQUEST_ID,
        at=datetime(2026, 11, 23, 5, 55, 23, 112508, tzinfo=UTC),
        codigo_profissional=31001,
        score=0.3127,
        approved=False,
        threshold=0.9011,
        operating_mode="prec80",
        model_version="20261123T055523Z-485af9ff",
        model_path="artifacts/modelo_prec80.joblib",
        features=question_example(profile)["features"],
        client="ats",
        client_key_id="0f3a5c7e9b1d",
        profile=profile.name,
        vaga_codigo=None,
        data_candidatura=None,
        reasons=reasons_example(profile),
    )


_REQUEST_ID: Final = Parameter(
    name="request_id",
    place="path",
    description="As the answer had it. Percent-encode what a path cannot hold; slashes need no encoding.",
    schema={"type": "string", "pattern": "^[!-~]{1,128}$"},
    example=REQUEST_ID,
)
_CLIENT: Final = Parameter(
    shared_as="Client",
    name=CLIENT,
    place="query",
    description="Whose decision: the name of the key that was sent, empty for answers without a key. "
    "Needed only if several clients have used the id.",
    schema={"type": "string", "pattern": "^([A-Za-z0-9][A-Za-z0-9._-]{0,62})?$"},
    example="",
    may_be_empty=True,
)
_EXPLAIN_AGAIN: Final = replace(
    EXPLAIN_PARAMETER,
    shared_as="ExplainAgain",
    description=(
        "How many reasons to work out again, from the features that were scored and with the version "
        "that answered, whatever serves now. Without it, `reasons` are those of the answer."
    ),
)

ENDPOINT: Final = Endpoint(
    path="/decisions/{request_id:path}",
    also="/decisions",  # for ids of slashes alone, which Litestar drops; `decision_query` reads what was sent
    name="decision",
    tag="audit",
    summary="The answer to a request",
    description="The row of the audit log. Each client has its own ids.",
    handler=decision,
    needs=Scope.ADMIN,
    parameters=(_REQUEST_ID, _CLIENT, _EXPLAIN_AGAIN),
    answer=LoggedDecision,
    example=_example,
    refusals=(404, 409, 422),
)
