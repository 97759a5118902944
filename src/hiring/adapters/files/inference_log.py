"""`inference_log` in SQLite."""

import sqlite3
import struct
from collections.abc import Iterator, Sequence
from datetime import datetime
from math import isnan, nan
from typing import Any, Final

from hiring.adapters.files.database import Database
from hiring.adapters.files.texts import json_of, json_text, moment_of, moment_text
from hiring.application.ports.logs import InferenceLog
from hiring.domain.decisions import AppendResult, Client, Decision, DecisionKey, append_results, decision_key
from hiring.domain.reasons import reasons_from_json, reasons_json

_READ_AT_ONCE: Final = 1_000

_NAMES: Final = (  # in the order of `_row` and `_decision`
    "request_id, client, client_key_id, ts, codigo_profissional, vaga_codigo, score, decision, profile, "
    "model_threshold, model_mode, model_path, model_version, features, payload, reasons, body_digest"
)
_APPEND: Final = f"""
    INSERT INTO inference_log ({_NAMES}) VALUES ({", ".join("?" * (_NAMES.count(",") + 1))})
    ON CONFLICT (request_id, client) DO NOTHING
"""  # noqa: S608  # names that are written above
_DIGEST: Final = "SELECT body_digest FROM inference_log WHERE request_id = ? AND client = ?"
_FIND: Final = f"SELECT {_NAMES} FROM inference_log WHERE request_id = ? AND client = ?"  # noqa: S608
_CLIENTS: Final = "SELECT client FROM inference_log WHERE request_id = ? ORDER BY client"
_BETWEEN: Final = f"""
    SELECT ts, id, {_NAMES}
    FROM inference_log WHERE (ts, id) > (?, ?) AND ts < ? ORDER BY ts, id LIMIT ?
"""  # noqa: S608

_DOUBLE: Final = 8


class FileInferenceLog(InferenceLog):
    """Decisions as rows; a client's request id tells what is new."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append_calls(self, calls: Sequence[Sequence[Decision]]) -> Sequence[Sequence[AppendResult]]:
        rows = [[_row(decision) for decision in call] for call in calls]
        with self._database.writing() as connection:
            return [_append(connection, *each) for each in zip(calls, rows, strict=True)]

    def probe(self, like: Decision) -> None:
        row = _row(like)
        with self._database.writing() as connection:
            # the transaction is committed: the pages that an append changes go to the disk, unchanged
            connection.execute("SAVEPOINT probe")
            connection.execute(_APPEND, row)
            connection.execute("ROLLBACK TO probe")

    def find(self, request_id: str, client: str = "") -> Decision | None:
        return next((_decision(row) for row in self._database.rows(_FIND, (request_id, client))), None)

    def clients(self, request_id: str) -> Sequence[str]:
        return [client for (client,) in self._database.rows(_CLIENTS, (request_id,))]

    def between(self, start: datetime, end: datetime) -> Iterator[Sequence[Decision]]:
        after: tuple[str, int] = (moment_text(start), -1)  # ids count from 1
        until = moment_text(end)
        while rows := self._database.rows(_BETWEEN, (*after, until, _READ_AT_ONCE)):
            after = (rows[-1][0], rows[-1][1])
            yield [_decision(row[2:]) for row in rows]

    def interrupt(self) -> None:
        self._database.interrupt()


def _append(
    connection: sqlite3.Connection, call: Sequence[Decision], rows: Sequence[tuple[object, ...]]
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


def _row(decision: Decision) -> tuple[object, ...]:
    return (
        decision.request_id,
        decision.client.name,
        decision.client.key_id,
        moment_text(decision.at),
        decision.codigo_profissional,
        decision.vaga_codigo,
        decision.score,
        int(decision.approved),
        decision.profile,
        decision.threshold,
        decision.operating_mode,
        decision.model_path,
        decision.model_version,
        None if decision.features is None else _packed(decision.features),
        json_text(decision.payload),
        None if decision.reasons is None else json_text(reasons_json(decision.reasons)),
        decision.body_digest,
    )


def _decision(row: tuple[Any, ...]) -> Decision:
    request_id, client, key_id, ts, codigo, vaga, score, approved, profile, threshold, mode, *more = row
    path, version, features, payload, reasons, digest = more
    return Decision(
        request_id=request_id,
        at=moment_of(ts),
        codigo_profissional=codigo,
        score=score,
        approved=bool(approved),
        threshold=threshold,
        operating_mode=mode,
        model_path=path,
        model_version=version,
        payload=json_of(payload),
        body_digest=digest,
        profile=profile,
        client=Client(name=client, key_id=key_id),
        vaga_codigo=vaga,
        features=None if features is None else _unpacked(features),
        reasons=None if reasons is None else reasons_from_json(json_of(reasons)),
    )


def _packed(values: Sequence[float | None]) -> bytes:
    """Doubles, the lowest byte first, NaN for unknown."""
    return struct.pack(f"<{len(values)}d", *[nan if value is None else value for value in values])


def _unpacked(values: bytes) -> tuple[float | None, ...]:
    found = struct.unpack(f"<{len(values) // _DOUBLE}d", values)
    return tuple([None if isnan(value) else value for value in found])
