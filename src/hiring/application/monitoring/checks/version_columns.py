"""In which order a version's typed rows have their features."""

from collections.abc import Callable
from dataclasses import dataclass

from hiring.application.ports.models import ModelRegistry
from hiring.domain.models import ModelVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionColumns:
    """By a version's card: the registry's, or that of what serves, which need not be registered.

    Args:
        registry: Of the store whose rows are counted.
        serving: What serves; None where nothing does, or nobody can tell.
    """

    registry: ModelRegistry
    serving: Callable[[], ModelVersion | None]

    def __call__(self, version_id: str, profile: str) -> tuple[str, ...] | None:
        """The columns; None where neither knows a version of this id and profile."""
        registered = next((one for one in self.registry.versions() if one.id == version_id), None)
        version = registered or self.serving()
        if version is None or (version.id, version.card.profile) != (version_id, profile):
            return None
        return version.card.feature_columns
