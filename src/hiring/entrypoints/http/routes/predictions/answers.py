"""What all paths for scores share: how they are answered, and what is said of their parameters."""

from contextlib import suppress
from typing import Final

from hiring.application.serving.decide import PredictionRequest
from hiring.domain.decisions import Client, Decision
from hiring.domain.errors import HiringError
from hiring.domain.reasons import MOST_REASONS, Reason
from hiring.entrypoints.http.endpoint import Parameter
from hiring.entrypoints.http.requests.reading import EXPLAIN, IDEMPOTENCY_KEY
from hiring.entrypoints.http.resources.service import Service
from hiring.entrypoints.http.schemas import Answer, answer_of

LOGGED: Final = "The answer is durably logged before it is given."

EXPLAIN_PARAMETER: Final = Parameter(
    shared_as="Explain",
    name=EXPLAIN,
    place="query",
    description="How many reasons the answer is to have: the features that moved the score most, the "
    "strongest first, with their part in log-odds. Any other parameter is refused.",
    schema={"type": "integer", "minimum": 1, "maximum": MOST_REASONS},
    example=2,
)


def key_parameter(longest: int, *, shared_as: str, more: str = "") -> Parameter:
    """The caller's own request id."""
    return Parameter(
        shared_as=shared_as,
        name=IDEMPOTENCY_KEY,
        place="header",
        description="Request id of your own. The same key and body again give the first answer; the same "
        f"key with another body is refused.{more} It is logged and stored: put nothing personal into it.",
        schema={"type": "string", "pattern": f"^[!-~]{{1,{longest}}}$"},
    )


async def answers(
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
