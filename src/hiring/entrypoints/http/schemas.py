"""What several paths answer. Names are part of the contract: more may be added, none renamed."""

from datetime import date
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from hiring.domain.reasons import Reason

Probability = Annotated[float, Meta(ge=0, le=1)]


class Answer(Struct, frozen=True, kw_only=True):
    """A score and what the model makes of it; `reasons` where they are asked for, or were given before.

    `reasons` is null where the answer was given before without, by a model that is no longer kept.
    `vaga_codigo` and `data_candidatura` are there where the score is for a vaga; the code is null where its
    record was given in its place.
    """

    probabilidade_contratacao: Probability
    aprovado_pelo_modelo: bool
    threshold: Probability
    operating_mode: str
    codigo_profissional: int | None
    request_id: str
    vaga_codigo: int | UnsetType | None = UNSET
    data_candidatura: date | UnsetType = UNSET
    reasons: tuple[Reason, ...] | UnsetType | None = UNSET


class FieldFault(Struct, frozen=True, kw_only=True):
    """A field, by its path in the body, and what is wrong with it."""

    field: str
    reason: str


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RFC 9457; `type` is stable, `errors` names every fault, `unavailable` the part that is missing.

    `clients` are those that have used an ambiguous request id; the empty name is for answers without a key.
    """

    type: str
    title: str
    status: int
    detail: str
    instance: str
    request_id: str
    errors: tuple[FieldFault, ...] = ()
    unavailable: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
