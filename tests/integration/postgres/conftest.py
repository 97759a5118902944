"""One server for all tests here, and a new schema for each."""

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL

from hiring.adapters.postgres import PostgresStore
from hiring.adapters.postgres.migrator import Migrations
from tests.postgres_server import NoServerError, Server, a_server, skip_but_in_ci

TEMPLATE = "hiring_template_of_a_schema"

RESET = """
    CREATE TABLE {0}.made_by_migrations AS
        SELECT tablename::text AS name FROM pg_tables WHERE schemaname = '{0}'
        UNION ALL SELECT 'made_by_migrations';
    CREATE FUNCTION {0}.reset() RETURNS void LANGUAGE plpgsql AS $do$
    DECLARE
        found text;
    BEGIN
        FOR found IN SELECT relname FROM pg_class WHERE relnamespace = '{0}'::regnamespace
            AND relkind IN ('r', 'p') AND NOT relispartition
        LOOP
            IF found IN ('hiring_schema_version', 'store_identity', 'made_by_migrations') THEN
                CONTINUE;
            ELSIF EXISTS (SELECT FROM {0}.made_by_migrations WHERE name = found) THEN
                EXECUTE format('DELETE FROM {0}.%I', found);
            ELSE
                EXECUTE format('DROP TABLE {0}.%I', found);
            END IF;
        END LOOP;
    END $do$
"""

numbers = itertools.count(1)
used: list[str] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in used:
        terminalreporter.write_line(f"PostgreSQL: {line}")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with ExitStack() as stack:
        try:
            found = stack.enter_context(a_server())
        except NoServerError as error:
            skip_but_in_ci(error)
        with connect(found.url) as connection:
            used.append(f"{connection.info.parameter_status('server_version')}, {found.source}")
        yield found


@pytest.fixture(scope="session")
def url(server: Server) -> URL:
    return server.url


@pytest.fixture(scope="session")
def ddl(url: URL) -> str:
    return Migrations(url, TEMPLATE).sql()


@contextmanager
def a_schema_name(url: URL) -> Iterator[str]:
    name = f"hiring_{os.getpid()}_{next(numbers)}"
    yield name
    with connect(url) as connection:
        connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(name)))


@pytest.fixture
def empty_schema(url: URL) -> Iterator[str]:
    """A name of a schema that is not there yet."""
    with a_schema_name(url) as name:
        yield name


@pytest.fixture
def fresh_schema(url: URL, empty_schema: str, ddl: str) -> str:
    """A schema as `hiring-cli db sql` makes it, to do anything to."""
    with connect(url) as connection:
        connection.execute(ddl.replace(TEMPLATE, empty_schema))
    return empty_schema


@pytest.fixture(scope="session")
def shared_schema(url: URL, ddl: str) -> Iterator[str]:
    with a_schema_name(url) as name, connect(url) as connection:
        connection.execute(ddl.replace(TEMPLATE, name))
        connection.execute(RESET.format(name))
        yield name


@pytest.fixture(scope="session")
def reset(url: URL, shared_schema: str) -> Iterator[Callable[[], None]]:
    """Empties its tables, in one session for all tests: each new one would read the catalog anew."""
    words = sql.SQL("SELECT {}()").format(sql.Identifier(shared_schema, "reset"))
    with connect(url) as connection:
        yield lambda: connection.execute(words) and None


@pytest.fixture
def schema(shared_schema: str, reset: Callable[[], None]) -> str:
    """A schema whose tables are empty: to make one takes longer than most tests."""
    reset()
    return shared_schema


@pytest.fixture
def open_store(url: URL, schema: str) -> Iterator[Callable[[], PostgresStore]]:
    with ExitStack() as opened:
        yield lambda: opened.enter_context(closing(PostgresStore(url, schema)))


@pytest.fixture
def store(open_store: Callable[[], PostgresStore]) -> PostgresStore:
    return open_store()


def connect(url: URL) -> psycopg.Connection:
    """A connection of the server's superuser."""
    words = url.set(drivername="postgresql").translate_connect_args(username="user", database="dbname")
    return psycopg.connect(**words, autocommit=True, target_session_attrs="any", options="")
