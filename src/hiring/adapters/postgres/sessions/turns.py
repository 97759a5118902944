"""The order in which writers of one thing take turns: who waits says for whom, and not for ever."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

import psycopg
from psycopg import errors, sql
from sqlalchemy import Connection, func, select, text

from hiring.adapters.postgres.sessions.connections import LOCK_TIMEOUT_S
from hiring.waiting import Wait

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


def take_turn(connection: Connection, *names: str) -> None:
    """Wait until no other transaction holds these names; this one holds them until it ends.

    Raises:
        StoreUnavailable: Another one holds them for too long.
    """
    key = _key(names)
    wait = _wait_for(connection, names[-1], every_s=_ASK_EVERY_S)
    halves = {"high": key >> 32 & 0xFFFFFFFF, "low": key & 0xFFFFFFFF}
    while not connection.scalar(select(func.pg_try_advisory_xact_lock(key))):
        wait.once_more(lambda: _holders(connection.execute(_HOLDERS, halves)))


def take_turn_in_order(connection: Connection, *names: str) -> None:
    """The same, and whoever came first is next: for turns that are short, and many.

    Raises:
        LockNotAvailable: By way of SQLAlchemy, another one holds them for too long.
    """
    within_ms = int(float(connection.get_execution_options()[LOCK_TIMEOUT_S]) * 1000)
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(within_ms, 1)}")  # 0 stands for no limit
    connection.execute(select(func.pg_advisory_xact_lock(_key(names))))


def take_turn_at_once(connection: Connection, *names: str) -> bool:
    """The same without waiting: whether this transaction holds these names now."""
    return bool(connection.scalar(select(func.pg_try_advisory_xact_lock(_key(names)))))


def lock_table(connection: Connection, raw: psycopg.Connection, table: sql.Identifier, name: str) -> None:
    """Wait until this transaction may write to a table that somebody has locked by other means than turns.

    Raises:
        StoreUnavailable: It is locked for too long.
    """
    wait = _wait_for(connection, name, every_s=0.0)
    lock = sql.SQL("LOCK TABLE {} IN ROW EXCLUSIVE MODE").format(table)
    while True:
        try:
            with raw.transaction():
                raw.execute("SET LOCAL lock_timeout = '500ms'")
                raw.execute(lock)
        except errors.LockNotAvailable:
            wait.once_more(lambda: _holders(raw.execute(_BLOCKERS, [table.as_string()])))
        else:
            raw.execute("SET LOCAL lock_timeout = 0")
            return


def _key(names: Iterable[str]) -> int:
    return int.from_bytes(blake2b("\0".join(names).encode(), digest_size=8).digest(), "big", signed=True)


def _wait_for(connection: Connection, what: str, *, every_s: float) -> Wait:
    within_s = float(connection.get_execution_options()[LOCK_TIMEOUT_S])
    return Wait(what, within_s=within_s, every_s=every_s)


def _holders(rows: Iterable[Iterable[object]]) -> str:
    named = [f"process {pid} ({application or 'unnamed'}) since {since}" for pid, application, since in rows]
    return ", ".join(named) or "another session"
