"""Signing in where several workers answer: none of them knows of the others, and all have one store."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from sqlalchemy import URL

from hiring.domain.access.sessions import SESSION_COOKIE
from tests.integration.test_operations import children_of, soon
from tests.postgres_server import settings_of
from tests.serving import Home, Server, serving
from tests.shell import Shell

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="workers are found in /proc")

BROWSER = {"Accept": "text/html"}


@pytest.fixture
def token(url: URL, schema: str, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> str:
    """A key that opens the metrics, of the store that the environment names."""
    for name, value in settings_of(url, schema).items():
        monkeypatch.setenv(name, value)
    return shell("keys", "create", "auditor", "--scope", "admin").out.strip()


@pytest.fixture
def service(token: str, tmp_path: Path) -> Iterator[Server]:
    """Two workers; there is no model, and none is needed to sign in."""
    with serving(Home(tmp_path), "--workers", "2") as service:
        soon(lambda: len(children_of(service)) == 2, "two workers")
        for worker in children_of(service):
            with alone(service, worker):
                soon(lambda: status_of(service, token=token) == 200, "a worker that has read the keys")
        yield service


@contextmanager
def alone(service: Server, worker: int) -> Iterator[None]:
    """Only this worker answers, as the others stand still."""
    others = [pid for pid in children_of(service) if pid != worker]
    for pid in others:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in others:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def status_of(service: Server, *, token: str = "", session: str = "") -> int:
    """What the metrics answer to whoever shows this; 0 for nothing."""
    shown = {"Authorization": f"Bearer {token}"} if token else {"Cookie": f"{SESSION_COOKIE}={session}"}
    try:
        return httpx.get(f"{service.url}/metrics", headers=shown, timeout=5).status_code
    except httpx.TransportError:
        return 0


def signed_in(service: Server, token: str) -> httpx.Response:
    return httpx.post(f"{service.url}/sign-in", data={"key": token}, headers=BROWSER, timeout=10)


def session_in(response: httpx.Response) -> str:
    found = re.match(rf"{SESSION_COOKIE}=([^;]*);", response.headers["set-cookie"])
    assert found is not None
    return found[1]


def test_who_signed_in_at_one_worker_is_known_to_all_until_the_key_is_revoked(
    service: Server, token: str, shell: Shell
) -> None:
    first, second = children_of(service)
    with alone(service, first):
        session = session_in(signed_in(service, token))
        assert status_of(service, session=session) == 200
    with alone(service, second):
        assert status_of(service, session=session) == 200
        out = httpx.post(f"{service.url}/sign-out", headers={"Cookie": f"{SESSION_COOKIE}={session}"})
        assert session_in(out) == ""

    shell("keys", "revoke", shell("keys", "list").out.split()[0])

    for worker in (first, second):
        with alone(service, worker):
            soon(lambda: status_of(service, session=session) == 401, "a worker that has heard of it")
            assert signed_in(service, token).status_code == 401


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
def test_no_worker_is_a_way_around_the_limit_of_attempts_and_all_end_together(
    service: Server, name: str
) -> None:
    workers = children_of(service)
    for worker in workers:
        with alone(service, worker):
            soon(lambda: signed_in(service, "hk_wrong").status_code == 429, "too many attempts")

    service.process.send_signal(getattr(signal, name))

    assert service.process.wait(60) == 0
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)
    assert all("exception" not in line for line in service.lines())
