"""The parts of a long work in this process, and in several."""

import multiprocessing
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from hiring.adapters.local.here import Here
from hiring.adapters.local.processes import Processes
from hiring.application.ports.parallel import Parallel
from hiring.domain.errors import PartFailed, WorkersUnavailable
from tests.contracts.parallel import ParallelContract, ProcessesContract, die, dies, faulty, large, squared

ROOT = Path(__file__).parents[4]


class TestHere(ParallelContract):
    @pytest.fixture
    def parallel(self) -> Parallel:
        return Here()


class TestProcesses(ProcessesContract):
    @pytest.fixture(params=[1, 2])
    def parallel(self, request: pytest.FixtureRequest) -> Parallel:
        return Processes(request.param)


@dataclass(frozen=True)
class DiesAnswering:
    """In its first process, while what came of the second part is being sent: more than a pipe holds."""

    mark: Path

    def __call__(self, part: int) -> bytes:
        if part == 1 and not self.mark.exists():
            self.mark.touch()
            threading.Thread(target=die_while_sending, args=(threading.get_ident(),), daemon=True).start()
        return large(part) * 50


def die_while_sending(thread: int) -> None:
    while sys._current_frames()[thread].f_code.co_name != "_send":
        pass
    die()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_process_that_dies_while_it_answers_costs_no_result(tmp_path: Path, workers: int) -> None:
    mark = tmp_path / "died"
    results = Processes(workers).map(DiesAnswering(mark), range(4))

    assert [result[:1] for result in results] == [bytes([part]) for part in range(4)]
    assert mark.exists()


def test_workers_write_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(PartFailed):
        list(Processes(2).map(faulty, range(6)))
    with pytest.raises(PartFailed):
        list(Processes(2).map(dies, range(12)))

    assert tuple(capfd.readouterr()) == ("", "")


KILLED = """
import sys, time
sys.path.insert(0, sys.argv[1])
from hiring.adapters.local.processes import Processes
from tests.unit.adapters.local.test_parallel import pid_of_worker

if __name__ == "__main__":
    for pid in Processes(2).map(pid_of_worker, range(100)):
        print(pid, flush=True)
        time.sleep(600)
"""


def pid_of_worker(_part: int) -> int:
    return os.getpid()


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(sys.platform == "win32", reason="looks for a process by a signal")
def test_workers_end_with_the_process_that_was_killed(tmp_path: Path) -> None:
    """They wait for parts that nobody will send."""
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    command = [sys.executable, str(script), str(ROOT)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        worker = int(process.stdout.readline())
        assert is_there(worker)
        process.kill()
    while is_there(worker):  # a test that waits for ever has failed
        time.sleep(0.05)


OUTSIDE = """
from hiring.adapters.local.processes import Processes
from tests.contracts.parallel import squared

print(list(Processes(2).map(squared, range(2))))
"""


@pytest.mark.parametrize("in_a_file", [True, False])
def test_a_program_that_no_process_can_start_from_is_told_why(tmp_path: Path, *, in_a_file: bool) -> None:
    """Each new process begins with the program that starts it: without a guard, or a file, that fails."""
    script = tmp_path / "outside.py"
    script.write_text(OUTSIDE)
    program = [str(script)] if in_a_file else ["-"]
    done = subprocess.run(
        [sys.executable, *program],
        input=OUTSIDE,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    *_, said = done.stderr.splitlines()
    assert "part 1 of 2: no process for it could start: " in said
    assert said.endswith('or does its work outside `if __name__ == "__main__":`')


def work_of_a_daemon(answer: Connection) -> None:
    try:
        answer.send(list(Processes(2).map(squared, range(2))))
    except WorkersUnavailable as error:
        answer.send(str(error))


def test_a_daemon_of_multiprocessing_is_told_that_it_may_start_no_others() -> None:
    spawning = multiprocessing.get_context("spawn")
    answer, theirs = spawning.Pipe()
    process = spawning.Process(target=work_of_a_daemon, args=(theirs,), daemon=True)
    process.start()
    theirs.close()

    assert answer.recv() == "this process is a daemon of multiprocessing, which may start no others"
    process.join()


FEW_FILES = """
import resource, sys
from hiring.adapters.local.processes import Processes
from hiring.domain.errors import WorkersUnavailable
from tests.contracts.parallel import squared

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
    try:
        list(Processes(64).map(squared, range(64)))
    except WorkersUnavailable as error:
        print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of POSIX")
def test_more_processes_than_the_system_lets_start(tmp_path: Path) -> None:
    script = tmp_path / "few_files.py"
    script.write_text(FEW_FILES)
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    assert (done.stdout, done.stderr) == ("no further process can be started (Too many open files)\n", "")
