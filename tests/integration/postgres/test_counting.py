"""Rows that this program did not write are counted too, and what is damaged in them is unknown."""

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL

from hiring.adapters.postgres import PostgresStore
from hiring.domain.monitoring.drift.counts import ColumnCounts
from tests.contracts.builders import after
from tests.contracts.counting import MIDNIGHT, a_query, an_answer, counted, totals
from tests.integration.postgres.conftest import connect


def changed(connection: psycopg.Connection, schema: str, column: str, value: str) -> None:
    """Put a value into the row of the higher score."""
    statement = sql.SQL("UPDATE {} SET {} = {} WHERE score > 0.5").format(
        sql.Identifier(schema, "inference_log"), sql.Identifier(column), sql.Literal(value)
    )
    assert connection.execute(statement).rowcount == 1


@pytest.mark.parametrize(
    "payload",
    [
        '{"tem_email": "1", "salario_valor": "muito"}',
        '{"tem_email": true, "salario_valor": false}',
        '{"tem_email": [1], "salario_valor": {"a": 1}}',
        '{"tem_email": 1e999, "salario_valor": -1e999}',
        f'{{"tem_email": {"9" * 400}, "salario_valor": null}}',
        '["tem_email", "salario_valor"]',
        '"tem_email"',
        "null",
        "7",
    ],
)
@pytest.mark.parametrize("typed", [True, False])
def test_what_a_damaged_payload_holds_is_unknown(
    store: PostgresStore, url: URL, schema: str, payload: str, *, typed: bool
) -> None:
    log = store.inference_log
    log.append([an_answer(1, 3_000, features=None), an_answer(1, 5, features=None, score=0.75)])
    with connect(url) as connection:
        changed(connection, schema, "payload", payload)
    day = counted(log, a_query(typed=typed))
    assert (day.answers, day.approved, day.score.total) == (2, 1, 1.0)
    assert day.columns == {
        "tem_email": ColumnCounts(known=1, total=1.0),
        "salario_valor": ColumnCounts(known=1, total=3_000.0),
    }


def test_a_number_too_small_for_a_double_is_nothing(store: PostgresStore, url: URL, schema: str) -> None:
    log = store.inference_log
    log.append([an_answer(1, 3_000, features=None), an_answer(1, 5, features=None, score=0.75)])
    with connect(url) as connection:
        changed(connection, schema, "payload", '{"tem_email": 1e-400, "salario_valor": -1e-400}')
    assert totals(counted(log, a_query())) == {"tem_email": 1.0, "salario_valor": 3_000.0}


@pytest.mark.parametrize(
    ("array", "known", "total"),
    [
        ("{1,NULL}", 1, 3_000.0),
        ("{1,Infinity}", 1, 3_000.0),
        ("{1,-Infinity}", 1, 3_000.0),
        ("{{1},{5}}", 1, 3_000.0),
        ("[7:8]={1,5}", 2, 3_005.0),
        ("{}", 2, 3_005.0),
    ],
)
def test_a_damaged_array_makes_nothing_fail(
    store: PostgresStore, url: URL, schema: str, *, array: str, known: int, total: float
) -> None:
    log = store.inference_log
    log.append([an_answer(1, 3_000), an_answer(1, 5, score=0.75)])
    with connect(url) as connection:
        changed(connection, schema, "features", array)
    assert counted(log, a_query()).columns["salario_valor"] == ColumnCounts(known=known, total=total)


def test_a_long_array_is_counted_though_the_server_keeps_it_packed(store: PostgresStore) -> None:
    names = tuple(f"column_{number}" for number in range(400))
    log = store.inference_log
    log.append([an_answer(*[float(number) for number in range(400)], names=names) for _ in range(20)])
    day = counted(log, a_query(*names))
    assert totals(day) == {name: 20.0 * number for number, name in enumerate(names)}


def test_counting_waits_for_no_append_and_keeps_none_waiting(
    store: PostgresStore, url: URL, schema: str
) -> None:
    log = store.inference_log
    log.append([an_answer(1, 1)])
    table = sql.Identifier(schema, "inference_log")
    with connect(url) as connection, connection.transaction():
        connection.execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(table))
        assert counted(log, a_query()).answers == 1
        assert log.days(MIDNIGHT, after(hours=1)) == {MIDNIGHT.date(): 1}
        assert len(log.volumes(MIDNIGHT, after(hours=1))) == 1
