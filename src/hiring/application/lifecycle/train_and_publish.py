"""A new version, and what becomes of it."""

from dataclasses import dataclass

from hiring.application.lifecycle.publish_trained import PublishTrained
from hiring.application.ports.model_archive import ModelArchive
from hiring.application.training.train_model import TrainedModel, TrainModel
from hiring.domain.features import Profile
from hiring.domain.models import ModelVersion
from hiring.domain.training.promise_in_time import DEFAULT_REQUIRED, PromiseRequired


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainAndPublish:
    """Train; then let the version serve where nothing serves yet, or where that is asked for.

    Args:
        salt: Of the store's partition by person.
    """

    train: TrainModel
    publish: PublishTrained
    models: ModelArchive
    salt: str

    def __call__(  # noqa: PLR0913  # what a caller may choose, each named
        self,
        profile: Profile,
        *,
        min_precision: float,
        seed: int,
        promote: bool,
        actor: str,
        required: PromiseRequired = DEFAULT_REQUIRED,
        accepted: str | None = None,
    ) -> tuple[TrainedModel, ModelVersion | None]:
        """The version that was stored, and the same as it serves: None where it does not.

        Args and Raises: see `TrainModel` and `PublishTrained`.
        """
        began = self.models.serving()
        trained = self.train(
            profile,
            salt=self.salt,
            min_precision=min_precision,
            required=required,
            seed=seed,
            actor=actor,
            accepted=accepted,
        )
        served = self.publish(trained.version, began=began, promote=promote, actor=actor, accepted=accepted)
        return trained, served
