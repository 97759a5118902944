"""GET /version: which model serves."""

from functools import lru_cache
from typing import Any, Final

from litestar.di import NamedDependency
from msgspec import Struct

from hiring.domain.features import Profile
from hiring.domain.models import ModelVersion
from hiring.entrypoints.http.endpoint import Endpoint
from hiring.entrypoints.http.resources.service import Service
from hiring.entrypoints.http.schemas import Probability
from hiring.training_json import encode_record


class Version(Struct, frozen=True, kw_only=True):
    """The model that serves: what it promises, the features it takes, and what is known of its training."""

    operating_mode: str
    threshold: Probability
    feature_columns: tuple[str, ...]
    metadata: dict[str, Any]
    artifact_path: str
    version: str


def version(service: NamedDependency[Service]) -> Version:
    return version_of(service.model)


@lru_cache(maxsize=1)  # the same from one deployment to the next
def version_of(model: ModelVersion) -> Version:
    return Version(
        operating_mode=model.card.operating_mode,
        threshold=model.card.threshold,
        feature_columns=model.card.feature_columns,
        metadata=encode_record(model.card.training),
        artifact_path=model.path,
        version=model.id,
    )


def _example(profile: Profile) -> Version:
    return Version(
        operating_mode="prec80",
        threshold=0.9011,
        feature_columns=profile.features,
        metadata={"min_precision": 0.8},
        artifact_path="artifacts/modelo_prec80.joblib",
        version="20261123T055523Z-485af9ff",
    )


ENDPOINT: Final = Endpoint(
    path="/version",
    name="version",
    tag="operations",
    summary="Which model serves, and what it promises",
    description="`feature_columns` are the names that `/predict` accepts.",
    handler=version,
    needs="any",
    answer=Version,
    example=_example,
)
