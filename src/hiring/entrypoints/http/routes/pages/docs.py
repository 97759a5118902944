"""GET /docs: the contract, for people."""

from typing import Final

from litestar import MediaType
from litestar.di import NamedDependency

from hiring.entrypoints.http.endpoint import Endpoint
from hiring.entrypoints.http.openapi.contract import Contract


def docs(contract: NamedDependency[Contract]) -> bytes:
    return contract.page


ENDPOINT: Final = Endpoint(
    path="/docs",
    name="docs",
    tag="pages",
    summary="This document as a page to read",
    description="One page that has no scripts and loads nothing else.",
    handler=docs,
    needs=None,
    answer=str,
    media_type=MediaType.HTML.value,
    example=lambda _profile: "<!doctype html>",
    refusals=(503,),
)
