"""A store that an older program made is brought up to date when it is opened, whole or not at all."""

import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from hiring.adapters.files import FileStore
from hiring.adapters.files.schema import VERSION
from hiring.application.ports.specs.logs import FEEDBACK
from hiring.domain.decisions import AppendResult, Baseline
from hiring.domain.errors import StoreUnavailable
from tests.contracts.builders import (
    NOON,
    a_baseline,
    a_decision,
    a_deployment,
    a_feedback,
    a_key,
    a_version,
    after,
    an_alert,
)
from tests.unit.adapters.files.other_process import start
from tests.unit.adapters.files.test_copies import back_up, restore

VERSION_1 = Path(__file__).with_name("version_1.sql")


@pytest.fixture
def old(home: Path) -> Path:
    """The SQLite file of a store of version 1, with a row in every log."""
    (home / "tables").mkdir(parents=True)
    file = home / "hiring.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(VERSION_1.read_text("utf-8"))
        connection.execute("PRAGMA user_version = 1")
    return file


def version_of(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def shape_of(file: Path) -> set[tuple[str, str]]:
    """Every table and index with its statement, spaces apart."""
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {(name, " ".join(sql.split())) for name, sql in rows}


def assert_kept(store: FileStore) -> None:
    """What version_1.sql holds is there."""
    assert (store.salt, store.digest_key.hex()[:8]) == ("5a" * 16, "e7fceda4")
    assert store.inference_log.find("a-request") == replace(a_decision(), features=None)
    assert store.baselines.latest() == a_baseline()
    assert list(store.alerts.between(NOON, after(hours=1))) == [an_alert()]
    assert list(store.log(FEEDBACK).all()) == [replace(a_feedback(1), subject="row 1")]
    assert list(store.registry.versions()) == [a_version()]
    assert list(store.registry.deployments()) == [a_deployment()]


def test_a_store_of_version_1_keeps_everything_and_takes_keys(
    old: Path, open_store: Callable[[], FileStore]
) -> None:
    for _ in range(2):
        assert_kept(open_store())
    assert version_of(old) == VERSION
    store = open_store()
    assert list(store.api_keys.all()) == []
    assert store.api_keys.add(a_key())
    assert list(open_store().api_keys.all()) == [a_key()]


def test_what_was_logged_before_is_found_replayed_and_read(
    old: Path, open_store: Callable[[], FileStore]
) -> None:
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.executemany(
            "INSERT INTO inference_log VALUES (?, ?, ?, NULL, 0.5, 1, 'm', 0.5, 'p', 'v', '{}', 'd')",
            [(number, "2025-03-01T12:30:00.000000Z", f"{number}") for number in range(2, 3_000)],
        )
    log = open_store().inference_log
    found = [row for chunk in log.between(NOON, after(hours=1)) for row in chunk]
    assert found[0] == replace(a_decision(), features=None)
    assert [row.request_id for row in found[1:]] == [f"{number}" for number in range(2, 3_000)]
    assert {
        (row.client.name, row.client.key_id, row.profile, row.features, row.reasons) for row in found
    } == {("", "", "candidate", None, None)}
    assert list(log.clients("a-request")) == [""]
    assert list(log.append([a_decision()])) == [AppendResult.REPLAYED]
    assert list(log.append([a_decision(body_digest="other")])) == [AppendResult.CONFLICT]
    assert list(log.append([a_decision(client="ats", body_digest="other")])) == [AppendResult.STORED]


def test_alerts_of_before_stay_as_they_were_and_another_rule_is_no_repetition(
    old: Path, open_store: Callable[[], FileStore]
) -> None:
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.executemany(
            "INSERT INTO drift_alerts VALUES (?, ?, '2025-03-01T12:00:00.000000Z',"
            " '2025-03-01T13:00:00.000000Z', 'm', ?, 'drift', NULL, NULL, NULL)",
            [(number, "2025-03-01T14:00:00.000000Z", f"{number:05}") for number in range(2, 3_000)],
        )
    log = open_store().alerts
    found = log.between(NOON, after(hours=1))
    assert [alert.feature for alert in found] == [
        *(f"{number:05}" for number in range(2, 3_000)),
        "tem_email",
    ]
    assert found[-1] == an_alert()
    assert log.append([*found, an_alert(rule="drift")]) == 1
    assert list(log.between(NOON, after(hours=1)))[-2:] == [an_alert(rule="drift"), an_alert()]


def test_a_backup_of_an_old_store_is_restored_and_upgraded(old: Path, tmp_path: Path) -> None:
    back_up(old.parent, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "restored")
    with closing(FileStore(tmp_path / "restored")) as store:
        assert_kept(store)
        assert store.alerts.append([an_alert(), an_alert(rule="drift")]) == 1


def test_an_upgraded_store_has_the_shape_of_a_new_one(
    old: Path, open_store: Callable[[], FileStore], tmp_path: Path
) -> None:
    open_store()
    with closing(FileStore(tmp_path / "new")):
        assert shape_of(old) == shape_of(tmp_path / "new" / "hiring.sqlite3")


def test_processes_that_upgrade_a_store_together_agree(
    old: Path, home: Path, open_store: Callable[[], FileStore]
) -> None:
    processes = [start("open_and_append", home) for _ in range(4)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=60)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0] * 4
    assert {salt for salt, _, _ in answers} == {"5a" * 16}
    assert sum(int(stored) for _, _, stored in answers) == 30
    assert version_of(old) == VERSION
    assert_kept(open_store())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize(
    "statement", ["BEGIN", "CREATE", "INSERT", f"PRAGMA user_version = {VERSION}", "COMMIT"]
)
def test_a_kill_within_an_upgrade_leaves_the_old_store(
    old: Path, home: Path, open_store: Callable[[], FileStore], statement: str
) -> None:
    before = shape_of(old)
    with start("die_while_upgrading", home, statement) as process:
        assert process.wait(timeout=60) == -signal.SIGKILL
    assert (version_of(old), shape_of(old)) == (1, before)
    assert_kept(open_store())
    assert version_of(old) == VERSION


def test_an_upgrade_that_fails_leaves_the_old_store(old: Path, open_store: Callable[[], FileStore]) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("CREATE TABLE api_keys (somebody_elses INTEGER)")
    before = shape_of(old)
    with pytest.raises(StoreUnavailable):
        open_store()
    assert (version_of(old), shape_of(old)) == (1, before)


def test_an_older_program_that_is_running_goes_on_in_an_upgraded_store(
    old: Path, open_store: Callable[[], FileStore]
) -> None:
    with closing(sqlite3.connect(old, isolation_level=None)) as running:
        baseline = "INSERT INTO model_baseline (created_at, model_path, stats) VALUES (?, ?, '{}')"
        running.execute(baseline, ("2025-03-01T12:00:00.000000Z", "before"))
        store = open_store()
        running.execute(baseline, ("2025-03-01T13:00:00.000000Z", "after"))
        assert store.baselines.latest() == Baseline(created_at=after(hours=1), model_path="after", stats={})
