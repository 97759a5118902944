"""Roles around models: making them, keeping them, asking them."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from hiring.application.ports.logs import Log
from hiring.domain.features.encodings import Learner
from hiring.domain.features.kinds import Learnt
from hiring.domain.models import Deployment, ModelCard, ModelVersion
from hiring.domain.records import (
    Floats,
    Ints,
)
from hiring.domain.training.fitting import Fitting


class ModelRegistry:
    """Which models exist and which served when: two logs in words of their own."""

    def __init__(self, versions: Log[ModelVersion], deployments: Log[Deployment]) -> None:
        self._versions, self._deployments = versions, deployments

    def register(self, version: ModelVersion) -> None:
        """Keep it; the same version again changes nothing."""
        self._versions.append([version])

    def versions(self) -> Sequence[ModelVersion]:
        """All, oldest training first."""
        return self._versions.all()

    def record(self, deployment: Deployment) -> None:
        """Append to the history."""
        self._deployments.append([deployment])

    def deployments(self) -> Sequence[Deployment]:
        """The history, oldest first."""
        return self._deployments.all()


class Scorer(Protocol):
    """A model that is ready to answer."""

    @property
    @abstractmethod
    def version(self) -> ModelVersion:
        """Which one; `version.path` is the artifact that was loaded."""

    @abstractmethod
    def score(self, features: Floats) -> Floats:
        """Calibrated probabilities of being hired.

        Args:
            features: Shape (n, number of feature columns), NaN for unknown.

        Returns:
            Shape (n,), in [0, 1].
        """


class FittedModel(Protocol):
    """A model fresh from training, not stored yet."""

    @property
    @abstractmethod
    def fitting(self) -> Fitting | None:
        """How it came about; None for a model that was read back from a store."""

    @abstractmethod
    def score(self, features: Floats) -> Floats:
        """Calibrated probabilities, shape (n,), for features of shape (n, columns)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Features of shape (n, columns) with what happened, 1 for hired, shape (n,).

    Args:
        features: NaN for unknown.
        target: What happened.
        units: The person or the vaga whose rows say something about each other, shape (n,).
    """

    features: Floats
    target: Ints
    units: Ints


class Trainer(Protocol):
    """Makes models out of examples."""

    @abstractmethod
    def fit(
        self,
        fit: Examples,
        calibrate: Examples | None,
        *,
        columns: Sequence[str],
        seed: int,
        trees: int | None = None,
    ) -> FittedModel:
        """A model fitted on the one and calibrated on the other; the same for the same arguments.

        With nothing to calibrate on, its scores are the trees' own: good enough to rank by.

        With `trees`, it has so many of them; a training that is repeated on parts of its rows does not choose
        anew.

        Whatever is chosen on the way is chosen inside the part that it belongs to, and no unit's rows are
        ever on both sides of such a choice.
        """

    @abstractmethod
    def recalibrate(self, model: FittedModel, calibrate: Examples, *, seed: int) -> FittedModel:
        """A model of this trainer with a calibrator that is fitted on other examples."""

    @abstractmethod
    def learner(self, kind: Learnt) -> Learner:
        """What learns numbers for texts of this kind; asked for parts of the same texts, it is quicker."""


Record = Callable[[ModelVersion], None]


def unrecorded(_version: ModelVersion) -> None:
    """Tells nobody."""


class ModelStore(Protocol):
    """Models on disk: immutable versions, and the one that is published to serve."""

    @abstractmethod
    def save(self, model: FittedModel, card: ModelCard) -> ModelVersion:
        """Write a new version, whole or not at all. `model` comes from this technology's own trainer."""

    @abstractmethod
    def publish(
        self, version_id: str, *, instead_of: str | None = None, record: Record = unrecorded
    ) -> ModelVersion:
        """Let a version serve; the returned version's path is the published artifact.

        Args:
            version_id: Which.
            instead_of: `serving` of the moment to which the decision belongs; None: whatever serves now.
            record: Told of the version as it will serve, when nothing but the switch is left to do and while
                nobody else can switch. Where it raises, what served goes on serving.

        Raises:
            ServesAnother: Something else than `instead_of` serves; it goes on serving.
            ModelMissing: There is no such version.
            ArtifactCorrupt: It does not verify; what served goes on serving.
            ProfileDiffers: It is a model of another profile; what served goes on serving.
            RuleTableMismatch: This program could not serve it; what served goes on serving.
        """

    @abstractmethod
    def published(self) -> Scorer:
        """The model that serves.

        Raises:
            ModelMissing: Nothing is published.
            ArtifactCorrupt: It does not verify; nothing of it was parsed.
            ProfileDiffers: It is a model of another profile.
            RuleTableMismatch: It was trained on features of another rule table.
        """

    @abstractmethod
    def version(self, version_id: str) -> Scorer:
        """A stored version; raises as `published` does."""
