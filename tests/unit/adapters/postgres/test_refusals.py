"""Why there is no session, told apart without reading anybody's message."""

import socket
from pathlib import Path

import pytest
from psycopg import errors
from sqlalchemy import URL

from hiring.adapters.postgres import PostgresStore
from hiring.adapters.postgres.errors import port_errors
from hiring.adapters.postgres.sessions.connections import server_url
from hiring.bootstrap.stores import open_store
from hiring.domain.errors import InvalidSetting, StoreUnavailable
from hiring.settings import Settings

SECRET = "s3cret-word"


def at(host: str, port: int = 5432) -> URL:
    return server_url(user="u", password=SECRET, host=host, port=port, database="d")


def test_a_name_that_leads_nowhere_is_told_from_a_port_where_nobody_answers() -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        with pytest.raises(StoreUnavailable, match="nothing answers") as nobody:
            PostgresStore(at("127.0.0.1", unheard.getsockname()[1]), "public")
        with pytest.raises(StoreUnavailable, match="nothing answers"):
            PostgresStore(at("127.0.0.1,127.0.0.2", unheard.getsockname()[1]), "public")
    with pytest.raises(StoreUnavailable, match="cannot be resolved") as nowhere:
        PostgresStore(at("no-such-host.invalid"), "public")

    assert SECRET not in str(nobody.value) + str(nowhere.value)


@pytest.mark.parametrize(
    "host",
    [
        f"user:{SECRET}@db",
        f"postgresql://user:{SECRET}@db/name",
        f"db password={SECRET}",
        f"db;{SECRET}",
        f"db?password={SECRET}",
        f"/run/u:{SECRET}@db",
    ],
)
def test_what_is_no_host_is_refused_without_being_shown(host: str) -> None:
    settings = Settings.model_construct(postgres_host=host)

    with pytest.raises(InvalidSetting, match="POSTGRES_HOST") as refused:
        open_store(settings)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("database", [f"postgresql://u:{SECRET}@h/d", f"dbname=d password={SECRET}"])
def test_what_is_no_database_is_refused_without_being_shown(database: str) -> None:
    settings = Settings.model_construct(postgres_host="127.0.0.1", postgres_db=database)

    with pytest.raises(InvalidSetting, match="POSTGRES_DB") as refused:
        open_store(settings)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    "failure",
    [
        errors.DiskFull,
        errors.TooManyConnections,
        errors.OutOfMemory,
        errors.ReadOnlySqlTransaction,
        errors.AdminShutdown,
        errors.CannotConnectNow,
        errors.LockNotAvailable,
        errors.QueryCanceled,
        errors.SerializationFailure,
        errors.DeadlockDetected,
        errors.InvalidPassword,
        errors.InvalidCatalogName,
        errors.InsufficientPrivilege,
        errors.DataCorrupted,
        errors.InvalidSqlStatementName,
        errors.DuplicatePreparedStatement,
    ],
)
def test_every_refusal_says_something_of_its_own(failure: type[Exception]) -> None:
    said = {}
    for each in (failure, errors.ConfigFileError):
        with pytest.raises(StoreUnavailable) as refused, port_errors("inference_log"):
            raise each(SECRET)
        said[each] = str(refused.value)

    assert said[failure] != said[errors.ConfigFileError].replace("F0000", failure.sqlstate)  # type: ignore[attr-defined]
    assert SECRET not in said[failure]


def test_a_socket_folder_is_a_host(tmp_path: Path) -> None:
    settings = Settings.model_construct(postgres_host=str(tmp_path))

    with pytest.raises(StoreUnavailable, match="nothing answers"):
        open_store(settings)
