"""Tables as statements need them, from their specifications; migrations make them, with comments.

The schema is put in by the engine.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.types import TypeEngine

from hiring.application.ports.specs.spec import ID, Column, Kind, Right, Role, TableSpec
from hiring.application.ports.specs.tables import TABLES
from hiring.domain.records import TableName

TYPES: Final[Mapping[Kind, TypeEngine[Any]]] = {
    Kind.CODE: sa.BigInteger(),
    Kind.FLAG: sa.SmallInteger(),
    Kind.NUMBER: sa.Double(),
    Kind.TEXT: sa.Text(),
    Kind.DAY: sa.Date(),
    Kind.MOMENT: TIMESTAMP(timezone=True),
    Kind.JSON: JSONB(),
    Kind.TRAINING: JSONB(),
    Kind.DOCUMENT: JSONB(),
    Kind.BYTES: sa.LargeBinary(),
    Kind.NUMBERS: ARRAY(sa.Double()),
    Kind.TEXTS: ARRAY(sa.Text()),
}

CATALOG: Final = TableSpec(
    name=TableName("catalog"),
    comment="The tables that are replaced as a whole, each with its last replacement.",
    columns=(
        Column("table_name", Kind.TEXT, "Name of the table, in this schema."),
        Column("kind", Kind.TEXT, "The default table that it is like."),
        Column("row_count", Kind.CODE, "Rows that were written."),
        Column("written_at", Kind.MOMENT, "When it was replaced."),
        Column(
            "rules",
            Kind.TEXT,
            "Fingerprint of the rules that built its rows; null where no rules did, or an older program's.",
            nullable=True,
        ),
    ),
    key=("table_name",),
    rights={Role.PIPELINE: Right.REPLACE, Role.API: Right.READ},
)

REQUEST_KEYS: Final = TableSpec(
    name=TableName("request_key"),
    comment="Every request id of a client that was answered, with the place of its row in inference_log.",
    columns=(
        Column("request_id", Kind.TEXT, "Names the request: the same id again is a replay."),
        Column("client", Kind.TEXT, "Who asked: the name of the key; empty without keys."),
        Column("id", Kind.CODE, "Of its row."),
        Column("ts", Kind.MOMENT, "When it was answered: the month of its row."),
        Column("body_digest", Kind.TEXT, "Keyed digest of the request: tells a replay from a conflict."),
    ),
    key=("request_id", "client"),
    rights={Role.PIPELINE: Right.APPEND, Role.API: Right.APPEND},
)
"""What a partitioned table cannot promise: that no two of its rows share a key, whatever their months."""

ALL_TABLES: Final = (CATALOG, REQUEST_KEYS, *TABLES)


@cache
def table_of(spec: TableSpec) -> sa.Table:
    """The table under its default name."""
    counter = [] if spec.counter is None else [spec.counter]
    return sa.Table(
        spec.name, sa.MetaData(), *[_column(column, spec) for column in (*counter, *spec.columns)]
    )


def another_table(spec: TableSpec, name: TableName) -> sa.Table:
    """A table of this kind under another name, to be made where no migration makes the default one."""
    table = table_of(spec).to_metadata(sa.MetaData(), name=name)
    table.append_constraint(sa.UniqueConstraint(*spec.key))
    table.comment = spec.comment
    return table


def sql_type(column: Column) -> str:
    """As statements and the server itself write it."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy gives it none
    return TYPES[column.kind].compile(dialect).lower()


def _column(column: Column, spec: TableSpec) -> sa.Column[Any]:
    numbered = [sa.Identity(always=True)] if column is ID else []
    primary = column is spec.counter or (spec.counter is None and column.name in spec.key)
    return sa.Column(
        column.name, TYPES[column.kind], *numbered, primary_key=primary, nullable=column.nullable
    )
