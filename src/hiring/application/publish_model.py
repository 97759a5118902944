"""A stored version begins to serve."""

from dataclasses import dataclass

from hiring.application.ports import Clock, ModelRegistry, ModelStore
from hiring.domain.models import Deployment, ModelVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishModel:
    """Publish a version and record who did it, when and why."""

    models: ModelStore
    registry: ModelRegistry
    clock: Clock

    def __call__(self, version_id: str, *, actor: str, reason: str) -> ModelVersion:
        """Returns the version with the path where it serves.

        Raises:
            ModelMissing: There is no such version.
            ArtifactCorrupt: It does not verify; what served goes on serving.
        """
        version = self.models.publish(version_id)
        self.registry.record(
            Deployment(
                at=self.clock.now(),
                version_id=version.id,
                digest=version.digest,
                path=version.path,
                actor=actor,
                reason=reason,
            )
        )
        return version
