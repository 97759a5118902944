"""The audit log while another process holds the SQLite file: it waits, and the wait can be broken off."""

import asyncio
import logging
import os
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from hiring import waiting
from hiring.adapters.files.database import Database
from hiring.adapters.files.store import FileStore
from hiring.application.serving.group_commit import GroupCommit, Limits
from hiring.domain.decisions import AppendResult, Decision
from hiring.domain.errors import StoreFault, StoreUnavailable
from tests.contracts.builders import a_decision

AGES_S = 25.0  # less than the store would wait by itself


@contextmanager
def held(home: Path) -> Iterator[sqlite3.Connection]:
    """Somebody else is in the middle of writing."""
    path = home / "hiring.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def test_an_append_waits_for_another_writer(home: Path, store: FileStore) -> None:
    with held(home) as other:
        threading.Timer(0.4, other.rollback).start()
        began = time.monotonic()
        assert list(store.inference_log.append([a_decision()])) == [AppendResult.STORED]
        assert time.monotonic() - began > 0.3


def test_an_append_that_waits_can_be_broken_off(home: Path, store: FileStore) -> None:
    with held(home):
        threading.Timer(0.2, store.inference_log.interrupt).start()
        began = time.monotonic()
        with pytest.raises(StoreUnavailable, match="SQLITE_BUSY"):
            store.inference_log.append([a_decision()])
        assert 0.15 < time.monotonic() - began < AGES_S
    assert store.inference_log.find("a-request") is None
    assert list(store.inference_log.append([a_decision()])) == [AppendResult.STORED]


def test_a_query_that_takes_long_can_be_broken_off(store: FileStore) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
    timer = threading.Timer(0.2, store.inference_log.interrupt)
    timer.start()
    with pytest.raises(StoreUnavailable, match="SQLITE_INTERRUPT"):
        store._database.rows(endless)
    assert store.inference_log.find("a-request") is None


def test_waiting_ends_by_itself(home: Path, store: FileStore) -> None:
    store.close()
    with (
        closing(Database(home / "hiring.sqlite3", lock_timeout_s=0.2)) as impatient,
        held(home),
        pytest.raises(StoreUnavailable, check=lambda error: error.fault is StoreFault.HELD_TOO_LONG),
        impatient.writing(),
    ):
        pass  # it gives up before


def test_who_waits_says_for_whom(
    home: Path, store: FileStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store.close()
    monkeypatch.setattr(waiting, "SAID_AFTER_S", 0.2)
    caplog.set_level(logging.WARNING, "hiring")
    with closing(FileStore(home, lock_timeout_s=0.4)) as impatient, held(home):
        with pytest.raises(StoreUnavailable) as refused:
            impatient.inference_log.append([a_decision()])
        with pytest.raises(StoreUnavailable):
            impatient.inference_log.append([a_decision()])
    holder = f"process {os.getpid()} (" if sys.platform == "linux" else "another process"
    assert holder in str(refused.value)
    assert [holder in said for said in caplog.messages] == [True, True]  # once a wait


def test_a_closed_store_has_nothing_to_break_off(store: FileStore) -> None:
    log = store.inference_log
    store.close()
    log.interrupt()


async def recorded(audit: GroupCommit) -> list[Decision]:
    """As a client has it, who asks again while a busy disk takes longer than an answer may."""
    while True:
        with suppress(StoreUnavailable):
            return await audit.record([a_decision("one")])
        await asyncio.sleep(0.01)


def test_group_commit_keeps_its_deadline_while_the_file_is_held(home: Path, store: FileStore) -> None:
    async def scenario() -> None:
        audit = GroupCommit(store.inference_log, limits=Limits(flush_s=0.2, deadline_s=0.5))
        async with audit.running():
            with held(home):
                began = time.monotonic()
                with pytest.raises(StoreUnavailable):
                    await audit.record([a_decision("one")])
                assert time.monotonic() - began < AGES_S
                with pytest.raises(StoreUnavailable):
                    audit.admit()
            async with asyncio.timeout(AGES_S):
                assert await recorded(audit) == [a_decision("one")]

    asyncio.run(scenario())
    assert store.inference_log.find("one") == a_decision("one")
