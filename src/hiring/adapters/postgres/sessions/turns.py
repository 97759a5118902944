"""The order in which writers of one thing take turns: who waits says for whom, and not for ever."""

import logging
import time
from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

import psycopg
from psycopg import errors, sql
from sqlalchemy import Connection, func, select, text

from hiring.adapters.postgres.sessions.connections import LOCK_TIMEOUT_S
from hiring.domain.errors import StoreFault, StoreUnavailable

SAID_AFTER_S: Final = 3.0
_ASK_EVERY_S: Final = 0.1

_HOLDERS: Final = text("""
    SELECT pid, application_name, date_trunc('second', xact_start)::text
    FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
      AND classid::bigint = :high AND objid::bigint = :low
""")
_BLOCKERS: Final = """
    SELECT pid, application_name, date_trunc('second', xact_start)::text
    FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'relation' AND granted AND relation = to_regclass(%s)
      AND pid <> pg_backend_pid()
    ORDER BY xact_start
"""

_logger: Final = logging.getLogger(__name__)


class _Wait:
    """One wait, from its first try to its end.

    Raises:
        StoreUnavailable: By `once_more`: it took too long.
    """

    def __init__(self, connection: Connection, what: str) -> None:
        self._what = what
        self._limit_s = float(connection.get_execution_options()[LOCK_TIMEOUT_S])
        self._began = time.monotonic()
        self._said = False

    @property
    def is_long(self) -> bool:
        return not self._said and time.monotonic() - self._began > SAID_AFTER_S

    def say(self, holders: list[str]) -> None:
        """Once, to whoever looks on."""
        self._said = True
        _logger.warning("waiting for %s, held by %s", self._what, ", ".join(holders) or "another session")

    def once_more(self) -> None:
        if time.monotonic() - self._began > self._limit_s:
            raise StoreUnavailable(
                f"{self._what} is held by another session for longer than {self._limit_s:g} s",
                fault=StoreFault.HELD_TOO_LONG,
            )


def take_turn(connection: Connection, *names: str) -> None:
    """Wait until no other transaction holds these names; this one holds them until it ends.

    Raises:
        StoreUnavailable: Another one holds them for too long.
    """
    key = int.from_bytes(blake2b("\0".join(names).encode(), digest_size=8).digest(), "big", signed=True)
    wait = _Wait(connection, names[-1])
    while not connection.scalar(select(func.pg_try_advisory_xact_lock(key))):
        if wait.is_long:
            halves = {"high": key >> 32 & 0xFFFFFFFF, "low": key & 0xFFFFFFFF}
            wait.say([_holder(row) for row in connection.execute(_HOLDERS, halves)])
        wait.once_more()
        time.sleep(_ASK_EVERY_S)


def lock_table(connection: Connection, raw: psycopg.Connection, table: sql.Identifier, name: str) -> None:
    """Wait until this transaction may write to a table that somebody has locked by other means than turns.

    Raises:
        StoreUnavailable: It is locked for too long.
    """
    wait = _Wait(connection, name)
    lock = sql.SQL("LOCK TABLE {} IN ROW EXCLUSIVE MODE").format(table)
    while True:
        try:
            with raw.transaction():
                raw.execute("SET LOCAL lock_timeout = '500ms'")
                raw.execute(lock)
        except errors.LockNotAvailable:
            if wait.is_long:
                wait.say([_holder(row) for row in raw.execute(_BLOCKERS, [table.as_string()])])
            wait.once_more()
        else:
            raw.execute("SET LOCAL lock_timeout = 0")
            return


def _holder(row: Iterable[object]) -> str:
    pid, application, since = row
    return f"process {pid} ({application or 'unnamed'}) since {since}"
