"""POST /feedback: what became of people, each report joined to the decision that it is about."""

import asyncio
from typing import Any, Final, Literal

from litestar import Request
from litestar.di import NamedDependency
from msgspec import UNSET, Struct, UnsetType

from hiring.domain.access.keys import Scope
from hiring.domain.errors import InvalidFeedback
from hiring.domain.features import Profile
from hiring.domain.feedback import FeedbackResult
from hiring.domain.feedback_input import (
    HIRED,
    ITEM,
    LONGEST_REQUEST_ID,
    OUTCOME_AT,
    PERSON,
    REQUEST_ID,
    VAGA,
    Faults,
    StatedOutcome,
    read_outcome,
)
from hiring.entrypoints.http.access.authenticator import client_of
from hiring.entrypoints.http.endpoint import Body, Endpoint
from hiring.entrypoints.http.json_schema import CODE, NULL, Json, closed_object, ref
from hiring.entrypoints.http.observability.metrics import Metrics
from hiring.entrypoints.http.requests.reading import (
    Repeating,
    faults_of_others,
    json_body,
    query_parameters,
    require_faultless,
    strict_json,
)
from hiring.entrypoints.http.requests.refusals import BODY, faults_of_keys
from hiring.entrypoints.http.resources.service import Service
from hiring.entrypoints.http.routes.predictions.examples import REQUEST_ID as AN_ID
from hiring.entrypoints.http.routes.predictions.predict_batch import MAX_BATCH

MOST_ITEMS: Final = 1_000
ITEMS: Final = "items"

State = Literal["stored", "repeated", "corrected", "unmatched"]
Why = Literal["no-decision", "before-decision", "several-clients"]


class FeedbackItemResult(Struct, frozen=True, kw_only=True):
    """What became of one item; `reason` says why it is about no decision, and so counts for none."""

    index: int
    result: State
    reason: Why | UnsetType = UNSET


class FeedbackResults(Struct, frozen=True, kw_only=True):
    """One for each item, in their order."""

    results: tuple[FeedbackItemResult, ...]


async def feedback(
    request: Request[Any, Any, Any], service: NamedDependency[Service], metrics: NamedDependency[Metrics]
) -> FeedbackResults:
    require_faultless(faults_of_others(query_parameters(request.scope["query_string"]), frozenset()))
    with service.a_batch():
        body = await json_body(request, most=MAX_BATCH)
        items = await asyncio.to_thread(parse_feedback_request, body)
        results = await service.report(items, client=client_of(request))
    metrics.reported(results)
    return FeedbackResults(results=tuple(map(_item_result, range(len(results)), results)))


def parse_feedback_request(body: bytes) -> list[StatedOutcome | Faults]:
    """What each item says, or all that is wrong with it, in order.

    Raises:
        Refused: 400, the body is not JSON.
        InvalidFeedback: The body as a whole is no list of outcomes.
    """
    document = strict_json(body)
    if not isinstance(document, dict):
        raise InvalidFeedback([(BODY, "must be an object")])
    faults = faults_of_keys(document, frozenset({ITEMS}))
    items = document.get(ITEMS)
    if not isinstance(items, list) or not 1 <= len(items) <= MOST_ITEMS:
        faults.append((ITEMS, f"must be a list of 1 to {MOST_ITEMS:,} items"))
    if faults or not isinstance(items, list):
        raise InvalidFeedback(faults)
    return list(map(_read, items))


def _read(item: object) -> StatedOutcome | Faults:
    found = read_outcome(item)
    if not isinstance(item, Repeating):
        return found
    repeated = (ITEM, f"keys that appear more than once: {len(item.repeated)}")
    return (repeated,) if isinstance(found, StatedOutcome) else (repeated, *found)


def _item_result(index: int, result: FeedbackResult) -> FeedbackItemResult:
    return FeedbackItemResult(
        index=index,
        result=result.state.value,
        reason=UNSET if result.unmatched is None else result.unmatched.value,
    )


_WHAT: Final[Json] = {
    HIRED: {"type": "boolean"},
    OUTCOME_AT: {
        "type": "string",
        "format": "date",
        "description": "When it happened, a day in UTC, today at the latest.",
    },
}
_NULLABLE_CODE: Final[Json] = {"anyOf": [CODE, NULL]}
_OF_DECISION: Final = closed_object(
    {
        REQUEST_ID: {
            "type": "string",
            "pattern": f"^[!-~]{{1,{LONGEST_REQUEST_ID}}}$",
            "description": "Of a decision that was answered to this client.",
        },
        PERSON: NULL,
        VAGA: NULL,
        **_WHAT,
    },
    required=[REQUEST_ID, HIRED, OUTCOME_AT],
)
_OF_PERSON: Final = closed_object(
    {
        REQUEST_ID: NULL,
        PERSON: CODE,
        VAGA: {
            **_NULLABLE_CODE,
            "description": "The vaga; without one, the person's latest decision counts.",
        },
        **_WHAT,
    },
    required=[PERSON, HIRED, OUTCOME_AT],
)


def _body(_profile: Profile) -> Json:
    return {
        ITEMS: [
            {REQUEST_ID: AN_ID, HIRED: False, OUTCOME_AT: "2024-03-05"},
            {PERSON: 31002, VAGA: 4530, HIRED: True, OUTCOME_AT: "2024-03-05"},
        ]
    }


ENDPOINT: Final = Endpoint(
    path="/feedback",
    method="post",
    name="feedback",
    tag="audit",
    summary="Report what became of people",
    description=(
        "1 to 1,000 items, at most 4 MiB, all kept together or, where one has a fault, none. An item is "
        "about the decision under its request id, or the person's latest one for the same vaga, else the "
        "latest without a vaga, made on the day of the outcome or before. The same outcome again is "
        "`repeated` and stored once; another one is `corrected`: both are kept, and the latest day counts, "
        "of one day the last report. What is about no decision is stored as `unmatched`."
    ),
    handler=feedback,
    needs=Scope.PREDICT,
    body=Body(
        name="Feedback",
        schema=closed_object(
            {
                ITEMS: {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": MOST_ITEMS,
                    "items": {"anyOf": [ref("OutcomeOfDecision"), ref("OutcomeOfPerson")]},
                }
            },
            required=[ITEMS],
        ),
        parts={"OutcomeOfDecision": _OF_DECISION, "OutcomeOfPerson": _OF_PERSON},
        examples={"two": _body},
    ),
    answer=FeedbackResults,
    example=lambda _profile: FeedbackResults(
        results=(
            FeedbackItemResult(index=0, result="stored"),
            FeedbackItemResult(index=1, result="unmatched", reason="no-decision"),
        )
    ),
)
