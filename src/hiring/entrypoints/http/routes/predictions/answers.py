"""What all paths for scores share: how they are answered, and what is said of their parameters."""

from typing import Final

from hiring.application.serving.read_vagas import VagaRequest
from hiring.domain.decisions import Client
from hiring.domain.errors import VagaMissing
from hiring.domain.reasons import MOST_REASONS
from hiring.entrypoints.http.endpoint import Parameter
from hiring.entrypoints.http.requests.reading import EXPLAIN, IDEMPOTENCY_KEY
from hiring.entrypoints.http.resources.service import Service
from hiring.entrypoints.http.schemas import Answer

LOGGED: Final = "The answer is durably logged before it is returned."

EXPLAIN_PARAMETER: Final = Parameter(
    shared_as="Explain",
    name=EXPLAIN,
    place="query",
    description=(
        "How many reasons to return: the features that moved the score most, strongest first, with "
        "their parts in log-odds. Any other parameter is refused."
    ),
    schema={"type": "integer", "minimum": 1, "maximum": MOST_REASONS},
    example=2,
)


def key_parameter(longest: int, *, shared_as: str, more: str = "") -> Parameter:
    """The caller's own request id."""
    return Parameter(
        shared_as=shared_as,
        name=IDEMPOTENCY_KEY,
        place="header",
        description=(
            "Your own request id. The same key and body again return the first answer; the same key "
            f"with another body is refused.{more} It is logged and stored: put nothing personal in it."
        ),
        schema={"type": "string", "pattern": f"^[!-~]{{1,{longest}}}$"},
    )


async def answer_for_vaga(service: Service, question: VagaRequest, *, client: Client, reasons: int) -> Answer:
    """The answer about one person and one vaga.

    Raises:
        VagaMissing: The store has no record of the vaga; nothing was logged.
        NoVagaModel: Nothing is published for that.
        What `Service.answers` raises.
    """
    (answer,) = await service.answers_for_vagas([question], client=client, reasons=reasons)
    if isinstance(answer, VagaMissing):
        raise answer
    return answer
