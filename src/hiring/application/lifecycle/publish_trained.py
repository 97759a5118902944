"""What becomes of a version fresh from training."""

from dataclasses import dataclass

from hiring.application.lifecycle.publish_model import PublishModel
from hiring.application.ports.clock import Clock
from hiring.application.ports.model_archive import ModelArchive
from hiring.application.ports.models import ModelRegistry
from hiring.domain.errors import ArtifactCorrupt, ModelMissing, ServesAnother
from hiring.domain.models import ModelVersion, leakage_acceptance


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishTrained:
    """Let a new version serve where nothing serves yet, or where that is asked for.

    Of trainings at the same time each stores its version, and exactly one publishes: the decision belongs to
    the moment when the training began, and holds only while the same thing serves.
    """

    models: ModelArchive
    registry: ModelRegistry
    clock: Clock

    def __call__(
        self, version: ModelVersion, *, began: str, promote: bool, actor: str, accepted: str | None = None
    ) -> ModelVersion | None:
        """The version as it serves, or None where what serves goes on serving.

        A version with a leakage alarm is not published unless somebody accepted the alarm.

        Args:
            version: Stored and registered.
            began: What the models' `serving` said when the training began.
            promote: Whether it is to replace what serves. Without a certificate it does not replace a version
                that approves anybody: that needs a decision of its own, with a reason.
            actor: Who trained.
            accepted: Why a leakage alarm is accepted; None: it is not.

        Raises:
            ServesAnother: `promote`, and somebody else has published meanwhile.
            ArtifactCorrupt: It does not verify; what served goes on serving.
        """
        if version.card.leakage_alarm and accepted is None:
            return None
        publish = PublishModel(models=self.models, registry=self.registry, clock=self.clock)
        if promote and (version.card.certified or not self._approves_anybody()):
            reason = _reason(version, "promoted by its training", accepted)
            return publish(version.id, actor=actor, reason=reason, instead_of=began)
        if promote or began:
            return None
        try:
            reason = _reason(version, "train: nothing was published yet", accepted)
            return publish(version.id, actor=actor, reason=reason, instead_of=began)
        except ServesAnother:
            return None

    def _approves_anybody(self) -> bool:
        try:
            return self.models.current().card.threshold < 1.0
        except (ModelMissing, ArtifactCorrupt):
            return False


def _reason(version: ModelVersion, usual: str, accepted: str | None) -> str:
    return leakage_acceptance(accepted) if accepted and version.card.leakage_alarm else accepted or usual
