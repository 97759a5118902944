"""What is watched, all of it as rates: of how many answers something is true.

A flag is one rate; an amount is three, one above each quartile of the baseline; the score is nine, one above
each decile; the decision is one. That a value is unknown is a rate too. So daily counts say all there is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from hiring.domain.features.kinds import Flag
from hiring.domain.features.rules import Rule
from hiring.domain.monitoring.drift.counts import SCORE, DayCounts
from hiring.domain.records import Floats

__all__ = ["APPROVAL", "Edges", "Indicator", "IndicatorKind", "counts_of", "indicators_of", "is_of_scores"]

APPROVAL: Final = "aprovado"
"""The indicator of the decision; no feature is called so, because no rule may read an outcome."""

Edges = Mapping[str, tuple[float, ...]]
"""Of each amount its quartiles, under `SCORE` the deciles of the scores; from the lowest, equal ones too."""


class IndicatorKind(Enum):
    """What has to be true of an answer to be counted."""

    RATE = "rate"
    """The flag is 1."""
    UNKNOWN = "unknown"
    """The feature has no value."""
    ABOVE = "above"
    """The value is greater than the edge."""
    APPROVED = "approved"
    """The decision was to approve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One rate that is watched.

    Args:
        name: Such as `tem_email`, `salario_valor:unknown`, `salario_valor:above_q3` or `score:above_d9`.
        feature: Whose values are counted; `SCORE` and `APPROVAL` stand for what is no feature.
        kind: What is counted of it.
        edge: Of `ABOVE`, the value that is to be exceeded.
        place: Of `ABOVE`, which of the feature's edges that is, from 0.
    """

    name: str
    feature: str
    kind: IndicatorKind
    edge: float | None = None
    place: int = 0


def is_of_scores(indicator: str) -> bool:
    """Whether an indicator is of a model's scores or decisions, and not of a feature.

    >>> is_of_scores("score:above_d1"), is_of_scores("aprovado"), is_of_scores("tem_email:unknown")
    (True, True, False)
    """
    return indicator == APPROVAL or indicator.partition(":")[0] == SCORE


def indicators_of(rules: Sequence[Rule], edges: Edges) -> tuple[Indicator, ...]:
    """Everything that is watched of a profile's answers, in the order of its columns.

    Whatever is no flag is an amount. Of equal edges, the lowest stands for all.

    >>> from hiring.domain.features.profiles import CANDIDATE
    >>> rules = [rule for rule in CANDIDATE.rules if rule.feature in ("tem_email", "salario_valor")]
    >>> edges = {"salario_valor": (3000.0, 3000.0, 5000.0), "score": (0.2,)}
    >>> [indicator.name for indicator in indicators_of(rules, edges)][:3]
    ['tem_email', 'tem_email:unknown', 'salario_valor:unknown']
    >>> [indicator.name for indicator in indicators_of(rules, edges)][3:]
    ['salario_valor:above_q1', 'salario_valor:above_q3', 'score:above_d1', 'aprovado']

    Args:
        rules: Of the profile.
        edges: Of the baseline; an amount without any is watched for being unknown alone.
    """
    indicators: list[Indicator] = []
    for rule in rules:
        feature, flag = rule.feature, isinstance(rule.kind, Flag)
        if flag:
            indicators.append(Indicator(name=feature, feature=feature, kind=IndicatorKind.RATE))
        unknown = f"{feature}:unknown"
        indicators.append(Indicator(name=unknown, feature=feature, kind=IndicatorKind.UNKNOWN))
        if not flag:
            indicators += _bands(feature, edges, "q")
    decision = Indicator(name=APPROVAL, feature=APPROVAL, kind=IndicatorKind.APPROVED)
    return (*indicators, *_bands(SCORE, edges, "d"), decision)


def _bands(feature: str, edges: Edges, letter: str) -> list[Indicator]:
    own = edges.get(feature, ())
    return [
        Indicator(
            name=f"{feature}:above_{letter}{place + 1}",
            feature=feature,
            kind=IndicatorKind.ABOVE,
            edge=edge,
            place=place,
        )
        for place, edge in enumerate(own)
        if edge not in own[:place]
    ]


def counts_of(indicators: Sequence[Indicator], day: DayCounts) -> tuple[Floats, Floats]:
    """Of how many answers each indicator is true, and of how many it could be; both of shape (m,).

    A feature that the day does not have, or an edge that was not counted, is true of 0 answers out of 0.

    >>> from datetime import date
    >>> from hiring.domain.monitoring.drift.counts import ColumnCounts
    >>> day = DayCounts(
    ...     day=date(2026, 11, 27), model_version="v1", profile="candidate", answers=40, approved=3,
    ...     score=ColumnCounts(known=40, total=8.0), columns={"tem_email": ColumnCounts(known=38, total=19)},
    ... )
    >>> hits, trials = counts_of(indicators_of([], {}), day)
    >>> hits.tolist(), trials.tolist()
    ([3.0], [40.0])

    Args:
        indicators: Of them m.
        day: Counted with the edges that the indicators were made from.
    """
    pairs = [_count(indicator, day) for indicator in indicators]
    table = np.array(pairs, np.float64).reshape(len(pairs), 2)
    return table[:, 0], table[:, 1]


def _count(indicator: Indicator, day: DayCounts) -> tuple[float, float]:
    if indicator.kind is IndicatorKind.APPROVED:
        return day.approved, day.answers
    column = day.score if indicator.feature == SCORE else day.columns.get(indicator.feature)
    if column is None:
        return 0, 0
    if indicator.kind is IndicatorKind.UNKNOWN:
        return day.answers - column.known, day.answers
    if indicator.kind is IndicatorKind.RATE:
        return column.total, column.known
    counted = indicator.place < len(column.above)
    return (column.above[indicator.place], column.known) if counted else (0, 0)
