"""The database is away for a while: every question is answered in time, and no answer is lost."""

import json
import os
import random
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from hiring.adapters.postgres.migrator import Migrations
from tests.chaos.api import Api
from tests.chaos.asking import Question, Reply, a_question, ask, connect, get
from tests.chaos.checker import postgres_rows
from tests.chaos.conftest import SCHEMA
from tests.chaos.proxy import Proxy
from tests.postgres_server import LocalServer, NoServerError, local_binaries, skip_but_in_ci

WITHIN_S = 2.5  # the deadline of an answer, and half a second
BACK_WITHIN_S = 20.0
NEEDED = {"type", "title", "status", "detail", "instance", "request_id"}
DISK_MB = 400


def asked(api: Api, question: Question) -> Reply:
    connection = connect(api.port)
    try:
        return ask(connection, question)
    finally:
        connection.close()


MOST_AFTER_A_KILL = 1_000


def assert_refused(reply: Reply) -> None:
    """In time, and in a way that a client can act on."""
    assert reply.status == 503, reply
    assert reply.headers["content-type"] == "application/problem+json"
    assert int(reply.headers["retry-after"]) > 0
    assert reply.json().keys() >= NEEDED
    assert reply.seconds < WITHIN_S


def until_answered(api: Api, question: Question) -> Reply:
    """The answer; until it comes, refusals in time."""
    deadline = time.monotonic() + BACK_WITHIN_S
    while (reply := asked(api, question)).status != 200:
        assert_refused(reply)
        assert time.monotonic() < deadline, api.log.read_text()[-4000:]
        time.sleep(0.1)
    return reply


def until_refused(api: Api, chance: random.Random) -> tuple[list[Reply], Question]:
    """The first question that is refused, and the answers before: a killed server's children live on."""
    answers: list[Reply] = []
    while (reply := asked(api, question := a_question(chance))).status == 200:
        answers.append(reply)
        assert len(answers) < MOST_AFTER_A_KILL
    assert_refused(reply)
    return answers, question


def assert_logged(database: LocalServer, replies: list[Reply]) -> None:
    """Every answer is a row that says the same, and a refused question has none that differs."""
    rows = {row.request_id: row.score for row in postgres_rows(database.conninfo)}
    for answer in map(Reply.json, replies):
        assert rows[answer["request_id"]] == answer["probabilidade_contratacao"]


def test_a_database_that_is_down_at_start_and_comes_back(
    database: LocalServer, settings: dict[str, str], log: Path
) -> None:
    chance = random.Random(1)
    database.kill()
    with Api(settings, log).running(ready=False) as api:
        api.wait("/livez")
        pid = api.process.pid
        for _ in range(3):
            assert_refused(asked(api, a_question(chance)))
        assert get(api.port, "/health").status == get(api.port, "/readyz").status == 503
        database.restart()
        answers = [until_answered(api, a_question(chance))]
        database.kill()
        answered, refused = until_refused(api, chance)
        answers += answered
        database.restart()
        answers.append(until_answered(api, refused))
        api.wait("/readyz")
        assert (api.process.pid, api.process.poll()) == (pid, None)
    assert_logged(database, answers)
    assert len(postgres_rows(database.conninfo)) == len(answers)


def test_a_way_to_the_database_that_swallows_everything(
    database: LocalServer, proxy: Proxy, settings: dict[str, str], log: Path
) -> None:
    chance = random.Random(2)
    with Api(settings, log).running() as api:
        answers = [until_answered(api, a_question(chance))]
        proxy.swallows = True
        refused = [a_question(chance) for _ in range(4)]
        for question in refused:
            assert_refused(asked(api, question))
        assert get(api.port, "/livez").status == 200
        assert get(api.port, "/health").seconds < WITHIN_S
        proxy.swallows = False
        answers += [until_answered(api, question) for question in refused]
    assert_logged(database, answers)
    assert len(postgres_rows(database.conninfo)) == len(answers)


@pytest.mark.slow
def test_a_full_disk(artifact: Path, small_disk: "Disk", log: Path) -> None:
    """First the table has no room; then the server has none for its own log, and goes down."""
    chance = random.Random(3)
    database = small_disk.database
    settings = {
        "POSTGRES_HOST": str(database.url.host),
        "POSTGRES_USER": "postgres",
        "POSTGRES_DB": "postgres",
        "MODEL_ARTIFACT": str(artifact),
    }
    with Api(settings, log).running() as api:
        answers = [until_answered(api, a_question(chance)) for _ in range(100)]
        small_disk.fill()
        refused = None
        while refused is None:
            question = a_question(chance)
            reply = asked(api, question)
            if reply.status == 200:
                answers.append(reply)
            else:
                refused = question
        for _ in range(10):
            assert_refused(asked(api, refused))
        small_disk.give_space()
        answers.append(until_answered(api, refused))
        small_disk.fill()
        small_disk.break_the_server()
        for _ in range(10):
            assert_refused(asked(api, refused := a_question(chance)))
        small_disk.give_space()
        database.kill()  # what is left of it
        database.restart()
        answers.append(until_answered(api, refused))
        answers += [until_answered(api, a_question(chance)) for _ in range(10)]
        assert api.process.poll() is None
    assert_logged(database, answers)
    reasons = [json.loads(line).get("reason", "") for line in log.read_text().splitlines() if line[0] == "{"]
    assert any("53100" in str(reason) for reason in reasons)


class Disk:
    """A small file system with a database on it."""

    def __init__(self, mount: Path, database: LocalServer) -> None:
        self.database = database
        self._mount = mount

    def fill(self) -> None:
        """Nothing is left but what is taken."""
        state = os.statvfs(self._mount)
        taken = (state.f_blocks - state.f_bfree) * state.f_frsize
        self._resize(f"{taken // 1024 + 64}k")

    def give_space(self) -> None:
        self._resize(f"{DISK_MB}m")

    def break_the_server(self) -> None:
        """Ask for a new segment of its log, for which there is no room: it ends itself."""
        deadline = time.monotonic() + BACK_WITHIN_S
        while time.monotonic() < deadline:
            try:
                with psycopg.connect(
                    self.database.conninfo, autocommit=True, connect_timeout=2
                ) as connection:
                    connection.execute("SELECT pg_logical_emit_message(false, 'fill', repeat('x', 1000000))")
                    connection.execute("SELECT pg_switch_wal()")
            except psycopg.OperationalError:
                return
        raise AssertionError("it goes on without room")

    def _resize(self, size: str) -> None:
        subprocess.run(["mount", "-o", f"remount,size={size}", str(self._mount)], check=True)  # noqa: S607


@pytest.fixture
def small_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    with mounted() as mount:
        monkeypatch.setattr(tempfile, "tempdir", str(mount))
        try:
            server = LocalServer(local_binaries()[0], fsync=True)
        except NoServerError as error:
            skip_but_in_ci(error)
        monkeypatch.undo()
        with server.running() as database:
            Migrations(database.url, SCHEMA).upgrade()
            yield Disk(mount, database)


@contextmanager
def mounted() -> Iterator[Path]:
    """A file system in memory; needs the right to mount one. PostgreSQL cannot enter pytest's own."""
    place = Path(tempfile.mkdtemp(prefix="disk"))
    words = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=755", "hiring-test", str(place)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        place.rmdir()
        pytest.skip(f"a file system cannot be mounted here: {done.stderr.strip()}")  # a right of root
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)  # noqa: S607  # wherever it is installed
        place.rmdir()
