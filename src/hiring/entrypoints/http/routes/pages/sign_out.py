"""POST /sign-out: take the cookie away."""

from typing import Any, Final

from litestar import Request
from litestar.response.base import ASGIResponse

from hiring.entrypoints.http.access.browser import over_tls, refuse_from_elsewhere, session_cookie
from hiring.entrypoints.http.access.refused_page import OF_A_FORM
from hiring.entrypoints.http.endpoint import Endpoint
from hiring.entrypoints.http.routes.pages.redirect import redirect


def sign_out(request: Request[Any, Any, Any]) -> ASGIResponse:
    refuse_from_elsewhere(request.scope)
    return redirect(request, "sign-in", session_cookie("", lasts_s=0, secure=over_tls(request.scope)))


ENDPOINT: Final = Endpoint(
    path="/sign-out",
    method="post",
    name="sign_out",
    tag="pages",
    summary="Remove the cookie",
    description="This browser forgets it; to end the session everywhere, revoke the key.",
    handler=sign_out,
    needs=None,
    leads_to="sign-in",
    refusals=(403, 503),
    exception_handlers=OF_A_FORM,
)
