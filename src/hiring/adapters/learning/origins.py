"""What a version was made with: told by its manifest, which is recognised by the version's digest."""

from pathlib import Path

from hiring.adapters.learning.documents import Json, Unsound, a_text, an_object, read
from hiring.adapters.learning.places import manifest_at, place_at
from hiring.application.describe_model import Origin, Origins
from hiring.domain.errors import ArtifactCorrupt
from hiring.domain.models import ModelVersion


class FileOrigins(Origins):
    """Of versions in files, stored or published."""

    def origin(self, version: ModelVersion) -> Origin:
        manifest, content = manifest_at(place_at(Path(version.path)))
        if manifest.digest != version.digest:
            raise ArtifactCorrupt(version.path, "another version has taken its place")
        try:
            libraries = read("the manifest", content, _libraries)
        except Unsound as fault:
            raise ArtifactCorrupt(version.path, str(fault)) from fault
        return Origin(
            libraries=libraries,
            files={name: seal.sha256 for name, seal in manifest.files.items()},
        )


def _libraries(document: Json) -> dict[str, str]:
    return {name: a_text(number) for name, number in an_object(document["libraries"]).items()}
