"""Raw tables in files are read in parts by processes that open them themselves."""

from pathlib import Path

import pytest

from hiring.adapters.files import FileStore
from hiring.bootstrap.stores import store_elsewhere
from hiring.domain.errors import WorkersDiffer
from hiring.settings import Settings
from tests.contracts.builds_in_parts import ONE, PEOPLE, SEVERAL, BuildInPartsContract, Opener, Packed, build


class TestFileBuildInParts(BuildInPartsContract):
    @pytest.fixture
    def opener(self, home: Path) -> Opener:
        return store_elsewhere(Settings(hiring_home=home))

    @pytest.mark.parametrize("parts", [2, 64])
    def test_the_file_is_the_same_byte_for_byte(
        self, home: Path, store: FileStore, opener: Opener, parts: int
    ) -> None:
        assert build(store, opener, Packed(), into=SEVERAL, parts=parts) == PEOPLE
        (one,), (several,) = ((home / "tables").glob(f"{name}-*.parquet") for name in (ONE, SEVERAL))
        assert several.read_bytes() == one.read_bytes()


def test_a_worker_that_has_no_such_folder_makes_none(tmp_path: Path) -> None:
    home = tmp_path / "hiring-data"
    opener = store_elsewhere(Settings(hiring_home=home))

    with pytest.raises(WorkersDiffer, match="they have no store in "), opener():
        pass  # it is refused before
    assert not home.exists()
