"""A stored version begins to serve."""

from dataclasses import dataclass, replace

from hiring.application.lifecycle.deployment_history import deployments_at, without_withdrawals
from hiring.application.ports.clock import Clock
from hiring.application.ports.model_archive import ModelArchive
from hiring.application.ports.models import ModelRegistry
from hiring.domain.models import Deployment, ModelVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishModel:
    """Record who lets a version serve, when and why, and publish it.

    The record comes first, as the last step before the switch: what serves is never unrecorded. Where the
    switch fails, or the process ends there, the record is an intent that was not carried out, which the
    history tells by what serves; the next deployment withdraws it. Whether the version may serve is the
    caller's question.
    """

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
            StoreUnavailable: It could not be recorded or published; what served goes on serving.
            ServesAnother: Something else serves by now; it goes on serving.
            ModelMissing: There is no such version.
            ArtifactCorrupt: It does not verify; what served goes on serving.
        """

        def record(version: ModelVersion) -> None:
            intent = Deployment(
                at=self.clock(),
                version_id=version.id,
                digest=version.digest,
                path=version.path,
                actor=actor,
                reason=reason,
            )
            self._withdraw_what_failed(intent)
            self.registry.record(intent)

        self.registry.register(self.models.verified(version_id))  # its training may have ended before that
        return self.models.publish(version_id, instead_of=instead_of, record=record)

    def _withdraw_what_failed(self, intent: Deployment) -> None:
        events = self.registry.deployments()
        recorded = {id(each.deployment) for each in without_withdrawals(events) if each.carried_out}
        for each in deployments_at(self.models, events)[-1:]:
            if not each.carried_out and id(each.deployment) in recorded:
                reason = "withdrawn: it was found not to serve"
                self.registry.record(replace(each.deployment, at=intent.at, digest="", reason=reason))
