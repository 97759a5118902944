"""A stored version begins to serve."""

from dataclasses import dataclass

from hiring.application.model_archive import ModelArchive
from hiring.application.model_ports import ModelRegistry
from hiring.application.ports import Clock
from hiring.domain.models import Deployment, ModelVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishModel:
    """Publish a version and record who, when and why; whether it may serve is the caller's question."""

    models: ModelArchive
    registry: ModelRegistry
    clock: Clock

    def __call__(
        self, version_id: str, *, actor: str, reason: str, instead_of: str | None = None
    ) -> ModelVersion:
        """Returns the version with the path where it serves.

        Args:
            version_id: Which.
            actor: Who.
            reason: Why.
            instead_of: What the models' `serving` said when this was decided; None: whatever serves now.

        Raises:
            ServesAnother: Something else serves by now; it goes on serving.
            ModelMissing: There is no such version.
            ArtifactCorrupt: It does not verify; what served goes on serving.
        """
        version = self.models.publish(version_id, instead_of=instead_of)
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
