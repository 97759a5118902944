"""Names and addresses, before any server is asked."""

import ast
from importlib.resources import files

import pytest
from alembic.script import ScriptDirectory

from hiring.adapters.postgres import PostgresStore, server_url
from hiring.adapters.postgres.migrator import Migrations, _config
from hiring.adapters.postgres.schema_version import NEEDED
from hiring.adapters.postgres.sessions.connections import place_of
from hiring.domain.errors import InvalidName
from hiring.domain.records import table_name

NOWHERE = server_url(user="ana", password="segredo", host="/no/such/folder", port=5432, database="db")
ATTACKS = ['x"; drop table y; --', "", "a b", "é", "x" * 64, "1x", "x\n", "x.y"]


@pytest.mark.parametrize("name", ATTACKS)
def test_a_schema_that_is_no_identifier_is_refused_before_any_sql(name: str) -> None:
    with pytest.raises(InvalidName):  # the server does not exist: asking it would be another error
        PostgresStore(NOWHERE, name)
    with pytest.raises(InvalidName):
        Migrations(NOWHERE, name)


@pytest.mark.parametrize("name", ATTACKS)
def test_a_table_name_that_is_no_identifier_is_refused(name: str) -> None:
    with pytest.raises(InvalidName):
        table_name(name)


def test_a_place_tells_no_user_and_no_password() -> None:
    assert place_of(NOWHERE, table_name("hiring")) == "PostgreSQL at /no/such/folder:5432/db, schema hiring"


def test_the_needed_revision_is_the_last_one() -> None:
    assert ScriptDirectory.from_config(_config()).get_heads() == [NEEDED]


def test_the_script_quotes_the_schema_and_holds_no_secret() -> None:
    script = Migrations(NOWHERE, "Hiring").sql()
    assert 'CREATE TABLE "Hiring".applicants_raw' in script
    assert script.count("COMMIT") == 1
    assert "gen_random_uuid" in script
    assert "COMMENT ON COLUMN" in script
    assert "segredo" not in script


def test_the_roles_name_every_table() -> None:
    roles, script = Migrations(NOWHERE, "hiring").roles(), Migrations(NOWHERE, "hiring").sql()
    made = {
        line.split(".")[1].split(" ")[0] for line in script.splitlines() if line.startswith("CREATE TABLE")
    }
    assert len(made) == 24
    assert all(f"'{name}'" in roles for name in made)


def test_opening_a_store_does_not_import_alembic() -> None:
    source = files("hiring.adapters.postgres").joinpath("__init__.py").read_text("utf-8")
    imported = [node.module for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
    assert "hiring.adapters.postgres.migrator" not in imported
