"""Copies of a store under load, and what is put back of them."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from hiring.adapters.files import FileStore
from hiring.adapters.files.backup.copies import StoreCopies
from hiring.adapters.files.backup.folders import LIST, FolderBackups
from hiring.adapters.files.store import DATABASE
from hiring.application.operations.back_up import BackUp, Restore
from hiring.domain.errors import BackupUnsound, FileMissing, StoreInUse, TargetExists
from tests.contracts.builders import a_decision, a_name, a_reject, some_applicants


def back_up(home: Path, target: Path) -> None:
    BackUp(parts=[StoreCopies(home)], backups=FolderBackups())(target)


def restore(source: Path, home: Path, *, replace: bool = False) -> list[Path]:
    return Restore(parts=[StoreCopies(home)], backups=FolderBackups())(source, replace=replace)


def filled(home: Path) -> None:
    with closing(FileStore(home, salt="s")) as store, store.applicants(a_name()).replacing() as writer:
        writer.write(some_applicants())
        store.inference_log.append([a_decision(request_id="before")])


def written_at_full_speed(home: Path, stop: threading.Event) -> None:
    """Each generation is one table, whose rejects and whose rows say which it is, and one decision."""
    with closing(FileStore(home)) as store:
        for number in count():
            if stop.is_set():
                return
            with store.applicants(a_name("busy")).replacing() as writer:
                writer.write(some_applicants(number, number + 5))
                writer.reject([a_reject(str(number))])
            store.inference_log.append([a_decision(request_id=f"r-{number}")])


def test_a_copy_is_one_moment_while_others_write(home: Path, tmp_path: Path) -> None:
    filled(home)
    stop = threading.Event()
    writer = threading.Thread(target=written_at_full_speed, args=(home, stop))
    writer.start()
    try:
        for number in range(20):
            back_up(home, tmp_path / f"backup-{number}")
    finally:
        stop.set()
        writer.join()

    for number in range(20):
        with closing(FileStore(tmp_path / f"backup-{number}" / "store")) as copy:
            if "busy" in str(list((tmp_path / f"backup-{number}" / "store" / "tables").iterdir())):
                table = copy.applicants(a_name("busy"))
                (reject,) = table.rejects()
                assert [int(code) for chunk in table.chunks(9) for code in chunk.codigo_profissional] == list(
                    range(int(reject.key), int(reject.key) + 5)
                )
                assert int(reject.key) == 0 or copy.inference_log.find(f"r-{int(reject.key) - 1}")


def test_a_store_comes_back_with_its_identity_rows_and_tables(home: Path, tmp_path: Path) -> None:
    filled(home)
    back_up(home, tmp_path / "backup")
    elsewhere = tmp_path / "new" / "home"

    assert restore(tmp_path / "backup", elsewhere) == []

    with closing(FileStore(home)) as old, closing(FileStore(elsewhere)) as new:
        assert (new.salt, new.digest_key) == (old.salt, old.digest_key)
        assert new.inference_log.find("before")
        assert new.applicants(a_name()).count() == 3


def test_a_backup_that_is_there_is_never_written_over(home: Path, tmp_path: Path) -> None:
    filled(home)
    back_up(home, tmp_path / "backup")
    before = (tmp_path / "backup" / LIST).read_bytes()

    with pytest.raises(TargetExists):
        back_up(home, tmp_path / "backup")
    assert (tmp_path / "backup" / LIST).read_bytes() == before


def test_a_store_that_is_open_or_full_is_not_replaced(home: Path, tmp_path: Path) -> None:
    filled(home)
    back_up(home, tmp_path / "backup")
    with closing(FileStore(home)) as store:
        with pytest.raises(StoreInUse):
            restore(tmp_path / "backup", home, replace=True)
        store.check()
    with pytest.raises(TargetExists):
        restore(tmp_path / "backup", home)

    (kept,) = restore(tmp_path / "backup", home, replace=True)

    with closing(FileStore(kept)) as store:
        assert store.inference_log.find("before")


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def not_a_backup(file: Path) -> None:
    file.write_text("[]", "utf-8")


def nested(file: Path) -> None:
    file.write_text("[" * 100_000, "utf-8")


def a_pipe(file: Path) -> None:
    file.unlink()
    if sys.platform != "win32":
        os.mkfifo(file)


@pytest.mark.parametrize("name", [LIST, "store/hiring.sqlite3", "store/tables/*.parquet"])
@pytest.mark.parametrize("damage", [cut, flip, Path.unlink, not_a_backup, nested, a_pipe])
def test_a_damaged_backup_is_refused_and_changes_nothing(
    home: Path, tmp_path: Path, name: str, damage: Callable[[Path], None]
) -> None:
    filled(home)
    back_up(home, tmp_path / "backup")
    (file,) = (tmp_path / "backup").glob(name)
    damage(file)

    with pytest.raises(BackupUnsound):
        restore(tmp_path / "backup", tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("damage", [not_a_backup, nested])
def test_a_backup_takes_the_place_of_a_damaged_store(
    home: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    filled(home)
    back_up(home, tmp_path / "backup")
    damage(home / DATABASE)
    damaged = (home / DATABASE).read_bytes()

    with pytest.raises(TargetExists):
        restore(tmp_path / "backup", home)
    (kept,) = restore(tmp_path / "backup", home, replace=True)

    assert (kept / DATABASE).read_bytes() == damaged
    with closing(FileStore(home)) as store:
        assert store.inference_log.find("before")


OPEN = """
import sys
from pathlib import Path
from hiring.adapters.files import FileStore
store = FileStore(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="what is open has its name for ever there")
def test_a_damaged_store_that_another_program_has_open_is_not_replaced(home: Path, tmp_path: Path) -> None:
    filled(home)
    back_up(home, tmp_path / "backup")
    with subprocess.Popen(
        [sys.executable, "-c", OPEN, home], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"open\n"
        with (home / DATABASE).open("r+b") as file:
            file.write(b"no database at all")

        with pytest.raises(StoreInUse):
            restore(tmp_path / "backup", home, replace=True)

        other.kill()
    (kept,) = restore(tmp_path / "backup", home, replace=True)
    assert kept.exists()


def test_a_plain_copy_of_the_folder_is_no_backup(home: Path, tmp_path: Path) -> None:
    filled(home)

    with pytest.raises(BackupUnsound):
        restore(home, tmp_path / "new")


def test_there_must_be_something_to_copy(home: Path, tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        back_up(home, tmp_path / "backup")
    with pytest.raises(FileMissing):
        restore(tmp_path / "backup", tmp_path / "new")
    assert not list(tmp_path.glob(".*.partial"))


def test_a_copy_whose_table_is_damaged_does_not_become_a_backup(home: Path, tmp_path: Path) -> None:
    filled(home)
    (file,) = (home / "tables").iterdir()
    cut(file)

    with pytest.raises(BackupUnsound):
        back_up(home, tmp_path / "backup")
    assert not [path for path in tmp_path.iterdir() if "backup" in path.name]


KILLED = """
import os, sys
from pathlib import Path
from hiring.adapters.files.backup.folders import FolderBackups
from hiring.adapters.files.backup.copies import StoreCopies
from hiring.application.operations.back_up import BackUp
def hook(event, arguments):
    global left
    if event in ("open", "os.rename", "os.mkdir"):
        left -= 1
        if not left:
            os._exit(9)
home, target, left = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
sys.addaudithook(hook)
BackUp(parts=[StoreCopies(home)], backups=FolderBackups())(target)
"""


@pytest.mark.parametrize("moment", range(1, 18, 2))
def test_a_kill_leaves_no_backup_or_a_whole_one_and_the_next_sweeps(
    home: Path, tmp_path: Path, moment: int
) -> None:
    filled(home)
    subprocess.run([sys.executable, "-c", KILLED, home, tmp_path / "backup", str(moment)], check=False)

    for folder in [path for path in (tmp_path / "backup", *tmp_path.glob(".backup.*")) if path.exists()]:
        whole = folder.name == "backup"
        try:
            restore(folder, tmp_path / f"new-{folder.name}")
        except BackupUnsound:
            assert not whole
    if not (tmp_path / "backup").exists():
        back_up(home, tmp_path / "backup")
    assert json.loads((tmp_path / "backup" / LIST).read_text("utf-8"))
    assert not list(tmp_path.glob(".backup.*"))


@pytest.mark.skipif(sys.platform == "win32", reason="rights are others there")
def test_everything_that_is_made_in_a_loose_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "loose"
    home.mkdir()
    home.chmod(0o777)
    before = os.umask(0)
    try:
        with closing(FileStore(home)) as store, store.applicants(a_name()).replacing() as writer:
            writer.write(some_applicants())
            store.inference_log.append([a_decision(request_id="a")])
            found = {path.name: path.stat().st_mode & 0o077 for path in home.rglob("*")}
        back_up(home, tmp_path / "backup")
    finally:
        os.umask(before)

    assert {"hiring.sqlite3-wal", "hiring.sqlite3-shm", "tables"} <= set(found)
    assert not any(found.values()), found
    assert not [
        path for path in (tmp_path / "backup").rglob("*") if path.is_file() and path.stat().st_mode & 0o077
    ]
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0
