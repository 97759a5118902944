"""Which schema this program needs, and whether it is the one that is there."""

from typing import Final

from sqlalchemy import Column, Connection, MetaData, Table, Text, func, select

from hiring.domain.errors import SchemaMismatch
from hiring.domain.records import TableName

NEEDED: Final = "0005"
"""The last revision in `migrations`; here as well, so that opening a store does not import Alembic."""

VERSION_TABLE: Final = "hiring_schema_version"

_VERSION: Final = Table(VERSION_TABLE, MetaData(), Column("version_num", Text))


def revision_of(connection: Connection, schema: TableName) -> str | None:
    """The revision that the schema has; None where `db upgrade` never ran."""
    quoted = connection.dialect.identifier_preparer.quote
    name = f"{quoted(schema)}.{quoted(VERSION_TABLE)}"
    if connection.scalar(select(func.to_regclass(name).is_(None))):
        return None
    return connection.scalar(select(_VERSION.c.version_num))


def require_schema(connection: Connection, schema: TableName) -> None:
    """The schema fits this program.

    Raises:
        SchemaMismatch: It is missing, older or newer.
    """
    found = revision_of(connection, schema)
    if found != NEEDED:
        raise SchemaMismatch(schema, found=found, needed=NEEDED)
