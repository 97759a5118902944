"""Faults that last a while, several at once; meanwhile readiness must say what the next answer shows."""

import os
import random
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.chaos.api import Api
from tests.chaos.asking import NoReply, Question, a_question, ask, connect, get
from tests.chaos.checker import Verdict, check
from tests.chaos.clients import Clients, Told, told_by

SETTLES_WITHIN_S = 2.0
RECOVERS_WITHIN_S = 60.0
TRIES = 8
PAUSE_S = 0.02
"""Of each client: a storm lasts for seconds, and hundreds of questions in it show as much as all that fit."""


@dataclass
class Place:
    """What can be hit.

    Args:
        api: The service.
        home: Of the files store.
        disks: Small file systems, by what is on them.
        owner: How to reach the database as its owner.
    """

    api: "PipedApi"
    home: Path | None = None
    disks: dict[str, Path] = field(default_factory=dict)
    owner: str = ""


class PipedApi(Api):
    """Its log goes through a pipe, whose reader can stop or go."""

    def start(self) -> None:
        reader, writer = os.pipe()
        self.reads = threading.Event()
        self.reads.set()
        self.gone = threading.Event()
        self._started_with(writer)
        os.close(writer)
        threading.Thread(target=self._copy, args=(reader,), daemon=True).start()

    def _copy(self, reader: int) -> None:
        with open(reader, "rb", buffering=0) as lines, self.log.open("ab", buffering=0) as log:
            while not self.gone.is_set() and (block := lines.read(65_536)):
                try:
                    log.write(block)
                except OSError:
                    continue  # its disk is full
                self.reads.wait()


Fault = Callable[[Place], AbstractContextManager[None]]


@contextmanager
def home_moved(place: Place) -> Iterator[None]:
    assert place.home is not None
    away = place.home.with_name("away")
    place.home.rename(away)
    try:
        yield
    finally:
        shutil.rmtree(place.home, ignore_errors=True)
        away.rename(place.home)


@contextmanager
def home_exchanged(place: Place) -> Iterator[None]:
    """Another store stands in its place for a while."""
    assert place.home is not None
    with home_moved(place):
        shutil.copytree(place.home.with_name("other"), place.home)
        yield


@contextmanager
def log_stalled(place: Place) -> Iterator[None]:
    place.api.reads.clear()
    try:
        yield
    finally:
        place.api.reads.set()


@contextmanager
def log_closed(place: Place) -> Iterator[None]:
    """For good: nobody reads any more."""
    place.api.gone.set()
    place.api.reads.set()
    yield


def disk_full(name: str) -> Fault:
    @contextmanager
    def full(place: Place) -> Iterator[None]:
        disk = place.disks[name]
        _fill(disk)
        try:
            yield
        finally:
            _resize(disk, "100m")

    full.__name__ = f"{name}_disk_full"
    return full


@contextmanager
def worker_stopped(place: Place) -> Iterator[None]:
    place.api.process.send_signal(signal.SIGSTOP)
    time.sleep(0.5)
    place.api.process.send_signal(signal.SIGCONT)
    yield


def in_database(name: str, begin: Sequence[str], end: Sequence[str]) -> Fault:
    @contextmanager
    def done(place: Place) -> Iterator[None]:
        _execute(place.owner, begin)
        try:
            yield
        finally:
            _execute(place.owner, end)

    done.__name__ = name
    return done


SESSIONS_OF_ROLE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'api_user'"
OF_ROLES: Sequence[Fault] = (
    in_database(
        "insert_revoked",
        ["REVOKE INSERT ON inference_log FROM api_user"],
        ["GRANT INSERT ON inference_log TO api_user"],
    ),
    in_database(
        "row_security",
        ["ALTER TABLE inference_log ENABLE ROW LEVEL SECURITY"],
        ["ALTER TABLE inference_log DISABLE ROW LEVEL SECURITY"],
    ),
    in_database(
        "keys_unreadable",
        ["REVOKE SELECT ON api_keys FROM api_user"],
        ["GRANT SELECT ON api_keys TO api_user"],
    ),
    in_database(
        "no_connections",
        ["ALTER ROLE api_user CONNECTION LIMIT 0", SESSIONS_OF_ROLE],
        ["ALTER ROLE api_user CONNECTION LIMIT -1"],
    ),
    in_database("no_login", ["ALTER ROLE api_user NOLOGIN", SESSIONS_OF_ROLE], ["ALTER ROLE api_user LOGIN"]),
    in_database(
        "column_needed",
        [
            "ALTER TABLE inference_log ADD needed integer",
            "ALTER TABLE inference_log ADD CONSTRAINT needed_is CHECK (needed IS NOT NULL) NOT VALID",
        ],
        ["ALTER TABLE inference_log DROP needed"],
    ),
    in_database(
        "table_renamed",
        ["ALTER TABLE inference_log RENAME TO elsewhere"],
        ["ALTER TABLE elsewhere RENAME TO inference_log"],
    ),
    in_database(
        "schema_newer",
        ["UPDATE hiring_schema_version SET version_num = '9' || version_num"],
        ["UPDATE hiring_schema_version SET version_num = substr(version_num, 2)"],
    ),
    in_database("sessions_ended", [SESSIONS_OF_ROLE], []),
)
ALONE = {"table_renamed", "home_moved", "home_exchanged"}
"""Whatever else strikes the same thing would not find it."""

OF_FILES: Sequence[Fault] = (home_moved, home_exchanged)
OF_LOGS: Sequence[Fault] = (log_stalled,)
OF_THE_PROCESS: Sequence[Fault] = (worker_stopped,)


@dataclass(frozen=True)
class Seen:
    """What came of it.

    Args:
        differing: Where readiness said something else than the answers beside it.
        odd: Replies that are neither 200 nor 503.
    """

    verdict: Verdict
    differing: Sequence[str]
    odd: Sequence[object]


class Asking:
    """One client that compares readiness with the answers right before and after it."""

    def __init__(self, place: Place, chance: random.Random) -> None:
        self.issued: dict[str, Question] = {}
        self.answers: dict[str, list[Told]] = {}
        self._place = place
        self._chance = chance

    def compare(self) -> str:
        """What differs; empty if nothing does."""
        seen = []
        for _ in range(TRIES):
            before, ready, after = self._status(), get(self._place.api.port, "/readyz").status, self._status()
            seen.append((before, ready, after))
            if before == after:
                return "" if (ready == 200) == (after == 200) else str(seen)
            time.sleep(0.1)
        return f"never steady: {seen}"

    def settle(self) -> None:
        """Ask what was refused again, so that nothing is left open."""
        for key, question in self.issued.items():
            end = time.monotonic() + RECOVERS_WITHIN_S
            while key not in self.answers and time.monotonic() < end:
                self._ask(question)

    def _status(self) -> int:
        question = a_question(self._chance)
        self.issued[question.key] = question
        return self._ask(question)

    def _ask(self, question: Question) -> int:
        connection = connect(self._place.api.port)
        try:
            reply = ask(connection, question)
        except NoReply:
            return 0
        finally:
            connection.close()
        if reply.status == 200:
            self.answers.setdefault(question.key, []).append(told_by(reply))
        return reply.status


def storms(
    place: Place,
    faults: Sequence[Fault],
    rows: Callable[[], Sequence[Told]],
    *,
    count: int,
    seed: int,
    most_at_once: int,
) -> Seen:
    """So many storms, of chance faults each, while clients ask."""
    chance = random.Random(seed)
    asking, differing = Asking(place, chance), []
    with Clients(place.api.port, seed=seed, count=4, pause_s=PAUSE_S).running() as clients:
        for number in range(count):
            first = faults[number % len(faults)]
            others = [one for one in faults if one.__name__ not in ALONE | {first.__name__}]
            others = [] if first.__name__ in ALONE else chance.sample(others, most_at_once - 1)
            chosen = [first, *others[: chance.randrange(most_at_once)]]
            with ExitStack() as struck:
                for fault in chosen:
                    struck.enter_context(fault(place))
                    time.sleep(chance.uniform(0.0, 0.2))
                time.sleep(SETTLES_WITHIN_S)
                during = asking.compare()
            time.sleep(SETTLES_WITHIN_S)
            names = " + ".join(fault.__name__ for fault in chosen)
            differing += [f"during {names}: {during}"] if during else []
            differing += [f"after {names}: {after}"] if (after := asking.compare()) else []
            clients.all_answered_since(time.monotonic(), RECOVERS_WITHIN_S)
        asking.settle()
    issued = {key: one.codigo for key, one in (clients.issued | asking.issued).items()}
    verdict = check(issued, clients.answers | asking.answers, rows())
    return Seen(verdict, differing, clients.odd)


def _fill(disk: Path) -> None:
    """Leave no room, or a few kilobytes where more is taken meanwhile."""
    for more_k in range(0, 400, 8):
        state = os.statvfs(disk)
        taken = (state.f_blocks - state.f_bfree) * state.f_frsize
        if _resize(disk, f"{taken // 1024 + more_k}k"):
            return
    raise AssertionError("the disk cannot be filled")


def _resize(disk: Path, size: str) -> bool:
    words = ["mount", "-o", f"remount,size={size}", str(disk)]
    return subprocess.run(words, check=False, capture_output=True).returncode == 0


def _execute(conninfo: str, statements: Sequence[str]) -> None:
    with psycopg.connect(conninfo, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]  # written above
