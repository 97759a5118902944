"""The paths for people in a browser: the way in, the contract as a page, signing in and out."""

import asyncio
from http import HTTPStatus
from typing import Any, ClassVar, Final
from urllib.parse import parse_qsl

from litestar import HttpMethod, MediaType, Request, post, route
from litestar.di import NamedDependency
from litestar.response.base import ASGIResponse
from litestar.types import ControllerRouterHandler

from hiring.domain.access.sessions import LASTS
from hiring.entrypoints.http.access.browser import (
    address_below,
    is_page_of_ours,
    over_tls,
    refuse_from_elsewhere,
    session_cookie,
)
from hiring.entrypoints.http.access.sign_in import SignIn
from hiring.entrypoints.http.middleware.guard import NEEDS
from hiring.entrypoints.http.openapi import docs_page
from hiring.entrypoints.http.requests.features_request import InvalidRequest
from hiring.entrypoints.http.requests.reading import require_content_type, whole_body
from hiring.entrypoints.http.requests.strict_json import RefusedRequest
from hiring.entrypoints.http.routes.refused_page import OF_A_FORM, look_of
from hiring.entrypoints.http.routes.sign_in_page import KEY_FIELD, NEXT_FIELD, form_page, signed_in_page

FORM: Final = "application/x-www-form-urlencoded"
MAX_FORM: Final = 4 * 1024

_READ: Final = (HttpMethod.GET, HttpMethod.HEAD)
_FREE: Final = {NEEDS: None}
_FORM_WITHIN_S: Final = 5.0

AnyRequest = Request[Any, Any, Any]


class InvalidForm(InvalidRequest):
    """The form has no key, or more than one."""

    code: ClassVar[str] = "invalid-form"


@route("/", http_method=_READ, opt=_FREE, sync_to_thread=False)
def root(request: AnyRequest) -> ASGIResponse:
    return _leading_to(request, "docs")


@route("/docs", http_method=_READ, opt=_FREE, media_type=MediaType.HTML, sync_to_thread=False)
def docs() -> bytes:
    return docs_page.page()


@route("/sign-in", http_method=(*_READ, HttpMethod.POST), opt=_FREE, exception_handlers=OF_A_FORM)
async def sign_in(request: AnyRequest, sign_in_service: NamedDependency[SignIn]) -> ASGIResponse:
    """One handler for all methods of the path: Litestar's answer to OPTIONS knows one."""
    if request.method == HttpMethod.POST:
        return await _signed_in(request, sign_in_service)
    key, look = sign_in_service.holder(request.scope), look_of(request)
    page = form_page(look, asks=sign_in_service.asks) if key is None else signed_in_page(look, key)
    if request.method == HttpMethod.HEAD:  # a body, even one that is not sent, is a bug to Litestar
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(page))}
        return ASGIResponse(headers=headers, is_head_response=True)
    return ASGIResponse(body=page, media_type=MediaType.HTML)


async def _signed_in(request: AnyRequest, sign_in_service: SignIn) -> ASGIResponse:
    refuse_from_elsewhere(request.scope)
    with sign_in_service.a_form():
        token, wanted = await _form(request)
    address = request.client.host if request.client else ""
    session = sign_in_service.session_for(token, address)
    cookie = session_cookie(session, lasts_s=int(LASTS.total_seconds()), secure=over_tls(request.scope))
    return _leading_to(request, wanted or "sign-in", cookie)


@post("/sign-out", opt=_FREE, exception_handlers=OF_A_FORM, sync_to_thread=False)
def sign_out(request: AnyRequest) -> ASGIResponse:
    refuse_from_elsewhere(request.scope)
    return _leading_to(request, "sign-in", session_cookie("", lasts_s=0, secure=over_tls(request.scope)))


async def _form(request: AnyRequest) -> tuple[str, str]:
    """The token, and the page of ours to go to; empty if none is asked for."""
    require_content_type(request, FORM)
    try:
        async with asyncio.timeout(_FORM_WITHIN_S):
            body = await whole_body(request, most=MAX_FORM)
    except TimeoutError:
        detail = "the form came too slowly"
        raise RefusedRequest(status_code=HTTPStatus.REQUEST_TIMEOUT, detail=detail) from None
    fields = parse_qsl(body.decode("latin-1"), keep_blank_values=True)
    tokens = [value for name, value in fields if name == KEY_FIELD]
    if len(tokens) != 1:
        raise InvalidForm([(KEY_FIELD, "must be there once")])
    wanted = next((value for name, value in fields if name == NEXT_FIELD), "")
    return tokens[0], wanted if is_page_of_ours(wanted) else ""


def _leading_to(request: AnyRequest, page: str, cookie: str = "") -> ASGIResponse:
    """Go on with GET; a relative address leads there too, whatever stands before our paths."""
    headers = {"Location": address_below(request.scope, page), **({"Set-Cookie": cookie} if cookie else {})}
    return ASGIResponse(status_code=HTTPStatus.SEE_OTHER, headers=headers, media_type=MediaType.TEXT)


PAGES: Final[list[ControllerRouterHandler]] = [root, docs, sign_in, sign_out]
