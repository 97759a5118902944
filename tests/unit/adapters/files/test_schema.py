"""The SQLite file's tables are as they are specified."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from hiring.adapters.files.schema import make_tables
from hiring.adapters.files.tables.catalog import CATALOG
from hiring.application.ports.specs.dataset import DATASET
from hiring.application.ports.specs.spec import Kind, TableSpec
from hiring.application.ports.specs.tables import TABLES

IN_SQLITE = (CATALOG, *[spec for spec in TABLES if spec not in DATASET])
TYPES = {
    Kind.CODE: "INTEGER",
    Kind.FLAG: "INTEGER",
    Kind.NUMBER: "REAL",
    Kind.TEXT: "TEXT",
    Kind.MOMENT: "TEXT",
    Kind.DAY: "TEXT",
    Kind.JSON: "TEXT",
    Kind.TRAINING: "TEXT",
    Kind.TEXTS: "TEXT",
    Kind.BYTES: "BLOB",
    Kind.NUMBERS: "BLOB",
}


@pytest.fixture(scope="module")
def made() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        make_tables(connection, salt=None)
        yield connection


def test_it_has_the_tables_that_are_specified(made: sqlite3.Connection) -> None:
    found = {name for (name,) in made.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert found == {spec.name for spec in IN_SQLITE}


@pytest.mark.parametrize("spec", IN_SQLITE, ids=lambda spec: spec.name)
def test_a_table_has_the_columns_that_are_specified(made: sqlite3.Connection, spec: TableSpec) -> None:
    rows = made.execute(f"PRAGMA table_info({spec.name})").fetchall()
    found = {name: (kind, not (required or key)) for _, name, kind, required, _, key in rows}
    counter = () if spec.counter is None else (spec.counter,)
    assert found == {
        column.name: (TYPES[column.kind], column.nullable) for column in (*counter, *spec.columns)
    }


@pytest.mark.parametrize("spec", IN_SQLITE, ids=lambda spec: spec.name)
def test_a_table_has_the_key_that_is_specified(made: sqlite3.Connection, spec: TableSpec) -> None:
    primary = [row[1] for row in made.execute(f"PRAGMA table_info({spec.name})") if row[5]]
    unique = [row[1] for row in made.execute(f"PRAGMA index_list({spec.name})") if row[2]]
    columns = [[row[2] for row in made.execute(f"PRAGMA index_info({name})")] for name in unique]
    assert primary == ([spec.counter.name] if spec.counter is not None else list(spec.key))
    assert list(spec.key) in [primary, *columns] or not spec.key
