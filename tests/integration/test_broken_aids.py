"""The service's main duty does not hang on what only helps it: its log, its counters, temporary files."""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from hiring.adapters.memory import SilentProgress
from hiring.bootstrap.production import production
from hiring.domain.access.keys import Scope
from hiring.entrypoints.cli.serving.serve import listen
from tests.contracts.builders import an_issued
from tests.serving import Home, a_home
from tests.unit.entrypoints.http.builders import NOW, a_body

SOON_S = 40.0
MANY = 100
"""Requests whose lines are more than the pipe takes."""
SMALLEST = 4_096
"""Bytes that a pipe takes, unless somebody reads."""


@contextmanager
def serving_into(
    home: Home, stderr: int, *more: str, **settings: str
) -> Iterator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    """A service whose standard error is that descriptor, and a client of it."""
    with listen("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    arguments, environment = home.command("--port", str(port), *more, **settings)
    process = subprocess.Popen(arguments, cwd=home.folder, env=environment, stderr=stderr)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
            soon(lambda: status(client, "/readyz") == 200)
            yield process, client
    finally:
        process.kill()
        process.wait()


def soon(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON_S
    while not holds():
        assert time.monotonic() < end, "it did not come to hold"
        time.sleep(0.05)


def status(client: httpx.Client, path: str, **headers: str) -> int:
    try:
        return client.get(path, headers=headers).status_code
    except httpx.TransportError:
        return 0


def assert_answers_and_looks_go_on(
    home: Home, process: subprocess.Popen[bytes], client: httpx.Client
) -> None:
    """Many answers, a revoked key that is refused soon, and a clean end."""
    assert {client.post("/predict", json=a_body()).status_code for _ in range(MANY)} == {200}
    key = an_issued(scopes=frozenset({Scope.ADMIN}))
    headers = {"Authorization": f"Bearer {key.token}"}
    with production(home.settings, SilentProgress()) as hiring:
        hiring.ports.store.api_keys.add(key.key)
        soon(lambda: status(client, "/version") == 401)
        soon(lambda: status(client, "/version", **headers) == 200)
        hiring.ports.store.api_keys.revoke(key.key.id, NOW)
        soon(lambda: status(client, "/version", **headers) == 401)
    assert status(client, "/readyz") == 200
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0


@pytest.mark.parametrize("fault", ["nobody reads", "its reader is gone", "its disk is full"])
def test_a_log_that_cannot_be_written_keeps_nobody_from_an_answer(
    tmp_path_factory: pytest.TempPathFactory, fault: str
) -> None:
    home = a_home(tmp_path_factory.mktemp("aids"))
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, SMALLEST)
    full = os.open("/dev/full", os.O_WRONLY)
    with serving_into(home, full if fault == "its disk is full" else writer) as (process, client):
        os.close(writer)
        if fault == "its reader is gone":
            os.close(reader)
        assert_answers_and_looks_go_on(home, process, client)
    os.close(full)
    if fault != "its reader is gone":
        os.close(reader)
