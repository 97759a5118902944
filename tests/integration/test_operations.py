"""The service as processes: workers that die, models that change, connections that dawdle."""

import json
import os
import signal
import socket
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO

import httpx
import pytest
import uvicorn

from hiring.adapters.memory import SilentProgress
from hiring.bootstrap.production import production
from hiring.domain.records import table_name
from hiring.entrypoints.cli.serving.serve import listen
from hiring.entrypoints.http.server.server import Protocol
from tests.serving import Home, Server, a_home, serving
from tests.unit.entrypoints.http.builders import a_body, an_app

SOON_S = 120.0
HURRY = httpx.Timeout(60.0)
AGES_S = 60.0


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return a_home(tmp_path_factory.mktemp("operations"))


def soon(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + SOON_S
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def ask(url: str, key: str) -> httpx.Response | None:
    """One question on a connection of its own; None where the server hung up."""
    try:
        return httpx.post(f"{url}/predict", json=a_body(), headers={"Idempotency-Key": key}, timeout=HURRY)
    except httpx.HTTPError:
        return None


def answered(url: str) -> bool:
    response = ask(url, uuid.uuid4().hex)
    return response is not None and response.is_success


def children_of(server: Server) -> list[int]:
    """Workers, without the resource tracker of multiprocessing."""
    path = f"/proc/{server.process.pid}/task/{server.process.pid}/children"
    with open(path, encoding="ascii") as children:  # noqa: PTH123  # a file of the kernel
        pids = [int(pid) for pid in children.read().split()]
    return [pid for pid in pids if "spawn_main" in _command_of(pid)]


def _command_of(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/cmdline", encoding="ascii") as command:  # noqa: PTH123  # the same
            return command.read()
    except OSError:
        return ""


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="processes are looked up in /proc")  # noqa: PTH112
def test_a_worker_that_dies_is_replaced_and_none_outlives_its_parent(home: Home) -> None:
    with serving(home, "--workers", "2") as server:
        soon(lambda: len(children_of(server)) == 2, "two workers")
        soon(lambda: answered(server.url), "an answer")
        first = children_of(server)

        os.kill(first[0], signal.SIGKILL)
        soon(lambda: len(set(children_of(server)) - set(first)) == 1, "a new worker")
        soon(lambda: answered(server.url), "an answer after the kill")
        metrics = httpx.get(f"{server.url}/metrics", timeout=HURRY).text
        workers = children_of(server)

        server.process.kill()
        server.process.wait()
        soon(lambda: not any(_command_of(pid) for pid in workers), "no worker is left")

    assert 'hiring_requests_total{method="POST",path="/predict",status="200"}' in metrics


def test_several_workers_end_cleanly_and_nothing_that_was_answered_is_lost(home: Home) -> None:
    before = {row.request_id for row in home.rows()}
    told: set[str] = set()
    asked: set[str] = set()
    stop = threading.Event()

    def client(url: str) -> None:
        while not stop.is_set():
            key = uuid.uuid4().hex
            asked.add(key)
            response = ask(url, key)
            if response is not None and response.is_success:
                told.add(key)

    with serving(home, "--workers", "2") as server:
        soon(lambda: answered(server.url), "an answer")
        clients = [threading.Thread(target=client, args=(server.url,)) for _ in range(4)]
        for each in clients:
            each.start()
        soon(lambda: len(told) > 100, "answers")
        server.process.send_signal(signal.SIGTERM)
        code = server.process.wait(timeout=120)
        stop.set()
        for each in clients:
            each.join()
    rows = Counter(row.request_id for row in home.rows() if row.request_id not in before)

    assert code == 0
    assert told <= rows.keys()
    assert max(rows.values()) == 1


def test_a_promoted_model_serves_without_a_failed_request(home: Home) -> None:
    with production(home.settings, SilentProgress()) as hiring:
        salt = hiring.ports.store.salt
        train = hiring.train_model(table_name("gold_applicants"))
        second = train(hiring.profile, salt=salt, min_precision=0.8, seed=2).version
        first = hiring.scorer().version
    assert second.id != first.id
    statuses: Counter[int | None] = Counter()
    stop = threading.Event()

    def client(url: str) -> None:
        with httpx.Client(base_url=url, timeout=HURRY) as connection:
            while not stop.is_set():
                statuses[connection.post("/predict", json=a_body()).status_code] += 1

    def serves(url: str) -> str:
        return str(httpx.get(f"{url}/version", timeout=HURRY).json()["version"])

    with serving(home) as server:
        clients = [threading.Thread(target=client, args=(server.url,)) for _ in range(4)]
        for each in clients:
            each.start()
        for version in (second, first, second):
            with production(home.settings, SilentProgress()) as hiring:
                hiring.publish_model()(version.id, actor="test", reason="test")
            soon(lambda version=version: serves(server.url) == version.id, "the promoted model")  # type: ignore[misc]
        stop.set()
        for each in clients:
            each.join()

    assert set(statuses) == {200}
    assert statuses[200] > 50


class Impatient(Protocol):
    whole_within_s = 0.5
    read_within_s = 0.5


@contextmanager
def a_server() -> Iterator[tuple[str, int]]:
    """The address of the application behind the real protocol, in a thread."""
    with a_running_server() as (address, _):
        yield address


@contextmanager
def a_running_server() -> Iterator[tuple[tuple[str, int], uvicorn.Server]]:
    with listen("127.0.0.1", 0) as listener:
        config = uvicorn.Config(
            an_app(log_to=StringIO()), http=Impatient, log_config=None, ws="none", timeout_keep_alive=60
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname(), server
        finally:
            server.should_exit = True
            thread.join()


def told(address: tuple[str, int], *parts: bytes, pause_s: float = 0.0) -> bytes:
    """All that the server says until it hangs up, or has said nothing for ages."""
    said = b""
    with socket.create_connection(address) as connection:
        connection.settimeout(AGES_S)
        for part in parts:
            connection.sendall(part)
            time.sleep(pause_s)
        try:
            while data := connection.recv(65_536):
                said += data
        except (ConnectionError, TimeoutError):
            pass
    return said


@pytest.mark.parametrize("more", [True, False], ids=["asks for more", "asks for the end"])
def test_a_client_that_does_not_read_its_answers_is_not_waited_for(*, more: bool) -> None:
    page = b"GET /docs HTTP/1.1\r\nHost: a\r\n%b\r\n"
    with a_running_server() as (address, server), socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
        connection.connect(address)
        soon(lambda: len(server.server_state.connections) == 1, "the connection")
        if more:
            connection.sendall(100 * (page % b""))
        else:
            # one after another, so that what is left fits below the mark at which the service stops writing
            while not any(each.transport.get_write_buffer_size() for each in connections_of(server)):
                connection.sendall(page % b"")
                time.sleep(0.05)
            connection.sendall(page % b"Connection: close\r\n")
        soon(lambda: not server.server_state.connections, "the end of the connection")
        under_way = httpx.get(f"http://127.0.0.1:{address[1]}/metrics").text
    assert "hiring_requests_in_flight 1.0" in under_way


def connections_of(server: uvicorn.Server) -> list[Protocol]:
    return [each for each in server.server_state.connections if isinstance(each, Protocol)]


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: minus\r\n\r\n",
        b"GET /health HTTP/1.1\r\n\r\n",
        (
            b"POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            b"Transfer-Encoding: chunked\r\n\r\ng\r\n{}"
        ),
        b"GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: " + b"x" * 30_000 + b"\r\n\r\n",
    ],
    ids=["tls", "no length", "no host", "no chunk", "too much"],
)
def test_what_is_no_http_is_told_so_in_a_problem(sent: bytes) -> None:
    with a_server() as address:
        said = told(address, sent)
        alive = httpx.get(f"http://127.0.0.1:{address[1]}/livez")

    head, _, body = said.partition(b"\r\n\r\n")
    status = int(head.split()[1])
    problem = json.loads(body)
    assert status == problem["status"]
    assert status in {400, 431}
    assert b"application/problem+json" in head
    assert problem["request_id"]
    assert alive.is_success


@pytest.mark.parametrize(
    "parts",
    [[], [b"GET /health HT"], [b"GET /health HTTP/1.1\r\n", b"Host: a\r\n"]],
    ids=["silent", "half a line", "half the headers"],
)
def test_who_does_not_ask_in_time_is_hung_up_on(parts: list[bytes]) -> None:
    with a_server() as address:
        began = time.monotonic()
        said = told(address, *parts)
        took = time.monotonic() - began

    assert said == b""
    assert took < AGES_S


def test_a_body_that_does_not_come_in_time_is_told_so() -> None:
    head = b"POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n"
    with a_server() as address:
        said = told(address, head, b"{")

    assert said.startswith(b"HTTP/1.1 408")
    assert b"application/problem+json" in said
    assert said.count(b"HTTP/1.1") == 1


def test_the_time_counts_for_the_second_question_of_a_connection_too() -> None:
    with a_server() as address:
        whole = b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n"
        began = time.monotonic()
        said = told(address, whole, b"GET /livez HT", pause_s=0.1)
        took = time.monotonic() - began

    assert said.count(b"HTTP/1.1 200") == 1
    assert took < AGES_S


def test_a_whole_question_may_take_its_time_to_be_answered_and_the_connection_stays() -> None:
    with a_server() as address, httpx.Client(base_url=f"http://127.0.0.1:{address[1]}") as client:
        first = client.post("/predict", json=a_body())
        time.sleep(0.8)  # longer than headers may take
        second = client.post("/predict", json=a_body())

    assert (first.status_code, second.status_code) == (200, 200)


def test_a_broken_body_behind_head_is_refused_without_a_body() -> None:
    sent = b"HEAD /predict HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\ng\r\n{}"
    with a_server() as address:
        head, _, body = told(address, sent).partition(b"\r\n\r\n")

    assert (head.split()[1], body) == (b"400", b"")
    assert b"application/problem+json" in head


def test_a_connection_that_is_made_while_the_server_ends_is_not_served_for_ever() -> None:
    whole = b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n"
    with a_running_server() as (address, server):
        with socket.create_connection(address) as known:
            known.sendall(whole)
            assert known.recv(65_536).startswith(b"HTTP/1.1 200")
            for connection in list(server.server_state.connections):
                connection.shutdown()  # what the server does once, when its end begins
            assert known.recv(65_536) == b""
        assert told(address, whole) == b""
