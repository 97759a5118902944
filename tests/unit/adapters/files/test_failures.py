"""What goes wrong below the store comes out as the port's own error, and leaves nothing half-written."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest

from hiring.adapters.files import FileStore
from hiring.application.ports.tables import Table
from hiring.domain.errors import StoreUnavailable
from hiring.domain.features import CANDIDATE
from hiring.domain.records import ApplicantRows, FeatureRows
from tests.contracts.builders import (
    WIDTH,
    a_decision,
    a_name,
    a_reject,
    assert_same_chunks,
    some_applicants,
    some_features,
)

TABLE = a_name("applicants_raw")


@pytest.fixture
def table(store: FileStore) -> Table[ApplicantRows]:
    table = store.applicants(TABLE)
    with table.replacing() as writer:
        writer.write(some_applicants())
        writer.reject([a_reject("1")])
    return table


def files_in(home: Path) -> list[Path]:
    return sorted((home / "tables").iterdir())


def assert_unharmed(home: Path, table: Table[ApplicantRows]) -> None:
    assert_same_chunks(list(table.chunks(10)), some_applicants())
    assert list(table.rejects()) == [a_reject("1")]
    assert len(files_in(home)) == 1


def emptied(data: bytes) -> bytes:
    return data[:0]


def truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


def replaced(data: bytes) -> bytes:
    return b"x" * len(data)


def with_a_changed_byte_of_data(data: bytes) -> bytes:
    return data[:60] + bytes([data[60] ^ 0xFF]) + data[61:]


@pytest.mark.parametrize("damage", [emptied, truncated, replaced, with_a_changed_byte_of_data])
def test_a_damaged_file_is_not_read(
    home: Path, table: Table[ApplicantRows], damage: Callable[[bytes], bytes]
) -> None:
    (file,) = files_in(home)
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(StoreUnavailable, match="applicants_raw") as caught:
        list(table.chunks(10))
    assert "Ana" not in str(caught.value)


def test_a_missing_file_is_reported_with_its_table(home: Path, table: Table[ApplicantRows]) -> None:
    (file,) = files_in(home)
    file.unlink()
    with pytest.raises(StoreUnavailable, match="applicants_raw"):
        list(table.chunks(10))


@pytest.mark.usefixtures("table")
def test_a_table_of_another_kind_is_not_read(store: FileStore) -> None:
    with pytest.raises(StoreUnavailable, match="applicants_raw"):
        list(store.features(TABLE, CANDIDATE).chunks(10))


@pytest.mark.parametrize("name", ["tables", "hiring.sqlite3", "."])
def test_a_folder_that_cannot_be_a_store_is_refused(home: Path, name: str) -> None:
    if name != ".":
        home.mkdir(parents=True)
    else:
        home.parent.mkdir()
    (home / name).write_bytes(b"not a store " * 1_000)
    with pytest.raises(StoreUnavailable):
        FileStore(home)


def test_a_store_of_a_newer_program_is_left_alone(home: Path, open_store: Callable[[], FileStore]) -> None:
    open_store().close()
    with closing(sqlite3.connect(home / "hiring.sqlite3")) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreUnavailable, match="newer"):
        open_store()


@contextmanager
def as_nobody() -> Iterator[None]:
    """File rights do not bind root."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65_534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="rights of folders work otherwise on Windows")
class TestReadOnlyFolder:
    def test_no_store_is_made_in_it(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o555)
        with as_nobody(), pytest.raises(StoreUnavailable):
            FileStore(tmp_path / "hiring-data")
        tmp_path.chmod(0o755)

    def test_no_table_is_replaced_in_it(self, home: Path, table: Table[ApplicantRows]) -> None:
        (home / "tables").chmod(0o555)
        with as_nobody(), pytest.raises(StoreUnavailable, match="ermission"), table.replacing():
            pass  # it is refused before
        (home / "tables").chmod(0o755)
        assert_unharmed(home, table)


def fill_up(store: FileStore) -> None:
    """Let the SQLite file grow no more."""
    store._database._connection.execute("PRAGMA max_page_count = 1")  # at least what it has


def test_a_full_disk_stores_no_part_of_a_batch(store: FileStore) -> None:
    log = store.inference_log
    log.append([a_decision("before")])
    fill_up(store)
    large = {f"feature_{number}": 1 / 3 for number in range(5_000)}
    with pytest.raises(StoreUnavailable, match="SQLITE_FULL"):
        log.append([a_decision("small"), a_decision("large", payload=large)])
    assert log.find("before") == a_decision("before")
    assert log.find("small") is None


def test_a_disk_that_is_full_at_the_switch_leaves_the_old_table(
    home: Path, store: FileStore, table: Table[ApplicantRows]
) -> None:
    fill_up(store)
    with pytest.raises(StoreUnavailable, match="SQLITE_FULL"), table.replacing() as writer:
        writer.reject([a_reject("x" * 100)] * 1_000)
    assert_unharmed(home, table)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of file size")
def test_a_disk_that_is_full_while_rows_are_written_leaves_the_old_table(
    home: Path, table: Table[ApplicantRows]
) -> None:
    with pytest.raises(StoreUnavailable, match="applicants_raw"), files_of_at_most(50_000):
        replace_by(table, np.random.default_rng(0).bytes(200_000))
    assert_unharmed(home, table)


def replace_by(table: Table[ApplicantRows], document: bytes) -> None:
    with table.replacing() as writer:
        for code in range(3):
            writer.write(ApplicantRows(codigo_profissional=np.array([code]), document=[document]))


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    import resource  # noqa: PLC0415  # not on Windows

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.parametrize(
    "values", [np.full((2, WIDTH), 0.5), np.zeros((2, WIDTH + 1))], ids=["0.5", "too many"]
)
def test_features_that_are_none_are_a_bug_and_change_nothing(store: FileStore, values: np.ndarray) -> None:
    table = store.features(a_name("applicants_feat"), CANDIDATE)
    with table.replacing() as writer:
        writer.write(some_features())
    with pytest.raises(ValueError, match=r"."), table.replacing() as writer:
        writer.write(FeatureRows(codigo_profissional=np.arange(2), features=values))
    assert_same_chunks(list(table.chunks(10)), some_features())


def test_a_moment_without_a_time_zone_is_a_bug(store: FileStore) -> None:
    naive = a_decision().at.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        store.inference_log.append([a_decision(at=naive)])


def test_a_score_that_is_no_number_is_a_bug_and_not_an_outage(store: FileStore) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        store.inference_log.append([a_decision("sound"), a_decision("nan", score=float("nan"))])
    assert store.inference_log.find("sound") is None


def test_a_salt_is_for_a_new_store_alone(tmp_path: Path) -> None:
    for asked in ("first", "second"):
        store = FileStore(tmp_path, salt=asked)
        assert store.salt == "first"
        store.close()
