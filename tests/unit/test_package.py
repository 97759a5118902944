import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Final

import pytest

import hiring

ROOT: Final = Path(__file__).parents[2]
LARGEST: Final = 512 * 1024  # bytes


def test_the_installed_version_is_the_one_in_the_source() -> None:
    assert version("hiring") == hiring.__version__


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="a copy without history does not know what is kept")
def test_no_large_file_is_kept() -> None:
    """Neither data nor what somebody tried: the largest that is needed is the lock."""
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    files = [ROOT / name for name in listed.decode().split("\0") if name]
    assert [file for file in files if file.exists() and file.stat().st_size > LARGEST] == []


def test_ctrl_c_before_the_command_line_is_there_is_a_quiet_end(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    ended = subprocess.run(
        [sys.executable, "-m", "hiring", "--help"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"")
