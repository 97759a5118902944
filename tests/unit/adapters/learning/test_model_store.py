"""Files, beyond the contract: layout, damage, and what a process that is killed leaves."""

import hashlib
import json
import os
import random
import stat
import subprocess
import sys
import time
from pathlib import Path

import joblib
import pytest

from hiring.adapters.learning.artifact.documents import digest_of, encode_document
from hiring.adapters.learning.fitting.trainer import LightGbmModel
from hiring.adapters.learning.model_store import FileModelStore
from hiring.domain.errors import ArtifactCorrupt, ModelMissing, StoreUnavailable
from hiring.domain.models import ModelVersion
from hiring.training_json import encode_record
from tests.contracts.model_store import TRAINED_AT, ModelStoreContract, a_card, some_features


class TestFileModelStore(ModelStoreContract):
    """The contract, over files."""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_a_version_is_a_folder_of_four_files(
    models: FileModelStore, model: LightGbmModel, artifact: Path
) -> None:
    version = models.save(model, a_card())
    folder = artifact.parent / "versions" / version.id
    assert names(folder) == ["booster.txt", "manifest.json", "modelo_prec80.joblib", "serving.json"]
    assert version.path == str(folder / "modelo_prec80.joblib")
    assert version.id.startswith("20240301T123015Z-")
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert manifest["digest"] == version.digest
    assert manifest["id"] == version.id
    assert manifest["trained_at"] == TRAINED_AT.isoformat()
    assert manifest["metadata"] == encode_record(a_card().training)
    assert set(manifest["libraries"]) == {"hiring", "joblib", "lightgbm", "numpy", "python", "scikit-learn"}
    for name, seal in manifest["files"].items():
        content = (folder / name).read_bytes()
        assert seal == {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def test_a_publication_keeps_the_manifest_and_the_one_before(
    models: FileModelStore, model: LightGbmModel, artifact: Path
) -> None:
    versions = [models.save(model, a_card(threshold=threshold)) for threshold in (0.5, 0.6, 0.7)]
    neighbour = artifact.with_name("modelo_prec80.notes.booster.txt")
    neighbour.write_text("somebody else's")
    for version in versions:
        models.publish(version.id)
    kept = [
        f"modelo_prec80.{version.digest[:12]}.{name}"
        for version in versions[1:]
        for name in ("booster.txt", "serving.json")
    ]
    others = ["modelo_prec80.joblib", "modelo_prec80.manifest.json", neighbour.name]
    assert names(artifact.parent) == sorted([*kept, *others])
    stored = artifact.parent / "versions" / versions[-1].id / "manifest.json"
    assert artifact.with_name("modelo_prec80.manifest.json").read_bytes() == stored.read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="modes")
def test_others_may_read_what_was_published(
    models: FileModelStore, model: LightGbmModel, artifact: Path
) -> None:
    before = os.umask(0o022)
    try:
        models.publish(models.save(model, a_card()).id)
    finally:
        os.umask(before)
    for path in artifact.parent.rglob("*"):
        assert path.stat().st_mode & stat.S_IROTH


def test_what_serves_is_told_and_verified(
    models: FileModelStore, model: LightGbmModel, artifact: Path
) -> None:
    saved = models.save(model, a_card())
    published = models.publish(saved.id)
    assert models.current() == published == models.verified(None)
    assert models.verified(saved.id) == saved
    with pytest.raises(ModelMissing):
        FileModelStore(artifact.with_name("another.joblib")).verified(None)


def test_a_joblib_of_somebody_else_does_not_serve(models: FileModelStore, artifact: Path) -> None:
    artifact.parent.mkdir()
    artifact.write_bytes(b"\x80\x04.")
    with pytest.raises(ModelMissing):
        models.published()


def test_a_damaged_joblib_is_reported_and_does_not_stop_serving(
    models: FileModelStore, model: LightGbmModel, artifact: Path
) -> None:
    published = models.publish(models.save(model, a_card()).id)
    artifact.write_bytes(artifact.read_bytes()[:-1])
    assert models.published().version == published
    with pytest.raises(ArtifactCorrupt, match=r"modelo_prec80\.joblib: it does not match"):
        models.verified(None)


def damaged(content: bytes, older: bytes, chance: random.Random) -> bytes:
    """One bit flipped, an end cut off, something appended, two lines swapped, or an older version's file."""
    kind = chance.randrange(5)
    if kind == 0:
        position = chance.randrange(len(content))
        flipped = content[position] ^ 1 << chance.randrange(8)
        return content[:position] + bytes([flipped]) + content[position + 1 :]
    if kind in (1, 2):
        return content[: chance.randrange(len(content))] if kind == 1 else content + chance.randbytes(4)
    lines = content.splitlines(keepends=True)
    one, other = chance.sample(range(len(lines)), 2) if len(lines) > 1 else (0, 0)
    lines[one], lines[other] = lines[other], lines[one]
    swapped = b"".join(lines)
    return older if kind == 4 or swapped == content else swapped


def other_booster(booster: bytes) -> bytes:
    """A sound one that scores otherwise, as an older version's would."""
    return booster.replace(b"leaf_value=", b"leaf_value=9", 1) + b"\n"


def published_file(artifact: Path, version: ModelVersion, name: str) -> Path:
    start = "" if name == "manifest.json" else f"{version.digest[:12]}."
    return artifact.with_name(f"modelo_prec80.{start}{name}")


def check_mutants(
    models: FileModelStore, model: LightGbmModel, artifact: Path, name: str, count: int
) -> None:
    """Each is refused before it is parsed, and what was loaded before goes on answering.

    If a damaged booster reached LightGBM, this process would die or score otherwise.
    """
    old = models.publish(models.save(model, a_card(threshold=0.5)).id)
    before = published_file(artifact, old, name).read_bytes()
    version = models.publish(models.save(model, a_card()).id)
    serving, rows = models.published(), some_features(20)
    expected = serving.score(rows).tolist()
    path = published_file(artifact, version, name)
    sound = path.read_bytes()
    older = before if name == "serving.json" else other_booster(sound)
    chance = random.Random(name)
    for _ in range(count):
        path.write_bytes(damaged(sound, older, chance))
        for read in (models.published, lambda: models.verified(None)):
            with pytest.raises(ArtifactCorrupt) as refusal:
                read()
            assert str(path.parent) in str(refusal.value)
        assert serving.score(rows).tolist() == expected
    path.write_bytes(sound)
    assert models.published().version == version


@pytest.mark.parametrize("name", ["booster.txt", "serving.json", "manifest.json"])
def test_no_damage_reaches_a_parser(
    models: FileModelStore, model: LightGbmModel, artifact: Path, name: str
) -> None:
    check_mutants(models, model, artifact, name, 60)


def test_an_older_manifest_is_the_older_publication_whole_or_nothing(
    models: FileModelStore, model: LightGbmModel, artifact: Path
) -> None:
    """The publication before stays for readers in the middle of it; the check tells by the joblib."""
    old = models.publish(models.save(model, a_card(threshold=0.5)).id)
    manifest = published_file(artifact, old, "manifest.json")
    older = manifest.read_bytes()
    models.publish(models.save(model, a_card(threshold=0.6)).id)
    manifest.write_bytes(older)
    assert models.published().version == old
    with pytest.raises(ArtifactCorrupt, match="joblib"):
        models.verified(None)
    models.publish(models.save(model, a_card(threshold=0.7)).id)
    models.publish(models.save(model, a_card(threshold=0.8)).id)
    manifest.write_bytes(older)
    with pytest.raises(ArtifactCorrupt):
        models.published()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["booster.txt", "serving.json", "manifest.json"])
def test_no_damage_of_a_thousand_reaches_a_parser(
    models: FileModelStore, model: LightGbmModel, artifact: Path, name: str
) -> None:
    check_mutants(models, model, artifact, name, 1_000)


@pytest.mark.parametrize("name", ["booster.txt", "serving.json", "modelo_prec80.joblib", "manifest.json"])
def test_a_damaged_version_is_not_published(models: FileModelStore, model: LightGbmModel, name: str) -> None:
    published = models.publish(models.save(model, a_card()).id)
    new = models.save(model, a_card(threshold=0.9))
    path = Path(new.path).with_name(name)
    sound = path.read_bytes()
    chance = random.Random(name)
    for _ in range(20):
        path.write_bytes(damaged(sound, b"older", chance))
        with pytest.raises(ArtifactCorrupt):
            models.publish(new.id)
    path.unlink()
    with pytest.raises((ArtifactCorrupt, ModelMissing)):
        models.publish(new.id)
    assert models.published().version == published == models.verified(None)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"files": {"../../booster.txt": {"sha256": "0" * 64, "size": 1}}}, "does not name the files"),
        ({"format": 2}, "format"),
        ({"files": None}, "damaged"),
        ({"id": "20240301T123015Z-00000000"}, "a different version"),
    ],
)
def test_a_manifest_that_seals_something_else_is_refused(
    models: FileModelStore, model: LightGbmModel, changes: dict[str, object], reason: str
) -> None:
    version = models.save(model, a_card())
    path = Path(version.path).with_name("manifest.json")
    document = json.loads(path.read_bytes()) | changes
    del document["digest"]
    path.write_bytes(encode_document({**document, "digest": digest_of(document)}))
    with pytest.raises(ArtifactCorrupt, match=reason):
        models.version(version.id)


def test_a_manifest_nested_without_end_is_refused(
    models: FileModelStore, model: LightGbmModel, artifact: Path
) -> None:
    models.publish(models.save(model, a_card()).id)
    artifact.with_name("modelo_prec80.manifest.json").write_bytes(b"[" * 200_000)
    with pytest.raises(ArtifactCorrupt):
        models.published()


class Trap:
    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> tuple[object, ...]:
        return os.system, (self.command,)


def test_no_pickle_is_ever_run(
    models: FileModelStore, model: LightGbmModel, artifact: Path, tmp_path: Path
) -> None:
    """Even one that every digest vouches for."""
    sprung = tmp_path / "sprung"
    version = models.save(model, a_card())
    folder = Path(version.path).parent
    joblib.dump(Trap(f"echo > {sprung}"), folder / "modelo_prec80.joblib")
    content = (folder / "modelo_prec80.joblib").read_bytes()
    document = json.loads((folder / "manifest.json").read_bytes())
    document["files"]["modelo_prec80.joblib"] = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
    }
    del document["digest"]
    (folder / "manifest.json").write_bytes(encode_document({**document, "digest": digest_of(document)}))
    models.version(version.id)
    models.publish(version.id)
    models.published()
    models.verified(None)
    models.verified(version.id)
    models.save(models.reopened(version.id), a_card(threshold=0.9))
    assert not sprung.exists()
    joblib.load(artifact)
    assert sprung.exists()  # it was a trap


def test_a_place_that_cannot_be_written_is_a_store_that_is_unavailable(
    model: LightGbmModel, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnavailable, match="cannot be written"):
        FileModelStore(tmp_path / "file" / "modelo_prec80.joblib").save(model, a_card())


def test_a_stranger_s_model_is_a_bug(models: FileModelStore) -> None:
    with pytest.raises(TypeError):
        models.save(object(), a_card())  # type: ignore[arg-type]  # that is the point


PUBLISH_FOR_EVER = """
import itertools, sys
from pathlib import Path
from hiring.adapters.learning.model_store import FileModelStore
models = FileModelStore(Path(sys.argv[1]))
print("ready", flush=True)
for version_id in itertools.cycle(sys.argv[2:]):
    models.publish(version_id)
"""


def test_a_killed_publisher_leaves_the_old_or_the_new(
    models: FileModelStore, model: LightGbmModel, artifact: Path
) -> None:
    versions = [models.save(model, a_card(threshold=threshold)) for threshold in (0.5, 0.6, 0.7)]
    published = {version.id: models.publish(version.id) for version in versions}
    chance = random.Random(0)
    for _ in range(10):
        command = [sys.executable, "-c", PUBLISH_FOR_EVER, str(artifact), *published]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as publisher:
            assert publisher.stdout is not None
            assert publisher.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0.0, 0.05))
            publisher.kill()
        found = models.published().version
        assert found == published[found.id]
    models.publish(versions[0].id)
    assert models.verified(None).id == versions[0].id
    assert not list(artifact.parent.glob("*.tmp"))


def test_publishers_at_once_leave_a_whole_publication(
    models: FileModelStore, model: LightGbmModel, artifact: Path
) -> None:
    ids = [models.save(model, a_card(threshold=threshold)).id for threshold in (0.5, 0.6, 0.7)]
    models.publish(ids[0])
    command = [sys.executable, "-c", PUBLISH_FOR_EVER, str(artifact)]
    publishers = [
        subprocess.Popen([*command, *order], stdout=subprocess.DEVNULL) for order in (ids, ids[::-1])
    ]
    try:
        ends = time.monotonic() + 1.5
        while time.monotonic() < ends:
            assert models.current().id in ids
        assert all(publisher.poll() is None for publisher in publishers)
    finally:
        for publisher in publishers:
            publisher.kill()
            publisher.wait()
    models.publish(ids[0])
    assert models.verified(None).id == ids[0]


PUBLISH_ONCE = """
import sys, time
from pathlib import Path
from hiring.adapters.learning.model_store import FileModelStore
from hiring.domain.errors import ServesAnother
models = FileModelStore(Path(sys.argv[1]))
began = models.serving()
print("ready", flush=True)
sys.stdin.readline()
try:
    models.publish(sys.argv[2], instead_of=began)
    print("published")
except ServesAnother:
    print("another serves")
"""


def test_of_publishers_that_began_together_exactly_one_publishes(
    models: FileModelStore, model: LightGbmModel, artifact: Path
) -> None:
    ids = [models.save(model, a_card(threshold=threshold)).id for threshold in (0.5, 0.6, 0.7, 0.8)]
    command = [sys.executable, "-c", PUBLISH_ONCE, str(artifact)]
    racers = [
        subprocess.Popen([*command, each], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for each in ids
    ]
    for racer in racers:
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        racer.stdin.write("go\n")
        racer.stdin.flush()
    said = [racer.communicate()[0].strip() for racer in racers]
    assert sorted(said) == ["another serves"] * 3 + ["published"]
    assert models.verified(None).id == ids[said.index("published")]
