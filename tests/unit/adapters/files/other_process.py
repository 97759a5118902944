"""What tests run in processes of their own: `python -m tests.unit.adapters.files.other_process WHAT HOME`."""

import itertools
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from hiring.adapters.files import FileStore
from hiring.adapters.files.schema import make_tables
from hiring.domain.decisions import AppendResult
from hiring.domain.records import ApplicantRows
from tests.contracts.builders import a_decision, a_name, a_reject
from tests.contracts.stores import assert_filled, fill

TABLE = a_name("applicants_raw")
PARTS = 4


def start(what: str, home: Path, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", __name__, what, str(home), *more],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def generation_of_rows(generation: int) -> ApplicantRows:
    """Rows that all say of which replacement they are; each replacement has another number of them."""
    count = 100 + generation % 50
    return ApplicantRows(
        codigo_profissional=np.arange(count), document=[f'{{"generation":{generation}}}'.encode()] * count
    )


def replace(store: FileStore, generation: int) -> None:
    with store.applicants(TABLE).replacing() as writer:
        for _ in range(PARTS):
            writer.write(generation_of_rows(generation))
            writer.reject([a_reject(str(generation))])


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def replace_forever(home: Path) -> None:
    store = FileStore(home)
    replace(store, 0)
    say("ready")
    for generation in itertools.count(1):
        replace(store, generation)


def die_while_replacing(home: Path, statement: str) -> None:
    """Replace the table, and be killed as SQLite begins the given statement of the switch."""
    store, seen = FileStore(home), itertools.count(1)

    def die_at(_: str) -> None:
        if next(seen) == int(statement):
            os.kill(os.getpid(), signal.SIGKILL)

    store._database._connection.set_trace_callback(die_at)
    replace(store, 1)


def die_while_upgrading(home: Path, statement: str) -> None:
    """Open an old store, and be killed as SQLite begins a statement that starts like this."""

    def die_at(begun: str) -> None:
        if begun.strip().startswith(statement):
            os.kill(os.getpid(), signal.SIGKILL)

    connection = sqlite3.connect(home / "hiring.sqlite3", isolation_level=None)
    connection.set_trace_callback(die_at)
    make_tables(connection, salt=None)


def open_and_append(home: Path) -> None:
    say("ready")
    sys.stdin.readline()
    store = FileStore(home)
    log = store.inference_log
    answers = [answer for number in range(30) for answer in log.append([a_decision(str(number))])]
    say(f"{store.salt} {store.digest_key.hex()} {answers.count(AppendResult.STORED)}")
    store.close()


def write_and_read(home: Path) -> None:
    store = FileStore(home)
    fill(store)
    assert_filled(store)
    store.close()
    say("with pandas" if "pandas" in sys.modules else "without pandas")


WHAT: dict[str, Callable[..., None]] = {
    "die_while_replacing": die_while_replacing,
    "die_while_upgrading": die_while_upgrading,
    "open_and_append": open_and_append,
    "replace_forever": replace_forever,
    "write_and_read": write_and_read,
}

if __name__ == "__main__":
    WHAT[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
