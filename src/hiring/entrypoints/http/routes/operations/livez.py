"""GET /livez: whether the process answers at all."""

from typing import Final, Literal

from msgspec import Struct

from hiring.domain.features import Profile
from hiring.entrypoints.http.endpoint import Endpoint


class Alive(Struct, frozen=True, kw_only=True):
    """The process answers."""

    status: Literal["ok"]


def livez() -> Alive:
    return Alive(status="ok")


def _example(_profile: Profile) -> Alive:
    return Alive(status="ok")


ENDPOINT: Final = Endpoint(
    path="/livez",
    name="livez",
    tag="operations",
    summary="Whether the process answers at all",
    description="Says nothing about the model or the store.",
    handler=livez,
    needs=None,
    probe=True,
    answer=Alive,
    example=_example,
)
