"""What a version was made with: told by its manifest, which is recognised by the version's digest."""

from pathlib import Path

from hiring.adapters.learning.documents import a_text, an_object, read
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
        libraries = read("the manifest", content, lambda document: an_object(document["libraries"]))
        return Origin(
            libraries={name: a_text(number) for name, number in libraries.items()},
            files={name: seal.sha256 for name, seal in manifest.files.items()},
        )
