"""`hiring-cli serve` as a process, over the files store and a model that was really trained."""

import signal
import socket
import subprocess
import threading
import time
import uuid
from http import HTTPStatus

import httpx
import numpy as np
import pytest

from hiring.adapters.memory import SilentProgress
from hiring.bootstrap.production import production
from hiring.domain.features import CANDIDATE
from hiring.domain.features.feature_input import read_feature_input
from hiring.entrypoints.cli.serving.serve import listen
from tests.serving import Home, a_home, serving
from tests.unit.entrypoints.http.builders import FEATURES, a_body

CLIENTS = 4
HURRY = httpx.Timeout(60.0)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return a_home(tmp_path_factory.mktemp("serve"))


def ask(client: httpx.Client, key: str) -> httpx.Response:
    """A busy disk may take longer than an answer may: then again, as clients do."""
    headers = {"Idempotency-Key": key}
    while True:
        response = client.post("/predict", json=a_body(codigo=len(key)), headers=headers)
        if response.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
            return response
        time.sleep(0.1)


class Callers:
    """Clients that ask, each question under a key of its own, until the server is gone."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.asked: set[str] = set()
        self.answered: set[str] = set()
        self._threads = [threading.Thread(target=self._run) for _ in range(CLIENTS)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        with httpx.Client(base_url=self._url, timeout=HURRY) as client:
            while True:
                key = uuid.uuid4().hex
                self.asked.add(key)
                try:
                    response = ask(client, key)
                except httpx.HTTPError:
                    return
                assert response.status_code == 200
                self.answered.add(key)


def test_every_answer_before_a_kill_has_one_row_and_asking_again_completes_the_rest(home: Home) -> None:
    before = {row.request_id for row in home.rows()}
    with serving(home) as server:
        callers = Callers(server.url)
        callers.start()
        deadline = time.monotonic() + 120
        while len(callers.answered) < 100 and time.monotonic() < deadline:
            time.sleep(0.005)
        server.process.kill()
        callers.join()
    assert len(callers.answered) >= 100
    left = [row.request_id for row in home.rows() if row.request_id not in before]

    with serving(home) as server, httpx.Client(base_url=server.url, timeout=HURRY) as client:
        again = [ask(client, key).status_code for key in callers.asked]
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=120) == 0
    rows = [row.request_id for row in home.rows() if row.request_id not in before]

    assert len(left) == len(set(left))
    assert callers.answered <= set(left) <= callers.asked
    assert set(again) == {200}
    assert sorted(rows) == sorted(callers.asked)


def test_it_answers_as_the_model_does_names_store_and_model_and_ends_cleanly(home: Home) -> None:
    with production(home.settings, SilentProgress()) as hiring:
        scorer = hiring.scorer()
        row = read_feature_input(FEATURES, CANDIDATE, missing_is_unknown=False)
        (expected,) = scorer.score(np.stack([row]))
    with serving(home) as server, httpx.Client(base_url=server.url, timeout=HURRY) as client:
        answer = client.post("/predict", json=a_body()).json()
        health, version = client.get("/health"), client.get("/version").json()
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(timeout=120) == 130

    assert answer["probabilidade_contratacao"] == pytest.approx(expected, abs=1e-12)
    assert (answer["threshold"], answer["operating_mode"]) == (
        version["threshold"],
        version["operating_mode"],
    )
    assert health.json()["status"] == "ok"
    assert version["version"] == scorer.version.id
    assert version["artifact_path"] == str(home.settings.model_artifact)
    listening, opened, serves, *requests = server.lines()
    assert listening["url"] == server.url
    assert (opened["store"], serves["model"]) == (str(home.settings.hiring_home), scorer.version.id)
    assert [line["path"] for line in requests] == ["/predict", "/version"]  # probes that are well are no news


def test_beyond_this_machine_it_serves_only_where_that_is_said(home: Home) -> None:
    arguments, environment = home.command("--host", "0.0.0.0", "--port", "0")  # noqa: S104  # refused
    refused = subprocess.run(
        arguments, env=environment, cwd=home.folder, capture_output=True, text=True, check=False
    )

    assert refused.returncode == 65
    assert refused.stdout == ""
    (line,) = refused.stderr.splitlines()
    assert "HIRING_AUTH=off" in line


def test_small_answers_are_sent_at_once() -> None:
    """Otherwise an answer waits 40 ms for the acknowledgement of its headers (Nagle's algorithm)."""
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.proto == socket.IPPROTO_TCP


def test_a_port_that_is_taken_is_one_clear_line(home: Home) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        arguments, environment = home.command("--port", str(taken.getsockname()[1]))
        refused = subprocess.run(
            arguments, env=environment, cwd=home.folder, capture_output=True, text=True, check=False
        )

    assert refused.returncode == 65
    (line,) = refused.stderr.splitlines()
    assert "cannot listen on 127.0.0.1" in line
