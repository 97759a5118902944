"""GET /schema/openapi.json: the contract, for programs."""

from typing import Final

from litestar.di import NamedDependency

from hiring.entrypoints.http.endpoint import Endpoint
from hiring.entrypoints.http.openapi.contract import Contract


def openapi_json(contract: NamedDependency[Contract]) -> bytes:
    return contract.json


ENDPOINT: Final = Endpoint(
    path="/schema/openapi.json",
    name="openapi",
    tag="pages",
    summary="This document",
    description="OpenAPI 3.1.",
    handler=openapi_json,
    needs=None,
    answer=dict,
    media_type="application/vnd.oai.openapi+json",
    example=lambda _profile: {"openapi": "3.1.0"},
    refusals=(503,),
)
