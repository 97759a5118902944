"""The SQLite file's tables, and how they are made or upgraded once, however many processes come first."""

import secrets
import sqlite3
from itertools import chain
from typing import Final

from hiring.adapters.files.versions import VERSIONS
from hiring.domain.errors import StoreUnavailable

VERSION: Final = len(VERSIONS)


def make_tables(connection: sqlite3.Connection, *, salt: str | None) -> None:
    """Make what is missing, in one transaction: all of it, or of an older store what came since.

    The identity is drawn here, by whoever comes first, and never again.

    Args:
        salt: Of a new store; drawn if None.

    Raises:
        StoreUnavailable: A newer version of this program made the file.
    """
    if _version(connection) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    found = _version(connection)  # again: another process may have made them while this one waited
    if found > VERSION:
        raise StoreUnavailable("a newer version of this program made the store: update this one")
    if found < VERSION:
        for statement in chain.from_iterable(VERSIONS[found:]):
            connection.execute(statement)
        connection.execute(
            "INSERT OR IGNORE INTO store_identity (id, salt, digest_key) VALUES (1, ?, ?)",
            (salt or secrets.token_hex(16), secrets.token_bytes(32)),
        )
        connection.execute(f"PRAGMA user_version = {VERSION}")  # a pragma takes no parameters
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)
