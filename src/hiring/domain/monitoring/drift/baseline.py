"""What the rates of the baseline were, and how much more they vary from day to day than by chance.

People who apply on one day for one vaga look alike, so daily counts are spread wider than those of people who
have nothing to do with each other: the dispersion is by how much, as a factor of the variance. It is measured
on the baseline's own days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self, TypedDict

import numpy as np

from hiring.domain.features.rules import Rule
from hiring.domain.monitoring.drift.counts import DayCounts
from hiring.domain.monitoring.drift.indicators import Edges, counts_of, indicators_of

__all__ = [
    "ASSUMED_DISPERSION",
    "FEWEST_DAYS",
    "BaselineRates",
    "RateBaseline",
    "RatesJson",
    "baseline_rates",
]

FEWEST_DAYS: Final = 30
"""With fewer, the dispersion is assumed: too few to measure a variance by."""

ASSUMED_DISPERSION: Final = 2.5
"""In the middle of what a recruiting company's real days have, 1.9 to 3.2."""


class RatesJson(TypedDict):
    """`{"edges": {"salario_valor": [3000.0, ...]}, "rates": {"tem_email": {"rate": 0.29, ...}}}`."""

    edges: Mapping[str, Sequence[float]]
    rates: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateBaseline:
    """What one indicator was in the baseline.

    Args:
        rate: (k + 0.5) / (n + 1) of k out of n rows, so that it is never 0 or 1 (Laplace).
        rows: n.
        dispersion: Variance of the daily counts by that of independent rows; at least 1.
        assumed: Whether the dispersion was not measured, because there were too few days.
    """

    rate: float
    rows: int
    dispersion: float
    assumed: bool

    def __post_init__(self) -> None:
        if not (0 < self.rate < 1 and self.rows >= 0 and 1 <= self.dispersion < np.inf):
            raise ValueError("a baseline has a rate between 0 and 1, rows, and a dispersion of at least 1")

    @property
    def varied(self) -> bool:
        """Whether it was true of some rows, and not of all."""
        hits = self.rate * (self.rows + 1) - 0.5
        return round(hits) not in {0, self.rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineRates:
    """All that answers are held against: the edges that they are counted with, and what the rates were.

    Args:
        edges: See `edges_of`.
        rates: By the names of the indicators that these edges make.
    """

    edges: Edges
    rates: Mapping[str, RateBaseline]

    def to_json(self) -> RatesJson:
        """As plain numbers, to be stored."""
        rates = {
            name: {
                "rate": one.rate,
                "rows": one.rows,
                "dispersion": one.dispersion,
                "assumed": int(one.assumed),
            }
            for name, one in self.rates.items()
        }
        return {"edges": {name: list(edges) for name, edges in self.edges.items()}, "rates": rates}

    @classmethod
    def from_json(cls, stored: RatesJson) -> Self:
        """What `to_json` made these numbers of.

        Raises:
            ValueError: They are not; it names the column or the indicator.
        """
        edges = {name: tuple(map(float, own)) for name, own in stored["edges"].items()}
        return cls(edges=edges, rates={name: _rate(name, one) for name, one in stored["rates"].items()})


def _rate(name: str, stored: Mapping[str, float]) -> RateBaseline:
    try:
        return RateBaseline(
            rate=float(stored["rate"]),
            rows=int(stored["rows"]),
            dispersion=float(stored["dispersion"]),
            assumed=bool(stored["assumed"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"no baseline of a rate: {name}") from error


def baseline_rates(rules: Sequence[Rule], edges: Edges, days: Sequence[DayCounts]) -> BaselineRates:
    """Rate and dispersion of everything that is watched of a profile's answers.

    The dispersion is the sum over the days of (k - n p)^2 / (n p (1 - p)), divided by the days less one; days
    on which the indicator has no rows are none.

    >>> from datetime import date
    >>> from hiring.domain.monitoring.drift.counts import ColumnCounts
    >>> column = ColumnCounts(known=40, total=10)
    >>> days = [
    ...     DayCounts(
    ...         day=date(2024, 1, number), model_version="", profile="", answers=40, approved=number % 2,
    ...         score=column, columns={},
    ...     )
    ...     for number in range(1, 31)
    ... ]
    >>> baseline_rates([], {}, days).rates["aprovado"]
    RateBaseline(rate=0.012905911740216486, rows=1200, dispersion=1.0, assumed=False)

    Args:
        rules: Of the profile.
        edges: See `edges_of`.
        days: Of the baseline, counted with these edges; in any order.
    """
    indicators = indicators_of(rules, edges)
    counts = np.array([counts_of(indicators, day) for day in days]).reshape(len(days), 2, len(indicators))
    hits, trials = counts[:, 0], counts[:, 1]
    rows = trials.sum(axis=0)
    rates = (hits.sum(axis=0) + 0.5) / (rows + 1)
    full_days = (trials > 0).sum(axis=0)
    expected = np.where(trials > 0, trials * rates * (1 - rates), 1.0)
    spread = ((hits - trials * rates) ** 2 / expected).sum(axis=0) / np.maximum(full_days - 1, 1)
    assumed = full_days < FEWEST_DAYS
    dispersions = np.where(assumed, ASSUMED_DISPERSION, np.maximum(spread, 1.0))
    measured = {
        indicator.name: RateBaseline(
            rate=float(rates[place]),
            rows=int(rows[place]),
            dispersion=float(dispersions[place]),
            assumed=bool(assumed[place]),
        )
        for place, indicator in enumerate(indicators)
    }
    return BaselineRates(edges=edges, rates=measured)
