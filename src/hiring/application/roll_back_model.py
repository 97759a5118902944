"""Back to what served before."""

from dataclasses import dataclass

from hiring.application.model_archive import ModelArchive
from hiring.application.model_ports import ModelRegistry
from hiring.application.ports import Clock
from hiring.application.publish_model import PublishModel
from hiring.domain.errors import ArtifactCorrupt, ModelMissing, NoEarlierVersion
from hiring.domain.models import Deployment, ModelVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class RollBackModel:
    """Publish the version that served before; it was let serve once, so nobody is asked again."""

    models: ModelArchive
    registry: ModelRegistry
    clock: Clock

    def __call__(self, *, actor: str, reason: str) -> ModelVersion:
        """Returns the version with the path where it serves. Twice in a row leads back to where it began.

        Raises:
            NoEarlierVersion: The history knows no other version at this place.
            ModelMissing: The earlier version is no longer stored.
            ArtifactCorrupt: The earlier version does not verify; what served goes on serving.
        """
        publish = PublishModel(models=self.models, registry=self.registry, clock=self.clock)
        return publish(self._earlier(), actor=actor, reason=reason)

    def _earlier(self) -> str:
        place = self.models.place
        history = [event for event in self.registry.deployments() if event.path == place]
        serves = self._serves(history)
        earlier = [event.version_id for event in history if event.version_id != serves]
        if not earlier:
            raise NoEarlierVersion
        return earlier[-1]

    def _serves(self, history: list[Deployment]) -> str | None:
        """What is published says it; where that is damaged, the history does."""
        try:
            return self.models.current().id
        except (ModelMissing, ArtifactCorrupt):
            return history[-1].version_id if history else None
