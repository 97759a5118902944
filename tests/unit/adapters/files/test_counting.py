"""Rows that this program did not write are counted too, and what is damaged in them is unknown."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from hiring.adapters.files import FileStore
from hiring.domain.monitoring.drift.counts import ColumnCounts
from tests.contracts.builders import NOON, after
from tests.contracts.counting import COLUMNS, DAY, MIDNIGHT, a_query, an_answer, counted

DEEP = "[" * 200_000


@pytest.mark.parametrize(
    "payload",
    [
        '{"tem_email": "1", "salario_valor": "muito"}',
        '{"tem_email": true, "salario_valor": false}',
        '{"tem_email": [1], "salario_valor": {"a": 1}}',
        '{"tem_email": NaN, "salario_valor": -Infinity}',
        f'{{"tem_email": 1e999, "salario_valor": {"9" * 400}}}',
        '{"tem_email": 1, "sal',
        '["tem_email", "salario_valor"]',
        "null",
        "",
        f'{{"tem_email": {DEEP}',
    ],
    ids=["texts", "booleans", "nested", "no JSON", "large", "cut off", "list", "null", "empty", "deep"],
)
def test_what_a_damaged_payload_holds_is_unknown(
    home: Path, open_store: Callable[[], FileStore], payload: str
) -> None:
    log = open_store().inference_log
    log.append([an_answer(1, 3_000, features=None), an_answer(1, 5, features=None, score=0.75)])
    with closing(sqlite3.connect(home / "hiring.sqlite3")) as connection, connection:
        connection.execute("UPDATE inference_log SET payload = ? WHERE score > 0.5", (payload,))
    day = counted(log, a_query())
    assert (day.answers, day.approved, day.score.total) == (2, 1, 1.0)
    assert day.columns == {
        "tem_email": ColumnCounts(known=1, total=1.0),
        "salario_valor": ColumnCounts(known=1, total=3_000.0),
    }


def test_a_damaged_array_is_counted_by_name(home: Path, open_store: Callable[[], FileStore]) -> None:
    log = open_store().inference_log
    log.append([an_answer(1, 3_000), an_answer(1, 5, score=0.75)])
    with closing(sqlite3.connect(home / "hiring.sqlite3")) as connection, connection:
        connection.execute("UPDATE inference_log SET features = x'0102' WHERE score > 0.5")
    assert counted(log, a_query()).columns["salario_valor"].total == 3_005.0


def test_days_are_counted_by_the_index_alone(home: Path, open_store: Callable[[], FileStore]) -> None:
    log = open_store().inference_log
    log.append([an_answer(1, 1, names=COLUMNS)])
    with closing(sqlite3.connect(home / "hiring.sqlite3")) as connection:
        statement = "SELECT count(*) FROM inference_log WHERE ts >= ? AND ts < ?"
        ((*_, plan),) = connection.execute(f"EXPLAIN QUERY PLAN {statement}", ("a", "b")).fetchall()
    assert "COVERING INDEX inference_log_ts" in plan
    assert log.days(MIDNIGHT, after(hours=1)) == {DAY: 1}
    assert log.days(after(hours=1), NOON) == {}
