"""`hiring-cli store`, and commands that need a folder for themselves."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from hiring.adapters.files import FileStore
from hiring.bootstrap.tools import sole_use
from tests.exports import write_applicants
from tests.shell import Shell
from tests.unit.application.worlds import gold_where_a_segment_is_hired

HERE = {"HIRING_HOME": "hiring-data", "MODEL_ARTIFACT": "artifacts/modelo_prec80.joblib"}
THERE = {"HIRING_HOME": "new/home", "MODEL_ARTIFACT": "new/models/other.joblib"}


def test_what_was_backed_up_serves_elsewhere(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(FileStore(tmp_path / "hiring-data", salt="s")) as store:
        gold_where_a_segment_is_hired(store, 1_200, chance=0.97, first_day="2021-01-01")
    assert shell("train").code == 0
    judged = shell("evaluate", "--json").out
    assert shell("store", "backup", "kept/first").code == 0
    assert shell("store", "backup", "kept/first").code == 73

    for name, place in THERE.items():
        monkeypatch.setenv(name, place)
    assert shell("store", "restore", "kept/first").code == 0

    assert shell("evaluate", "--json").out == judged
    assert shell("model", "verify").code == 0
    assert shell("store", "restore", "kept/first").code == 73
    assert shell("store", "restore", "kept/first", "--replace").code == 0


def test_where_the_models_cannot_be_put_back_the_store_stays(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(FileStore(tmp_path / "hiring-data", salt="s")) as store:
        gold_where_a_segment_is_hired(store, 1_200, chance=0.97, first_day="2021-01-01")
    assert shell("train").code == 0
    assert shell("store", "backup", "kept/first").code == 0
    for name, place in THERE.items():
        monkeypatch.setenv(name, place)
    FileStore(tmp_path / "new" / "home", salt="another").close()
    (tmp_path / "new" / "models" / "versions").parent.mkdir()
    (tmp_path / "new" / "models" / "versions").touch()

    assert shell("store", "restore", "kept/first", "--replace").code == 75

    assert {path.name for path in (tmp_path / "new").iterdir()} == {"home", "models"}
    with closing(FileStore(tmp_path / "new" / "home")) as store:
        assert store.salt == "another"


def test_a_store_on_a_server_is_backed_up_by_its_own_tools(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIRING_STORAGE", "postgres")

    ended = shell("store", "backup", "kept")

    assert (ended.code, "pg_dump" in ended.err) == (65, True)
    assert not (tmp_path / "kept").exists()


def test_nothing_is_restored_from_what_is_no_backup(shell: Shell, tmp_path: Path) -> None:
    assert shell("store", "restore", "nothing").code == 66
    assert shell("store", "restore", tmp_path).code == 65


@pytest.mark.skipif(sys.platform == "win32", reason="rights are others there")
def test_a_store_that_others_may_enter_is_told_once(shell: Shell, tmp_path: Path) -> None:
    export = write_applicants(tmp_path)
    (tmp_path / "hiring-data").mkdir(mode=0o755)

    told = shell("ingest", "applicants", export).err

    assert told.count("WARNING") == 1
    assert "hiring-data" in shell("doctor").out
    (tmp_path / "hiring-data").chmod(0o700)
    assert "WARNING" not in shell("ingest", "applicants", export).err


def test_a_demonstration_takes_no_folder_whose_store_is_open(shell: Shell, tmp_path: Path) -> None:
    demo = tmp_path / "demo"
    demo.mkdir()
    (demo / "MADE-BY-DEMO.txt").touch()
    with closing(FileStore(demo / "hiring-data")) as store:
        assert shell("demo", "--out", demo).code == 73
        store.check()


HOLDING = """
import sys
from pathlib import Path
from hiring.bootstrap.tools import sole_use
with sole_use(Path(sys.argv[1])):
    print("holding", flush=True)
    sys.stdin.read()
"""


def test_of_two_demonstrations_at_once_one_goes_on(shell: Shell, tmp_path: Path) -> None:
    demo = tmp_path / "demo"
    demo.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, demo / "MADE-BY-DEMO.txt"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"holding\n"

        assert shell("demo", "--out", demo).code == 73

        other.kill()
    with sole_use(demo / "MADE-BY-DEMO.txt"):  # a killed one lets go
        assert list(demo.iterdir()) == [demo / "MADE-BY-DEMO.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs rights for links there")
def test_a_demonstration_follows_no_planted_mark(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "precious").write_text("precious", "utf-8")
    (tmp_path / "demo" / "MADE-BY-DEMO.txt").symlink_to(tmp_path / "precious")

    assert shell("demo", "--out", tmp_path / "demo").code == 73
    assert (tmp_path / "precious").read_text("utf-8") == "precious"


def test_a_command_that_waits_for_another_writer_says_so_and_ends(tmp_path: Path) -> None:
    home = tmp_path / "hiring-data"
    export = write_applicants(tmp_path)
    FileStore(home).close()
    with closing(sqlite3.connect(home / "hiring.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ended = subprocess.run(
            [sys.executable, "-m", "hiring", "ingest", "applicants", str(export)],
            cwd=tmp_path,
            env={**os.environ, "HIRING_LOCK_TIMEOUT_S": "3.5"},
            check=False,
            capture_output=True,
            text=True,
        )
    assert (ended.returncode, ended.stdout) == (75, "")
    waiting, refused = ended.stderr.splitlines()[-2:]
    assert str(home) in waiting
    assert "HIRING_LOCK_TIMEOUT_S" in refused
