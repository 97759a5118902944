"""What was answered in a window, as counts: nothing in them is of a single person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import nan
from typing import Final

import numpy as np

from hiring.domain.arrays import Flags, Matrix, Vector, as_flags, as_matrix, as_vector
from hiring.domain.records import Bools, Floats

__all__ = [
    "LARGEST",
    "SCORE",
    "ColumnCounts",
    "CountQuery",
    "DayAnswers",
    "DayCounts",
    "HourVolume",
    "columns_total",
    "count_answers",
    "days_total",
    "payload_numbers",
]

SCORE: Final = "score"
"""Under this name a query has the score's edges; no feature is called so."""

LARGEST: Final = 1e300
"""A value beyond counts as unknown: two of them might have no sum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountQuery:
    """What is counted of one version's answers.

    Args:
        model_version: Whose answers.
        profile: Of its features.
        columns: The features to count, in the order in which the version's typed rows have them.
        typed: Whether that order is known; if not, every row is counted from its payload, by name.
        edges: Of a column, or of `SCORE`: how many values are greater than each is counted too.
    """

    model_version: str
    profile: str
    columns: tuple[str, ...]
    typed: bool = True
    edges: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnCounts:
    """One column in a number of answers.

    Args:
        known: How many have a value.
        total: Sum of the values; of a flag, how many are 1.
        above: How many values are greater than each edge of the query.
    """

    known: int
    total: float
    above: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAnswers:
    """Some of a version's answers on one UTC day, n of them, before they are counted.

    Args:
        scores: Shape (n,).
        approved: Shape (n,).
        features: Shape (n, columns of the query), NaN for unknown.
        present: The columns that at least one of the answers has; None: all of them.
    """

    day: date
    scores: Vector
    approved: Flags
    features: Matrix
    present: Collection[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """One version's answers on one UTC day, or on what of it was asked for.

    Args:
        columns: By name, in the query's order; one that none of the answers has, known or not, is left out.
    """

    day: date
    model_version: str
    profile: str
    answers: int
    approved: int
    score: ColumnCounts
    columns: Mapping[str, ColumnCounts]


@dataclass(frozen=True, slots=True, kw_only=True)
class HourVolume:
    """One version's answers in one UTC hour, or in what of it was asked for.

    Args:
        hour: When it begins, UTC.
        total_score: Sum of the scores.
        approved_score: Sum of the scores of the approved.
    """

    hour: datetime
    model_version: str
    profile: str
    answers: int
    approved: int
    total_score: float
    approved_score: float


def columns_total(parts: Sequence[ColumnCounts]) -> ColumnCounts:
    """The same column in all of them together.

    >>> first = ColumnCounts(known=10, total=4.0, above=(3, 1))
    >>> columns_total([first, ColumnCounts(known=5, total=1.0, above=(1, 0))])
    ColumnCounts(known=15, total=5.0, above=(4, 1))
    """
    return ColumnCounts(
        known=sum(part.known for part in parts),
        total=sum(part.total for part in parts),
        above=tuple(map(sum, zip(*[part.above for part in parts], strict=True))),
    )


def days_total(parts: Sequence[DayCounts], query: CountQuery) -> DayCounts:
    """Several parts of the same day and version together.

    >>> query = CountQuery(model_version="v1", profile="candidate", columns=("tem_email", "salario_valor"))
    >>> day = date(2026, 11, 23)
    >>> parts = [
    ...     count_answers(query, DayAnswers(day=day, scores=[0.9], approved=[1], features=[[1.0, 3000.0]])),
    ...     count_answers(query, DayAnswers(day=day, scores=[0.2], approved=[0], features=[[0.0, None]])),
    ... ]
    >>> days_total(parts, query).columns["salario_valor"]
    ColumnCounts(known=1, total=3000.0, above=())
    """
    present = {name for part in parts for name in part.columns}
    return DayCounts(
        day=parts[0].day,
        model_version=query.model_version,
        profile=query.profile,
        answers=sum(part.answers for part in parts),
        approved=sum(part.approved for part in parts),
        score=columns_total([part.score for part in parts]),
        columns={
            name: columns_total([part.columns[name] for part in parts if name in part.columns])
            for name in query.columns
            if name in present
        },
    )


def count_answers(query: CountQuery, answers: DayAnswers) -> DayCounts:
    """Count answers of the query's version on one day.

    >>> query = CountQuery(
    ...     model_version="v1", profile="candidate", columns=("tem_email", "salario_valor"),
    ...     edges={"salario_valor": (2000.0, 3000.0), SCORE: (0.5,)},
    ... )
    >>> answers = DayAnswers(
    ...     day=date(2026, 11, 23), scores=[0.9, 0.5, 0.7], approved=[1, 0, 1],
    ...     features=[[1.0, 3000.0], [0.0, None], [None, 4000.0]],
    ... )
    >>> counts = count_answers(query, answers)
    >>> counts.columns["salario_valor"]
    ColumnCounts(known=2, total=7000.0, above=(2, 1))
    >>> counts.answers, counts.approved, counts.score.above, counts.columns["tem_email"].known
    (3, 2, (2,), 2)
    """
    table = as_matrix(answers.features, "features", columns=len(query.columns))
    scores = as_vector(answers.scores, "scores")[:, np.newaxis]
    counts = _counts(table, [query.edges.get(name, ()) for name in query.columns])
    return DayCounts(
        day=answers.day,
        model_version=query.model_version,
        profile=query.profile,
        answers=len(table),
        approved=int(as_flags(answers.approved, "approved").sum()),
        score=_counts(scores, [query.edges.get(SCORE, ())])[0],
        columns={
            name: each
            for name, each in zip(query.columns, counts, strict=True)
            if answers.present is None or name in answers.present
        },
    )


def _counts(table: Floats, edges: Sequence[Sequence[float]]) -> list[ColumnCounts]:
    """Of each column of a matrix."""
    known: Bools = np.abs(table) <= LARGEST  # never of NaN
    values = np.where(known, table, 0.0)
    totals, numbers = values.sum(axis=0).tolist(), known.sum(axis=0).tolist()
    return [
        ColumnCounts(
            known=number,
            total=total,
            above=tuple([int((known[:, place] & (values[:, place] > edge)).sum()) for edge in edges[place]]),
        )
        for place, (number, total) in enumerate(zip(numbers, totals, strict=True))
    ]


def payload_numbers(payload: object, columns: Sequence[str]) -> tuple[float, ...]:
    """The columns' values in a payload; NaN for what it lacks, for null, and for what is no number.

    >>> payload_numbers({"tem_email": 1, "cv_sap": "sim", "cv_kpi": True}, ["tem_email", "cv_sap", "cv_kpi"])
    (1.0, nan, nan)
    """
    found = payload if isinstance(payload, Mapping) else {}
    return tuple([_number(found.get(name)) for name in columns])


def _number(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and -LARGEST <= value <= LARGEST:
        return float(value)
    return nan
