import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import hiring


def test_the_installed_version_is_the_one_in_the_source() -> None:
    assert version("hiring") == hiring.__version__


def test_ctrl_c_before_the_command_line_is_there_is_a_quiet_end(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    ended = subprocess.run(
        [sys.executable, "-m", "hiring", "--help"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"")
