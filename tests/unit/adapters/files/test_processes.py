"""Several processes, and processes that are killed."""

import os
import random
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from hiring.adapters.files import FileStore
from hiring.adapters.files.database import Database
from hiring.domain.errors import StoreFault, StoreUnavailable
from tests.contracts.builders import assert_same_chunks
from tests.unit.adapters.files.other_process import PARTS, TABLE, generation_of_rows, replace, start


def generation_in(store: FileStore) -> int:
    """The one replacement that rows and rejects are of; fails if they are a mixture."""
    table = store.applicants(TABLE)
    generations = {document for chunk in table.chunks(64) for document in chunk.document}
    (document,) = generations
    generation = int(document.removeprefix(b'{"generation":').removesuffix(b"}"))
    assert table.count() == PARTS * len(generation_of_rows(generation))
    assert [reject.key for reject in table.rejects()] == [str(generation)] * PARTS
    return generation


@pytest.mark.parametrize("seed", range(10))
def test_a_kill_at_any_moment_leaves_the_old_or_the_new_table(
    home: Path, open_store: Callable[[], FileStore], seed: int
) -> None:
    store = open_store()
    replace(store, 0)
    with start("replace_forever", home) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(random.Random(seed).uniform(0, 0.03))
        process.kill()
    found = generation_in(store)
    assert found >= 0
    replace(store, found + 1)
    assert generation_in(open_store()) == found + 1


# It is asked first what the table holds.
SWITCH = ["SELECT", "BEGIN", "SELECT", "INSERT", "DELETE", *["INSERT"] * PARTS, "COMMIT"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize(
    ("statement", "standing"),
    [(1, 0), (SWITCH.index("DELETE") + 2, 0), (len(SWITCH), 0), (len(SWITCH) + 1, 1)],
    ids=["before it", "within it", "at the commit", "after it"],
)
def test_a_kill_at_the_switch_leaves_the_old_table_until_the_commit(
    home: Path, open_store: Callable[[], FileStore], statement: int, standing: int
) -> None:
    replace(open_store(), 0)
    with start("die_while_replacing", home, str(statement)) as process:
        assert process.wait(timeout=60) == -signal.SIGKILL
    assert generation_in(open_store()) == standing


def test_readers_never_see_a_mixture_while_another_process_replaces(home: Path, store: FileStore) -> None:
    replace(store, 0)
    with start("replace_forever", home) as process:
        assert process.stdout is not None
        process.stdout.readline()
        table, seen, until = store.applicants(TABLE), set[int](), time.monotonic() + 20
        while len(seen) < 10 and time.monotonic() < until:
            chunks = list(table.chunks(1_000))
            generation = int(chunks[0].document[0].removeprefix(b'{"generation":').removesuffix(b"}"))
            assert_same_chunks(chunks, type(chunks[0]).concatenate([generation_of_rows(generation)] * PARTS))
            seen.add(generation)
        process.kill()
    assert len(seen) > 1


def test_processes_that_make_a_store_together_agree_on_everything(home: Path) -> None:
    processes = [start("open_and_append", home) for _ in range(3)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=60)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert len({(salt, key) for salt, key, _ in answers}) == 1
    assert sum(int(stored) for _, _, stored in answers) == 30


def test_opening_waits_for_a_process_that_is_making_the_store(home: Path) -> None:
    home.mkdir(parents=True)
    with closing(sqlite3.connect(home / "hiring.sqlite3", check_same_thread=False)) as maker:
        maker.execute("BEGIN EXCLUSIVE")
        threading.Timer(0.2, maker.rollback).start()
        with closing(FileStore(home)) as store:
            assert store.salt


def test_opening_gives_up_where_the_file_stays_locked(home: Path) -> None:
    home.mkdir(parents=True)
    with closing(sqlite3.connect(home / "hiring.sqlite3")) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreUnavailable, check=lambda error: error.fault is StoreFault.HELD_TOO_LONG):
            Database(home / "hiring.sqlite3", lock_timeout_s=0.1)


def test_writing_and_reading_do_not_wait_for_pandas_to_be_imported(home: Path) -> None:
    with start("write_and_read", home) as process:
        answer, _ = process.communicate(timeout=60)
    assert (process.returncode, answer) == (0, "without pandas\n")
