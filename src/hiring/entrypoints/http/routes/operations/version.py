"""GET /version: which models serve."""

from functools import lru_cache
from typing import Any, Final

from litestar.di import NamedDependency
from msgspec import Struct
from msgspec.structs import asdict

from hiring.domain.features import Profile
from hiring.domain.models import ModelVersion
from hiring.entrypoints.http.endpoint import Endpoint
from hiring.entrypoints.http.resources.service import Service
from hiring.entrypoints.http.schemas import Probability
from hiring.training_json import encode_record


class ServingModel(Struct, frozen=True, kw_only=True):
    """A model that serves: what it promises, the features it takes, and what is known of its training."""

    operating_mode: str
    threshold: Probability
    feature_columns: tuple[str, ...]
    metadata: dict[str, Any]
    artifact_path: str
    version: str
    profile: str


class Version(ServingModel, frozen=True, kw_only=True):
    """The model that serves, and that of requests about a vaga: null where none is published."""

    vaga_model: ServingModel | None


def version(service: NamedDependency[Service]) -> Version:
    of_vagas = service.vaga_model
    return Version(
        **asdict(_described(service.model)), vaga_model=None if of_vagas is None else _described(of_vagas)
    )


@lru_cache(maxsize=2)  # the same from one deployment to the next
def _described(model: ModelVersion) -> ServingModel:
    return ServingModel(
        operating_mode=model.card.operating_mode,
        threshold=model.card.threshold,
        feature_columns=model.card.feature_columns,
        metadata=encode_record(model.card.training),
        artifact_path=model.path,
        version=model.id,
        profile=model.card.profile,
    )


def _example(profile: Profile) -> Version:
    return Version(
        operating_mode="prec80",
        threshold=0.9011,
        feature_columns=profile.features,
        metadata={"min_precision": 0.8},
        artifact_path="artifacts/modelo_prec80.joblib",
        version="20261123T055523Z-485af9ff",
        profile=profile.name,
        vaga_model=None,
    )


ENDPOINT: Final = Endpoint(
    path="/version",
    name="version",
    tag="operations",
    summary="Which models serve, and what they promise",
    description=(
        "`feature_columns` are the names that `/predict` accepts. `vaga_model` answers about a vaga; null: "
        "none is published."
    ),
    handler=version,
    needs="any",
    answer=Version,
    example=_example,
)
