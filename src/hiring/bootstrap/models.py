"""The models that the settings name."""

from pathlib import Path

from hiring.application.ports.model_archive import ModelArchive
from hiring.domain.features import Profile
from hiring.domain.models import ModelVersion
from hiring.settings import Settings


def open_models(settings: Settings, profile: Profile) -> ModelArchive:
    """A profile's models, around the artifact that the settings name for it."""
    from hiring.adapters.learning.model_store import FileModelStore

    return FileModelStore(
        artifact_of(settings, profile), profile=profile, lock_timeout_s=settings.hiring_lock_timeout_s
    )


def artifact_of(settings: Settings, profile: Profile) -> Path:
    """Where a profile's models serve."""
    return settings.artifact_vaga if profile.reads_vagas else settings.model_artifact


def try_model(settings: Settings, profile: Profile) -> ModelVersion:
    """Load what serves of a profile; raises what `ModelStore.published` raises."""
    return open_models(settings, profile).published().version
