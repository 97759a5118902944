"""Failures of the server and of the way to it, said in the port's words."""

import re
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

_NAME_TAKEN = (errors.DuplicateTable, errors.DuplicateObject, errors.WrongObjectType)
"""Somebody made, or left detached, what has the name of a table of ours."""
_QUOTED: Final = re.compile(r'"([^"]+)"')

_OF_THE_SESSION = (
    errors.InvalidSqlStatementName,
    errors.DuplicatePreparedStatement,
    errors.InvalidCatalogName,
    errors.FeatureNotSupported,  # of what was prepared, where a column has another type by now
)
"""Not what was asked is at fault, but the session."""
_OTHERWISE: Final = "check the server, its disk and its log"


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
    ("53200", "it is out of memory: check the server"),
    ("53300", "it accepts no more connections: raise max_connections, or close some"),
    ("53400", "a configured limit was reached: see its log"),
    ("53", "it lacks a resource: check the server and its log"),
    ("25006", "it is read-only: a standby, or default_transaction_read_only"),
    ("55P03", "another session holds a lock that is needed: try again"),
    ("57014", "it took too long and was cancelled: try again"),
    ("57P01", "it ended the session: it is stopping, or an administrator ended the session"),
    ("57P02", "it crashed: try again when it is up"),
    ("57P03", "it is starting, stopping or recovering: try again"),
    ("57P04", "the database was dropped"),
    ("57P05", "it ended an idle session: try again"),
    ("40", "it rolled this transaction back in favour of another: try again"),
    ("28", "it refused the user or the password"),
    ("3D000", "there is no such database"),
    ("58", "its disk or operating system failed: see its log"),
    ("XX001", "its data is damaged: see its log, and restore a backup"),
    ("XX", "it had an internal error: see its log"),
    ("08", "the connection was lost, or something other than PostgreSQL is answering"),
    ("26000", "it no longer has what this session prepared: there may be a pooler in between"),
    ("0A000", "what this session prepared no longer fits, or the server has changed: try again"),
    ("42P05", "it has what this session did not prepare: there may be a pooler in between"),
)
_FAULTS: Final = {"28": StoreFault.USER_REFUSED, "3D000": StoreFault.UNKNOWN_DATABASE}


def _translated(what: str, error: BaseException | None) -> HiringError | ValueError:
    if isinstance(error, HiringError):
        return error
    state = getattr(error, "sqlstate", None)
    reason = f"{type(error).__name__}, SQLSTATE {state}" if state else type(error).__name__
    if isinstance(error, (*_OTHER_SHAPE, *_NAME_TAKEN)):
        return StoreUnavailable(f"{what} {_other_shape(error, reason)}")
    if isinstance(error, errors.InsufficientPrivilege):
        return StoreUnavailable(
            f"{what} refused access ({reason}): the user lacks a right, or a row policy hides rows",
            fault=StoreFault.RIGHT_MISSING,
        )
    if isinstance(error, _BUGS) and not isinstance(error, _OF_THE_SESSION):
        return ValueError(f"{what} refused the data ({reason})")
    if state is None:
        return StoreUnavailable(f"{what} cannot be reached ({reason})", fault=StoreFault.UNREACHABLE)
    beginning, words = next((one for one in _WORDS if state.startswith(one[0])), ("", _OTHERWISE))
    return StoreUnavailable(
        f"{what} cannot be used now: PostgreSQL says {state}, {words}", fault=_FAULTS.get(beginning)
    )


def _other_shape(error: psycopg.Error, reason: str) -> str:
    if isinstance(error, _OTHER_SHAPE):
        return f"is not as this program left it ({reason}): build it again"
    name = _QUOTED.search(error.diag.message_primary or "")  # in whatever language the server speaks
    other = f"something else named {name[1]}" if name else "something else under a name that is needed"
    return f"has {other} ({reason}): rename it; a month of the log that was detached, attach again"
