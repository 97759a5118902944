"""Back to what served before."""

from dataclasses import dataclass

from hiring.application.lifecycle.deployment_history import deployments_at
from hiring.application.lifecycle.publish_model import PublishModel
from hiring.application.ports.clock import Clock
from hiring.application.ports.model_archive import ModelArchive
from hiring.application.ports.models import ModelRegistry
from hiring.domain.errors import ArtifactCorrupt, LeakageNotAccepted, ModelMissing, NoEarlierVersion
from hiring.domain.models import Deployment, ModelVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class RollBackModel:
    """Publish the version that served before; it was let serve once, so nobody is asked again.

    Except for one with a leakage alarm that nobody accepted when it was let serve.
    """

    models: ModelArchive
    registry: ModelRegistry
    clock: Clock

    def __call__(self, *, actor: str, reason: str) -> ModelVersion:
        """Returns the version with the path where it serves. Twice in a row leads back to where it began.

        Raises:
            NoEarlierVersion: The history knows no other version at this place.
            LeakageNotAccepted: The earlier version has a leakage alarm that was never accepted here.
            ModelMissing: The earlier version is no longer stored.
            ArtifactCorrupt: The earlier version does not verify; what served goes on serving.
        """
        publish = PublishModel(models=self.models, registry=self.registry, clock=self.clock)
        recorded = deployments_at(self.models, self.registry.deployments())
        history = [each.deployment for each in recorded if each.carried_out]
        serves = self._serves(history)
        earlier = [event for event in history if event.version_id != serves]
        if not earlier:
            raise NoEarlierVersion
        version = self.models.verified(earlier[-1].version_id)
        accepted = any(event.accepts_leakage for event in earlier if event.version_id == version.id)
        if version.card.leakage_alarm and not accepted:
            raise LeakageNotAccepted(version.id, version.card.suspects)
        return publish(version.id, actor=actor, reason=reason)

    def _serves(self, history: list[Deployment]) -> str | None:
        """What is published says it; where that is damaged, the history does."""
        try:
            return self.models.current().id
        except (ModelMissing, ArtifactCorrupt):
            return history[-1].version_id if history else None
