"""Who may do what with the tables, as a script for somebody who may grant it."""

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Final

from psycopg import sql

from hiring.adapters.postgres.metadata import ALL_TABLES
from hiring.adapters.postgres.schema_version import VERSION_TABLE
from hiring.application.ports.specs.spec import Right, Role
from hiring.domain.records import TableName

PRIVILEGES: Final[Mapping[Right, tuple[str, ...]]] = {
    Right.READ: ("SELECT",),
    Right.APPEND: ("SELECT", "INSERT"),
    Right.REPLACE: ("SELECT", "INSERT", "UPDATE", "DELETE"),
}


def role_name(role: Role) -> str:
    """As the server knows it."""
    return f"hiring_{role.value}"


def roles_script(schema: TableName) -> str:
    """Statements that make the roles and give each what it needs; the same however often they run."""
    template = files("hiring.adapters.postgres").joinpath("roles.sql").read_text("utf-8")
    maintained = [spec.name for spec in ALL_TABLES if Role.PIPELINE in spec.rights]
    return (
        sql.SQL(template)
        .format(
            schema=sql.Identifier(schema),
            schema_name=sql.Literal(schema),
            tables=_listed(map(sql.Literal, [VERSION_TABLE, *(spec.name for spec in ALL_TABLES)])),
            maintained=_listed(map(sql.Literal, [VERSION_TABLE, *maintained])),
            grants=sql.SQL("\n").join(_grants(schema)),
        )
        .as_string()
    )


def _grants(schema: TableName) -> Iterator[sql.Composed]:
    """One a role and right that some table knows."""
    statement = sql.SQL("GRANT {} ON\n    {}\nTO {};")
    for role in Role:
        for right, privileges in PRIVILEGES.items():
            names = [
                sql.Identifier(schema, spec.name) for spec in ALL_TABLES if spec.rights.get(role) is right
            ]
            if names:
                words = sql.SQL(", ").join(map(sql.SQL, privileges))
                yield statement.format(words, _listed(names), sql.Identifier(role_name(role)))


def _listed(names: Iterable[sql.Composable]) -> sql.Composed:
    return sql.SQL(", ").join(names)
