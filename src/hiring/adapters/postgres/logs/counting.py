"""Counting `inference_log`: the server reads the rows, and sends sums.

One statement counts all columns of a version. What it does once a row stands in subqueries of its own, with
`LIMIT ALL`, which takes no row away and keeps the planner from putting them into each of some hundred
aggregates: a compressed array would be unpacked as often. (`OFFSET 0` does the same, but with one process.)
"""

from collections.abc import Iterator, Mapping, Sequence
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
from hiring.domain.monitoring.drift.counts import (
    LARGEST,
    SCORE,
    ColumnCounts,
    CountQuery,
    DayCounts,
    HourVolume,
)
from hiring.domain.records import TableName

_NOT_BELIEVED: Final = LARGEST / 1e10
"""A sum beyond has values in it that count as unknown, or comes near."""

# compiled, some hundred aggregates take a second before the first row, and no less after it
_NOT_COMPILED: Final = "SET LOCAL jit = off"
# grouped by what it knows nothing of, the planner takes few groups for granted, and does not sort all rows
_VOLUMES: Final = """
    SELECT
        hour, model_version, profile, count(*), sum(decision), sum(score),
        coalesce(sum(score) FILTER (WHERE decision = 1), 0)
    FROM (
        SELECT date_bin('1 hour', ts, '2000-01-01 00:00Z') AS hour, model_version, profile, decision, score
        FROM {table} WHERE ts >= {start} AND ts < {end} LIMIT ALL
    ) AS answers
    GROUP BY hour, model_version, profile
    ORDER BY hour, model_version COLLATE "C", profile COLLATE "C"
"""
# each day by itself takes a third of the time of one range that is grouped
_DAYS: Final = """
    SELECT (midnight AT TIME ZONE 'UTC')::date, answers
    FROM (SELECT min(ts), max(ts) FROM {table} WHERE ts >= {start} AND ts < {end}) AS found (first, last)
    CROSS JOIN generate_series(date_trunc('day', first, 'UTC'), last, '24 hours') AS midnight
    CROSS JOIN LATERAL (
        SELECT count(*) FROM {table}
        WHERE ts >= greatest(midnight, {start}) AND ts < least(midnight + '24 hours', {end})
    ) AS counted (answers)
    WHERE answers > 0 ORDER BY midnight
"""
# `present` is one bit a column: some payload has its name
_COUNTS: Final = """
    SELECT
        day, count(*), sum(decision), count(*) FILTER (WHERE typed), bit_or(present)::text,
        ARRAY[{known}], ARRAY[{totals}], ARRAY[{above}]::bigint[]
    FROM (
        SELECT
            day, decision, typed, {cells},
            CASE WHEN NOT typed THEN array_to_string(ARRAY[{names}]::integer[], '')::varbit END AS present
        FROM (
            SELECT
                day, decision, score, features, coalesce(cardinality(features) = {size}, false) AS typed,
                CASE
                    WHEN cardinality(features) = {size} THEN NULL
                    WHEN jsonb_typeof(payload) = 'object' THEN payload || '{{}}'
                    ELSE '{{}}'
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
_CELL: Final = """
    CASE
        WHEN typed THEN {value}
        WHEN jsonb_typeof(payload -> {name}) = 'number' THEN {number}
    END AS {cell}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forms:
    """How a row's numbers are taken.

    Args:
        value: Of `{value}`, a typed column or the score; null for unknown.
        number: Of `{number}`, which is JSON's.
    """

    value: str
    number: str

    def value_of(self, value: sql.Composable) -> sql.Composed:
        return sql.SQL(self.value).format(value=value, lowest=-LARGEST, largest=LARGEST)

    def number_of(self, name: str) -> sql.Composed:
        number = sql.SQL("(payload ->> {})").format(name)
        return sql.SQL(self.number).format(number=number, smallest=1 / LARGEST, largest=LARGEST)


_QUICK: Final = _Forms(value="nullif({value}, 'NaN')", number="{number}::float8")
"""Right, unless it fails or gives a sum that is not believed: a number is too large or small."""

_CAREFUL: Final = _Forms(
    value="CASE WHEN {value} BETWEEN {lowest} AND {largest} THEN {value} END",
    number="""
        CASE
            WHEN abs({number}::numeric) < {smallest} THEN 0
            WHEN abs({number}::numeric) <= {largest} THEN {number}::float8
        END
    """,
)

_COMMA: Final = sql.SQL(", ")


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
            counts = self._counts(query, start, end, _QUICK)
            if all(map(_is_believed, counts)):
                return counts
        return self._counts(query, start, end, _CAREFUL)

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
    cells = [sql.Identifier(f"cell_{place}") for place in range(len(query.columns) + 1)]
    return {
        "known": _COMMA.join(sql.SQL("count({})").format(cell) for cell in cells),
        "totals": _COMMA.join(sql.SQL("sum({})").format(cell) for cell in cells),
        "above": _COMMA.join(
            sql.SQL("count(*) FILTER (WHERE {} > {})").format(cell, edge)
            for cell, edges in zip(cells, _edges(query), strict=True)
            for edge in edges
        ),
        "cells": _COMMA.join(_cells(query, forms, cells)),
        "names": _COMMA.join(sql.SQL("(payload ? {})::integer").format(name) for name in query.columns),
        "features": sql.SQL("features[:]" if query.typed else "NULL::float8[]"),
        "size": sql.Literal(len(query.columns)),
        "version": sql.Literal(query.model_version),
        "profile": sql.Literal(query.profile),
    }


def _cells(query: CountQuery, forms: _Forms, cells: Sequence[sql.Identifier]) -> Iterator[sql.Composed]:
    """What a row has of the score and of each column; null for unknown."""
    yield sql.SQL("{} AS {}").format(forms.value_of(sql.SQL("score")), cells[0])
    for place, name in enumerate(query.columns, 1):
        value = forms.value_of(sql.SQL("features[{}]").format(place))
        words = {"value": value, "number": forms.number_of(name), "name": name, "cell": cells[place]}
        yield sql.SQL(_CELL).format(**words)


def _edges(query: CountQuery) -> list[tuple[float, ...]]:
    """Of each cell."""
    return [query.edges.get(name, ()) for name in (SCORE, *query.columns)]


def _day_counts(query: CountQuery, row: tuple[Any, ...]) -> DayCounts:
    day, answers, approved, typed, present, known, totals, above = row
    numbers = iter(above)
    score, *columns = [
        ColumnCounts(known=number, total=total or 0.0, above=tuple(islice(numbers, len(edges))))
        for number, total, edges in zip(known, totals, _edges(query), strict=True)
    ]
    marks = "1" * len(columns) if typed else present
    return DayCounts(
        day=day,
        model_version=query.model_version,
        profile=query.profile,
        answers=answers,
        approved=approved,
        score=score,
        columns={
            name: counts
            for name, counts, mark in zip(query.columns, columns, marks, strict=True)
            if mark == "1"
        },
    )


def _is_believed(day: DayCounts) -> bool:
    return all(abs(each.total) <= _NOT_BELIEVED for each in (day.score, *day.columns.values()))
