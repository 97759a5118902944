"""Copies of the model store: its versions, and which of them serves."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hiring.adapters.learning.artifact.artifact_paths import (
    ArtifactPaths,
    PublishedPaths,
    VersionPaths,
    content_at,
    manifest_at,
)
from hiring.adapters.learning.artifact.disk import exclusive_lock, write
from hiring.adapters.learning.artifact.drafts import sweep_drafts
from hiring.adapters.learning.artifact.manifest import FILES, is_version_id
from hiring.adapters.learning.model_store import FileModelStore, profile_at
from hiring.application.operations.back_up import Component
from hiring.domain.errors import ArtifactCorrupt, BackupUnsound, ModelMissing, TargetExists
from hiring.domain.features import CANDIDATE, PROFILES, Profile
from hiring.unfinished import sync_folder
from hiring.waiting import LOCK_WITHIN_S

SERVES: Final = "serves.txt"
VERSIONS: Final = "versions"


class ModelCopies(Component):
    """Of the models around one artifact.

    Args:
        artifact: Where they serve, such as MODEL_ARTIFACT.
        profile: Whose they are. A folder of versions may hold those of several profiles: each has its own
            copies. With those of `candidate` go all that another program wrote.
        lock_timeout_s: How long to wait for another writer.
    """

    def __init__(
        self, artifact: Path, *, profile: Profile = CANDIDATE, lock_timeout_s: float = LOCK_WITHIN_S
    ) -> None:
        self._profile = profile
        self._lock_timeout_s = lock_timeout_s
        self._published = PublishedPaths(artifact)
        self._versions = artifact.parent / VERSIONS

    @property
    def name(self) -> str:
        """Backups of older programs have the models of `candidate` alone."""
        return "artifacts" if self._profile.name == CANDIDATE.name else f"artifacts_{self._profile.name}"

    def copy(self, target: Path) -> None:
        (target / VERSIONS).mkdir(parents=True)
        if self._published.manifest.exists() or self._versions.exists():
            with exclusive_lock(self._versions, within_s=self._lock_timeout_s):
                self._copy(target)
        sync_folder(target)

    def _copy(self, target: Path) -> None:
        for version_id in _version_ids(self._versions):
            place = VersionPaths(self._versions / version_id)
            if self._is_ours(place):
                _copy_version(place, target / VERSIONS / version_id)
        if self._published.manifest.exists():
            version_id = manifest_at(self._published)[0].id
            if not (target / VERSIONS / version_id).exists():
                _copy_version(self._published, target / VERSIONS / version_id)
            write(target / SERVES, version_id.encode())

    def _is_ours(self, place: ArtifactPaths) -> bool:
        profile = profile_at(place)
        others = PROFILES.keys() - {self._profile.name}
        return (
            profile not in others if self._profile.name == CANDIDATE.name else profile == self._profile.name
        )

    def check(self, source: Path) -> None:
        try:
            for version_id in _version_ids(source / VERSIONS):
                _check_version(VersionPaths(source / VERSIONS / version_id))
        except (ArtifactCorrupt, ModelMissing) as fault:
            raise BackupUnsound(str(source), str(fault)) from fault
        serves = _serves(source)
        if serves is not None and serves not in _version_ids(source / VERSIONS):
            raise BackupUnsound(str(source / SERVES), "the version that it names is missing")

    def admit(self, source: Path, *, replace: bool) -> None:
        if replace or not self._published.manifest.exists():
            return
        try:
            serves = manifest_at(self._published)[0].id
        except ArtifactCorrupt:
            serves = ""
        if serves != _serves(source):
            raise TargetExists(str(self._published.artifact))

    @contextmanager
    def putting(self, source: Path) -> Iterator[Callable[[], Sequence[Path]]]:
        """Sound versions that are there already stay as they are, and so do those that the copy has not.

        The others are in their place at once: it is what serves that is put there in the end.
        """
        kept: list[Path] = []
        with exclusive_lock(self._versions, within_s=self._lock_timeout_s):
            sweep_drafts(self._versions)
            for version_id in _version_ids(source / VERSIONS):
                target = self._versions / version_id
                if _is_sound(target):
                    continue
                draft = self._versions / f".{version_id}.{secrets.token_hex(4)}.tmp"
                _copy_version(VersionPaths(source / VERSIONS / version_id), draft)
                if target.exists():
                    kept.append(_put_aside(target))
                draft.rename(target)
            sync_folder(self._versions)

        def put() -> Sequence[Path]:
            serves = _serves(source)
            if serves is not None:
                models = FileModelStore(
                    self._published.artifact, profile=self._profile, lock_timeout_s=self._lock_timeout_s
                )
                models.publish(serves)
            return kept

        yield put


def _version_ids(folder: Path) -> list[str]:
    if not folder.exists():
        return []
    return sorted(path.name for path in folder.iterdir() if is_version_id(path.name))


def _check_version(place: ArtifactPaths) -> None:
    manifest, _ = manifest_at(place)
    for name in FILES:
        content_at(place, manifest, name)


def _is_sound(folder: Path) -> bool:
    try:
        _check_version(VersionPaths(folder))
    except (ArtifactCorrupt, ModelMissing):
        return False
    return True


def _put_aside(folder: Path) -> Path:
    number = 1
    while (aside := folder.with_name(f"{folder.name}.before-restore-{number}")).exists():
        number += 1
    return folder.rename(aside)


def _serves(source: Path) -> str | None:
    try:
        return (source / SERVES).read_text("utf-8")
    except FileNotFoundError:
        return None


def _copy_version(place: ArtifactPaths, target: Path) -> None:
    """Only what its manifest names, and only if it matches."""
    manifest, sealed = manifest_at(place)
    target.mkdir()
    for name in FILES:
        write(target / name, content_at(place, manifest, name))
    write(target / "manifest.json", sealed)
    sync_folder(target)
