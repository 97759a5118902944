"""The service as processes: started, killed, ended and started again on the same port."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from hiring.adapters.learning.model_store import FileModelStore
from tests.chaos.asking import get
from tests.contracts.model_store import COLUMNS, a_card, some_examples

READY_WITHIN_S = 40.0
ENDS_WITHIN_S = 15.0
SERVE = ("-m", "hiring", "serve")


def publish_a_model(artifact: Path) -> None:
    """A small one, whose threshold approves some and refuses others."""
    # a conftest loads this module: every start of pytest would load LightGBM, and wait for it
    from hiring.adapters.learning.fitting.trainer import LightGbmTrainer  # noqa: PLC0415

    fit, calibrate = some_examples(600, seed=1), some_examples(300, seed=2)
    model = LightGbmTrainer().fit(fit, calibrate, columns=COLUMNS, seed=5)
    models = FileModelStore(artifact)
    models.publish(models.save(model, a_card()).id)


class Api:
    """Listens on a port that stays the same.

    Args:
        settings: Of the environment.
        log: Its standard error, of all starts.
        workers: Processes that answer; with one there is no other process above it.
        program: What the interpreter runs.
    """

    def __init__(
        self, settings: dict[str, str], log: Path, *, workers: int = 1, program: Sequence[str] = SERVE
    ) -> None:
        self.port = _free_port()
        self.log = log
        self.workers = workers
        more = [] if workers == 1 else ["--workers", str(workers)]
        self._command = [sys.executable, *program, "--port", str(self.port), *more]
        self._environment = {**os.environ, **settings}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process

    @contextmanager
    def running(self, *, ready: bool = True) -> Iterator["Api"]:
        """Until the end of the block; killed then, if it is still there."""
        self.start()
        try:
            if ready:
                self.wait()
            yield self
        finally:
            self.kill()

    def start(self) -> None:
        with self.log.open("ab") as stderr:
            self._started_with(stderr.fileno())

    def _started_with(self, stderr: int) -> None:
        self._process = subprocess.Popen(
            self._command, env=self._environment, cwd=self.log.parent, stderr=stderr
        )

    def wait(self, path: str = "/health") -> None:
        """Until that path answers 200."""
        deadline = time.monotonic() + READY_WITHIN_S
        while get(self.port, path).status != 200:
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL; workers of a process above them are left to themselves."""
        self.process.kill()
        self.process.wait()

    def terminate(self) -> int:
        """SIGTERM, and the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(ENDS_WITHIN_S)

    def answering(self) -> list[int]:
        """Processes that answer."""
        return [self.process.pid] if self.workers == 1 else _workers_of(self.process.pid)

    def restart(self) -> None:
        """On the same port, as soon as the last worker of before has let go of it."""
        deadline = time.monotonic() + ENDS_WITHIN_S
        while True:
            with suppress(OSError), socket.create_server(("127.0.0.1", self.port)):
                break
            assert time.monotonic() < deadline, "a worker holds on to the port after its parent was killed"
            time.sleep(0.02)
        self.start()


def _workers_of(pid: int) -> list[int]:
    """Children, without those that only track resources for Python's multiprocessing."""
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [child for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
