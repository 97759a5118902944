"""What all paths for scores share: how they are answered, and what is said of their parameters."""

from typing import Final

from hiring.domain.reasons import MOST_REASONS
from hiring.entrypoints.http.endpoint import Parameter
from hiring.entrypoints.http.requests.reading import EXPLAIN, IDEMPOTENCY_KEY

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
