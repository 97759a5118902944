"""What only reads works on a streaming standby: a service for pages, and reports. Nothing is written."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from hiring.adapters.postgres import PostgresStore
from hiring.adapters.postgres.migrator import Migrations
from tests.postgres_server import LocalServer, NoServerError, local_binaries, settings_of, skip_but_in_ci
from tests.serving import Home, Server, a_home, serving
from tests.unit.application.monitored import NEW, OLD, Monitored, a_year
from tests.unit.entrypoints.http.builders import a_body

SOON_S = 30.0


@pytest.fixture(scope="module")
def primary() -> Iterator[LocalServer]:
    try:
        binaries, _ = local_binaries()
    except NoServerError as error:
        skip_but_in_ci(error)
    with LocalServer(binaries, fsync=False).running() as server:
        Migrations(server.url, "public").upgrade()
        with closing(PostgresStore(server.url, "public")) as store:
            a_year(store=store, days=10)
        yield server


@pytest.fixture(scope="module")
def standby(primary: LocalServer) -> Iterator[LocalServer]:
    binaries, _ = local_binaries()
    with LocalServer(binaries, fsync=False, follows=primary).running() as server:
        yield server


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return a_home(tmp_path_factory.mktemp("replicated"))


def store_in(server: LocalServer) -> Mapping[str, str]:
    return {"HIRING_STORAGE": "postgres", **settings_of(server.url, "public")}


def soon(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON_S
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def asked(server: Server, key: str) -> httpx.Response:
    return httpx.post(
        f"{server.url}/predict", json=a_body(), headers={"Idempotency-Key": key}, timeout=SOON_S
    )


def got(server: Server, path: str) -> httpx.Response:
    return httpx.get(f"{server.url}{path}", timeout=SOON_S)


@pytest.mark.slow
def test_pages_come_from_the_standby_and_answers_from_the_primary(
    primary: LocalServer, standby: LocalServer, home: Home
) -> None:
    with serving(home, **store_in(primary)) as answering, serving(home, **store_in(standby)) as showing:
        soon(lambda: got(answering, "/readyz").status_code == 200)
        soon(lambda: got(showing, "/monitor").status_code == 200)
        assert NEW in got(showing, "/monitor").text
        with closing(PostgresStore(primary.url, "public")) as store:
            Monitored(store=store).deploy(OLD, datetime(2026, 11, 25, tzinfo=UTC))
        soon(lambda: got(showing, "/monitor.json").json()["serves"] == OLD)

        refused = asked(showing, "answer-1")
        assert (refused.status_code, refused.json()["title"]) == (503, "Store unavailable")
        assert got(showing, "/readyz").status_code == 503
        assert any("the server is a standby" in str(line.get("reason")) for line in showing.lines())
        assert got(answering, "/decisions/answer-1").status_code == 404
        assert got(showing, "/monitor").status_code == 200

        standby.stop()
        assert got(showing, "/monitor").status_code == 503
        assert asked(answering, "answer-2").status_code == 200
        standby.start()
        soon(lambda: got(showing, "/monitor").status_code == 200)


def test_a_report_from_the_standby_is_that_of_the_primary_and_nothing_is_written(
    primary: LocalServer, standby: LocalServer, tmp_path: Path
) -> None:
    def said(server: LocalServer, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "hiring", *words]
        return subprocess.run(
            command, env={**store_in(server)}, cwd=tmp_path, capture_output=True, text=True, check=False
        )

    reports = [said(server, "monitor", "report", "--json") for server in (primary, standby)]
    views = [{**json.loads(report.stdout), "at": None} for report in reports]
    refused = said(standby, "monitor", "daily")

    assert views[0] == views[1]
    assert refused.returncode == 75
    assert "standby" in refused.stderr
