"""Failures of disk, SQLite and Parquet, said in the port's words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa

from hiring.domain.errors import StoreUnavailable


@contextmanager
def port_errors(what: str) -> Iterator[None]:
    """Turn what the technology raises into `StoreUnavailable`.

    Args:
        what: Names the store or the table. The driver's own text is left out: it might hold values.
    """
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise  # a bug of this program: trying again would not help
    except (sqlite3.Error, OSError, pa.ArrowException) as error:
        message = f"{what} cannot be used ({_reason(error)}): see to the disk, the folder and its rights"
        raise StoreUnavailable(message) from error


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorname", type(error).__name__)  # SQLite's own have one
    return type(error).__name__
