"""What is known of one version."""

from dataclasses import dataclass

from hiring.application.lifecycle.deployment_history import serving_digest
from hiring.application.ports.model_archive import ModelArchive
from hiring.domain.models import ModelVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownModel:
    """A version all of whose files were checked, and whether it is the one that serves."""

    version: ModelVersion
    serves: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowModel:
    """Show a version as it was stored; no model is parsed for it."""

    models: ModelArchive

    def __call__(self, version_id: str | None) -> ShownModel:
        """Of a stored version, or of the one that serves (None).

        Raises:
            ModelMissing: There is no such version, or nothing is published.
            ArtifactCorrupt: A file is missing, or is not the one that the manifest names.
        """
        found = self.models.verified(version_id)
        serves = version_id is None or found.digest == serving_digest(self.models)
        return ShownModel(version=found, serves=serves)
