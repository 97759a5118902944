"""Which models there are, which one serves, and which served when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hiring.application.lifecycle.deployment_history import deployments_at, without_withdrawals
from hiring.application.ports.model_archive import ModelArchive
from hiring.application.ports.models import ModelRegistry
from hiring.domain.errors import ArtifactCorrupt, ModelMissing
from hiring.domain.models import Deployment, ModelVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelList:
    """Registered versions of a profile, oldest training first; `serves` is what is published and sound.

    `unregistered` are those that are stored all the same: of a training that ended in between, or of another
    store with the same MODEL_ARTIFACT. To promote one registers it.
    """

    versions: Sequence[ModelVersion]
    serves: str | None
    unregistered: Sequence[ModelVersion] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentEvent:
    """A deployment with the version's threshold and mode, where the version is registered.

    One that was not carried out was recorded, and then the switch failed.
    """

    deployment: Deployment
    version: ModelVersion | None
    carried_out: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ListModels:
    """What the registry knows of the profile whose models serve here."""

    models: ModelArchive
    registry: ModelRegistry

    def __call__(self) -> ModelList:
        """The versions."""
        known = self.registry.versions()
        ids = {version.id for version in known}
        others = [
            version for each in self.models.stored() if each not in ids and (version := self._sound(each))
        ]
        return ModelList(versions=self._ours(known), serves=self._serves(), unregistered=self._ours(others))

    def history(self, at: datetime | None = None) -> list[DeploymentEvent]:
        """Every deployment of this profile's versions, and of those that nobody knows, oldest first.

        With `at`, only the one that was in force then at this place.
        """
        known: Mapping[str, ModelVersion] = {version.id: version for version in self.registry.versions()}
        recorded = self.registry.deployments()
        here = deployments_at(self.models, recorded)
        if at is not None:
            found = [each for each in here if each.carried_out and each.deployment.at <= at][-1:]
        else:
            failed = {id(each.deployment) for each in here if not each.carried_out}
            found = [
                replace(each, carried_out=each.carried_out and id(each.deployment) not in failed)
                for each in without_withdrawals(recorded)
            ]
        return [
            DeploymentEvent(
                deployment=each.deployment,
                version=known.get(each.deployment.version_id),
                carried_out=each.carried_out,
            )
            for each in found
            if self._is_ours(known.get(each.deployment.version_id))
        ]

    def _ours(self, versions: Sequence[ModelVersion]) -> list[ModelVersion]:
        return [version for version in versions if self._is_ours(version)]

    def _is_ours(self, version: ModelVersion | None) -> bool:
        return version is None or version.card.profile == self.models.profile

    def _sound(self, version_id: str) -> ModelVersion | None:
        try:
            return self.models.verified(version_id)
        except (ModelMissing, ArtifactCorrupt):
            return None

    def _serves(self) -> str | None:
        try:
            return self.models.current().id
        except (ModelMissing, ArtifactCorrupt):
            return None
