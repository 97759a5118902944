"""On to another of our pages."""

from http import HTTPStatus
from typing import Any

from litestar import MediaType, Request
from litestar.response.base import ASGIResponse

from hiring.entrypoints.http.access.browser import address_below


def redirect(request: Request[Any, Any, Any], page: str, cookie: str = "") -> ASGIResponse:
    """Go on with GET; a relative address leads there too, whatever stands before our paths."""
    headers = {"Location": address_below(request.scope, page), **({"Set-Cookie": cookie} if cookie else {})}
    return ASGIResponse(status_code=HTTPStatus.SEE_OTHER, headers=headers, media_type=MediaType.TEXT)
