"""Under mixed faults every question is answered, and every answer is one row that says the same."""

from functools import partial
from pathlib import Path

import pytest

from tests.chaos.api import Api
from tests.chaos.checker import postgres_rows, sqlite_rows
from tests.chaos.conftest import tell
from tests.chaos.nemesis import (
    OF_THE_DATABASE,
    OF_THE_SERVICE,
    World,
    end_service,
    kill_postmaster,
    kill_session,
    kill_worker,
    mixed,
    stop_sessions,
    swallow,
    terminate_sessions,
)
from tests.chaos.proxy import Proxy
from tests.chaos.runs import Run, run
from tests.postgres_server import LocalServer

FEW = [
    kill_session,
    kill_worker,
    terminate_sessions,
    stop_sessions,
    kill_postmaster,
    end_service,
    swallow,
    kill_worker,
]
SEED = 5


def assert_sound(what: str, seen: Run) -> None:
    tell(what, seen.verdict, list(seen.outages))
    assert seen.verdict.sound, str(seen.verdict)
    assert seen.odd == []
    assert seen.failures == []


def test_a_few_faults(database: LocalServer, proxy: Proxy, settings: dict[str, str], log: Path) -> None:
    with Api(settings, log, workers=2).running() as api:
        world = World(api, database, proxy)
        seen = run(world, FEW, partial(postgres_rows, database.conninfo), seed=SEED)
    assert_sound("a few faults", seen)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 3])
def test_many_faults(
    database: LocalServer, proxy: Proxy, settings: dict[str, str], log: Path, workers: int
) -> None:
    faults = mixed([*OF_THE_SERVICE, *OF_THE_DATABASE], 100, seed=workers)
    with Api(settings, log, workers=workers).running() as api:
        world = World(api, database, proxy)
        seen = run(world, faults, partial(postgres_rows, database.conninfo), seed=workers)
    assert_sound(f"many faults, {workers} workers", seen)


@pytest.mark.parametrize("faults", [3, pytest.param(60, marks=pytest.mark.slow)], ids=["few", "many"])
def test_kills_over_the_files_store(artifact: Path, tmp_path: Path, log: Path, faults: int) -> None:
    home = tmp_path / "hiring-data"
    settings = {"HIRING_HOME": str(home), "MODEL_ARTIFACT": str(artifact)}
    with Api(settings, log, workers=2).running() as api:
        rows = partial(sqlite_rows, home / "hiring.sqlite3")
        seen = run(World(api), mixed(OF_THE_SERVICE, faults, SEED), rows, seed=SEED)
    assert_sound("files store", seen)
