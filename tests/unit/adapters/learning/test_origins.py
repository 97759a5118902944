"""What a version was made with is told by its manifest, or the manifest is refused."""

import json
from pathlib import Path

import pytest

from hiring.adapters.learning.artifact.documents import digest_of, encode_document
from hiring.adapters.learning.artifact.origins import FileOrigins
from hiring.adapters.learning.fitting.trainer import LightGbmModel
from hiring.adapters.learning.model_store import FileModelStore
from hiring.domain.errors import ArtifactCorrupt
from hiring.domain.models import JsonValue
from tests.contracts.model_store import a_card


@pytest.mark.parametrize("libraries", [None, [], {"numpy": 2}])
def test_a_manifest_that_does_not_tell_the_libraries_is_refused(
    models: FileModelStore, model: LightGbmModel, libraries: JsonValue
) -> None:
    saved = models.save(model, a_card())
    assert "lightgbm" in FileOrigins().origin(saved).libraries
    manifest = Path(saved.path).with_name("manifest.json")
    document = json.loads(manifest.read_bytes())
    del document["digest"], document["libraries"]
    if libraries is not None:
        document["libraries"] = libraries
    manifest.write_bytes(encode_document({**document, "digest": digest_of(document)}))

    with pytest.raises(ArtifactCorrupt, match=r"libraries|damaged"):
        FileOrigins().origin(models.verified(saved.id))
