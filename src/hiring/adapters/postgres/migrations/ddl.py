"""Words that revisions share. They are history too: give them new ones, do not change their meaning."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from psycopg import sql
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

Item = sa.Column[Any] | sa.Constraint


def schema() -> str:
    """The schema that is being migrated."""
    name = op.get_context().version_table_schema
    if not isinstance(name, str):
        raise TypeError("the migration was not told its schema")
    return name


def identifier(name: str) -> str:
    """A table's name with its schema, quoted."""
    return sql.Identifier(schema(), name).as_string()


def table(name: str, comment: str, *items: Item) -> None:
    op.create_table(name, *items, schema=schema(), comment=comment)


def index(table_name: str, *columns: str) -> None:
    op.create_index(f"{table_name}_{'_'.join(columns)}", table_name, list(columns), schema=schema())


def column(name: str, kind: Any, comment: str, *, nullable: bool = False) -> sa.Column[Any]:  # noqa: ANN401
    return sa.Column(name, kind, nullable=nullable, comment=comment)


def code(name: str, comment: str, *, nullable: bool = False) -> sa.Column[Any]:
    return column(name, sa.BigInteger(), comment, nullable=nullable)


def text(name: str, comment: str, *, nullable: bool = False) -> sa.Column[Any]:
    return column(name, sa.Text(), comment, nullable=nullable)


def flag(name: str, comment: str, *, nullable: bool = False) -> sa.Column[Any]:
    return column(name, sa.SmallInteger(), comment, nullable=nullable)


def number(name: str, comment: str, *, nullable: bool = False) -> sa.Column[Any]:
    return column(name, sa.Double(), comment, nullable=nullable)


def moment(name: str, comment: str, *, default: str | None = None) -> sa.Column[Any]:
    default_text = None if default is None else sa.text(default)
    kind = TIMESTAMP(timezone=True)
    return sa.Column(name, kind, nullable=False, server_default=default_text, comment=comment)


def day(name: str, comment: str) -> sa.Column[Any]:
    return column(name, sa.Date(), comment, nullable=True)


def json(name: str, comment: str) -> sa.Column[Any]:
    return column(name, JSONB(), comment)


def serial() -> sa.Column[Any]:
    comment = "Counts the rows in the order of appending."
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True, comment=comment)


def line() -> sa.Column[Any]:
    comment = "Place of the row in the order of writing, from 1."
    return sa.Column("line", sa.BigInteger(), primary_key=True, autoincrement=False, comment=comment)


def compress_by_lz4(table_name: str, column_name: str) -> None:
    """Where the server has lz4: it packs as tightly as pglz, several times faster."""
    statement = sql.SQL("ALTER TABLE {} ALTER COLUMN {} SET COMPRESSION lz4").format(
        sql.Identifier(schema(), table_name), sql.Identifier(column_name)
    )
    has_lz4 = (
        "SELECT FROM pg_catalog.pg_settings"
        " WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)"
    )
    op.execute(if_then(f"EXISTS ({has_lz4})", statement.as_string()))


def if_then(condition: str, statement: str) -> str:
    """A statement that the server runs where the condition holds, online and in a script alike."""
    quoted = sql.Literal(statement).as_string()
    return f"DO $do$ BEGIN IF {condition} THEN EXECUTE {quoted}; END IF; END $do$"
