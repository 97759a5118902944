"""Which problems the service answers with: the code, the status and the meaning of each.

Nothing here needs the web framework: the command line explains the same codes.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final, NamedTuple

from hiring.domain.errors import (
    Conflict,
    DecisionAmbiguous,
    DecisionConflict,
    HiringError,
    InvalidInput,
    NotFound,
    Overloaded,
    RankConflict,
    Unavailable,
    VagaMissing,
)

PREFIX: Final = "urn:hiring:problem:"
"""What stands before the code in a problem's `type`."""

STATUS: Final[Mapping[type[HiringError], HTTPStatus]] = {
    InvalidInput: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    DecisionConflict: HTTPStatus.UNPROCESSABLE_ENTITY,  # as the Idempotency-Key draft has it
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}

CALLERS_ADVICE: Final[Mapping[type[HiringError], str]] = {
    DecisionAmbiguous: "name one of them with ?client=",
    DecisionConflict: "use a new id for a new request",
    RankConflict: "use a new id for a new request",
    VagaMissing: "give another code as `vaga`, or the vaga's record in its place",
    Overloaded: "try again in a moment",
}
"""What the caller can do, where the message does not say it; commands and settings are not theirs."""


class ProblemType(NamedTuple):
    """One type of problem."""

    code: str
    status: int
    meaning: str


PROBLEM_TYPES: Final = (
    ProblemType(
        "malformed-request",
        400,
        "The request is not HTTP, or its body is not UTF-8, not JSON or nested too deeply.",
    ),
    ProblemType("unauthorized", 401, "No key was sent, or one that is unknown or revoked."),
    ProblemType("forbidden", 403, "The key lacks the scope that this path needs."),
    ProblemType("no-such-path", 404, "There is nothing at this path."),
    ProblemType("decision-missing", 404, "No decision was logged under this request id."),
    ProblemType("decision-retired", 404, "The decision's month is no longer in the audit log."),
    ProblemType(
        "version-not-kept",
        404,
        "The model that answered is no longer kept, so its answer cannot be explained.",
    ),
    ProblemType("vaga-missing", 404, "The store has no record of the vaga, or an empty one."),
    ProblemType(
        "candidates-missing",
        404,
        "The store has no record of some candidates: all of them are in `errors`.",
    ),
    ProblemType("table-missing", 404, "The vagas or the applicants were never read into the store."),
    ProblemType(
        "method-not-allowed",
        405,
        "The path does not allow this method; the Allow header lists those it does.",
    ),
    ProblemType("too-slow", 408, "The body did not arrive in time."),
    ProblemType("decision-ambiguous", 409, "Several clients have used this id: `clients` names them."),
    ProblemType("rank-conflict", 409, "The id was used before with another body, or for another list."),
    ProblemType("body-too-large", 413, "The body is larger than this path accepts."),
    ProblemType("path-too-long", 414, "Path and query are too long."),
    ProblemType("unsupported-media-type", 415, "The body is not application/json, or it is compressed."),
    ProblemType(
        "invalid-features", 422, "Features are missing, unknown or wrong: all of them are in `errors`."
    ),
    ProblemType(
        "invalid-applicant", 422, "The raw record cannot be used: every fault is in `errors`, by its path."
    ),
    ProblemType("invalid-batch", 422, "The body as a whole is not a batch."),
    ProblemType(
        "invalid-feedback", 422, "Reports of outcomes have faults: all are in `errors`, by the item's number."
    ),
    ProblemType("invalid-ranking", 422, "What a list is asked of has faults: all of them are in `errors`."),
    ProblemType(
        "invalid-query",
        422,
        "The query has parameters that this path does not accept, or unusable values.",
    ),
    ProblemType("invalid-idempotency-key", 422, "The header Idempotency-Key cannot be a request id."),
    ProblemType("decision-conflict", 422, "The request id was used before with another body."),
    ProblemType("invalid-form", 422, "The form has no field `key`, or more than one."),
    ProblemType(
        "too-many-attempts", 429, "Too many wrong keys were tried: wait as long as Retry-After says."
    ),
    ProblemType(
        "too-many-requests",
        429,
        "Too many requests of this caller are in progress: wait for their answers.",
    ),
    ProblemType("headers-too-large", 431, "There are too many headers, or they are too large."),
    ProblemType("internal-error", 500, "An error in this service; its log has the request id."),
    ProblemType("unavailable", 503, "The model, store or schema is not available: `unavailable` names it."),
    ProblemType("no-vaga-model", 503, "A vaga is named, and no model that reads vagas is published."),
    ProblemType(
        "store-unavailable",
        503,
        "It is not certain that the answer was logged: ask again with the same key.",
    ),
    ProblemType(
        "artifact-corrupt",
        503,
        "The model that answered does not match its digests: nothing was explained.",
    ),
    ProblemType(
        "rule-table-mismatch",
        503,
        "The model that answered was trained with other feature rules than this program has.",
    ),
    ProblemType("overloaded", 503, "Too many requests are waiting: try again in a moment."),
)
"""By status; the type is `urn:hiring:problem:CODE`, and never changes."""


def status_for(kind: type[HiringError]) -> HTTPStatus:
    """The status of an error's family."""
    return next(STATUS[each] for each in kind.__mro__ if each in STATUS)


def status_of(error: HiringError) -> HTTPStatus:
    return status_for(type(error))
