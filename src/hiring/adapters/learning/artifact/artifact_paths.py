"""Where the files of an artifact stand, and reading them: nothing is parsed that was not recognised first."""

import os
import re
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, TypeVar

from hiring.adapters.learning.artifact.disk import NoFile, mark, read
from hiring.adapters.learning.artifact.documents import InvalidDocument
from hiring.adapters.learning.artifact.manifest import (
    FILES,
    JOBLIB,
    MAX_MANIFEST,
    Manifest,
    is_version_id,
    read_manifest,
    seal_of,
)
from hiring.domain.errors import ArtifactCorrupt, ModelMissing

T = TypeVar("T")

_DIGITS: Final = 12


class ArtifactPaths(Protocol):
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
class VersionPaths(ArtifactPaths):
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
class PublishedPaths(ArtifactPaths):
    """MODEL_ARTIFACT, beside it `<stem>.manifest.json` and `<stem>.<start of its digest>.booster.txt` ..."""

    artifact: Path

    @property
    def manifest(self) -> Path:
        return self.artifact.with_name(f"{self.artifact.stem}.manifest.json")

    def file(self, name: str, digest: str) -> Path:
        if name == JOBLIB:
            return self.artifact
        return self.artifact.with_name(f"{self.artifact.stem}.{digest[:_DIGITS]}.{name}")

    def left_over(self, digests: set[str] | None) -> list[Path]:
        """What is half written, and the files of publications with other digests than these, if given."""
        names = "|".join(re.escape(name) for name in FILES if name != JOBLIB)
        ours = re.compile(
            rf"\.?(?:{re.escape(self.artifact.name)}|{re.escape(self.manifest.name)}"
            rf"|{re.escape(self.artifact.stem)}\.([0-9a-f]{{{_DIGITS}}})\.(?:{names}))"
            r"((?:\.[0-9a-f]+)?\.(?:tmp|partial))?"
        )
        found = [(path, ours.fullmatch(path.name)) for path in self.artifact.parent.iterdir()]
        known = {digest[:_DIGITS] for digest in digests or ()}
        return [
            path
            for path, match in found
            if match and (match[2] or (digests and match[1] and match[1] not in known))
        ]


def artifact_paths_at(path: Path) -> ArtifactPaths:
    """The artifact that a joblib file belongs to: a stored version, or a published one."""
    return (
        VersionPaths(path.parent)
        if is_version_id(path.parent.name) and path.name == JOBLIB
        else PublishedPaths(path)
    )


def manifest_at(place: ArtifactPaths) -> tuple[Manifest, bytes]:
    """The manifest, and its bytes.

    Raises:
        ModelMissing: There is none.
        ArtifactCorrupt: It is damaged.
    """
    manifest, content, _ = _manifest_at(place)
    return manifest, content


def read_whole(place: ArtifactPaths, judge: Callable[[Manifest], T]) -> T:
    """What is made of one publication, in the middle of others too.

    Two publications later the files of a manifest are gone. Who read the manifest before, and a file too
    late, has found no damage: he begins again, as often as another manifest has come meanwhile.

    Raises:
        ModelMissing: There is no manifest.
        ArtifactCorrupt: Something does not verify, and the manifest that names it is still in its place.
    """
    while True:
        manifest, _, seen = _manifest_at(place)
        try:
            return judge(manifest)
        except ArtifactCorrupt:
            if mark(place.manifest) == seen:
                raise


def _manifest_at(place: ArtifactPaths) -> tuple[Manifest, bytes, tuple[int, ...]]:
    try:
        content, seen = read(place.manifest, MAX_MANIFEST)
        manifest = read_manifest(content)
    except (FileNotFoundError, NotADirectoryError):
        raise _missing(place) from None
    except NoFile as fault:
        raise ArtifactCorrupt(str(place.manifest), f"{fault.strerror} and no manifest") from None
    except OSError as fault:
        raise ArtifactCorrupt(str(place.manifest), "it cannot be read") from fault
    except InvalidDocument as fault:
        raise ArtifactCorrupt(str(place.manifest), str(fault)) from fault
    if isinstance(place, VersionPaths) and manifest.id != place.folder.name:
        raise ArtifactCorrupt(str(place.manifest), "it belongs to a different version than its folder")
    return manifest, content, seen


def _missing(place: ArtifactPaths) -> ModelMissing:
    alone = place.manifest.name if os.path.lexists(place.artifact) else None
    return ModelMissing(str(place.artifact), without=alone)


def content_at(place: ArtifactPaths, manifest: Manifest, name: str) -> bytes:
    """One file, read once and recognised.

    Raises:
        ArtifactCorrupt: It is not there, or not the one that the manifest names.
    """
    path, seal = place.file(name, manifest.digest), manifest.files[name]
    try:
        content, _ = read(path, seal.size)
    except NoFile as fault:
        raise ArtifactCorrupt(str(path), f"{fault.strerror}: it does not match the manifest") from None
    except OSError as fault:
        raise ArtifactCorrupt(str(path), "it is missing or cannot be read") from fault
    if seal_of(content) != seal:
        raise ArtifactCorrupt(str(path), "it does not match its digest in the manifest")
    return content
