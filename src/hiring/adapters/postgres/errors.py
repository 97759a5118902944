"""Failures of the server and of the way to it, said in the port's words."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from hiring.domain.errors import HiringError, StoreUnavailable

_BUGS = (psycopg.DataError, psycopg.IntegrityError, psycopg.ProgrammingError, psycopg.NotSupportedError)
_OTHER_SHAPE = (
    errors.UndefinedColumn,
    errors.UndefinedTable,
    errors.InvalidSchemaName,
    errors.DatatypeMismatch,
    errors.InvalidColumnReference,  # the unique index that ON CONFLICT names is another one by now
)


@contextmanager
def port_errors(what: str) -> Iterator[None]:
    """Turn what psycopg and SQLAlchemy raise into `StoreUnavailable`, by class and SQLSTATE.

    Args:
        what: Names the store or the table.

    Raises:
        StoreUnavailable: The server or its state is at fault.
        ValueError: This program is, or its caller: trying again would not help.
    """
    try:
        yield
    except DBAPIError as error:
        raise _translated(what, error.orig) from None
    except (psycopg.Error, SQLAlchemyError) as error:
        raise _translated(what, error) from None  # the driver's own text quotes values of rows


def _translated(what: str, error: BaseException | None) -> HiringError | ValueError:
    state = getattr(error, "sqlstate", None)
    reason = f"{type(error).__name__}, SQLSTATE {state}" if state else type(error).__name__
    if isinstance(error, _OTHER_SHAPE):
        return StoreUnavailable(f"{what} is not as this program left it ({reason}): build it again")
    if isinstance(error, errors.InsufficientPrivilege):
        return StoreUnavailable(
            f"{what} refused ({reason}): POSTGRES_USER lacks a right, see `hiring-cli db sql --roles`"
        )
    if isinstance(error, _BUGS):
        return ValueError(f"{what} refused what it was given ({reason})")
    if state is None:
        return StoreUnavailable(
            f"{what} cannot be reached ({reason}): is the server up, and are POSTGRES_HOST, POSTGRES_PORT, "
            "POSTGRES_DB, POSTGRES_USER and POSTGRES_PASSWORD right?"
        )
    return StoreUnavailable(f"{what} cannot be used now ({reason}): see to the server, its disk and its log")
