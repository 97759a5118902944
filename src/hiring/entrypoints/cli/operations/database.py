"""`hiring-cli db`: the schema of a PostgreSQL store."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from hiring.bootstrap.stores import upgrade_schema
from hiring.domain.schema import LogPartition, LogPartitions, SchemaStatus
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


@database.command("partitions")
@click.option(
    "--retire-before",
    "month",
    type=click.DateTime(["%Y-%m"]),
    metavar="YYYY-MM",
    help="Take partitions that end by the beginning of this month out of inference_log.",
)
@json_option
def partitions(month: datetime | None, *, as_json: bool) -> None:
    """Make the monthly partitions of inference_log that are missing, for this month and twelve more.

    `db upgrade` does the same. The service makes none: run one of them at least once a year.

    With --retire-before, older partitions are detached. Their tables stay, to be archived and dropped; the
    request ids of their rows stay used, and are answered with `decision-retired`.

    \b
    Examples:
      hiring-cli db partitions
      hiring-cli db partitions --retire-before 2024-01
    """
    before = None if month is None else month.replace(tzinfo=UTC)
    found = upgrade_schema(load_settings()).partitions(retire_before=before)
    emit(_partitions_json(found), _partition_lines(found), as_json=as_json)


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


def _partitions_json(found: LogPartitions) -> dict[str, object]:
    parts = [
        {
            "name": part.name,
            "start": part.start and part.start.isoformat(),
            "end": part.end and part.end.isoformat(),
        }
        for part in found.parts
    ]
    return asdict(found) | {"parts": parts}


def _partition_lines(found: LogPartitions) -> list[str]:
    return [
        found.place,
        *(f"{part.name}: {_time_of(part)}" for part in found.parts),
        *(f"made {name}" for name in found.made),
        *(f"retired {name}: its table is still there, to be archived and dropped" for name in found.retired),
    ]


def _time_of(part: LogPartition) -> str:
    if part.end is None:
        return "what no other takes"
    return f"{part.start:%Y-%m-%d} to {part.end:%Y-%m-%d}" if part.start else f"before {part.end:%Y-%m-%d}"
