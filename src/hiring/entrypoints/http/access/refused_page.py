"""A refusal as the form to sign in, for people in a browser; programs get the problem itself."""

from collections.abc import Callable, Collection
from http import HTTPStatus
from typing import Any, Final, TypeVar

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from hiring.domain.errors import HiringError
from hiring.entrypoints.http.access.browser import (
    is_page_of_ours,
    steps_up,
    target_of,
    wants_page,
    wants_portuguese,
)
from hiring.entrypoints.http.access.sign_in_page import Look, form_page
from hiring.entrypoints.http.problems import on_hiring_error, on_http_exception

AnyRequest = Request[Any, Any, Any]
E = TypeVar("E", bound=Exception)


def look_of(request: AnyRequest) -> Look:
    """How a page is to look that answers this request."""
    return Look(portuguese=wants_portuguese(request.scope), up=steps_up(request.scope))


def on_page_without_key(
    request: AnyRequest, error: HTTPException, *, pages: Collection[str]
) -> Response[Any]:
    """A page was asked for, and nobody is signed in: the form leads to it, if it is one of these."""
    scope = request.scope
    if scope["method"] not in {"GET", "HEAD"}:
        return on_http_exception(request, error)
    target = target_of(scope)
    wanted = target if is_page_of_ours(target, pages) else ""
    return _shown(on_http_exception, lambda _: form_page(look_of(request), elsewhere=True, wanted=wanted))(
        request, error
    )


def _shown(
    answer: Callable[[AnyRequest, E], Response[Any]], page: Callable[[HTTPStatus], bytes] | None = None
) -> Callable[[AnyRequest, E], Response[Any]]:
    def shown(request: AnyRequest, error: E) -> Response[Any]:
        problem = answer(request, error)
        if not wants_page(request.scope):
            return problem
        status = HTTPStatus(problem.status_code or HTTPStatus.BAD_REQUEST)
        content = page(status) if page else form_page(look_of(request), refused=status)
        headers = dict(problem.headers)
        return Response(content, status_code=status, media_type=MediaType.HTML, headers=headers)

    return shown


OF_A_FORM: Final[ExceptionHandlersMap] = {
    HTTPException: _shown(on_http_exception),
    HiringError: _shown(on_hiring_error),
}
"""Exception handlers of the paths that forms are sent to."""
