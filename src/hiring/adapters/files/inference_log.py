"""`inference_log` in SQLite."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from hiring.adapters.files.database import Database
from hiring.adapters.files.texts import json_of, json_text, moment_of, moment_text
from hiring.application.log_ports import InferenceLog
from hiring.domain.decisions import Appended, Decision

_READ_AT_ONCE: Final = 1_000

_APPEND: Final = """
    INSERT INTO inference_log (request_id, ts, codigo_profissional, score, decision, model_threshold,
                               model_mode, model_path, model_version, payload, body_digest)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (request_id) DO NOTHING
"""
_DIGEST: Final = "SELECT body_digest FROM inference_log WHERE request_id = ?"
_FIND: Final = """
    SELECT request_id, ts, codigo_profissional, score, decision, model_threshold, model_mode,
           model_path, model_version, payload, body_digest
    FROM inference_log WHERE request_id = ?
"""
_BETWEEN: Final = """
    SELECT id, request_id, ts, codigo_profissional, score, decision, model_threshold, model_mode,
           model_path, model_version, payload, body_digest
    FROM inference_log WHERE (ts, id) > (?, ?) AND ts < ? ORDER BY ts, id LIMIT ?
"""


class FileInferenceLog(InferenceLog):
    """Decisions as rows; the unique request id tells what is new."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, new: Sequence[Decision]) -> Sequence[Appended]:
        rows = [_row(decision) for decision in new]
        with self._database.writing() as connection:
            return [_append(connection, row) for row in rows]

    def find(self, request_id: str) -> Decision | None:
        return next((_decision(row) for row in self._database.rows(_FIND, (request_id,))), None)

    def between(self, start: datetime, end: datetime) -> Iterator[Sequence[Decision]]:
        after: tuple[str, int] = (moment_text(start), -1)  # ids count from 1
        until = moment_text(end)
        while rows := self._database.rows(_BETWEEN, (*after, until, _READ_AT_ONCE)):
            after = (rows[-1][2], rows[-1][0])
            yield [_decision(row[1:]) for row in rows]

    def interrupt(self) -> None:
        self._database.interrupt()


def _append(connection: sqlite3.Connection, row: tuple[object, ...]) -> Appended:
    if connection.execute(_APPEND, row).rowcount:
        return Appended.STORED
    request_id, *_, body_digest = row
    (stored,) = connection.execute(_DIGEST, (request_id,)).fetchone()
    return Appended.REPLAYED if stored == body_digest else Appended.CONFLICT


def _row(decision: Decision) -> tuple[object, ...]:
    return (
        decision.request_id,
        moment_text(decision.at),
        decision.codigo_profissional,
        decision.score,
        int(decision.approved),
        decision.threshold,
        decision.operating_mode,
        decision.model_path,
        decision.model_version,
        json_text(decision.payload),
        decision.body_digest,
    )


def _decision(row: tuple[Any, ...]) -> Decision:
    request_id, ts, codigo, score, approved, threshold, mode, path, version, payload, digest = row
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
    )
