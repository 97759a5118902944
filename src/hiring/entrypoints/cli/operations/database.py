"""`hiring-cli db`: the schema of a PostgreSQL store."""

from dataclasses import asdict

import click

from hiring.bootstrap.production import upgrade_schema
from hiring.domain.schema import SchemaStatus
from hiring.entrypoints.cli.output.output import emit, json_option
from hiring.settings import load_settings


@click.group("db")
def database() -> None:
    """Upgrade the schema of a PostgreSQL store.

    \b
    Examples:
      hiring-cli db status
      hiring-cli db upgrade
    """


@database.command("upgrade")
@json_option
def upgrade(*, as_json: bool) -> None:
    """Upgrade the schema to what this program needs; existing data is kept.

    It all happens in one transaction, and concurrent upgrades take turns. The schema itself is created if
    it is missing. All other commands refuse to work on a schema of another revision.

    \b
    Examples:
      hiring-cli db upgrade
    """
    status = upgrade_schema(load_settings())()
    applied = [f"applied {revision}: {what}" for revision, what in status.pending]
    emit(asdict(status), applied or [f"nothing to do: revision {status.needed} already"], as_json=as_json)


@database.command("status")
@json_option
def show_status(*, as_json: bool) -> None:
    """Say which revision the schema has, and what an upgrade would do.

    \b
    Examples:
      hiring-cli db status
      hiring-cli db status --json
    """
    status = upgrade_schema(load_settings()).status()
    emit(asdict(status), _lines(status), as_json=as_json)


@database.command("sql")
@click.option("--roles", is_flag=True, help="Print the roles and their rights instead of the tables.")
def show_sql(*, roles: bool) -> None:
    """Print the SQL statements, to be run by hand; no server is contacted.

    \b
    Examples:
      hiring-cli db sql > schema.sql
      hiring-cli db sql --roles | psql hiring
    """
    click.echo(upgrade_schema(load_settings()).statements(roles=roles))


def _lines(status: SchemaStatus) -> list[str]:
    return [
        status.place,
        f"revision {status.found or 'none'}, this program needs {status.needed}",
        *(f"pending {revision}: {what}" for revision, what in status.pending),
    ]
