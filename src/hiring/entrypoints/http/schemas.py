"""What the service answers. Names are part of the contract: more may be added, none renamed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from hiring.domain.decisions import Decision
from hiring.domain.models import ModelVersion
from hiring.domain.reasons import Reason

Probability = Annotated[float, Meta(ge=0, le=1)]


class Answer(Struct, frozen=True, kw_only=True):
    """A score and what the model makes of it; `reasons` where they are asked for, or were given before.

    `reasons` is null where the answer was given before without, by a model that is no longer kept.
    """

    probabilidade_contratacao: Probability
    aprovado_pelo_modelo: bool
    threshold: Probability
    operating_mode: str
    codigo_profissional: int | None
    request_id: str
    reasons: tuple[Reason, ...] | UnsetType | None = UNSET


class LoggedDecision(Struct, frozen=True, kw_only=True):
    """What was answered, when, by which model, and about which features; null for an unknown feature.

    `client` and `client_key_id` say to whom, and are empty for answers without a key. `reasons` are those
    that were given with the answer, null for none; with `?explain=N`, the N strongest, worked out again.
    """

    request_id: str
    at: datetime
    codigo_profissional: int | None
    score: Probability
    approved: bool
    threshold: Probability
    operating_mode: str
    model_version: str
    model_path: str
    features: Mapping[str, float | None]
    client: str
    client_key_id: str
    profile: str
    vaga_codigo: int | None
    reasons: tuple[Reason, ...] | None


class Alive(Struct, frozen=True, kw_only=True):
    """The process answers."""

    status: Literal["ok"]


class Health(Struct, frozen=True, kw_only=True):
    """Model, store and schema are ready; `time` is the service's own."""

    status: Literal["ok"]
    time: datetime


class Version(Struct, frozen=True, kw_only=True):
    """The model that serves: what it promises, the features it takes, and what is known of its training."""

    operating_mode: str
    threshold: Probability
    feature_columns: tuple[str, ...]
    metadata: dict[str, Any]
    artifact_path: str
    version: str


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


class BatchItemResult(Struct, frozen=True, kw_only=True):
    """Of one item: either the answer, or the problem with the item."""

    answer: Answer | UnsetType = UNSET
    problem: Problem | UnsetType = UNSET


class BatchResults(Struct, frozen=True, kw_only=True):
    """One outcome for each item, in their order."""

    results: tuple[BatchItemResult, ...]


def answer_of(decision: Decision, reasons: tuple[Reason, ...] | UnsetType | None = UNSET) -> Answer:
    """The answer, with the reasons that are stored with it, or else with these."""
    return Answer(
        probabilidade_contratacao=decision.score,
        aprovado_pelo_modelo=decision.approved,
        threshold=decision.threshold,
        operating_mode=decision.operating_mode,
        codigo_profissional=decision.codigo_profissional,
        request_id=decision.request_id,
        reasons=reasons if decision.reasons is None else decision.reasons,
    )


def logged_decision(decision: Decision, reasons: tuple[Reason, ...] | None) -> LoggedDecision:
    return LoggedDecision(
        request_id=decision.request_id,
        at=decision.at,
        codigo_profissional=decision.codigo_profissional,
        score=decision.score,
        approved=decision.approved,
        threshold=decision.threshold,
        operating_mode=decision.operating_mode,
        model_version=decision.model_version,
        model_path=decision.model_path,
        features=decision.payload,
        client=decision.client.name,
        client_key_id=decision.client.key_id,
        profile=decision.profile,
        vaga_codigo=decision.vaga_codigo,
        reasons=reasons,
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
