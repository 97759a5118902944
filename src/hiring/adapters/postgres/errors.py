"""Failures of the server and of the way to it, said in the port's words."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import psycopg
from psycopg import errors
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from hiring.domain.errors import HiringError, StoreFault, StoreUnavailable

_BUGS = (psycopg.DataError, psycopg.IntegrityError, psycopg.ProgrammingError, psycopg.NotSupportedError)
_OTHER_SHAPE = (
    errors.UndefinedColumn,
    errors.UndefinedTable,
    errors.InvalidSchemaName,
    errors.DatatypeMismatch,
    errors.InvalidColumnReference,  # the unique index that ON CONFLICT names is another one by now
)

_OF_THE_SESSION = (
    errors.InvalidSqlStatementName,
    errors.DuplicatePreparedStatement,
    errors.InvalidCatalogName,
    errors.FeatureNotSupported,  # of what was prepared, where a column has another type by now
)
"""Not what was asked is at fault, but the session."""
_OTHERWISE: Final = "see to the server, its disk and its log"


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


_WORDS: Final[Sequence[tuple[str, str]]] = (  # by the beginning of an SQLSTATE; the first that fits
    ("53100", "its disk is full: make room on the server"),
    ("53200", "it is out of memory: see to the server"),
    ("53300", "it has no room for one more connection: raise max_connections, or end others"),
    ("53400", "a limit of its configuration is reached: see its log"),
    ("53", "it lacks a resource: see to the server and its log"),
    ("25006", "it is read-only: a standby, or default_transaction_read_only"),
    ("55P03", "somebody else holds what is needed: try again"),
    ("57014", "it took too long and was cancelled: try again"),
    ("57P01", "it ended the session: it stops, or an administrator did so"),
    ("57P02", "it crashed: try again when it is up"),
    ("57P03", "it starts, stops or recovers: try again"),
    ("57P04", "the database was dropped"),
    ("57P05", "it ended a session that was idle: try again"),
    ("40", "it gave way to another transaction: try again"),
    ("28", "it refused the user or the password"),
    ("3D000", "there is no such database"),
    ("58", "its disk or operating system failed: see its log"),
    ("XX001", "its data is damaged: see its log, and restore a backup"),
    ("XX", "it failed in itself: see its log"),
    ("08", "the connection broke off, or what answers is not PostgreSQL itself"),
    ("26000", "it lost what this session had prepared: a pooler may stand between"),
    ("0A000", "what this session had prepared, or the server itself, does not fit any more: try again"),
    ("42P05", "it knows what this session did not prepare: a pooler may stand between"),
)
_FAULTS: Final = {"28": StoreFault.USER_REFUSED, "3D000": StoreFault.UNKNOWN_DATABASE}


def _translated(what: str, error: BaseException | None) -> HiringError | ValueError:
    if isinstance(error, HiringError):
        return error
    state = getattr(error, "sqlstate", None)
    reason = f"{type(error).__name__}, SQLSTATE {state}" if state else type(error).__name__
    if isinstance(error, _OTHER_SHAPE):
        return StoreUnavailable(f"{what} is not as this program left it ({reason}): build it again")
    if isinstance(error, errors.InsufficientPrivilege):
        return StoreUnavailable(
            f"{what} refused ({reason}): the user lacks a right, or a row policy hides rows",
            fault=StoreFault.RIGHT_MISSING,
        )
    if isinstance(error, _BUGS) and not isinstance(error, _OF_THE_SESSION):
        return ValueError(f"{what} refused what it was given ({reason})")
    if state is None:
        return StoreUnavailable(f"{what} cannot be reached ({reason})", fault=StoreFault.UNREACHABLE)
    beginning, words = next((one for one in _WORDS if state.startswith(one[0])), ("", _OTHERWISE))
    return StoreUnavailable(
        f"{what} cannot be used now: PostgreSQL says {state}, {words}", fault=_FAULTS.get(beginning)
    )
