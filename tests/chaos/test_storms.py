"""No 200 without its row, and readiness that says what the next answer shows, through lasting faults."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import psycopg
import pytest

from hiring.adapters.files.store import FileStore
from tests.chaos.checker import postgres_rows, sqlite_rows
from tests.chaos.conftest import tell
from tests.chaos.storms import (
    OF_FILES,
    OF_LOGS,
    OF_ROLES,
    OF_THE_PROCESS,
    PipedApi,
    Place,
    Seen,
    disk_full,
    log_closed,
    storms,
)
from tests.chaos.test_outages import mounted
from tests.postgres_server import LocalServer

SEED = 11
RIGHTS = (
    "CREATE ROLE api_user LOGIN",
    "GRANT USAGE ON SCHEMA public TO api_user",
    "GRANT SELECT ON hiring_schema_version, store_identity, api_keys TO api_user",
    "GRANT SELECT, INSERT ON inference_log, request_key TO api_user",
)
COUNTS = pytest.mark.parametrize("count", ["short", pytest.param("long", marks=pytest.mark.slow)])
LONG = 50


def assert_sound(what: str, seen: Seen) -> None:
    tell(what, seen.verdict, [])
    assert seen.differing == []
    assert seen.verdict.sound, str(seen.verdict)
    assert seen.odd == []


@COUNTS
def test_storms_over_the_files_store(artifact: Path, tmp_path: Path, log: Path, count: str) -> None:
    """The store moved or exchanged, its log stalled and closed, the process stopped for a moment."""
    home = tmp_path / "hiring-data"
    FileStore(tmp_path / "other").close()
    settings = {"HIRING_HOME": str(home), "MODEL_ARTIFACT": str(artifact)}
    with PipedApi(settings, log).running() as api:
        place = Place(api, home=home)
        faults = [*OF_FILES, *OF_LOGS, *OF_THE_PROCESS]
        assert isinstance(api, PipedApi)
        number = len(faults) if count == "short" else LONG
        rows = partial(sqlite_rows, home / "hiring.sqlite3")
        seen = storms(place, faults, rows, count=number, seed=SEED, most_at_once=2)
        with log_closed(place):
            last = storms(place, faults, list, count=0, seed=SEED + 1, most_at_once=2)
        assert last.verdict.answered > 0
        assert api.terminate() == 0
    assert_sound(f"storms over the files store, {count}", seen)


@pytest.fixture
def disks() -> Iterator[dict[str, Path]]:
    with ExitStack() as stack:
        yield {name: stack.enter_context(mounted()) for name in ("main", "log", "temporary")}


@COUNTS
def test_storms_of_full_disks(artifact: Path, disks: dict[str, Path], count: str) -> None:
    home = disks["main"] / "hiring-data"
    settings = {
        "HIRING_HOME": str(home),
        "MODEL_ARTIFACT": str(artifact),
        "TMPDIR": str(disks["temporary"]),
    }
    with PipedApi(settings, disks["log"] / "api.log").running() as api:
        assert isinstance(api, PipedApi)
        place = Place(api, home=home, disks=disks)
        faults = [disk_full(name) for name in disks]
        number = len(faults) if count == "short" else LONG // 2
        rows = partial(sqlite_rows, home / "hiring.sqlite3")
        seen = storms(place, faults, rows, count=number, seed=SEED, most_at_once=3)
    assert_sound(f"storms of full disks, {count}", seen)


@COUNTS
def test_storms_of_rights(artifact: Path, database: LocalServer, log: Path, count: str) -> None:
    with psycopg.connect(database.conninfo, autocommit=True) as connection:
        for statement in RIGHTS:
            connection.execute(statement)
    settings = {
        "POSTGRES_HOST": str(database.url.host),
        "POSTGRES_USER": "api_user",
        "POSTGRES_DB": "postgres",
        "MODEL_ARTIFACT": str(artifact),
    }
    with PipedApi(settings, log).running() as api:
        assert isinstance(api, PipedApi)
        place = Place(api, owner=database.conninfo)
        faults = [*OF_ROLES, *OF_LOGS]
        number = len(faults) if count == "short" else LONG
        rows = partial(postgres_rows, database.conninfo)
        seen = storms(place, faults, rows, count=number, seed=SEED, most_at_once=2)
    assert_sound(f"storms of rights, {count}", seen)
