"""Counting `inference_log` in SQLite: in short statements, since appends of this process wait for each."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any, Final, NamedTuple

import numpy as np

from hiring.adapters.files.database import Database
from hiring.adapters.files.values import moment_of, moment_text
from hiring.domain.monitoring.drift.counts import (
    CountQuery,
    DayAnswers,
    DayCounts,
    HourVolume,
    count_answers,
    days_total,
    payload_numbers,
)
from hiring.domain.records import Floats

_READ_AT_ONCE: Final = 2_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_DOUBLE: Final = np.dtype("<f8")

_FIRST: Final = "SELECT min(ts) FROM inference_log WHERE ts >= ? AND ts < ?"
_NUMBER: Final = "SELECT count(*) FROM inference_log WHERE ts >= ? AND ts < ?"
_VOLUMES: Final = """
    SELECT model_version, profile, count(*), sum(decision), sum(score), sum(score * decision)
    FROM inference_log WHERE ts >= ? AND ts < ?
    GROUP BY model_version, profile ORDER BY model_version, profile
"""
# rows of other versions are left out here and not by SQLite, so that each statement reads so many and no more
_PAGE: Final = """
    SELECT ts, id, model_version = ? AND profile = ?, score, decision,
        CASE WHEN length(features) = ? THEN features END,
        CASE WHEN length(features) = ? THEN NULL ELSE payload END
    FROM inference_log WHERE (ts, id) > (?, ?) AND ts < ? ORDER BY ts, id LIMIT ?
"""


class _Answer(NamedTuple):
    """A row of `_PAGE`; it has either features or a payload."""

    ts: str
    id: int
    is_asked: int
    score: float
    decision: int
    features: bytes | None
    payload: str | None


def volumes_in(database: Database, start: datetime, end: datetime) -> Sequence[HourVolume]:
    """By hour, version and profile, in this order."""
    return [
        HourVolume(
            hour=_floor(since, _HOUR),
            model_version=version,
            profile=profile,
            answers=answers,
            approved=approved,
            total_score=total,
            approved_score=total_of_approved,
        )
        for since, until in _spans(database, start, end, _HOUR)
        for version, profile, answers, approved, total, total_of_approved in _rows(
            database, _VOLUMES, since, until
        )
    ]


def days_in(database: Database, start: datetime, end: datetime) -> Mapping[date, int]:
    """How many each UTC day has, oldest first."""
    return {
        since.date(): _rows(database, _NUMBER, since, until)[0][0]
        for since, until in _spans(database, start, end, _DAY)
    }


def counts_in(database: Database, query: CountQuery, start: datetime, end: datetime) -> Sequence[DayCounts]:
    """By UTC day, oldest first."""
    parts = [
        _counted(query, day, list(answers))
        for page in _pages(database, query, start, end)
        for day, answers in groupby([row for row in page if row.is_asked], key=_day)
    ]
    return [days_total(list(each), query) for _, each in groupby(parts, key=lambda part: part.day)]


def _pages(database: Database, query: CountQuery, start: datetime, end: datetime) -> Iterator[list[_Answer]]:
    """All rows of the range, oldest first."""
    size = _DOUBLE.itemsize * len(query.columns) if query.typed else -1
    after: tuple[str, int] = (moment_text(start), -1)  # ids count from 1
    wanted, until = (query.model_version, query.profile, size, size), moment_text(end)
    while rows := database.rows(_PAGE, (*wanted, *after, until, _READ_AT_ONCE)):
        page = list(map(_Answer._make, rows))
        after = page[-1].ts, page[-1].id
        yield page


def _counted(query: CountQuery, day: date, answers: Sequence[_Answer]) -> DayCounts:
    payloads = [_payload(answer.payload) for answer in answers if answer.payload is not None]
    typed = [answer.features for answer in answers if answer.features is not None]
    by_name = {name for payload in payloads for name in payload}
    counted = DayAnswers(
        day=day,
        scores=[answer.score for answer in answers],
        approved=[answer.decision for answer in answers],
        features=_matrix(typed, payloads, query.columns),
        present=None if typed else by_name,
    )
    return count_answers(query, counted)


def _matrix(typed: Sequence[bytes], payloads: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Floats:
    """Those with features first: which row is whose makes no difference to counts."""
    by_place = np.frombuffer(b"".join(typed), _DOUBLE).reshape(len(typed), len(columns))
    by_name = np.array([payload_numbers(payload, columns) for payload in payloads], np.float64)
    return np.concatenate([by_place, by_name.reshape(len(payloads), len(columns))])


def _payload(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):  # damaged: nothing in it is known
        return {}
    return found if isinstance(found, dict) else {}


def _day(answer: _Answer) -> date:
    return moment_of(answer.ts).date()


def _spans(
    database: Database, start: datetime, end: datetime, unit: timedelta
) -> Iterator[tuple[datetime, datetime]]:
    """The hours or days that have rows, in UTC, the first and the last cut to the range."""
    at = start
    while (first := _rows(database, _FIRST, at, end)[0][0]) is not None:
        begins = _floor(moment_of(first), unit)
        until = end if end - begins <= unit else begins + unit  # no moment beyond the calendar's end is made
        yield max(begins, start).astimezone(UTC), until
        at = until


def _floor(moment: datetime, unit: timedelta) -> datetime:
    return moment - (moment - _EPOCH) % unit


def _rows(database: Database, statement: str, since: datetime, until: datetime) -> list[tuple[Any, ...]]:
    return database.rows(statement, (moment_text(since), moment_text(until)))
