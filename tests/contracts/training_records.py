"""Training records as programs have written them: ours now and before, later ones, and others."""

import hashlib
import json
from pathlib import Path
from typing import Final

from hiring.adapters.learning.artifact.documents import digest_of, encode_document
from hiring.domain.models import JsonValue, ModelVersion

RECORDS: Final[dict[str, dict[str, JsonValue]]] = json.loads(
    Path(__file__).with_suffix(".json").read_text("utf-8")
)


def rewrite_record(version: ModelVersion, record: dict[str, JsonValue], *, mode: str = "prec80") -> None:
    """The artifact's files, as if another program had written them with this record."""
    serving, manifest = (Path(version.path).with_name(name) for name in ("serving.json", "manifest.json"))
    old = json.loads(serving.read_bytes())
    content = encode_document({**old, "metadata": record, "operating_mode": mode})
    serving.write_bytes(content)
    document = {**json.loads(manifest.read_bytes()), "metadata": record}
    document["files"]["serving.json"] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    del document["digest"]
    manifest.write_bytes(encode_document({**document, "digest": digest_of(document)}))
