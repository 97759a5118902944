"""Somebody decides that a version shall serve: certified, or knowingly without a certificate."""

from dataclasses import dataclass, replace

from hiring.application.lifecycle.publish_model import PublishModel
from hiring.application.ports.clock import Clock
from hiring.application.ports.model_archive import ModelArchive
from hiring.application.ports.models import ModelRegistry
from hiring.domain.errors import LeakageNotAccepted, NotCertified, ProfileDiffers
from hiring.domain.models import ModelVersion, leakage_acceptance, manual_mode
from hiring.domain.training.record import ManualThreshold


@dataclass(frozen=True, slots=True, kw_only=True)
class PromoteModel:
    """Let a certified version serve.

    A version with a leakage alarm needs `accept_leakage` as well, each time anew.
    """

    models: ModelArchive
    registry: ModelRegistry
    clock: Clock

    def __call__(
        self, version_id: str, *, actor: str, reason: str, accept_leakage: bool = False
    ) -> ModelVersion:
        """Returns the version with the path where it serves.

        Raises:
            ProfileDiffers: It is a model of another profile; what served goes on serving.
            NotCertified: Its threshold is not certified; what served goes on serving.
            LeakageNotAccepted: It has a leakage alarm; what served goes on serving.
            ModelMissing: There is no such version.
            ArtifactCorrupt: It does not verify; what served goes on serving.
        """
        version = self._own(version_id)
        if not version.card.certified:
            raise NotCertified(version_id)
        reason = _accepted(version, reason, accept_leakage=accept_leakage)
        return self._publish(version_id, actor=actor, reason=reason)

    def uncertified(
        self,
        version_id: str,
        *,
        threshold: float | None,
        actor: str,
        reason: str,
        accept_leakage: bool = False,
    ) -> ModelVersion:
        """Let any version serve, at its own threshold or at one that somebody chose.

        A chosen threshold makes a version of its own: the same trees and calibrator, the mode `...-manual`,
        and in its record who chose what, when and why. So whatever serves is one immutable set of files
        with one digest, an audit row that names the version names the threshold, and the history stays true.

        Raises:
            ProfileDiffers: It is a model of another profile; what served goes on serving.
            LeakageNotAccepted: It has a leakage alarm; what served goes on serving.
            ModelMissing: There is no such version.
            ArtifactCorrupt: It does not verify; what served goes on serving.
            RuleTableMismatch: This program could not serve it; what served goes on serving.
        """
        reason = _accepted(self._own(version_id), reason, accept_leakage=accept_leakage)
        if threshold is not None:
            version_id = self._derived(version_id, threshold, actor, reason).id
        return self._publish(version_id, actor=actor, reason=reason)

    def _own(self, version_id: str) -> ModelVersion:
        version, wanted = self.models.verified(version_id), self.models.profile
        if version.card.profile != wanted:
            raise ProfileDiffers(version_id, profile=version.card.profile, wanted=wanted)
        return version

    def _derived(self, version_id: str, threshold: float, actor: str, reason: str) -> ModelVersion:
        base = self.models.verified(version_id)
        choice = ManualThreshold(
            of=version_id, threshold=threshold, actor=actor, reason=reason, at=self.clock().isoformat()
        )
        card = replace(
            base.card,
            threshold=threshold,
            operating_mode=manual_mode(base.card.operating_mode),
            training=base.card.training.with_manual(choice),
        )
        version = self.models.save(self.models.reopened(version_id), card)
        self.registry.register(version)
        return version

    def _publish(self, version_id: str, *, actor: str, reason: str) -> ModelVersion:
        publish = PublishModel(models=self.models, registry=self.registry, clock=self.clock)
        return publish(version_id, actor=actor, reason=reason)


def _accepted(version: ModelVersion, reason: str, *, accept_leakage: bool) -> str:
    if not version.card.leakage_alarm:
        return reason
    if not accept_leakage:
        raise LeakageNotAccepted(version.id, version.card.suspects)
    return leakage_acceptance(reason)
