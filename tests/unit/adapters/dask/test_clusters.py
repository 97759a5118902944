"""Clusters that are not as they should be: one clear line, and never a wait without an end."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from hiring.adapters.dask.parallel import Dask
from hiring.domain.errors import PartFailed, WorkersDiffer, WorkersUnavailable
from tests.contracts.parallel import SECRET, faulty, squared
from tests.shell import Shell
from tests.unit.adapters.dask.processes import ROOT, WITH_ALLOCATOR, Scheduler, a_scheduler

SOON_S = 2.0


def refused(address: str) -> str:
    with pytest.raises(WorkersUnavailable) as unavailable:
        list(Dask(address, pytest.fail, within_s=SOON_S).map(squared, range(6)))
    return str(unavailable.value)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scheduler]:
    with a_scheduler(tmp_path_factory.mktemp("dask")) as started:
        yield started


def test_nobody_is_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"127.0.0.1:{listening.getsockname()[1]}"

    assert refused(address) == f"no scheduler answers at {address}"


def test_somebody_is_there_who_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"127.0.0.1:{listening.getsockname()[1]}"

        assert refused(address) == f"no scheduler answers at {address}"


@pytest.mark.parametrize("greeting", [b"SSH-2.0-OpenSSH_9.2\r\n", b"220 mail ESMTP ready\r\n", bytes(4_096)])
def test_somebody_is_there_who_speaks_otherwise(greeting: bytes) -> None:
    """Its first bytes are what Dask takes for the size of a message."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"127.0.0.1:{listening.getsockname()[1]}"
        greeter = threading.Thread(target=greet, args=(listening, greeting))
        greeter.start()

        assert refused(address) == f"no scheduler answers at {address}"
        greeter.join()


def greet(listening: socket.socket, greeting: bytes) -> None:
    with listening.accept()[0] as taken, suppress(ConnectionResetError):
        taken.sendall(greeting)
        while taken.recv(1_024):
            pass


SQUARES = """
import sys
from hiring.adapters.dask.parallel import Dask
from tests.contracts.parallel import squared

print(list(Dask(sys.argv[1], print).map(squared, range(6))))
"""


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_a_cluster_behind_tls_is_reached_with_the_settings_of_dask(tmp_path: Path) -> None:
    """A program without them is refused in one line: it leaves no client that is waited for at its end."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=cluster"]
    subprocess.run([*words, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    of_comm = "DASK_DISTRIBUTED__COMM"
    encrypted = {f"{of_comm}__REQUIRE_ENCRYPTION": "True"}
    tls = {f"{of_comm}__DEFAULT_SCHEME": "tls", f"{of_comm}__TLS__CA_FILE": str(certificate), **encrypted}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        tls |= {f"{of_comm}__TLS__{role}__KEY": str(key), f"{of_comm}__TLS__{role}__CERT": str(certificate)}
    with a_scheduler(tmp_path / "dask", **tls) as there, there.worker(**WITH_ALLOCATOR, **tls):
        done, *refusals = (
            subprocess.run(
                [sys.executable, "-c", SQUARES, there.address],
                env={**os.environ, "PYTHONPATH": str(ROOT), **given},
                capture_output=True,
                text=True,
                check=False,
            )
            for given in (tls, encrypted, {})
        )

    assert (done.stdout, done.stderr) == ("[0, 1, 4, 9, 16, 25]\n", "")
    for refusal in refusals:
        assert refusal.stderr.endswith(f"WorkersUnavailable: no scheduler answers at {there.address}\n")


def test_a_scheduler_without_workers(scheduler: Scheduler) -> None:
    assert refused(scheduler.address) == f"the scheduler at {scheduler.address} has no workers"


def test_workers_without_the_allocator_settings_are_spoken_of(scheduler: Scheduler) -> None:
    notes = list[str]()
    with scheduler.worker(), scheduler.worker(**WITH_ALLOCATOR):
        assert list(Dask(scheduler.address, notes.append).map(squared, range(6))) == [0, 1, 4, 9, 16, 25]

    (note,) = notes
    assert note.startswith(
        "1 of 2 workers could be twice as fast: start them with MALLOC_TRIM_THRESHOLD_=6710"
    )


def test_a_worker_of_another_version_does_nothing(scheduler: Scheduler) -> None:
    other = scheduler.folder / "other_version.py"
    other.write_text("import hiring\n\nhiring.__version__ = '0.0.1'\n", "utf-8")
    with (
        scheduler.worker(**WITH_ALLOCATOR),
        scheduler.worker("--preload", str(other), **WITH_ALLOCATOR),
        pytest.raises(WorkersDiffer, match=r"tcp://127\.0\.0\.1:\d+: hiring 0\.0\.1, here ") as differ,
    ):
        list(Dask(scheduler.address, pytest.fail).map(squared, range(6)))

    assert str(differ.value).count("tcp://") == 1  # the others are not blamed


def test_a_worker_without_this_program_does_nothing(scheduler: Scheduler) -> None:
    none = scheduler.folder / "without.py"
    none.write_text("import sys\n\nsys.modules['hiring'] = None\n", "utf-8")
    with (
        scheduler.worker("--preload", str(none)),
        pytest.raises(WorkersDiffer, match="it cannot tell its versions"),
    ):
        list(Dask(scheduler.address, pytest.fail).map(squared, range(6)))


def test_no_log_has_a_value_of_a_record(scheduler: Scheduler) -> None:
    with scheduler.worker(**WITH_ALLOCATOR):
        with pytest.raises(PartFailed, match=r"^part 4 of 6: ZeroDivisionError$"):
            list(Dask(scheduler.address, pytest.fail).map(faulty, range(6)))

        assert "hiring-part-4-of-6" in scheduler.logs()
        assert SECRET not in scheduler.logs()


def lose(scheduler: Scheduler) -> None:
    scheduler.process.kill()


def freeze(scheduler: Scheduler) -> None:
    scheduler.process.send_signal(signal.SIGSTOP)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("end", [lose, freeze])
def test_a_scheduler_that_goes_away(tmp_path: Path, end: Callable[[Scheduler], None]) -> None:
    with a_scheduler(tmp_path) as scheduler, scheduler.worker(**WITH_ALLOCATOR):
        results = Dask(scheduler.address, pytest.fail, within_s=SOON_S).map(squared, range(1_000))
        assert [next(results) for _ in range(3)] == [0, 1, 4]
        end(scheduler)
        with pytest.raises(WorkersUnavailable, match=f"the scheduler at {scheduler.address} "):
            list(results)


def test_the_command_line_says_it_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its reader is slow: when the scheduler goes, most parts are not written yet.

    The worker has another working folder, and finds the export all the same.
    """
    here = tmp_path / "here"
    here.mkdir()
    export = here / "applicants.json"
    record = json.dumps({"cv_pt": "kpi " * 1_500})
    records = ", ".join(f'"{code}": {record}' for code in range(1, 4_501))
    export.write_text(f"{{{records}}}", "utf-8")
    command = [sys.executable, "-m", "hiring", "features", "extract", export.name]
    with a_scheduler(tmp_path) as scheduler, scheduler.worker(**WITH_ALLOCATOR):
        monkeypatch.setenv("HIRING_PARALLEL", f"dask://{scheduler.address}")
        with subprocess.Popen(
            command, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            assert process.stdout.readline().startswith('{"codigo_profissional":1,')
            scheduler.process.kill()
            process.stdout.read()
            said = process.stderr.read()

    assert process.returncode == 75
    assert said.count("\n") == 1
    assert said.startswith(f"hiring-cli: the scheduler at {scheduler.address} was lost: ")
    assert said.endswith("[workers-unavailable]\n")


def test_the_doctor_asks_the_workers(
    scheduler: Scheduler, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIRING_PARALLEL", f"dask://{scheduler.address}")
    with scheduler.worker():
        told = shell("doctor").out

    assert "ok       distributed: " in told
    assert (
        "ok       workers: 1 worker with the versions and rules of this program; 1 of 1 workers could" in told
    )


WITHOUT = """
import sys

sys.modules |= dict.fromkeys(("dask", "distributed"))  # as if they were not installed
sys.argv[1:] = ["features", "extract", "applicants.json"]

from hiring.__main__ import main

main()
"""


def test_without_the_extra_it_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "applicants.json").write_text('{"1": {"cv_pt": ""}}', "utf-8")
    ended = subprocess.run(
        [sys.executable, "-c", WITHOUT],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT / "src"), "HIRING_PARALLEL": "dask://127.0.0.1:8786"},
    )

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == (
        "hiring-cli: HIRING_PARALLEL=dask://... needs the extra `dask`: pip install -e '.[dask]'\n"
    )
