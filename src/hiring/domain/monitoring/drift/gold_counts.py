"""A gold table counted like a log of answers, so that both can be compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from hiring.domain.features.kinds import Flag
from hiring.domain.features.rules import Rule
from hiring.domain.monitoring.drift.counts import SCORE, ColumnCounts, DayCounts
from hiring.domain.monitoring.drift.indicators import Edges
from hiring.domain.records import Bools, Days, Floats, Ints

__all__ = ["ScoredRows", "edges_of", "gold_days"]

QUARTILES: Final = (0.25, 0.5, 0.75)
DECILES: Final = tuple(tenth / 10 for tenth in range(1, 10))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoredRows:
    """Rows of a gold table, and what a model says of them.

    Args:
        days: `data_candidatura`, shape (n,); NaT for unknown.
        features: Shape (n, m), one column a rule of the profile, all of them numbers; NaN for unknown.
        scores: Shape (n,).
        approved: What is decided by them, shape (n,).

    Raises:
        ValueError: They are not of the same rows.
    """

    days: Days
    features: Floats
    scores: Floats
    approved: Bools

    def __post_init__(self) -> None:
        if {len(self.features), len(self.scores), len(self.approved)} != {len(self.days)}:
            raise ValueError("days, features, scores and approved must be of the same rows")

    def take(self, rows: Ints) -> "ScoredRows":
        """The rows at these indices, in this order."""
        return ScoredRows(
            days=self.days[rows],
            features=self.features[rows],
            scores=self.scores[rows],
            approved=self.approved[rows],
        )


def edges_of(rows: ScoredRows, rules: Sequence[Rule]) -> dict[str, tuple[float, ...]]:
    """Quartiles of every amount and deciles of the scores; each edge is a value that somebody had.

    What nobody has a value of has no edges.

    >>> from hiring.domain.features.profiles import CANDIDATE
    >>> rules = [rule for rule in CANDIDATE.rules if rule.feature == "salario_valor"]
    >>> rows = ScoredRows(
    ...     days=np.full(4, "2024-01-02", "datetime64[D]"),
    ...     features=np.array([[3000.0], [np.nan], [5000.0], [4000.0]]),
    ...     scores=np.array([0.9, 0.2, 0.4, 0.4]),
    ...     approved=np.array([True, False, False, False]),
    ... )
    >>> edges_of(rows, rules)["salario_valor"]
    (3000.0, 4000.0, 5000.0)

    Args:
        rows: Of the baseline.
        rules: Of the profile, in the order of the columns; whatever is no flag is an amount.
    """
    columns: list[tuple[str, Floats, tuple[float, ...]]] = [
        (rule.feature, column, QUARTILES)
        for rule, column in zip(rules, rows.features.T, strict=True)
        if not isinstance(rule.kind, Flag)
    ]
    edges = {}
    for name, column, shares in (*columns, (SCORE, rows.scores, DECILES)):
        if len(known := column[~np.isnan(column)]):
            edges[name] = tuple(np.quantile(known, shares, method="inverted_cdf").tolist())
    return edges


def gold_days(rows: ScoredRows, rules: Sequence[Rule], edges: Edges) -> list[DayCounts]:
    """The rows counted by day, as a log counts its answers; ordered by day.

    Rows without a day are left out: nothing says who came together with them. The counts name neither version
    nor profile.

    >>> from hiring.domain.features.profiles import CANDIDATE
    >>> rules = [rule for rule in CANDIDATE.rules if rule.feature == "salario_valor"]
    >>> rows = ScoredRows(
    ...     days=np.array(["2024-01-02", "2024-01-02", "NaT"], "datetime64[D]"),
    ...     features=np.array([[3000.0], [np.nan], [5000.0]]),
    ...     scores=np.array([0.9, 0.2, 0.4]),
    ...     approved=np.array([True, False, False]),
    ... )
    >>> (day,) = gold_days(rows, rules, {"salario_valor": (2000.0, 4000.0)})
    >>> day.day.isoformat(), day.answers, day.approved, day.columns["salario_valor"]
    ('2024-01-02', 2, 1, ColumnCounts(known=1, total=3000.0, above=(1, 0)))

    Args:
        rows: Of the baseline.
        rules: Of the profile, in the order of the columns.
        edges: As `edges_of` gives them.
    """
    dated = np.flatnonzero(~np.isnat(rows.days))
    ordered = dated[np.argsort(rows.days[dated], kind="stable")]
    days, starts = np.unique(rows.days[ordered].astype("datetime64[D]"), return_index=True)
    parts = np.split(ordered, starts[1:]) if len(ordered) else []
    return [
        _counts(day, rows.take(part), rules, edges) for day, part in zip(days.tolist(), parts, strict=True)
    ]


def _counts(day: date, rows: ScoredRows, rules: Sequence[Rule], edges: Edges) -> DayCounts:
    names = [rule.feature for rule in rules]
    (score,) = _columns([SCORE], rows.scores[:, None], edges)
    return DayCounts(
        day=day,
        model_version="",
        profile="",
        answers=len(rows.days),
        approved=int(rows.approved.sum()),
        score=score,
        columns=dict(zip(names, _columns(names, rows.features, edges), strict=True)),
    )


def _columns(names: Sequence[str], table: Floats, edges: Edges) -> list[ColumnCounts]:
    known = (~np.isnan(table)).sum(axis=0).tolist()
    totals = np.nansum(table, axis=0).tolist()
    above = [
        tuple(int((column > edge).sum()) for edge in edges.get(name, ()))
        for name, column in zip(names, table.T, strict=True)
    ]
    return [
        ColumnCounts(known=count, total=total, above=higher)
        for count, total, higher in zip(known, totals, above, strict=True)
    ]
