"""The checker finds what it is there to find: services that answer before a row is durable."""

from functools import partial
from pathlib import Path

import psycopg

from tests.chaos.api import Api
from tests.chaos.checker import Verdict, check, postgres_rows
from tests.chaos.clients import Told
from tests.chaos.conftest import tell
from tests.chaos.nemesis import World, kill_postmaster, kill_service, kill_session
from tests.chaos.runs import run
from tests.postgres_server import LocalServer

CARELESS = ("-m", "tests.chaos.careless")
ROOT = str(Path(__file__).parents[2])
LAZY_WAL = ("wal_writer_delay = '10s'", "wal_writer_flush_after = '64MB'")
ROUNDS = 10
"""Whether the server had written already when it was killed is chance: it is killed until it had not."""
SOUND = Told("a", 1, 0.25, approved=False)


def verdict(issued: dict[str, int], told: list[Told], rows: list[Told]) -> Verdict:
    return check(issued, {answer.request_id: [answer] for answer in told}, rows)


def test_the_checker_knows_what_is_sound_and_what_is_not() -> None:
    issued = {"a": 1}
    assert verdict(issued, [SOUND], [SOUND]).sound
    assert verdict(issued, [], [SOUND]).unanswered == ["a"]
    assert verdict(issued, [SOUND], []).lost == ["a"]
    assert verdict(issued, [SOUND], [SOUND, SOUND]).duplicated == ["a"]
    assert verdict(issued, [SOUND], [SOUND, SOUND._replace(request_id="b")]).unasked == ["b"]
    for other in ({"score": 0.5}, {"approved": True}, {"codigo": 2}):
        assert verdict(issued, [SOUND], [SOUND._replace(**other)]).differing == ["a"]
    assert verdict({"a": 2}, [SOUND], [SOUND]).differing == ["a"]
    assert check(issued, {"a": [SOUND, SOUND._replace(score=0.5)]}, [SOUND]).differing == ["a"]


def test_a_service_that_answers_first_and_writes_later_loses_rows(
    database: LocalServer, settings: dict[str, str], log: Path
) -> None:
    forgetful = Api(settings | {"PYTHONPATH": ROOT}, log, program=(*CARELESS, "forgetful"))
    with forgetful.running() as api:
        for seed in range(1, ROUNDS + 1):
            rows = partial(postgres_rows, database.conninfo)
            seen = run(World(api, database), [kill_service], rows, seed=seed)
            if seen.verdict.lost:
                break
    tell("answers first (must lose)", seen.verdict, list(seen.outages))
    assert seen.verdict.lost
    assert not seen.verdict.sound


def test_a_service_that_does_not_wait_for_the_disk_loses_rows(
    database: LocalServer, settings: dict[str, str], log: Path
) -> None:
    with psycopg.connect(database.conninfo, autocommit=True) as connection:
        for words in LAZY_WAL:
            connection.execute(f"ALTER SYSTEM SET {words}")
        connection.execute("SELECT pg_reload_conf()")
    unsynced = Api(settings | {"PYTHONPATH": ROOT}, log, program=(*CARELESS, "unsynced"))
    faults = [kill_session, kill_postmaster]
    with unsynced.running() as api:
        for seed in range(1, ROUNDS + 1):
            seen = run(World(api, database), faults, partial(postgres_rows, database.conninfo), seed=seed)
            if seen.verdict.lost:
                break
    tell("does not wait for the disk (must lose)", seen.verdict, list(seen.outages))
    assert seen.verdict.lost
    assert not seen.verdict.sound
