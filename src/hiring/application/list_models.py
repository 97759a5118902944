"""Which models there are, which one serves, and which served when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hiring.application.model_archive import ModelArchive
from hiring.application.model_ports import ModelRegistry
from hiring.domain.errors import ArtifactCorrupt, ModelMissing
from hiring.domain.models import Deployment, ModelVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """Registered versions, oldest training first; `serves` is the id of what is published and sound."""

    versions: Sequence[ModelVersion]
    serves: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A deployment with the version's threshold and mode, where the version is registered."""

    deployment: Deployment
    version: ModelVersion | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListModels:
    """What the registry knows."""

    models: ModelArchive
    registry: ModelRegistry

    def __call__(self) -> Models:
        """The versions."""
        return Models(versions=self.registry.versions(), serves=self._serves())

    def history(self, at: datetime | None = None) -> list[Event]:
        """Every deployment, oldest first; with `at`, only the one that was in force then at this place."""
        known: Mapping[str, ModelVersion] = {version.id: version for version in self.registry.versions()}
        events = [
            Event(deployment=event, version=known.get(event.version_id))
            for event in self.registry.deployments()
        ]
        if at is None:
            return events
        place = self.models.place
        return [e for e in events if e.deployment.path == place and e.deployment.at <= at][-1:]

    def _serves(self) -> str | None:
        try:
            return self.models.current().id
        except (ModelMissing, ArtifactCorrupt):
            return None
