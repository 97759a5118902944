"""What the service answers. Names are part of the contract: more may be added, none renamed."""

from typing import Any

from msgspec import Struct

from hiring.domain.decisions import Decision
from hiring.domain.models import ModelVersion


class Answer(Struct, frozen=True, kw_only=True):
    """POST /predict."""

    probabilidade_contratacao: float
    aprovado_pelo_modelo: bool
    threshold: float
    operating_mode: str
    codigo_profissional: int | None
    request_id: str


class Health(Struct, frozen=True, kw_only=True):
    """GET /health, when all is well."""

    status: str
    time: str


class Version(Struct, frozen=True, kw_only=True):
    """GET /version."""

    operating_mode: str
    threshold: float
    feature_columns: tuple[str, ...]
    metadata: dict[str, Any]
    artifact_path: str
    version: str


class FieldFault(Struct, frozen=True, kw_only=True):
    """A field, by its path in the body, and what is wrong with it."""

    field: str
    reason: str


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RFC 9457 problem details; `type` is stable, `errors` names every offending field."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    request_id: str
    errors: tuple[FieldFault, ...] = ()
    unavailable: tuple[str, ...] = ()


def answer_of(decision: Decision) -> Answer:
    return Answer(
        probabilidade_contratacao=decision.score,
        aprovado_pelo_modelo=decision.approved,
        threshold=decision.threshold,
        operating_mode=decision.operating_mode,
        codigo_profissional=decision.codigo_profissional,
        request_id=decision.request_id,
    )


def version_of(model: ModelVersion) -> Version:
    return Version(
        operating_mode=model.card.operating_mode,
        threshold=model.card.threshold,
        feature_columns=model.card.feature_columns,
        metadata=dict(model.card.metadata),
        artifact_path=model.path,
        version=model.id,
    )
