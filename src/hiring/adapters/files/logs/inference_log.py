"""`inference_log` in SQLite."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from hiring.adapters.files.database import Database
from hiring.adapters.files.logs.counting import counts_in, days_in, volumes_in
from hiring.adapters.files.logs.statements import appending
from hiring.adapters.files.values import FORMS, moment_text
from hiring.application.ports.logs import InferenceLog
from hiring.application.ports.specs.logs import INFERENCE_LOG
from hiring.application.ports.specs.rows import RowCodec
from hiring.domain.decisions import AppendResult, Decision, DecisionKey, append_results, decision_key
from hiring.domain.monitoring.drift.counts import CountQuery, DayCounts, HourVolume

_READ_AT_ONCE: Final = 1_000

_ROWS: Final = RowCodec(INFERENCE_LOG, FORMS)
_NAMES: Final = ", ".join(INFERENCE_LOG.names)
_APPEND: Final = appending(INFERENCE_LOG)
_DIGEST: Final = "SELECT body_digest FROM inference_log WHERE request_id = ? AND client = ?"
_FIND: Final = f"SELECT {_NAMES} FROM inference_log WHERE request_id = ? AND client = ?"  # noqa: S608  # names of columns
_CLIENTS: Final = "SELECT client FROM inference_log WHERE request_id = ? ORDER BY client"
_BETWEEN: Final = f"""
    SELECT ts, id, {_NAMES}
    FROM inference_log WHERE (ts, id) > (?, ?) AND ts < ? ORDER BY ts, id LIMIT ?
"""  # noqa: S608


class FileInferenceLog(InferenceLog):
    """Decisions as rows; a client's request id tells what is new."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append_calls(self, calls: Sequence[Sequence[Decision]]) -> Sequence[Sequence[AppendResult]]:
        rows = [[_ROWS.values(decision) for decision in call] for call in calls]
        with self._database.writing() as connection:
            return [_append(connection, *each) for each in zip(calls, rows, strict=True)]

    def probe(self, like: Decision) -> None:
        row = _ROWS.values(like)
        with self._database.writing() as connection:
            # the transaction is committed: the pages that an append changes go to the disk, unchanged
            connection.execute("SAVEPOINT probe")
            connection.execute(_APPEND, row)
            connection.execute("ROLLBACK TO probe")

    def find(self, request_id: str, client: str = "") -> Decision | None:
        return next((_ROWS.row(row) for row in self._database.rows(_FIND, (request_id, client))), None)

    def clients(self, request_id: str) -> Sequence[str]:
        return [client for (client,) in self._database.rows(_CLIENTS, (request_id,))]

    def between(self, start: datetime, end: datetime) -> Iterator[Sequence[Decision]]:
        after: tuple[str, int] = (moment_text(start), -1)  # ids count from 1
        until = moment_text(end)
        while rows := self._database.rows(_BETWEEN, (*after, until, _READ_AT_ONCE)):
            after = (rows[-1][0], rows[-1][1])
            yield [_ROWS.row(row[2:]) for row in rows]

    def volumes(self, start: datetime, end: datetime) -> Sequence[HourVolume]:
        return volumes_in(self._database, start, end)

    def days(self, start: datetime, end: datetime) -> Mapping[date, int]:
        return days_in(self._database, start, end)

    def count(self, query: CountQuery, start: datetime, end: datetime) -> Sequence[DayCounts]:
        return counts_in(self._database, query, start, end)

    def interrupt(self) -> None:
        self._database.interrupt()


def _append(
    connection: sqlite3.Connection, call: Sequence[Decision], rows: Sequence[Sequence[object]]
) -> list[AppendResult]:
    """What becomes of a call; nobody else writes until the transaction ends."""
    if len(call) == 1 and connection.execute(_APPEND, rows[0]).rowcount:
        return [AppendResult.STORED]
    appended = append_results(call, _digests(connection, map(decision_key, call)))
    new = [row for row, became in zip(rows, appended, strict=True) if became is AppendResult.STORED]
    connection.executemany(_APPEND, new)
    return appended


def _digests(connection: sqlite3.Connection, keys: Iterator[DecisionKey]) -> dict[DecisionKey, str]:
    """What is stored under these keys."""
    return {key: found[0] for key in keys if (found := connection.execute(_DIGEST, key).fetchone())}
