"""A command whose work several processes share is ended: one line, the documented status, nothing left."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.chaos.worker_faults import workers_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")

ENDS = [
    (signal.SIGINT, 130, "interrupted; no table or model is half-changed"),
    (signal.SIGTERM, 143, "terminated; no table or model is half-changed"),
]
if sys.platform != "win32":
    ENDS.append((signal.SIGHUP, *ENDS[-1][1:]))


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of five parts."""
    path = tmp_path_factory.mktemp("exports") / "applicants.json"
    record = json.dumps({"cv_pt": "kpi " * 4_000})
    records = ", ".join(f'"{code}": {record}' for code in range(1, 2_501))
    path.write_text(f"{{{records}}}", "utf-8")
    return path


def begun(export: Path, *words: object) -> subprocess.Popen[str]:
    """In a group of its own, as a terminal has it."""
    command = [sys.executable, "-m", "hiring", "features", "extract", str(export), "--jobs", "2"]
    return subprocess.Popen(
        [*command, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, list[str]]:
    """The status, and the lines on standard error."""
    _, said = process.communicate()
    with suppress(ProcessLookupError):  # no worker is left either; who keeps count of semaphores ends last
        while True:
            os.killpg(process.pid, 0)
            time.sleep(0.01)
    return process.returncode, [line for line in said.split("\n") if line]


@pytest.mark.parametrize(("number", "status", "line"), ENDS)
def test_while_its_workers_start(
    export: Path, tmp_path: Path, number: signal.Signals, status: int, line: str
) -> None:
    """They would tell it in tracebacks, importing what they need."""
    with begun(export, "--out", tmp_path / "features") as process:
        while not workers_of(process.pid):
            time.sleep(0.01)
        os.killpg(process.pid, number)
        code, said = ended(process)

    assert (code, said) == (status, [f"hiring-cli: {line}"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("number", "status", "line"), ENDS)
def test_while_its_workers_work(export: Path, number: signal.Signals, status: int, line: str) -> None:
    """Asked alone, as a service manager may: nothing of it tells of semaphores that it left behind."""
    with begun(export) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith('{"codigo_profissional":1,')
        process.send_signal(number)
        code, said = ended(process)

    assert (code, said) == (status, [f"hiring-cli: {line}"])


def test_a_terminal_that_is_told_closed_twice(export: Path, tmp_path: Path) -> None:
    """By the shell, and by the system when the shell ends: nothing is left beside the folder all the same."""
    with begun(export, "--out", tmp_path / "features") as process:
        while not workers_of(process.pid):
            time.sleep(0.01)
        for _ in range(3):
            os.killpg(process.pid, signal.SIGHUP)
        code, said = ended(process)

    assert (code, said) == (143, ["hiring-cli: terminated; no table or model is half-changed"])
    assert list(tmp_path.iterdir()) == []


def test_a_closed_terminal_ends_nothing_that_was_told_to_go_on(export: Path) -> None:
    command = ["nohup", sys.executable, "-m", "hiring", "features", "extract", str(export), "--jobs", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith('{"codigo_profissional":1,')
        process.send_signal(signal.SIGHUP)
        process.communicate()

    assert process.returncode == 0


NO_MEMORY = """
import os, resource, sys
from hiring.entrypoints.cli.main import main

words = ["features", "extract", sys.argv[1]]
try:
    main(words)  # imports all that it needs
except SystemExit:
    pages = int(open("/proc/self/statm").read().split()[0])
    most = pages * resource.getpagesize() + (8 << 20)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    main(words)
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads what this process holds")
def test_a_command_that_gets_no_memory_says_so(tmp_path: Path) -> None:
    small = tmp_path / "applicants.json"
    small.write_text('{"1": {"cv_pt": "kpi"}}')
    command = [sys.executable, "-c", NO_MEMORY, str(small)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr.splitlines()[1:]) == (
        75,
        ["hiring-cli: there is not enough memory: end other programs, or use a machine with more"],
    )
