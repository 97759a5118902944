"""The schema's upgrades."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import URL, Connection, select

from hiring.adapters.postgres.errors import port_errors
from hiring.adapters.postgres.metadata import table_of
from hiring.adapters.postgres.migrations.ddl import if_then
from hiring.adapters.postgres.partitions import (
    detach,
    log_partitions,
    make_partitions,
    make_partitions_statement,
)
from hiring.adapters.postgres.roles import roles_script
from hiring.adapters.postgres.schema_version import NEEDED, require_schema, revision_of
from hiring.adapters.postgres.sessions.connections import engine_of, place_of
from hiring.adapters.postgres.sessions.pins import PINS
from hiring.adapters.postgres.sessions.turns import take_turn
from hiring.application.ports.schema import Schema
from hiring.application.ports.specs.logs import MODEL_VERSIONS
from hiring.application.ports.specs.tables import STORE_IDENTITY
from hiring.domain.errors import SaltDiffers, SchemaMismatch
from hiring.domain.records import table_name
from hiring.domain.schema import LogPartitions, SchemaStatus
from hiring.waiting import LOCK_WITHIN_S

_SCRIPTS: Final = "hiring.adapters.postgres:migrations"


class Migrations(Schema):
    """Upgrades of one schema; nothing is sent to the server before a method is called.

    Args:
        url: The server and database.
        schema: An identifier; `upgrade` makes it where it is not there.
        salt: Of the partition, if the tables are made now; drawn by the server if None.
        lock_timeout_s: How long to wait for another upgrade.

    Raises:
        InvalidName: The schema is no identifier.
    """

    def __init__(
        self, url: URL, schema: str, *, salt: str | None = None, lock_timeout_s: float = LOCK_WITHIN_S
    ) -> None:
        self._url, self._schema, self._salt = url, table_name(schema), salt
        self._lock_timeout_s = lock_timeout_s
        self._place = place_of(url, self._schema)

    def status(self) -> SchemaStatus:
        with self._connected() as connection:
            return self._status(revision_of(connection, self._schema))

    def upgrade(self) -> SchemaStatus:
        with self._connected() as connection:
            take_turn(connection, self._schema, "upgrade")
            found = revision_of(connection, self._schema)
            if found is not None and found > NEEDED:
                raise SchemaMismatch(self._schema, found=found, needed=NEEDED)
            connection.exec_driver_sql(self._make_schema())
            command.upgrade(_config(schema=self._schema, connection=connection), "head")
            make_partitions(connection, self._schema)
            if self._salt is not None:
                self._keep_salt(connection, self._salt, made=found is None)
        return self._status(found)

    def partitions(self, *, retire_before: datetime | None = None) -> LogPartitions:
        with self._connected() as connection:
            take_turn(connection, self._schema, "upgrade")
            require_schema(connection, self._schema)
            before = log_partitions(connection, self._schema)
            made = make_partitions(connection, self._schema)
            retired = () if retire_before is None else detach(connection, self._schema, made, retire_before)
        names = [part.name for part in before]
        return LogPartitions(
            place=self._place,
            parts=tuple(part for part in made if part.name not in retired),
            made=tuple(part.name for part in made if part.name not in names),
            retired=retired,
        )

    def sql(self) -> str:
        script = io.StringIO()
        command.upgrade(_config(script, schema=self._schema), "head", sql=True)
        salt = "" if self._salt is None else f"\n{self._set_salt(self._salt)};\n"
        months = f"\n{make_partitions_statement(self._schema)};\n"
        return f"{_pin_session()}\n{self._make_schema()};\n\n{script.getvalue()}{months}{salt}"

    def roles(self) -> str:
        return roles_script(self._schema)

    def _status(self, found: str | None) -> SchemaStatus:
        steps = list(ScriptDirectory.from_config(_config()).walk_revisions())[::-1]
        pending = tuple((step.revision, step.doc) for step in steps if found is None or step.revision > found)
        return SchemaStatus(place=self._place, found=found, needed=NEEDED, pending=pending)

    def _keep_salt(self, connection: Connection, salt: str, *, made: bool) -> None:
        if made:
            connection.exec_driver_sql(self._set_salt(salt).replace("%", "%%"))
        elif connection.scalar(select(table_of(STORE_IDENTITY).c.salt)) != salt:
            raise SaltDiffers(self._place)

    def _set_salt(self, salt: str) -> str:
        """For a store that has no model yet: a script may be run by hand, and twice."""
        set_salt = "UPDATE {} SET salt = {} WHERE NOT EXISTS (SELECT FROM {})"
        tables = [sql.Identifier(self._schema, each.name) for each in (STORE_IDENTITY, MODEL_VERSIONS)]
        return sql.SQL(set_salt).format(tables[0], sql.Literal(salt), tables[1]).as_string()

    def _make_schema(self) -> str:
        absent = sql.SQL("NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = {})").format(
            sql.Literal(self._schema)
        )
        make = sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(self._schema))
        return if_then(absent.as_string(), make.as_string())

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        engine = engine_of(self._url, self._schema, self._lock_timeout_s)
        try:
            with port_errors(self._place), engine.begin() as connection:
                yield connection
        finally:
            engine.dispose()


def _pin_session() -> str:
    """Whoever runs the script has settings of their own: moments and names must mean what they mean here."""
    pins = [
        sql.SQL("SET {} TO {};\n").format(sql.Identifier(name), sql.Literal(value))
        for name, value in PINS.items()
    ]
    return sql.Composed(pins).as_string()


def _config(output: io.StringIO | None = None, **attributes: object) -> Config:
    config = Config(output_buffer=output)
    config.set_main_option("script_location", _SCRIPTS)
    config.attributes.update(attributes)
    return config
