"""A running service whose store is moved, put back, or replaced by another one."""

import shutil
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from hiring.adapters.files import FileStore
from tests.serving import Home, Server, a_home, serving
from tests.unit.entrypoints.http.builders import EVER, a_body

SOON_S = 30.0

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows keeps what is open from being moved or removed"
)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return a_home(tmp_path_factory.mktemp("exchanged"))


@pytest.fixture
def home(trained: Home, tmp_path: Path) -> Home:
    shutil.copytree(trained.folder, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture
def server(home: Home) -> Iterator[Server]:
    with serving(home) as server:
        yield server


def ask(server: Server) -> tuple[int, str]:
    key = uuid.uuid4().hex
    response = httpx.post(
        f"{server.url}/predict", json=a_body(), headers={"Idempotency-Key": key}, timeout=SOON_S
    )
    return response.status_code, key


def ready(server: Server) -> int:
    return httpx.get(f"{server.url}/readyz", timeout=SOON_S).status_code


def soon(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON_S
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def kept(home: Path) -> set[str]:
    """The ids that whoever opens the store by its name finds."""
    with closing(FileStore(home)) as store:
        return {row.request_id for chunk in store.inference_log.between(*EVER) for row in chunk}


def test_no_answer_is_given_while_the_store_is_away_and_it_goes_on_when_it_is_back(
    home: Home, server: Server
) -> None:
    place = home.settings.hiring_home
    before = ask(server)
    place.rename(place.with_name("away"))
    during = [ask(server)[0] for _ in range(20)]
    soon(lambda: ready(server) == 503)
    place.with_name("away").rename(place)
    soon(lambda: ask(server)[0] == 200)
    after = ask(server)

    assert before[0] == after[0] == 200
    assert set(during) == {503}
    assert {before[1], after[1]} <= kept(place)


def test_another_store_in_its_place_is_opened_and_has_every_answer(home: Home, server: Server) -> None:
    place = home.settings.hiring_home
    assert ask(server)[0] == 200
    place.rename(place.with_name("old"))
    FileStore(place).close()
    soon(lambda: ask(server)[0] == 200)
    answers = [ask(server) for _ in range(20)]

    assert {key for status, key in answers if status == 200} <= kept(place)
    soon(lambda: ready(server) == 200)


def test_an_empty_store_in_the_place_of_one_with_keys_lets_nobody_in(home: Home) -> None:
    place = home.settings.hiring_home
    with serving(home, HIRING_AUTH="keys") as server:
        place.rename(place.with_name("old"))
        FileStore(place).close()
        soon(lambda: ready(server) == 200)

        assert ask(server)[0] == 401
