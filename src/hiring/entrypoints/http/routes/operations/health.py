"""GET /health and /readyz: whether the next question would be answered."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, Literal

from litestar.di import NamedDependency
from msgspec import Struct

from hiring.domain.features import Profile
from hiring.entrypoints.http.endpoint import Endpoint
from hiring.entrypoints.http.resources.service import Service


class Health(Struct, frozen=True, kw_only=True):
    """Model, store and schema are ready; `time` is the service's own."""

    status: Literal["ok"]
    time: datetime


async def health(service: NamedDependency[Service]) -> Health:
    return Health(status="ok", time=await service.check())


def _example(_profile: Profile) -> Health:
    return Health(status="ok", time=datetime(2026, 11, 23, 5, 55, 23, 112508, tzinfo=UTC))


HEALTH: Final = Endpoint(
    path="/health",
    name="health",
    tag="operations",
    summary="Whether the model, store and schema are ready",
    description="For people and monitors.",
    handler=health,
    needs=None,
    probe=True,
    answer=Health,
    example=_example,
    refusals=(503,),
)
READYZ: Final = replace(
    HEALTH,
    path="/readyz",
    name="readyz",
    summary="The same, for orchestrators",
    description="503 takes the instance out of rotation; it is not a reason to restart it.",
)
