"""Backups of the files store and of the models."""

from collections.abc import Sequence

from hiring.application.operations.back_up import BackUp, Component, Restore
from hiring.bootstrap.models import artifact_of
from hiring.domain.errors import InvalidSetting
from hiring.domain.features import PROFILES
from hiring.settings import Settings


def back_up(settings: Settings) -> BackUp:
    """Copies what the settings name.

    Raises:
        InvalidSetting: The store is on a server.
    """
    from hiring.adapters.files.backup.folders import FolderBackups

    return BackUp(parts=_parts(settings), backups=FolderBackups())


def restore_from(settings: Settings) -> Restore:
    """Puts a backup where the settings say.

    Raises:
        InvalidSetting: The store is on a server.
    """
    from hiring.adapters.files.backup.folders import FolderBackups

    return Restore(parts=_parts(settings), backups=FolderBackups())


def _parts(settings: Settings) -> Sequence[Component]:
    if settings.storage == "postgres":
        raise InvalidSetting(
            "HIRING_STORAGE: the store is on a PostgreSQL server: back it up with pg_dump, and copy the "
            "folders of MODEL_ARTIFACT and MODEL_ARTIFACT_VAGA (docs/deployment.md, Backup)"
        )
    from hiring.adapters.files.backup.copies import StoreCopies
    from hiring.adapters.learning.artifact.copies import ModelCopies

    models = [
        ModelCopies(
            artifact_of(settings, profile), profile=profile, lock_timeout_s=settings.hiring_lock_timeout_s
        )
        for profile in PROFILES.values()
    ]
    return StoreCopies(settings.hiring_home), *models
