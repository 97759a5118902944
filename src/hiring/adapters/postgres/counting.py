"""Counting `inference_log`: the server reads the rows, and sends sums.

One statement counts all columns of a version. What it does once a row stands in subqueries of its own, with
`LIMIT ALL`, which takes no row away and keeps the planner from putting them into each of some hundred
aggregates: a compressed array would be unpacked as often. (`OFFSET 0` does the same, but with one process.)
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from psycopg import errors, sql
from sqlalchemy import Engine

from hiring.adapters.postgres.errors import port_errors
from hiring.adapters.postgres.tables.tables import raw
from hiring.adapters.postgres.values import moment_of
from hiring.application.ports.specs.logs import INFERENCE_LOG
from hiring.domain.monitoring.counts import LARGEST, SCORE, ColumnCounts, CountQuery, DayCounts, HourVolume
from hiring.domain.records import TableName

_NOT_BELIEVED: Final = LARGEST / 1e10
"""A sum beyond has values in it that count as unknown, or comes near."""

# compiled, some hundred aggregates take a second before the first row, and no less after it
_NOT_COMPILED: Final = "SET LOCAL jit = off"
_VOLUMES: Final = """
    SELECT
        date_trunc('hour', ts, 'UTC') AS hour, model_version, profile, count(*), sum(decision), sum(score),
        coalesce(sum(score) FILTER (WHERE decision = 1), 0)
    FROM {table} WHERE ts >= {start} AND ts < {end}
    GROUP BY 1, model_version, profile ORDER BY 1, model_version COLLATE "C", profile COLLATE "C"
"""
_DAYS: Final = """
    SELECT (ts AT TIME ZONE 'UTC')::date AS day, count(*)
    FROM {table} WHERE ts >= {start} AND ts < {end} GROUP BY 1 ORDER BY 1
"""
# in `value`, null is a column that the payload does not have, and NaN one that is not known
_COUNTS: Final = """
    SELECT
        day, count(*), sum(decision), count(*) FILTER (WHERE typed),
        ARRAY[{known}], ARRAY[{totals}], ARRAY[{above}]::bigint[], ARRAY[{present}]::bigint[]
    FROM (
        SELECT
            day, decision, score, typed,
            CASE WHEN typed THEN features ELSE ARRAY[{payload}]::float8[] END AS value
        FROM (
            SELECT
                day, decision, score, features, coalesce(cardinality(features) = {size}, false) AS typed,
                CASE
                    WHEN cardinality(features) = {size} THEN NULL
                    WHEN jsonb_typeof(payload) = 'object' THEN payload || '{{}}'
                END AS payload
            FROM (
                SELECT
                    (ts AT TIME ZONE 'UTC')::date AS day, decision, score, payload, {features} AS features
                FROM {table}
                WHERE ts >= {start} AND ts < {end} AND model_version = {version} AND profile = {profile}
                LIMIT ALL
            ) AS unpacked
            LIMIT ALL
        ) AS judged
        LIMIT ALL
    ) AS answers
    GROUP BY day ORDER BY day
"""

# how a cell's value is taken; the second is for rows in which numbers are that no sum takes
_KNOWN: Final = "nullif({value}, 'NaN')"
_KNOWN_AND_SMALL: Final = "CASE WHEN {value} BETWEEN {lowest} AND {largest} THEN {value} END"
_NUMBER: Final = """
    CASE
        WHEN jsonb_typeof(payload -> {name}) = 'number' THEN (payload ->> {name})::float8
        WHEN payload ? {name} THEN 'NaN'
    END
"""
_SMALL_NUMBER: Final = """
    CASE
        WHEN jsonb_typeof(payload -> {name}) = 'number' THEN
            CASE
                WHEN abs((payload ->> {name})::numeric) < {smallest} THEN 0
                WHEN abs((payload ->> {name})::numeric) <= {largest} THEN (payload ->> {name})::float8
                ELSE 'NaN'
            END
        WHEN payload ? {name} THEN 'NaN'
    END
"""


_COMMA: Final = sql.SQL(", ")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forms:
    """How a cell's value and a payload's number are written."""

    known: str
    number: str

    def known_of(self, cell: sql.Composable) -> sql.Composed:
        return sql.SQL(self.known).format(value=cell, **_LIMITS)

    def number_of(self, name: str) -> sql.Composed:
        return sql.SQL(self.number).format(name=name, **_LIMITS)


_LIMITS: Final = {"lowest": -LARGEST, "largest": LARGEST, "smallest": 1 / LARGEST}


class PostgresCounts:
    """What `InferenceLog` counts."""

    def __init__(self, engine: Engine, schema: TableName) -> None:
        self._engine = engine
        self._table = sql.Identifier(schema, INFERENCE_LOG.name)

    @port_errors(INFERENCE_LOG.name)
    def volumes(self, start: datetime, end: datetime) -> Sequence[HourVolume]:
        """By hour, version and profile, in this order."""
        return [
            HourVolume(
                hour=hour,
                model_version=version,
                profile=profile,
                answers=answers,
                approved=approved,
                total_score=total,
                approved_score=total_of_approved,
            )
            for hour, version, profile, answers, approved, total, total_of_approved in self._rows(
                _VOLUMES, start, end
            )
        ]

    @port_errors(INFERENCE_LOG.name)
    def days(self, start: datetime, end: datetime) -> Mapping[date, int]:
        """How many each UTC day has, oldest first."""
        return dict(self._rows(_DAYS, start, end))

    @port_errors(INFERENCE_LOG.name)
    def count(self, query: CountQuery, start: datetime, end: datetime) -> Sequence[DayCounts]:
        """By UTC day, oldest first."""
        with suppress(errors.NumericValueOutOfRange):
            counts = self._counts(query, start, end, _Forms(known=_KNOWN, number=_NUMBER))
            if all(map(_is_believed, counts)):
                return counts
        return self._counts(query, start, end, _Forms(known=_KNOWN_AND_SMALL, number=_SMALL_NUMBER))

    def _counts(self, query: CountQuery, start: datetime, end: datetime, forms: _Forms) -> list[DayCounts]:
        rows = self._rows(_COUNTS, start, end, **_words(query, forms))
        return [_day_counts(query, row) for row in rows]

    def _rows(self, statement: str, start: datetime, end: datetime, **words: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401  # as sql takes them
        composed = self._composed(statement, start, end, **words)
        with self._engine.begin() as connection:
            session = raw(connection)
            session.execute(_NOT_COMPILED)
            return session.execute(composed).fetchall()

    def _composed(self, statement: str, start: datetime, end: datetime, **words: Any) -> sql.Composed:  # noqa: ANN401
        span = {"start": sql.Literal(moment_of(start)), "end": sql.Literal(moment_of(end))}
        return sql.SQL(statement).format(table=self._table, **span, **words)


def _words(query: CountQuery, forms: _Forms) -> dict[str, sql.Composable]:
    """What is put into `_COUNTS`; the score's cell is the first."""
    places = range(1, len(query.columns) + 1)
    cells = [sql.SQL("score"), *[sql.SQL("value[{}]").format(place) for place in places]]
    known = [forms.known_of(cell) for cell in cells]
    return {
        "known": _listed("count({value})", known),
        "totals": _listed("sum({value})", known),
        "above": _COMMA.join(
            sql.SQL("count(*) FILTER (WHERE {value} > {edge})").format(value=value, edge=edge)
            for value, edges in zip(known, _edges(query), strict=True)
            for edge in edges
        ),
        "present": _listed("count({value}) FILTER (WHERE NOT typed)", cells[1:]),
        "payload": _COMMA.join(map(forms.number_of, query.columns)),
        "features": sql.SQL("features[:]" if query.typed else "NULL::float8[]"),
        "size": sql.Literal(len(query.columns)),
        "version": sql.Literal(query.model_version),
        "profile": sql.Literal(query.profile),
    }


def _listed(aggregate: str, values: Iterable[sql.Composable]) -> sql.Composed:
    return _COMMA.join(sql.SQL(aggregate).format(value=value) for value in values)


def _edges(query: CountQuery) -> list[tuple[float, ...]]:
    """Of each cell."""
    return [query.edges.get(name, ()) for name in (SCORE, *query.columns)]


def _day_counts(query: CountQuery, row: tuple[Any, ...]) -> DayCounts:
    day, answers, approved, typed, known, totals, above, present = row
    numbers = iter(above)
    score, *columns = [
        ColumnCounts(known=number, total=total or 0.0, above=tuple(islice(numbers, len(edges))))
        for number, total, edges in zip(known, totals, _edges(query), strict=True)
    ]
    return DayCounts(
        day=day,
        model_version=query.model_version,
        profile=query.profile,
        answers=answers,
        approved=approved,
        score=score,
        columns={
            name: counts
            for name, counts, rows in zip(query.columns, columns, present, strict=True)
            if typed or rows
        },
    )


def _is_believed(day: DayCounts) -> bool:
    return all(abs(each.total) <= _NOT_BELIEVED for each in (day.score, *day.columns.values()))
