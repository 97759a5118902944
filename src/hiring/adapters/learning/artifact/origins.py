"""What a version was made with: told by its manifest, which is recognised by the version's digest."""

from pathlib import Path

from hiring.adapters.learning.artifact.artifact_paths import artifact_paths_at, manifest_at
from hiring.adapters.learning.artifact.documents import (
    InvalidDocument,
    Json,
    read_document,
    require_object,
    require_text,
)
from hiring.application.ports.model_archive import Origin, Origins
from hiring.domain.errors import ArtifactCorrupt
from hiring.domain.models import ModelVersion


class FileOrigins(Origins):
    """Of versions in files, stored or published."""

    def origin(self, version: ModelVersion) -> Origin:
        manifest, content = manifest_at(artifact_paths_at(Path(version.path)))
        if manifest.digest != version.digest:
            raise ArtifactCorrupt(version.path, "another version has replaced it")
        try:
            libraries = read_document("the manifest", content, _libraries)
        except InvalidDocument as fault:
            raise ArtifactCorrupt(version.path, str(fault)) from fault
        return Origin(
            libraries=libraries,
            files={name: seal.sha256 for name, seal in manifest.files.items()},
        )


def _libraries(document: Json) -> dict[str, str]:
    return {name: require_text(number) for name, number in require_object(document["libraries"]).items()}
