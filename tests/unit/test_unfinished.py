"""Drafts: of a process that was killed they are swept, of one that is at work they are not."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hiring.unfinished import draft_file, draft_folder, replaced_file, sweep, sync_folder
from tests.shell import Shell

AT_WORK = """
import sys
from pathlib import Path
from hiring.unfinished import draft_file, draft_folder
file, folder = Path("page"), Path("copy")
with draft_file(file) as opened, draft_folder(folder, mode=0o700) as draft:
    opened.write(b"half")
    (draft / "part").write_bytes(b"half")
    print("ready", flush=True)
    sys.stdin.read()
    draft.rename(folder)
"""

posix = pytest.mark.skipif(os.name == "nt", reason="Windows tells by other means")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@contextmanager
def somebody_at_work() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", AT_WORK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process


def drafts() -> list[str]:
    return sorted(path.name for path in Path().glob(".*"))


@posix
def test_what_a_killed_process_left_is_swept_by_the_next() -> None:
    with somebody_at_work() as process:
        process.kill()
    assert len(drafts()) == 2

    with draft_file(Path("page")) as file, draft_folder(Path("copy"), mode=0o700) as draft:
        file.write(b"whole")
        assert len(drafts()) == 2
        draft.rename("copy")

    assert drafts() == []
    assert Path("page").read_bytes() == b"whole"
    assert not any(Path("copy").iterdir())


@posix
def test_what_another_process_is_writing_is_left_to_it() -> None:
    with somebody_at_work() as process:
        before = drafts()
        sweep(Path("page"))
        sweep(Path("copy"))
        assert drafts() == before
        process.communicate("")
    assert (process.returncode, drafts()) == (0, [])
    assert Path("page").read_bytes() == Path("copy", "part").read_bytes() == b"half"


def test_a_block_that_fails_leaves_what_was_there() -> None:
    Path("page").write_bytes(b"old")
    for draft in (draft_file(Path("page")), draft_folder(Path("copy"), mode=0o700)):
        with pytest.raises(KeyError), draft:
            raise KeyError
    assert (drafts(), Path("page").read_bytes(), Path("copy").exists()) == ([], b"old", False)


@posix
def test_nothing_is_followed_and_nothing_else_is_swept(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    Path(".page.00.tmp").symlink_to(elsewhere / "kept")
    Path(".page.01.partial").symlink_to(elsewhere)
    os.mkfifo(".page.02.partial")
    others = [".page.tmp", ".page.partial", ".pages.00.tmp", "page.00.tmp", ".page.xy.tmp"]
    for name in others:
        Path(name).touch()

    sweep(Path("page"))

    assert (elsewhere / "kept").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"elsewhere", *others}


def test_invented_exports_sweep_what_a_killed_run_left(shell: Shell) -> None:
    Path("out").mkdir()
    Path("out", ".applicants.json.4711.partial").touch()
    assert shell("synth", "--applicants", 5, "--prospects", 5, "--out", "out").code == 0
    made = {"applicants.json", "prospects.json", "vagas.json"}
    assert {path.name for path in Path("out").iterdir()} == made


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a file system that cannot do it")
def test_a_file_system_that_cannot_sync_folders_is_no_failure() -> None:
    sync_folder(Path("/proc"))


@posix
def test_a_pipe_or_a_link_is_replaced_where_nothing_may_be_written_through_it(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"somebody's")
    Path("link").symlink_to(elsewhere)
    os.mkfifo("pipe")

    for name in ("link", "pipe"):
        with replaced_file(Path(name)) as file:
            file.write(b"ours")
        assert Path(name).read_bytes() == b"ours"
    assert elsewhere.read_bytes() == b"somebody's"
    assert not Path("link").is_symlink()
