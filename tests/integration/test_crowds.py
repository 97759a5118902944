"""Many who want nothing keep nobody else out: idle connections, slow bodies; and every end is clean."""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from hiring.adapters.memory import SilentProgress
from hiring.bootstrap.production import production
from hiring.domain.access.keys import Scope
from hiring.entrypoints.http.server.descriptors import MOST_CONNECTIONS, connections_within
from hiring.entrypoints.http.server.server import MOST_SLOW_BODIES
from tests.contracts.builders import an_issued
from tests.serving import Home, Server, a_home, serving
from tests.unit.entrypoints.http.builders import a_body

SOON_S = 90.0


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return a_home(tmp_path_factory.mktemp("crowds"))


@pytest.fixture(scope="module")
def home_with_keys(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = a_home(tmp_path_factory.mktemp("crowds"))
    with production(home.settings, SilentProgress()) as hiring:
        for number in (1, 2):
            key = an_issued(number, name=f"client-{number}", scopes=(Scope.PREDICT,))
            hiring.ports.store.api_keys.add(key.key)
    return home


def soon(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON_S
    while not holds():
        assert time.monotonic() < end, "it did not come to hold"
        time.sleep(0.05)


def port_of(server: Server) -> int:
    return int(server.url.rpartition(":")[2])


def answered(server: Server, **headers: str) -> bool:
    try:
        response = httpx.post(f"{server.url}/predict", json=a_body(), headers=headers, timeout=10)
    except httpx.TransportError:
        return False
    return response.status_code == 200


def answered_at_last(server: Server, **headers: str) -> bool:
    """Whoever is told to ask again in a second does so, a few times: long before slow bodies are given up."""
    return any(answered(server, **headers) or time.sleep(1) for _ in range(5))


def slow_body(server: Server, token: str = "") -> socket.socket:
    """A request of which the first byte of the body has come."""
    way = socket.create_connection(("127.0.0.1", port_of(server)), timeout=10)
    key = f"Authorization: Bearer {token}\r\n" if token else ""
    head = "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2000\r\n"
    way.sendall(f"{head}{key}\r\n{{".encode())
    return way


def test_bodies_that_never_come_shut_nobody_out(home_with_keys: Home) -> None:
    with serving(home_with_keys) as server, ExitStack() as held:
        slow, other = (an_issued(number, name=f"client-{number}").token for number in (1, 2))
        soon(lambda: answered(server, Authorization=f"Bearer {other}"))
        ways = [held.enter_context(slow_body(server, slow)) for _ in range(MOST_SLOW_BODIES + 130)]
        refused = ways[0].recv(65_536).decode()

        for token in (other, slow):
            assert answered_at_last(server, Authorization=f"Bearer {token}")
        head, _, body = refused.partition("\r\n\r\n")
        assert head.startswith("HTTP/1.1 503")
        assert "retry-after: 1" in head.lower()
        assert json.loads(body)["type"] == "urn:hiring:problem:overloaded"


@contextmanager
def few_descriptors(home: Home, most: int) -> Iterator[Server]:
    """A service that may have so many descriptors, and no more."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    script = Path(home.folder) / "few.py"
    script.write_text(
        "import os, resource, sys\n"
        f"resource.setrlimit(resource.RLIMIT_NOFILE, ({most}, {most}))\n"
        "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])\n"
    )
    arguments, environment = home.command("--port", "0")
    log = home.folder / "few.log"
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, str(script), *arguments[1:]], cwd=home.folder, env=environment, stderr=stderr
        )
    try:
        soon(lambda: '"listening"' in log.read_text())
        url = next(json.loads(line)["url"] for line in log.read_text().splitlines() if "listening" in line)
        yield Server(process, url, log)
    finally:
        process.kill()
        process.wait()
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == before


def test_idle_connections_beyond_all_descriptors_cost_few_lines_and_no_answers(home: Home) -> None:
    with few_descriptors(home, 48) as server, ExitStack() as held:
        soon(lambda: answered(server))
        before = len(server.lines())
        began = time.monotonic()
        for _ in range(80):
            held.enter_context(socket.create_connection(("127.0.0.1", port_of(server)), timeout=10))
        soon(lambda: answered(server))  # beside them
        time.sleep(2)
        assert answered(server)
        lines = [line for line in server.lines()[before:] if line["event"] != "request"]
        assert len(lines) <= 3 * (time.monotonic() - began + 1), lines
        held.close()
        soon(lambda: answered(server))
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(20) == 0


def test_connections_leave_room_for_the_rest() -> None:
    assert connections_within(48) <= 24
    assert connections_within(1) > 0
    assert connections_within(1_024) == 960
    assert connections_within(10**6) == MOST_CONNECTIONS


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(("name", "status"), [("SIGHUP", 0), ("SIGQUIT", 0), ("SIGINT", 130)])
def test_every_other_signal_that_asks_for_the_end_is_a_clean_end(
    home: Home, name: str, status: int, workers: int
) -> None:
    with serving(home, "--workers", str(workers)) as server:
        soon(lambda: answered(server))
        server.process.send_signal(getattr(signal, name))
        assert server.process.wait(20) == status
        assert all("exception" not in line for line in server.lines())


def test_ctrl_c_while_workers_are_still_starting_is_a_clean_end(home: Home) -> None:
    with serving(home, "--workers", "2") as server:
        soon(lambda: any(hears_of_ctrl_c(child) for child in children_of(server)))
        for each in (*children_of(server), server.process.pid):  # as a terminal does
            os.kill(each, signal.SIGINT)
        assert server.process.wait(60) == 130
        assert "Traceback" not in server.log.read_text()


def children_of(server: Server) -> list[int]:
    path = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    return [int(child) for child in path.read_text("ascii").split()]


def hears_of_ctrl_c(process: int) -> bool:
    """Whether a worker has said what it does about SIGINT: it catches it, or lets it wait."""
    folder = Path(f"/proc/{process}")
    if b"spawn_main" not in (folder / "cmdline").read_bytes():
        return False
    masks = dict(line.split(":\t") for line in (folder / "status").read_text().splitlines() if "Sig" in line)
    return any(int(masks[name], 16) >> (signal.SIGINT - 1) & 1 for name in ("SigCgt", "SigBlk"))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_hangup_is_nothing_to_a_service_that_was_told_to_ignore_it_and_sigterm_is_a_clean_end(
    home: Home, workers: int
) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as `nohup` does
    try:
        with serving(home, "--workers", str(workers)) as server:
            soon(lambda: answered(server))
            server.process.send_signal(signal.SIGHUP)
            time.sleep(1.5)
            assert server.process.poll() is None
            assert answered(server)
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(20) == 0
            assert all("exception" not in line for line in server.lines())
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("fault", ["no temporary folder", "its own variable"])
def test_workers_need_no_temporary_folder_to_count(home: Home, tmp_path: Path, fault: str) -> None:
    missing = str(tmp_path / "swept")
    settings = (
        {"TMPDIR": missing} if fault == "no temporary folder" else {"PROMETHEUS_MULTIPROC_DIR": missing}
    )
    with serving(home, "--workers", "2", **settings) as server:
        soon(lambda: answered(server))
        for _ in range(20):
            assert answered(server)

        def counted() -> int:
            page = httpx.get(f"{server.url}/metrics", timeout=10).text
            sample = 'hiring_requests_total{method="POST",path="/predict",status="200"}'
            return int(float(next(line for line in page.splitlines() if sample in line).rpartition(" ")[2]))

        soon(lambda: counted() >= 21)
        server.process.kill()
        server.process.wait()
        assert not os.path.lexists(missing)
