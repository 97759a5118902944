"""Copies of the model store: its versions, and which of them serves."""

from pathlib import Path
from typing import Final

from hiring.adapters.learning.disk import alone, settle, write
from hiring.adapters.learning.manifest import FILES, is_version_id
from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.learning.places import Place, Published, Stored, content_at, manifest_at
from hiring.application.back_up import Part
from hiring.domain.errors import ArtifactCorrupt, BackupUnsound, ModelMissing, TargetExists

SERVES: Final = "serves.txt"
VERSIONS: Final = "versions"


class ModelCopies(Part):
    """Of the store around one MODEL_ARTIFACT.

    Args:
        artifact: MODEL_ARTIFACT.
    """

    def __init__(self, artifact: Path) -> None:
        self._published = Published(artifact)
        self._versions = artifact.parent / VERSIONS

    @property
    def name(self) -> str:
        return "artifacts"

    def copy(self, target: Path) -> None:
        (target / VERSIONS).mkdir(parents=True)
        if self._published.manifest.exists() or self._versions.exists():
            with alone(self._versions):
                self._copy(target)
        settle(target)

    def _copy(self, target: Path) -> None:
        for version_id in _version_ids(self._versions):
            _copy_version(Stored(self._versions / version_id), target / VERSIONS / version_id)
        if self._published.manifest.exists():
            version_id = manifest_at(self._published)[0].id
            if not (target / VERSIONS / version_id).exists():
                _copy_version(self._published, target / VERSIONS / version_id)
            write(target / SERVES, version_id.encode())

    def check(self, source: Path) -> None:
        try:
            for version_id in _version_ids(source / VERSIONS):
                place = Stored(source / VERSIONS / version_id)
                manifest, _ = manifest_at(place)
                for name in FILES:
                    content_at(place, manifest, name)
        except (ArtifactCorrupt, ModelMissing) as fault:
            raise BackupUnsound(str(source), str(fault)) from fault
        serves = _serves(source)
        if serves is not None and serves not in _version_ids(source / VERSIONS):
            raise BackupUnsound(str(source / SERVES), "the version that it names is not there")

    def admit(self, source: Path, *, replace: bool) -> None:
        if replace or not self._published.manifest.exists():
            return
        if manifest_at(self._published)[0].id != _serves(source):
            raise TargetExists(str(self._published.artifact))

    def put(self, source: Path) -> Path | None:
        """Versions that are there already stay as they are, and so do those that the copy has not."""
        with alone(self._versions):
            for version_id in _version_ids(source / VERSIONS):
                if not (self._versions / version_id).exists():
                    draft = self._versions / f".{version_id}.tmp"
                    _copy_version(Stored(source / VERSIONS / version_id), draft)
                    draft.rename(self._versions / version_id)
            settle(self._versions)
        serves = _serves(source)
        if serves is not None:
            FileModelStore(self._published.artifact).publish(serves)
        return None


def _version_ids(folder: Path) -> list[str]:
    if not folder.exists():
        return []
    return sorted(path.name for path in folder.iterdir() if is_version_id(path.name))


def _serves(source: Path) -> str | None:
    try:
        return (source / SERVES).read_text("utf-8")
    except FileNotFoundError:
        return None


def _copy_version(place: Place, target: Path) -> None:
    """Only what its manifest names, and only if it matches."""
    manifest, sealed = manifest_at(place)
    target.mkdir()
    for name in FILES:
        write(target / name, content_at(place, manifest, name))
    write(target / "manifest.json", sealed)
    settle(target)
