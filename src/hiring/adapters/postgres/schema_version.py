"""Which schema this program needs, and whether it is the one that is there."""

from typing import Final

from sqlalchemy import Column, Connection, MetaData, Table, Text, func, select, text

from hiring.domain.errors import SchemaMismatch, StoreUnavailable
from hiring.domain.records import TableName

NEEDED: Final = "0014"
"""The last revision in `migrations`; here as well, so that opening a store does not import Alembic."""

VERSION_TABLE: Final = "hiring_schema_version"

_UNLOGGED: Final = text("""
    SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = :schema AND relkind IN ('r', 'p') AND relpersistence <> 'p' ORDER BY relname
""")
_VERSION: Final = Table(VERSION_TABLE, MetaData(), Column("version_num", Text))


def revision_of(connection: Connection, schema: TableName) -> str | None:
    """The revision that the schema has; None where `db upgrade` never ran."""
    quoted = connection.dialect.identifier_preparer.quote
    name = f"{quoted(schema)}.{quoted(VERSION_TABLE)}"
    if connection.scalar(select(func.to_regclass(name).is_(None))):
        return None
    return connection.scalar(select(_VERSION.c.version_num))


def require_logged(connection: Connection, schema: TableName) -> None:
    """Every table keeps its rows through a crash of the server.

    Raises:
        StoreUnavailable: Names those that are UNLOGGED: a crash empties them.
    """
    if emptied := connection.scalars(_UNLOGGED, {"schema": schema}).all():
        raise StoreUnavailable(
            f"UNLOGGED tables lose their rows in a crash: ALTER TABLE ... SET LOGGED for {', '.join(emptied)}"
        )


def require_schema(connection: Connection, schema: TableName) -> None:
    """The schema fits this program.

    Raises:
        SchemaMismatch: It is missing, older or newer.
        StoreUnavailable: A table of it is UNLOGGED.
    """
    found = revision_of(connection, schema)
    if found != NEEDED:
        raise SchemaMismatch(schema, found=found, needed=NEEDED)
    require_logged(connection, schema)
