"""The ports through which somebody looks after stored models."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from hiring.application.ports.models import FittedModel, ModelStore
from hiring.domain.models import ModelVersion


class ModelArchive(ModelStore, Protocol):
    """A model store seen by who looks after its versions.

    It publishes the models of one profile; its versions may stand among those of others.
    """

    @property
    @abstractmethod
    def profile(self) -> str:
        """Name of the feature profile whose models serve here."""

    @property
    @abstractmethod
    def place(self) -> str:
        """Where it publishes: the path of every version that serves."""

    @abstractmethod
    def stored(self) -> Sequence[str]:
        """The ids of all stored versions, oldest first, of whatever profile, registered or sound or not."""

    @abstractmethod
    def stands_at(self, path: str) -> bool:
        """Whether this path, as the history has it, is a way of spelling `place`."""

    @abstractmethod
    def serving(self) -> str:
        """A mark of what is published, sound or not; it changes with every other publication."""

    @abstractmethod
    def current(self) -> ModelVersion:
        """What serves; no model is parsed for it.

        Raises:
            ModelMissing: Nothing is published.
            ArtifactCorrupt: What describes it does not verify.
        """

    @abstractmethod
    def verified(self, version_id: str | None) -> ModelVersion:
        """Check every file of a version, or of what is published (None), and parse no model.

        Raises:
            ModelMissing: There is no such version, or nothing is published.
            ArtifactCorrupt: A file is missing, or is not the one that the manifest names.
        """

    @abstractmethod
    def reopened(self, version_id: str) -> FittedModel:
        """A stored version's model, to be saved again under another card.

        Raises:
            ModelMissing: There is no such version.
            ArtifactCorrupt: It does not verify; nothing of it was parsed.
            ProfileDiffers: It is a model of another profile.
            RuleTableMismatch: It was trained on features of another rule table.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a version was made with, and of what files it consists.

    Args:
        libraries: Versions by name.
        files: SHA-256 by name.
    """

    libraries: Mapping[str, str]
    files: Mapping[str, str]


class Origins(Protocol):
    """Who keeps where versions come from."""

    @abstractmethod
    def origin(self, version: ModelVersion) -> Origin:
        """The version's own.

        Raises:
            ModelMissing: Its files are gone.
            ArtifactCorrupt: They do not verify, or are of another version by now.
        """
