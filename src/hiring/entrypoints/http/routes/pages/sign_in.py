"""GET and POST /sign-in: a form for a key, and what becomes of it."""

import asyncio
from collections.abc import Collection
from http import HTTPStatus
from typing import Any, ClassVar, Final
from urllib.parse import parse_qsl

from litestar import HttpMethod, MediaType, Request
from litestar.di import NamedDependency
from litestar.response.base import ASGIResponse

from hiring.domain.access.sessions import LASTS, SESSION_COOKIE
from hiring.entrypoints.http.access.browser import (
    is_page_of_ours,
    over_tls,
    refuse_from_elsewhere,
    session_cookie,
)
from hiring.entrypoints.http.access.refused_page import OF_A_FORM, look_of
from hiring.entrypoints.http.access.sign_in import SignIn
from hiring.entrypoints.http.access.sign_in_page import KEY_FIELD, NEXT_FIELD, form_page, signed_in_page
from hiring.entrypoints.http.endpoint import Body, Endpoint
from hiring.entrypoints.http.json_schema import Json
from hiring.entrypoints.http.requests.reading import require_content_type, whole_body
from hiring.entrypoints.http.requests.refusals import InvalidRequest, RefusedRequest
from hiring.entrypoints.http.routes.pages.redirect import redirect

_MEDIA_TYPE: Final = "application/x-www-form-urlencoded"
MAX_FORM: Final = 4 * 1024

_FORM_WITHIN_S: Final = 5.0

AnyRequest = Request[Any, Any, Any]


class InvalidForm(InvalidRequest):
    """The form has no key, or more than one."""

    code: ClassVar[str] = "invalid-form"


async def sign_in(request: AnyRequest, sign_in_service: NamedDependency[SignIn]) -> ASGIResponse:
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
        token, wanted = await _form(request, sign_in_service.pages)
    address = request.client.host if request.client else ""
    session = sign_in_service.session_for(token, address)
    cookie = session_cookie(session, lasts_s=int(LASTS.total_seconds()), secure=over_tls(request.scope))
    return redirect(request, wanted or "sign-in", cookie)


async def _form(request: AnyRequest, pages: Collection[str]) -> tuple[str, str]:
    """The token, and the page of ours to go to; empty if none is asked for."""
    require_content_type(request, _MEDIA_TYPE)
    try:
        async with asyncio.timeout(_FORM_WITHIN_S):
            body = await whole_body(request, most=MAX_FORM)
    except TimeoutError:
        detail = "the form arrived too slowly"
        raise RefusedRequest(status_code=HTTPStatus.REQUEST_TIMEOUT, detail=detail) from None
    fields = parse_qsl(body.decode("latin-1"), keep_blank_values=True)
    tokens = [value for name, value in fields if name == KEY_FIELD]
    if len(tokens) != 1:
        raise InvalidForm([(KEY_FIELD, "must be there once")])
    wanted = next((value for name, value in fields if name == NEXT_FIELD), "")
    return tokens[0], wanted if is_page_of_ours(wanted, pages) else ""


_SIGN_IN: Final[Json] = {
    "type": "object",
    "properties": {KEY_FIELD: {"type": "string", "description": "As `hiring-cli keys create` printed it"}},
    "required": [KEY_FIELD],
}

PAGE: Final = Endpoint(
    path="/sign-in",
    name="sign_in_page",
    tag="pages",
    summary="A form for a key, or who is signed in",
    description="In Portuguese or English, by Accept-Language.",
    handler=sign_in,
    needs=None,
    answer=str,
    media_type=MediaType.HTML.value,
    example=lambda _profile: "<!doctype html>",
    refusals=(503,),
    exception_handlers=OF_A_FORM,
)
FORM: Final = Endpoint(
    path="/sign-in",
    method="post",
    name="sign_in",
    tag="pages",
    summary="Sign in with a key, in a browser",
    description=f"Sets the cookie `{SESSION_COOKIE}` for 12 hours: signed, not readable by scripts, and "
    "never the key. It opens what GET reads within the key's scopes, and nothing else; it ends with the "
    "key. After ten wrong keys a minute from one address, or a hundred in all, no key is checked "
    "for a while. Browsers, which ask for text/html, get refusals as a page.",
    handler=sign_in,
    needs=None,
    body=Body(
        name="SignIn",
        schema=_SIGN_IN,
        examples={"key": lambda _profile: {KEY_FIELD: "hk_0123456789ab_secret"}},
        media_type=_MEDIA_TYPE,
    ),
    leads_to="sign-in",
    refusals=(401, 403, 429, 503),
    exception_handlers=OF_A_FORM,
)
