"""What somebody may leave among a model's files: nothing of it leads a write elsewhere, or makes us wait."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from hiring.adapters.learning.artifact import artifact_paths as places
from hiring.adapters.learning.artifact.artifact_paths import ArtifactPaths, manifest_at, read_whole
from hiring.adapters.learning.fitting.trainer import LightGbmModel
from hiring.adapters.learning.model_store import FileModelStore
from hiring.domain.errors import ArtifactCorrupt, ModelMissing, StoreUnavailable
from hiring.domain.models import ModelVersion
from tests.contracts.model_store import a_card

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes")

NAMES = (
    "modelo_prec80.joblib",
    "modelo_prec80.manifest.json",
    "{digest}.booster.txt",
    "{digest}.serving.json",
)
ENDLESS = 3 * 2**30


def published_name(name: str, version: ModelVersion) -> str:
    return name.replace("{digest}", f"modelo_prec80.{version.digest[:12]}")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_written_through_a_link(
    models: FileModelStore, model: LightGbmModel, artifact: Path, tmp_path: Path, name: str
) -> None:
    version = models.save(model, a_card())
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("somebody's", "utf-8")
    for end in ("", ".tmp"):
        (artifact.parent / f"{published_name(name, version)}{end}").symlink_to(elsewhere)
    published = models.publish(version.id)

    assert elsewhere.read_text("utf-8") == "somebody's"
    assert models.verified(None) == published
    assert not list(artifact.parent.glob("*.tmp"))


def test_a_link_in_place_of_a_draft_or_of_the_lock_is_not_followed(
    models: FileModelStore, model: LightGbmModel, artifact: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    version = models.save(model, a_card())
    (artifact.parent / "versions" / f".{version.id}.tmp").symlink_to(elsewhere)
    models.save(model, a_card(threshold=0.7))
    lock = artifact.parent / "versions" / ".lock"
    lock.unlink()
    lock.symlink_to(elsewhere / "lock")
    with pytest.raises(StoreUnavailable):
        models.publish(version.id)

    assert not list(elsewhere.iterdir())


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_folder(path: Path) -> None:
    path.mkdir()


def an_endless_file(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(ENDLESS)


PLANTED = (a_pipe, a_device, a_folder, an_endless_file)


@pytest.mark.parametrize("plant", PLANTED)
@pytest.mark.parametrize("name", NAMES[1:])
def test_what_is_no_file_of_a_model_is_refused_at_once(
    models: FileModelStore, model: LightGbmModel, artifact: Path, name: str, plant: Callable[[Path], None]
) -> None:
    version = models.publish(models.save(model, a_card()).id)
    path = artifact.parent / published_name(name, version)
    path.unlink()
    plant(path)

    for read in (models.published, lambda: models.verified(None)):
        with pytest.raises(ArtifactCorrupt):
            read()
    if "booster" not in name:
        with pytest.raises(ArtifactCorrupt):
            models.current()
    mark = models.serving()
    assert mark
    if plant is not a_folder:
        assert models.publish(version.id, instead_of=mark) == models.verified(None)


@pytest.mark.parametrize("plant", PLANTED)
@pytest.mark.parametrize("name", ["manifest.json", "booster.txt", "serving.json", "modelo_prec80.joblib"])
def test_a_stored_version_of_such_files_is_not_published(
    models: FileModelStore, model: LightGbmModel, artifact: Path, name: str, plant: Callable[[Path], None]
) -> None:
    version = models.save(model, a_card())
    path = Path(version.path).with_name(name)
    path.unlink()
    plant(path)

    with pytest.raises(ArtifactCorrupt):
        models.publish(version.id)
    assert models.serving() == ""
    assert not list(artifact.parent.glob("modelo*"))


@pytest.mark.parametrize("plant", PLANTED[:3])
def test_a_lock_that_is_no_file_makes_nobody_wait(
    models: FileModelStore, model: LightGbmModel, artifact: Path, plant: Callable[[Path], None]
) -> None:
    (artifact.parent / "versions").mkdir(parents=True)
    plant(artifact.parent / "versions" / ".lock")
    with suppress(StoreUnavailable):
        models.save(model, a_card())


def test_the_joblib_alone_is_said_to_be_alone(
    models: FileModelStore, model: LightGbmModel, artifact: Path
) -> None:
    with pytest.raises(ModelMissing) as nothing:
        models.published()
    Path(models.save(model, a_card()).path).rename(artifact)
    for read in (models.published, models.current, lambda: models.verified(None)):
        with pytest.raises(ModelMissing) as alone:
            read()
        assert alone.value.without == "modelo_prec80.manifest.json"
        assert str(artifact) in str(alone.value)
    assert nothing.value.without is None


def test_a_place_is_the_same_however_it_is_spelt(
    model: LightGbmModel, artifact: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = FileModelStore(artifact)
    models.save(model, a_card())
    (tmp_path / "link").symlink_to(artifact.parent)
    monkeypatch.chdir(artifact.parent)
    for spelling in (
        artifact.name,
        f"../artifacts/./{artifact.name}",
        str(tmp_path / "link" / artifact.name),
    ):
        assert FileModelStore(Path(spelling)).stands_at(models.place)
        assert models.stands_at(spelling)
    assert models.stands_at(f"artifacts/{artifact.name}")  # it was promoted from the folder above
    assert not models.stands_at(f"others/{artifact.name}")
    assert not models.stands_at(str(tmp_path / artifact.name))


def test_a_reader_whose_files_were_swept_away_looks_at_the_manifest_again(
    models: FileModelStore, model: LightGbmModel, artifact: Path
) -> None:
    """Two publications between the manifest and the files: what the slow reader found is no damage."""
    ids = [models.save(model, a_card(threshold=threshold)).id for threshold in (0.5, 0.6, 0.7)]
    models.publish(ids[0])
    place, later = places.artifact_paths_at(artifact), iter(ids[1:])

    def slowly(manifest: places.Manifest) -> str:
        for version_id in later:
            models.publish(version_id)
        places.content_at(place, manifest, "serving.json")
        return manifest.id

    assert read_whole(place, slowly) == ids[2]


def test_damage_is_judged_although_somebody_published_the_same_again(
    models: FileModelStore, model: LightGbmModel, artifact: Path
) -> None:
    version = models.publish(models.save(model, a_card()).id)
    place: ArtifactPaths = places.artifact_paths_at(artifact)
    looked = []

    def broken(manifest: places.Manifest) -> None:
        looked.append(manifest.id)
        if len(looked) == 1:
            models.publish(version.id)
        raise ArtifactCorrupt("x", "broken")

    with pytest.raises(ArtifactCorrupt):
        read_whole(place, broken)
    assert looked == [version.id] * 2
    assert manifest_at(place)[0].id == version.id


def test_what_a_killed_publisher_left_is_swept_whichever_version_is_published(
    models: FileModelStore, model: LightGbmModel, artifact: Path
) -> None:
    version = models.publish(models.save(model, a_card()).id)
    other = artifact.with_name("another.manifest.json.tmp")
    left = [
        artifact.with_name(f"{published_name(name, version)}{end}")
        for name in (*NAMES, "modelo_prec80.000000000000.booster.txt")
        for end in (".tmp", ".0a1b2c3d.tmp")
    ]
    for path in (*left, other):
        path.write_bytes(b"half")
    models.publish(version.id)

    assert list(artifact.parent.glob("*.tmp")) == [other]
