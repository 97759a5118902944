"""Baseline statistics, and what the three simple rules say of a window."""

import statistics
from collections.abc import Mapping
from functools import partial
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.domain.monitoring.drift.findings import DriftFinding, DriftVerdict
from hiring.domain.monitoring.drift.rules import ENOUGH, RULES
from hiring.domain.monitoring.drift.simple import MEAN_LIMIT, RATE_LIMIT, Stats
from hiring.domain.monitoring.drift.simple import drift_findings as findings_by
from hiring.domain.monitoring.drift.simple import stats_of as stats_by
from tests.unit.domain.strategies import some

NUMERIC = frozenset({"salario_valor"})
Stat = dict[str, float | None]

SIMPLE = [rule for rule in RULES if rule.name in ("drift", "missing column")]
stats_of = partial(stats_by, rules=SIMPLE)
findings_of = partial(findings_by, rules=SIMPLE)


def salary_stats(*values: float) -> Stat:
    return stats_of(np.array(values, np.float64).reshape(-1, 1), ["salario_valor"], NUMERIC)["salario_valor"]


def findings(baseline: Stats, window: Mapping[str, float | None]) -> list[DriftFinding]:
    """In a window that has answers enough, and as many values of each feature."""
    return findings_of(baseline, window, dict.fromkeys(window, ENOUGH), answers=ENOUGH)


@pytest.mark.parametrize(
    ("answers", "values", "verdict"),
    [
        (1, 1, DriftVerdict.TOO_FEW),
        (29, 29, DriftVerdict.TOO_FEW),
        (30, 29, DriftVerdict.TOO_FEW),
        (30, 30, DriftVerdict.DRIFT),
    ],
)
def test_fewer_than_thirty_are_not_enough_data(answers: int, values: int, verdict: DriftVerdict) -> None:
    counts = {"tem_email": values}
    assert only(findings_of(rate(0.1), {"tem_email": 0.9}, counts, answers=answers)).verdict is verdict
    missing = only(findings_of(rate(0.1), {}, {}, answers=answers)).verdict
    assert missing is (DriftVerdict.MISSING if answers == ENOUGH else DriftVerdict.TOO_FEW)


def rate(base: float | None) -> dict[str, Stat]:
    return {"tem_email": {"rate1": base}}


def amount(mean: float | None, std: float | None) -> dict[str, Stat]:
    return {"salario_valor": {"mean": mean, "std": std}}


def only(found: list[DriftFinding]) -> DriftFinding:
    (finding,) = found
    return finding


def test_a_flag_has_a_rate_and_an_amount_a_mean_and_a_spread() -> None:
    features = np.array([[1.0, 1000.0], [0.0, 3000.0], [1.0, 2000.0], [1.0, nan]])

    assert stats_of(features, ["tem_email", "salario_valor"], NUMERIC) == {
        "tem_email": {"rate1": 0.75},
        "salario_valor": {"mean": 2000.0, "std": 1000.0},
    }


@some
@given(st.lists(st.floats(300, 100_000), min_size=2, max_size=30), st.integers(0, 3))
def test_the_spread_is_the_samples_and_unknown_values_are_left_out(values: list[float], unknown: int) -> None:
    stats = salary_stats(*values, *[nan] * unknown)

    assert stats["mean"] == pytest.approx(statistics.fmean(values))
    assert stats["std"] == pytest.approx(statistics.stdev(values), rel=1e-6, abs=1e-6)


def test_one_value_has_a_mean_and_no_spread() -> None:
    assert salary_stats(3500.0, nan) == {"mean": 3500.0, "std": None}


def test_no_values_have_nothing() -> None:
    assert salary_stats() == salary_stats(nan, nan) == {"mean": None, "std": None}
    assert stats_of(np.empty((0, 1)), ["tem_email"], NUMERIC) == rate(None)


def test_unknown_flags_are_left_out_of_the_rate() -> None:
    assert stats_of(np.array([[1.0], [nan], [0.0]]), ["tem_email"], NUMERIC) == rate(0.5)


@pytest.mark.parametrize(
    ("base", "now", "verdict"),
    [
        (0.50, 0.50, DriftVerdict.STEADY),
        (0.50, 0.64, DriftVerdict.STEADY),
        (0.50, 0.66, DriftVerdict.DRIFT),
        (0.50, 0.36, DriftVerdict.STEADY),
        (0.50, 0.34, DriftVerdict.DRIFT),
        (0.0, RATE_LIMIT, DriftVerdict.STEADY),  # at the limit is not above it
        (0.0, 0.16, DriftVerdict.DRIFT),
        (1.0, 0.0, DriftVerdict.DRIFT),
    ],
)
def test_a_flag_drifts_where_its_rate_moves_by_more_than_fifteen_points(
    base: float, now: float, verdict: DriftVerdict
) -> None:
    finding = only(findings(rate(base), {"tem_email": now}))

    assert finding == DriftFinding(
        feature="tem_email", verdict=verdict, base=base, now=now, change=pytest.approx(now - base), limit=0.15
    )


@pytest.mark.parametrize(
    ("now", "change", "verdict"),
    [
        (3000.0, 0.0, DriftVerdict.STEADY),
        (4500.0, MEAN_LIMIT, DriftVerdict.STEADY),  # at the limit is not above it
        (4501.0, 3.002, DriftVerdict.DRIFT),
        (1499.0, -3.002, DriftVerdict.DRIFT),
        (1500.0, -3.0, DriftVerdict.STEADY),
        (inf, inf, DriftVerdict.DRIFT),
    ],
)
def test_an_amount_drifts_where_its_mean_moves_by_more_than_three_deviations(
    now: float, change: float, verdict: DriftVerdict
) -> None:
    finding = only(findings(amount(3000.0, 500.0), {"salario_valor": now}))

    assert finding == DriftFinding(
        feature="salario_valor",
        verdict=verdict,
        base=3000.0,
        now=now,
        change=pytest.approx(change),
        limit=3.0,
    )


@pytest.mark.parametrize(
    ("baseline", "base"),
    [(rate(0.5), 0.5), (rate(None), None), (amount(3000.0, 500.0), 3000.0), (amount(1.0, None), 1.0)],
)
def test_a_feature_that_the_window_does_not_have_is_a_missing_column(
    baseline: dict[str, Stat], base: float | None
) -> None:
    finding = only(findings(baseline, {"outra": 1.0}))

    assert finding == DriftFinding(
        feature=next(iter(baseline)), verdict=DriftVerdict.MISSING, base=base, rule="missing column"
    )


@pytest.mark.parametrize(
    ("baseline", "now"),
    [
        (rate(0.5), None),
        (rate(None), 0.5),
        (amount(3000.0, 500.0), None),
        (amount(None, None), 3000.0),
        (amount(3000.0, None), 3000.0),
        (amount(3000.0, 0.0), 9000.0),
        ({"salario_valor": {"mean": 3000.0}}, 9000.0),
    ],
    ids=[
        "empty window",
        "empty baseline",
        "no amounts",
        "no base",
        "one value",
        "no spread",
        "no spread stored",
    ],
)
def test_too_few_values_or_no_spread_cannot_say(baseline: dict[str, Stat], now: float | None) -> None:
    name = next(iter(baseline))
    finding = only(findings(baseline, {name: now}))

    assert finding.verdict is DriftVerdict.CANNOT_SAY
    assert (finding.now, finding.change, finding.limit) == (now, None, None)


def test_findings_come_in_the_order_of_the_baseline_and_for_its_features_alone() -> None:
    found = findings(
        rate(0.5) | amount(3000.0, 1.0), {"salario_valor": 3000.0, "nova": 1.0, "tem_email": 0.5}
    )

    assert [finding.feature for finding in found] == ["tem_email", "salario_valor"]
    assert {finding.verdict for finding in found} == {DriftVerdict.STEADY}


def test_a_baseline_against_its_own_means_is_steady() -> None:
    features = np.random.default_rng(1).integers(0, 2, (50, 3)).astype(np.float64)
    names = ["a", "b", "c"]

    window = dict(zip(names, features.mean(axis=0).tolist(), strict=True))
    assert {finding.verdict for finding in findings(stats_of(features, names, frozenset("c")), window)} == {
        DriftVerdict.STEADY
    }


def test_equal_amounts_have_no_spread_whatever_rounding_says() -> None:
    stats = stats_of(np.full((1000, 1), 3333.33), ["salario_valor"], frozenset({"salario_valor"}))
    assert stats["salario_valor"]["std"] == 0.0


def test_a_window_mean_that_is_no_number_cannot_say() -> None:
    (finding,) = findings({"tem_email": {"rate1": 0.5}}, {"tem_email": np.nan})
    assert finding.verdict is DriftVerdict.CANNOT_SAY
