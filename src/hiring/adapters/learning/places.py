"""Where the files of an artifact stand, and reading them: nothing is parsed that was not recognised first."""

import re
from abc import abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from hiring.adapters.learning.documents import Unsound
from hiring.adapters.learning.manifest import (
    FILES,
    JOBLIB,
    MAX_MANIFEST,
    Manifest,
    is_version_id,
    read_manifest,
    seal_of,
)
from hiring.domain.errors import ArtifactCorrupt, ModelMissing

_DIGITS: Final = 12


class Place(Protocol):
    """Where one artifact stands."""

    @property
    @abstractmethod
    def artifact(self) -> Path:
        """The joblib file, which names the place."""

    @property
    @abstractmethod
    def manifest(self) -> Path:
        """The manifest."""

    @abstractmethod
    def file(self, name: str, digest: str) -> Path:
        """One of FILES, of the manifest with this digest."""


@dataclass(frozen=True, slots=True)
class Stored(Place):
    """A version's own folder, immutable."""

    folder: Path

    @property
    def artifact(self) -> Path:
        return self.folder / JOBLIB

    @property
    def manifest(self) -> Path:
        return self.folder / "manifest.json"

    def file(self, name: str, digest: str) -> Path:  # noqa: ARG002  # one folder, one digest
        return self.folder / name


@dataclass(frozen=True, slots=True)
class Published(Place):
    """MODEL_ARTIFACT, beside it `<stem>.manifest.json` and `<stem>.<start of its digest>.booster.txt` ..."""

    artifact: Path

    @property
    def manifest(self) -> Path:
        return self.artifact.with_name(f"{self.artifact.stem}.manifest.json")

    def file(self, name: str, digest: str) -> Path:
        if name == JOBLIB:
            return self.artifact
        return self.artifact.with_name(f"{self.artifact.stem}.{digest[:_DIGITS]}.{name}")

    def strangers(self, digests: set[str]) -> list[Path]:
        """Files of publications with other digests than these, whole or half-written."""
        names = "|".join(re.escape(name) for name in FILES if name != JOBLIB)
        pattern = re.compile(
            rf"{re.escape(self.artifact.stem)}\.([0-9a-f]{{{_DIGITS}}})\.(?:{names})(?:\.tmp)?"
        )
        found = [(path, pattern.fullmatch(path.name)) for path in self.artifact.parent.iterdir()]
        known = {digest[:_DIGITS] for digest in digests}
        return [path for path, match in found if match and match[1] not in known]


def place_at(path: Path) -> Place:
    """The artifact that a joblib file belongs to: a stored version, or a published one."""
    return Stored(path.parent) if is_version_id(path.parent.name) and path.name == JOBLIB else Published(path)


def manifest_at(place: Place) -> tuple[Manifest, bytes]:
    """The manifest, and its bytes.

    Raises:
        ModelMissing: There is none.
        ArtifactCorrupt: It is damaged.
    """
    try:
        content = _read(place.manifest, MAX_MANIFEST)
        manifest = read_manifest(content)
    except (FileNotFoundError, NotADirectoryError):
        raise ModelMissing(str(place.artifact)) from None
    except OSError as fault:
        raise ArtifactCorrupt(str(place.manifest), "it cannot be read") from fault
    except Unsound as fault:
        raise ArtifactCorrupt(str(place.manifest), str(fault)) from fault
    if isinstance(place, Stored) and manifest.id != place.folder.name:
        raise ArtifactCorrupt(str(place.manifest), "it belongs to another version than its folder")
    return manifest, content


def content_at(place: Place, manifest: Manifest, name: str) -> bytes:
    """One file, read once and recognised.

    Raises:
        ArtifactCorrupt: It is not there, or not the one that the manifest names.
    """
    path, seal = place.file(name, manifest.digest), manifest.files[name]
    try:
        content = _read(path, seal.size)
    except OSError as fault:
        raise ArtifactCorrupt(str(path), "it is missing or cannot be read") from fault
    if seal_of(content) != seal:
        raise ArtifactCorrupt(str(path), "it does not match its digest in the manifest")
    return content


def _read(path: Path, limit: int) -> bytes:
    """The file's bytes, at most one more than `limit`."""
    with path.open("rb") as file:
        return file.read(limit + 1)
