"""What the rates of a baseline were, and how much they varied from day to day."""

import json
from typing import Any, cast

import numpy as np
import pytest

from hiring.domain.features.profiles import CANDIDATE
from hiring.domain.monitoring.drift.baseline import (
    ASSUMED_DISPERSION,
    BaselineRates,
    RateBaseline,
    RatesJson,
    baseline_rates,
)
from hiring.domain.monitoring.drift.counts import SCORE, ColumnCounts, columns_total
from hiring.domain.monitoring.drift.gold_counts import ScoredRows, edges_of, gold_days
from tests.unit.domain.monitoring.days import EMAIL, SALARY, a_day

RULES = [EMAIL, SALARY]


def of_decisions(*approved: int, rows: int = 100) -> RateBaseline:
    days = [a_day(number, rows=rows, approved=count) for number, count in enumerate(approved)]
    return baseline_rates([], {}, days).rates["aprovado"]


def some_rows(count: int = 200) -> ScoredRows:
    chance = np.random.default_rng(3)
    salaries = np.where(chance.random(count) < 0.5, np.nan, chance.integers(1, 9, count) * 1000.0)
    days = np.datetime64("2024-01-01") + np.arange(count) % 40
    days[::50] = np.datetime64("NaT")
    return ScoredRows(
        days=days,
        features=np.column_stack([chance.random(count) < 0.3, salaries]).astype(np.float64),
        scores=chance.random(count),
        approved=chance.random(count) < 0.2,
    )


def test_a_rate_is_smoothed_so_that_constant_features_have_one_too() -> None:
    assert of_decisions(*[0] * 40).rate == pytest.approx(0.5 / 4001)
    assert of_decisions(*[100] * 40).rate == pytest.approx(4000.5 / 4001)
    assert of_decisions(*[0] * 40).dispersion == of_decisions(*[100] * 40).dispersion == 1.0


def test_the_dispersion_is_that_of_the_days() -> None:
    base = of_decisions(*[20, 40] * 20)

    p = base.rate
    assert p == pytest.approx(0.3, abs=1e-4)
    assert base.dispersion == pytest.approx(
        20 * ((20 - 100 * p) ** 2 + (40 - 100 * p) ** 2) / (39 * 100 * p * (1 - p))
    )
    assert not base.assumed


def test_days_that_are_more_alike_than_chance_are_taken_for_chance() -> None:
    assert of_decisions(*[30] * 40).dispersion == 1.0


def test_the_dispersion_of_few_days_is_assumed() -> None:
    assert of_decisions(*[30] * 29) == of_decisions(*[20, *[30] * 27, 40])
    assert (of_decisions(*[30] * 29).dispersion, of_decisions(*[30] * 29).assumed) == (
        ASSUMED_DISPERSION,
        True,
    )
    assert not of_decisions(*[30] * 30).assumed


def test_a_day_without_rows_is_no_day() -> None:
    days = [a_day(number) for number in range(29)] + [a_day(29, rows=0, approved=0)]
    assert baseline_rates([], {}, days).rates["aprovado"].assumed


def test_the_order_of_the_days_does_not_matter() -> None:
    days = [a_day(number, approved=number) for number in range(40)]
    assert baseline_rates([], {}, days) == baseline_rates([], {}, days[::-1])


def test_without_any_day_nothing_is_known() -> None:
    assert baseline_rates([], {}, []).rates["aprovado"] == RateBaseline(
        rate=0.5, rows=0, dispersion=ASSUMED_DISPERSION, assumed=True
    )


def test_edges_are_values_that_somebody_had() -> None:
    rows = some_rows()
    edges = edges_of(rows, RULES)

    assert set(edges) == {"salario_valor", SCORE}
    assert set(edges["salario_valor"]) <= set(rows.features[:, 1].tolist())
    assert [round(float((rows.scores > edge).mean()), 1) for edge in edges[SCORE]] == [
        0.9,
        0.8,
        0.7,
        0.6,
        0.5,
        0.4,
        0.3,
        0.2,
        0.1,
    ]


def test_what_nobody_has_a_value_of_has_no_edges() -> None:
    nobody = ScoredRows(
        days=np.empty(0, "datetime64[D]"),
        features=np.empty((0, 2)),
        scores=np.empty(0),
        approved=np.empty(0, np.bool_),
    )
    assert edges_of(nobody, RULES) == {}
    assert gold_days(nobody, RULES, {}) == []


def test_gold_is_counted_by_day_as_a_log_is() -> None:
    rows = some_rows()
    edges = edges_of(rows, RULES)
    days = gold_days(rows, RULES, edges)
    dated = rows.take(np.flatnonzero(~np.isnat(rows.days)))

    assert [day.day for day in days] == sorted({day.day for day in days})
    assert len(days) == 40
    assert sum(day.answers for day in days) == len(dated.days) == 196
    assert sum(day.approved for day in days) == dated.approved.sum()
    salaries = dated.features[:, 1]
    assert columns_total([day.columns["salario_valor"] for day in days]) == ColumnCounts(
        known=int((~np.isnan(salaries)).sum()),
        total=float(np.nansum(salaries)),
        above=tuple(int((salaries > edge).sum()) for edge in edges["salario_valor"]),
    )


def test_rows_that_do_not_belong_together_are_refused() -> None:
    rows = some_rows()
    with pytest.raises(ValueError, match="must be of the same rows"):
        ScoredRows(days=rows.days, features=rows.features, scores=rows.scores[1:], approved=rows.approved)


def test_a_baseline_is_the_same_after_it_was_stored() -> None:
    rows = some_rows()
    edges = edges_of(rows, RULES)
    baseline = baseline_rates(RULES, edges, gold_days(rows, RULES, edges))

    stored = cast("RatesJson", json.loads(json.dumps(baseline.to_json())))
    assert BaselineRates.from_json(stored) == baseline
    assert baseline.rates["tem_email"].rows == 196


@pytest.mark.parametrize(
    "wrong",
    [
        {"rate": 0.0, "rows": 1, "dispersion": 1, "assumed": 0},
        {"rate": 0.5, "rows": 1, "dispersion": 0.9, "assumed": 0},
        {"rate": 0.5, "rows": -1, "dispersion": 1, "assumed": 0},
        {"rate": None, "rows": 1, "dispersion": 1, "assumed": 0},
        {"rows": 1, "dispersion": 1, "assumed": 0},
    ],
)
def test_what_is_no_baseline_is_refused_by_the_name_of_the_indicator(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no baseline of a rate: tem_email"):
        BaselineRates.from_json({"edges": {}, "rates": {"tem_email": wrong}})


def test_every_rule_of_the_profile_is_in_it() -> None:
    baseline = baseline_rates(CANDIDATE.rules, {}, [])
    assert len(baseline.rates) == 45 * 2 + 1 + 1
