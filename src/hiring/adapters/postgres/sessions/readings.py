"""One reading of the database that several sessions share, as long as whoever began it keeps it."""

from typing import Any, Final

import psycopg
from psycopg import errors, sql

from hiring.domain.errors import StoreUnavailable

_AS_OF_NOW: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


def begin_reading(connection: psycopg.Connection[Any]) -> None:
    """All that this transaction reads, and whoever joins it, is as of its first question."""
    connection.execute(_AS_OF_NOW)


def join_reading(connection: psycopg.Connection[Any], snapshot: str, what: str) -> None:
    """Read what the session read that exported the snapshot; first in a transaction.

    Raises:
        StoreUnavailable: That session has ended, or is another server's or database's.
    """
    begin_reading(connection)
    try:
        connection.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(snapshot))
    except (
        errors.InvalidParameterValue,
        errors.UndefinedObject,
        errors.FeatureNotSupported,
        errors.ObjectNotInPrerequisiteState,
    ):
        raise StoreUnavailable(f"{what} is no longer being read in parts, or not on this server") from None
