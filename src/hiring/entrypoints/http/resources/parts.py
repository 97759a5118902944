"""The parts of a service that may be missing, and what is said then."""

from collections.abc import Awaitable
from typing import ClassVar, Literal, TypeVar

from hiring.domain.errors import SchemaMismatch, StoreUnavailable, Unavailable

T = TypeVar("T")

Part = Literal["store", "schema", "model", "vaga-model", "list-maker", "look"]


class ResourceUnavailable(Unavailable):
    """A part of the service could not be opened, or does not answer; the log has the reason."""

    code: ClassVar[str] = "unavailable"

    def __init__(self, part: Part, cause: str) -> None:
        super().__init__(f"the {part} is not available: {cause}")
        self.part: Part = part


class NoVagaModel(ResourceUnavailable):
    """A vaga was named, and no model that reads vagas is published."""

    code: ClassVar[str] = "no-vaga-model"

    def __init__(self) -> None:
        super().__init__(
            "vaga-model", "none is published: ask again when one is, or about a person alone, without `vaga`"
        )


async def of_store(reading: Awaitable[T]) -> T:
    """What is read, or which part is missing."""
    try:
        return await reading
    except SchemaMismatch as cause:
        raise ResourceUnavailable("schema", cause.code) from cause
    except StoreUnavailable as cause:
        raise ResourceUnavailable("store", cause.code) from cause
