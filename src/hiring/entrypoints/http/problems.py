"""What a failure means over HTTP: RFC 9457 problem details, whatever went wrong."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap
from msgspec import structs

from hiring.domain.errors import (
    DecisionAmbiguous,
    HiringError,
    InvalidFeatures,
    InvalidFeedback,
    InvalidRanking,
    StoreUnavailable,
    Unavailable,
)
from hiring.entrypoints.advice import with_advice
from hiring.entrypoints.http.access.authenticator import KeysUnread
from hiring.entrypoints.http.middleware.gate import Trace, trace_of
from hiring.entrypoints.http.observability.bugs import bug_facts
from hiring.entrypoints.http.problem_types import CALLERS_ADVICE, PREFIX, status_of
from hiring.entrypoints.http.requests.refusals import RETRY_AFTER_S, InvalidRequest, RefusedRequest
from hiring.entrypoints.http.resources.parts import ResourceUnavailable
from hiring.entrypoints.http.schemas import FieldFault, Problem

MEDIA_TYPE: Final = "application/problem+json"

_CODES: Final = {
    HTTPStatus.BAD_REQUEST: "malformed-request",
    HTTPStatus.REQUEST_TIMEOUT: "too-slow",
    HTTPStatus.REQUEST_URI_TOO_LONG: "path-too-long",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "headers-too-large",
    HTTPStatus.UNAUTHORIZED: "unauthorized",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.NOT_FOUND: "no-such-path",
    HTTPStatus.METHOD_NOT_ALLOWED: "method-not-allowed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "body-too-large",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "unsupported-media-type",
    HTTPStatus.TOO_MANY_REQUESTS: "too-many-attempts",
    HTTPStatus.SERVICE_UNAVAILABLE: "overloaded",
    HTTPStatus.INTERNAL_SERVER_ERROR: "internal-error",
}
_DETAILS: Final = {
    HTTPStatus.BAD_REQUEST: "the request cannot be understood",
    HTTPStatus.NOT_FOUND: "there is nothing at this path: see /schema/openapi.json",
    HTTPStatus.METHOD_NOT_ALLOWED: "this path does not allow this method: see the Allow header",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "the body is larger than this path accepts",
    HTTPStatus.INTERNAL_SERVER_ERROR: "an error in this service; its log has the request id",
}

AnyRequest = Request[Any, Any, Any]


def refusal_problem(request_id: str, status: HTTPStatus, detail: str) -> Problem:
    """What is said to a request of which no application hears."""
    return _problem(Trace(request_id), status, code=_CODES[status], detail=detail)


def on_hiring_error(request: AnyRequest, error: HiringError) -> Response[Problem]:
    """A failure that the caller can act on."""
    trace = trace_of(request)
    if isinstance(error, Unavailable):
        trace.facts["reason"] = with_advice(error)
    return _response(problem_of(error, trace))


def problem_of(error: HiringError, trace: Trace) -> Problem:
    """The same as a document: of a request, or of one item of it."""
    faults = getattr(error, "faults", ())
    return structs.replace(
        _problem(trace, status_of(error), code=error.code, detail=_detail_of(error)),
        errors=tuple(FieldFault(field=field, reason=reason) for field, reason in faults),
        unavailable=(error.part,) if isinstance(error, ResourceUnavailable | KeysUnread) else (),
        clients=error.clients if isinstance(error, DecisionAmbiguous) else (),
    )


def on_http_exception(request: AnyRequest, error: HTTPException) -> Response[Problem]:
    """A refusal by the framework, in our words: its own may hold what was sent."""
    status = HTTPStatus(error.status_code)
    detail = error.detail if isinstance(error, RefusedRequest) else _DETAILS.get(status, status.phrase)
    code = getattr(error, "code", None) or _CODES.get(status, "request-refused")
    response = _response(_problem(trace_of(request), status, code=code, detail=detail))
    response.headers.update(error.headers or {})  # Allow, WWW-Authenticate
    return response


def on_bug(request: AnyRequest, error: Exception) -> Response[Problem]:
    """Anything else: the log names its class and place, and leaves out its message, which may hold values."""
    trace = trace_of(request)
    bug = bug_facts(error)
    trace.facts.update(exception=bug.kind, where=bug.where)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return _response(_problem(trace, status, code=_CODES[status], detail=_DETAILS[status]))


HANDLERS: Final[ExceptionHandlersMap] = {
    HiringError: on_hiring_error,
    HTTPException: on_http_exception,
    Exception: on_bug,
}


def _detail_of(error: HiringError) -> str:
    if isinstance(error, InvalidFeatures | InvalidFeedback | InvalidRanking | InvalidRequest):
        return "every fault is named in errors"
    if isinstance(error, StoreUnavailable):
        return "the answer may not have been logged, so it was not given: ask again with the same key"
    advice = next((CALLERS_ADVICE[kind] for kind in type(error).__mro__ if kind in CALLERS_ADVICE), "")
    return f"{error}: {advice}" if advice else str(error)


def _problem(trace: Trace, status: HTTPStatus, *, code: str, detail: str) -> Problem:
    trace.facts["code"] = code
    return Problem(
        type=f"{PREFIX}{code}",
        title=code.replace("-", " ").capitalize(),
        status=status,
        detail=detail,
        instance=f"urn:hiring:request:{quote(trace.request_id, safe='')}",
        request_id=trace.request_id,
    )


def _response(problem: Problem) -> Response[Problem]:
    later = {"Retry-After": str(RETRY_AFTER_S)} if problem.status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return Response(problem, status_code=problem.status, media_type=MEDIA_TYPE, headers=later)
