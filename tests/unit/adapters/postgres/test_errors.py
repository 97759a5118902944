"""What the driver raises, in the port's words."""

import psycopg
import pytest
from psycopg import errors
from sqlalchemy.exc import DBAPIError, TimeoutError  # noqa: A004  # SQLAlchemy's own name

from hiring.adapters.postgres.errors import port_errors
from hiring.domain.errors import StoreFault, StoreUnavailable, TableMissing

SECRET = 'Key (nome)=(Ana)\nDETAIL: "Ana"'


def raised_for(error: Exception) -> Exception:
    with pytest.raises(Exception) as raised, port_errors("the table t"):  # noqa: PT011  # whatever it is
        raise error
    return raised.value


@pytest.mark.parametrize(
    "error",
    [
        errors.DiskFull(SECRET),
        errors.AdminShutdown(SECRET),
        errors.DeadlockDetected(SECRET),
        errors.ReadOnlySqlTransaction(SECRET),
        errors.InsufficientPrivilege(SECRET),
        errors.UndefinedTable(SECRET),
        errors.UndefinedColumn(SECRET),
        errors.InvalidColumnReference(SECRET),
        errors.ConnectionTimeout(SECRET),
        psycopg.OperationalError(SECRET),
        psycopg.InterfaceError(SECRET),
        DBAPIError("INSERT ...", {"nome": "Ana"}, errors.DiskFull(SECRET)),
        TimeoutError(SECRET),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_is_not_our_fault_is_unavailable_and_tells_no_value(error: Exception) -> None:
    raised = raised_for(error)
    assert isinstance(raised, StoreUnavailable)
    assert "the table t" in str(raised)
    assert "Ana" not in str(raised)
    assert "\n" not in str(raised)
    assert raised.__suppress_context__


@pytest.mark.parametrize(
    "error",
    [errors.UniqueViolation(SECRET), errors.InvalidTextRepresentation(SECRET), errors.SyntaxError(SECRET)],
    ids=lambda error: type(error).__name__,
)
def test_what_is_our_fault_is_a_bug_and_tells_no_value(error: Exception) -> None:
    raised = raised_for(error)
    assert isinstance(raised, ValueError)
    assert error.sqlstate in str(raised)  # type: ignore[attr-defined]  # psycopg's own have one
    assert "Ana" not in str(raised)


def test_a_full_disk_is_named_by_its_state() -> None:
    assert "53100" in str(raised_for(errors.DiskFull(SECRET)))


def test_a_right_that_is_missing_says_where_to_look() -> None:
    raised = raised_for(errors.InsufficientPrivilege(SECRET))

    assert isinstance(raised, StoreUnavailable)
    assert raised.fault is StoreFault.RIGHT_MISSING


def test_other_errors_pass() -> None:
    assert isinstance(raised_for(TableMissing("t")), TableMissing)
    assert isinstance(raised_for(KeyError("k")), KeyError)
