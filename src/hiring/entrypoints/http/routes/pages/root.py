"""GET /: the way in."""

from typing import Any, Final

from litestar import Request
from litestar.response.base import ASGIResponse

from hiring.entrypoints.http.endpoint import Endpoint
from hiring.entrypoints.http.routes.pages.redirect import redirect


def root(request: Request[Any, Any, Any]) -> ASGIResponse:
    return redirect(request, "docs")


ENDPOINT: Final = Endpoint(
    path="/",
    name="root",
    tag="pages",
    summary="The way in",
    description="Redirects to `/docs`, also behind a path prefix.",
    handler=root,
    needs=None,
    leads_to="docs",
    refusals=(503,),
)
