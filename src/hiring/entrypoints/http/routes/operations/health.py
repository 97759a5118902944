"""GET /health and /readyz: whether the next question would be answered."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, Literal

from litestar.di import NamedDependency
from msgspec import Struct

from hiring.domain.features import Profile
from hiring.entrypoints.http.endpoint import Endpoint
from hiring.entrypoints.http.resources.service import Service
from hiring.entrypoints.partition_warning import partition_warning


class Health(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Model, store and schema are ready; `time` is the service's own.

    `warnings` says what has to be done before long, and is left out where that is nothing.
    """

    status: Literal["ok"]
    time: datetime
    warnings: tuple[str, ...] = ()


async def health(service: NamedDependency[Service]) -> Health:
    time, until = await service.check(), service.partitions_end
    return Health(status="ok", time=time, warnings=() if until is None else (partition_warning(until),))


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
