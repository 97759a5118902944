"""The manifest: which files an artifact has, and how to recognise them.

It is the same bytes, with the same digest, in a version's folder and where the version is published; where
a file stands follows from where the manifest stands, so a manifest cannot point elsewhere. The digests find
damage, not forgery: who can write the files can write digests too.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from hiring.adapters.learning.artifact.documents import (
    InvalidDocument,
    Json,
    digest_of,
    encode_document,
    read_document,
    require_object,
    require_text,
)
from hiring.domain.models import JsonValue, ModelCard
from hiring.training_json import encode_record

FORMAT: Final = 1
BOOSTER: Final = "booster.txt"
SERVING: Final = "serving.json"
JOBLIB: Final = "modelo_prec80.joblib"
FILES: Final = (BOOSTER, SERVING, JOBLIB)
MAX_MANIFEST: Final = 4 * 2**20
MAX_FILE: Final = 64 * 2**20
"""Of each file: they are read whole. The largest model of training has about a hundredth of it."""

_VERSION_ID: Final = re.compile(r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """How to recognise a file."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What our own code needs of it.

    Args:
        id: Of the version.
        digest: SHA-256 of the rest of the manifest, in canonical form.
        files: A seal for each of FILES.
    """

    id: str
    digest: str
    files: Mapping[str, Seal]


def seal_of(content: bytes) -> Seal:
    return Seal(sha256=hashlib.sha256(content).hexdigest(), size=len(content))


def version_id(card: ModelCard, booster: bytes, serving: bytes) -> str:
    """Sortable by time of training; ends in a piece of the digest of what serves."""
    content = hashlib.sha256(f"{seal_of(booster).sha256}{seal_of(serving).sha256}".encode()).hexdigest()
    return f"{card.trained_at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{content[:8]}"


def is_version_id(text: str) -> bool:
    """Whether it is of the form that `version_id` gives: nothing in it can lead out of a folder."""
    return _VERSION_ID.fullmatch(text) is not None


def write_manifest(
    version: str, card: ModelCard, files: Mapping[str, bytes], libraries: Mapping[str, str]
) -> bytes:
    """The file's content: which model, of what bytes, made with what, on what grounds.

    Raises:
        ValueError: A number in the metadata is not finite, or the metadata or a file is too large.
    """
    seals = {name: seal_of(files[name]) for name in FILES}
    if any(seal.size > MAX_FILE for seal in seals.values()):
        raise ValueError("the model is too large for an artifact")
    document: dict[str, JsonValue] = {
        "format": FORMAT,
        "id": version,
        "trained_at": card.trained_at.astimezone(UTC).isoformat(),
        "files": {name: {"sha256": seal.sha256, "size": seal.size} for name, seal in seals.items()},
        "libraries": dict(libraries),
        "metadata": encode_record(card.training),
    }
    content = encode_document({**document, "digest": digest_of(document)})
    if len(content) > MAX_MANIFEST:
        raise ValueError("the metadata is too large for a manifest")
    return content


def read_manifest(content: bytes) -> Manifest:
    """What was written.

    Raises:
        Unsound: It is not what `write_manifest` gives, or of a later format.
    """
    if len(content) > MAX_MANIFEST:
        raise InvalidDocument("the manifest is too large to be one")
    return read_document("the manifest", content, _manifest)


def _manifest(document: Json) -> Manifest:
    if document["digest"] != digest_of({key: value for key, value in document.items() if key != "digest"}):
        raise InvalidDocument("the manifest does not match its own digest")
    if document["format"] != FORMAT:
        raise InvalidDocument("the manifest has a format that this program does not know")
    files = require_object(document["files"])
    if set(files) != set(FILES):
        raise InvalidDocument("the manifest does not name the files of an artifact")
    seals = {name: _seal(require_object(files[name])) for name in FILES}
    return Manifest(id=require_text(document["id"]), digest=require_text(document["digest"]), files=seals)


def _seal(document: Json) -> Seal:
    size = document["size"]
    if type(size) is not int or not 0 <= size <= MAX_FILE:
        raise TypeError
    return Seal(sha256=require_text(document["sha256"]), size=size)
