"""The store is moved, restored, replaced or removed while it is open: nothing is said to be kept then."""

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hiring.adapters.files import FileStore
from hiring.domain.decisions import AppendResult
from hiring.domain.errors import StoreExchanged, StoreUnavailable
from tests.contracts.builders import a_decision, a_name, some_applicants

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows keeps what is open from being moved or removed"
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def store(home: Path) -> Iterator[FileStore]:
    with closing(FileStore(home)) as store:
        store.inference_log.append([a_decision(request_id="before")])
        yield store


def moved(home: Path) -> None:
    home.rename(home.with_name("elsewhere"))


def removed(home: Path) -> None:
    shutil.rmtree(home)


def file_moved(home: Path) -> None:
    (home / "hiring.sqlite3").rename(home / "old.sqlite3")


def file_removed(home: Path) -> None:
    (home / "hiring.sqlite3").unlink()


def another_in_its_place(home: Path) -> None:
    moved(home)
    FileStore(home).close()


def something_else_in_its_place(home: Path) -> None:
    moved(home)
    home.mkdir()
    (home / "hiring.sqlite3").write_bytes(b"not a store")


def an_empty_file_in_its_place(home: Path) -> None:
    moved(home)
    home.mkdir()
    (home / "hiring.sqlite3").touch()


LOST = [
    moved,
    removed,
    file_moved,
    file_removed,
    another_in_its_place,
    something_else_in_its_place,
    an_empty_file_in_its_place,
]


@pytest.mark.parametrize("exchange", LOST)
def test_nothing_is_kept_or_read_where_the_store_is_no_longer_in_its_place(
    home: Path, store: FileStore, exchange: Callable[[Path], None]
) -> None:
    exchange(home)

    for act in (
        lambda: store.inference_log.append([a_decision(request_id="after")]),
        lambda: store.inference_log.find("before"),
        store.check,
        store.api_keys.all,
    ):
        with pytest.raises(StoreUnavailable):
            act()


@pytest.mark.parametrize("exchange", [another_in_its_place])
def test_another_store_is_told_from_a_missing_one(
    home: Path, store: FileStore, exchange: Callable[[Path], None]
) -> None:
    exchange(home)

    with pytest.raises(StoreExchanged):
        store.check()


def test_a_store_that_was_put_back_takes_rows_again(home: Path, store: FileStore) -> None:
    moved(home)
    with pytest.raises(StoreUnavailable):
        store.inference_log.append([a_decision(request_id="after")])
    home.with_name("elsewhere").rename(home)

    assert store.inference_log.append([a_decision(request_id="after")]) == [AppendResult.STORED]
    assert found_by_another_process(home) == {"before", "after"}


def test_a_restored_copy_of_the_same_store_is_opened_again(home: Path, store: FileStore) -> None:
    copy = home.with_name("copy")
    copy.mkdir()
    with closing(sqlite3.connect(home / "hiring.sqlite3")) as source, source:
        source.execute("VACUUM INTO ?", [str(copy / "hiring.sqlite3")])
    (copy / "tables").mkdir()
    store.inference_log.append([a_decision(request_id="lost with the old folder")])
    shutil.rmtree(home)
    copy.rename(home)

    assert store.inference_log.append([a_decision(request_id="after")]) == [AppendResult.STORED]
    assert found_by_another_process(home) == {"before", "after"}


def test_a_link_that_leads_elsewhere_is_noticed(tmp_path: Path) -> None:
    first, second, link = tmp_path / "first", tmp_path / "second", tmp_path / "link"
    FileStore(second).close()
    first.mkdir()
    link.symlink_to(first)
    with closing(FileStore(link)) as store:
        link.unlink()
        link.symlink_to(second)
        with pytest.raises(StoreExchanged):
            store.inference_log.append([a_decision()])


@pytest.mark.parametrize("beside", ["-wal", "-shm"])
def test_a_lost_log_loses_no_row_that_was_said_to_be_kept(home: Path, store: FileStore, beside: str) -> None:
    (home / f"hiring.sqlite3{beside}").unlink()

    assert store.inference_log.append([a_decision(request_id="after")]) == [AppendResult.STORED]
    assert found_by_another_process(home) == {"before", "after"}


def test_a_log_of_somebody_else_is_not_written_to(home: Path, store: FileStore) -> None:
    log = home / "hiring.sqlite3-wal"
    log.unlink()
    log.touch()

    with pytest.raises(StoreUnavailable, match="log"):
        store.inference_log.append([a_decision(request_id="after")])


def test_a_row_that_went_into_a_moved_file_is_not_said_to_be_kept(home: Path, store: FileStore) -> None:
    database = store._database
    with pytest.raises(StoreUnavailable), database.writing():  # it is moved within
        moved(home)


def test_the_store_in_the_place_keeps_its_log_when_the_old_one_is_closed(home: Path) -> None:
    old = FileStore(home)
    moved(home)
    with closing(FileStore(home)) as new:
        new.inference_log.append([a_decision(request_id="new")])
        old.close()
        new.inference_log.append([a_decision(request_id="newer")])
        assert found_by_another_process(home) == {"new", "newer"}


def test_a_table_is_not_switched_to_a_file_that_stayed_in_the_old_folder(
    home: Path, store: FileStore
) -> None:
    table = store.applicants(a_name("applicants_raw"))
    with table.replacing() as writer:
        writer.write(some_applicants())
    copy = home.with_name("copy")

    with pytest.raises(StoreUnavailable), table.replacing() as writer:  # noqa: PT012  # the same
        writer.write(some_applicants())
        shutil.copytree(home, copy)
        moved(home)
        copy.rename(home)

    assert len(next(table.chunks(100))) == len(some_applicants())


def found_by_another_process(home: Path) -> set[str]:
    """What whoever opens the store by its name sees; SQLite shares nothing between these two."""
    with closing(sqlite3.connect(f"file:{home / 'hiring.sqlite3'}?mode=ro", uri=True)) as connection:
        return {request_id for (request_id,) in connection.execute("SELECT request_id FROM inference_log")}
