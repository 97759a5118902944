"""What is put back of a copy of the model store, whatever is there by then."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from hiring.adapters.learning.artifact.copies import ModelCopies
from hiring.adapters.learning.artifact.disk import exclusive_lock
from hiring.adapters.learning.fitting.trainer import LightGbmModel
from hiring.adapters.learning.model_store import FileModelStore
from hiring.domain.errors import StoreFault, StoreUnavailable, TargetExists
from hiring.domain.models import ModelVersion
from tests.contracts.model_store import a_card


@pytest.fixture
def copies(models: FileModelStore) -> ModelCopies:
    return ModelCopies(Path(models.place))


@pytest.fixture
def served(models: FileModelStore, model: LightGbmModel, copies: ModelCopies, tmp_path: Path) -> ModelVersion:
    version = models.publish(models.save(model, a_card()).id)
    copies.copy(tmp_path / "copy")
    return version


def folder_of(models: FileModelStore, version: ModelVersion) -> Path:
    return Path(models.place).parent / "versions" / version.id


def put(copies: ModelCopies, source: Path) -> Sequence[Path]:
    with copies.putting(source) as ready:
        return ready()


def cut(folder: Path) -> None:
    (folder / "booster.txt").write_bytes(b"tree")


def lost(folder: Path) -> None:
    (folder / "manifest.json").unlink()


@pytest.mark.parametrize("damage", [cut, lost])
def test_a_damaged_version_is_put_aside(
    models: FileModelStore,
    copies: ModelCopies,
    served: ModelVersion,
    tmp_path: Path,
    damage: Callable[[Path], None],
) -> None:
    damage(folder_of(models, served))

    (kept,) = put(copies, tmp_path / "copy")

    assert kept.exists()
    assert models.verified(served.id).digest == models.current().digest == served.digest
    assert models.stored() == [served.id]


def test_what_serves_and_is_damaged_is_replaced_where_that_is_asked_for(
    models: FileModelStore, copies: ModelCopies, served: ModelVersion, tmp_path: Path
) -> None:
    artifact = Path(models.place)
    artifact.with_name(f"{artifact.stem}.manifest.json").write_bytes(b"{}")

    with pytest.raises(TargetExists):
        copies.admit(tmp_path / "copy", replace=False)
    copies.admit(tmp_path / "copy", replace=True)
    assert list(put(copies, tmp_path / "copy")) == []

    assert models.current() == served


def test_what_a_killed_restore_has_left_is_in_nobodys_way(
    models: FileModelStore, copies: ModelCopies, served: ModelVersion, tmp_path: Path
) -> None:
    folder = folder_of(models, served)
    folder.rename(folder.with_name(f".{served.id}.tmp"))

    put(copies, tmp_path / "copy")

    assert models.verified(served.id).digest == served.digest
    assert not list(folder.parent.glob(".*.tmp"))


def test_nobody_waits_for_another_writer_longer_than_is_set(
    models: FileModelStore, served: ModelVersion, tmp_path: Path
) -> None:
    impatient = ModelCopies(Path(models.place), lock_timeout_s=0.0)
    with exclusive_lock(folder_of(models, served).parent):
        with pytest.raises(StoreUnavailable, check=lambda error: error.fault is StoreFault.HELD_TOO_LONG):
            impatient.copy(tmp_path / "another")
        with pytest.raises(StoreUnavailable, check=lambda error: error.fault is StoreFault.HELD_TOO_LONG):
            put(impatient, tmp_path / "copy")
