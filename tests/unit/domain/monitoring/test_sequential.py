"""The sequential policy: quiet while nothing changes, whatever the days are like, and finding what does."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.domain.monitoring.drift.alternatives import Alternatives, alternatives_to, tolerance_of
from hiring.domain.monitoring.drift.baseline import BaselineRates, RateBaseline
from hiring.domain.monitoring.drift.counts import ColumnCounts
from hiring.domain.monitoring.drift.evidence import EvidenceJson, EvidenceState
from hiring.domain.monitoring.drift.findings import DriftVerdict, RateFinding
from hiring.domain.monitoring.drift.sequential import (
    ARL,
    SequentialDetector,
    days_to_find,
    sequential_detector,
)
from tests.unit.domain.monitoring.days import EMAIL, FIRST, a_day, a_detector, a_rate, binomial
from tests.unit.domain.strategies import some

Followed = tuple[EvidenceState, list[RateFinding]]
"""The last state, and the findings about the decision's rate."""


def follow(detector: SequentialDetector, approved: list[int], *, rows: int = 100) -> Followed:
    state, found = detector.start(), []
    for number, count in enumerate(approved):
        state, findings = detector.advance(state, a_day(number, rows=rows, approved=count))
        found.append(findings[-1])
    return state, found


def mean_ratios(alternatives: Alternatives, rows: int, rate: float) -> list[float]:
    """The mean of each L, as the binomial distribution has it."""
    hits = np.arange(rows + 1.0)
    each = [alternatives.log_ratios(np.array([k]), np.array([float(rows)]))[0] for k in hits]
    return list(binomial(rows, rate) @ np.exp(each))


@some
@given(st.floats(0.001, 0.999), st.integers(1, 60), st.floats(0, 1), st.integers(500, 100_000))
def test_no_likelihood_ratio_has_a_mean_above_one_within_the_tolerance(
    rate: float, rows: int, where: float, known: int
) -> None:
    base = a_rate(rate, rows=known)
    low, high = max(0.0, rate - tolerance_of(base)), min(1.0, rate + tolerance_of(base))

    assert max(mean_ratios(alternatives_to([base]), rows, low + where * (high - low))) <= 1 + 1e-9


def test_at_the_edge_of_the_tolerance_it_is_one_where_no_bound_cuts_it() -> None:
    base = a_rate(0.3)
    up = mean_ratios(alternatives_to([base]), 3, 0.3 + tolerance_of(base))[:4]
    down = mean_ratios(alternatives_to([base]), 3, 0.3 - tolerance_of(base))[4:]

    assert up == pytest.approx([1.0] * 4)
    assert down == pytest.approx([1.0] * 4)


@some
@given(st.floats(0.01, 0.99), st.integers(0, 50), st.floats(1, 5))
def test_more_hits_are_more_evidence_up_and_less_down(rate: float, hits: int, dispersion: float) -> None:
    alternatives, rows = alternatives_to([a_rate(rate, dispersion=dispersion)]), np.array([51.0])
    (fewer,), (more,) = (alternatives.log_ratios(np.array([count]), rows) for count in (hits, hits + 1.0))

    assert (more[:4] >= fewer[:4]).all()
    assert (more[4:] <= fewer[4:]).all()


@some
@given(st.lists(st.integers(0, 100), min_size=1, max_size=8), st.integers(0, 7), st.integers(30, 100))
def test_more_evidence_of_a_day_before_stays_more(days: list[int], which: int, more: int) -> None:
    detector = a_detector(arl=1e12)
    which %= len(days)
    worse = [max(count, more) if number == which else count for number, count in enumerate(days)]
    ups = [follow(detector, each)[0].figures[0, :4] for each in (days, worse)]

    assert (ups[1] >= ups[0] * (1 - 1e-12)).all()


@pytest.mark.parametrize("rows", [1, 30, 100, 499, 500, 100_000])
@pytest.mark.parametrize("share", [0.0, 1.0])
def test_no_single_day_is_enough_however_many_its_rows(rows: int, share: float) -> None:
    _, (finding,) = follow(a_detector(arl=30), [round(share * rows)], rows=rows)

    assert finding.verdict is DriftVerdict.STEADY
    assert not finding.fired


def test_below_five_hundred_rows_three_days_are_needed_and_from_there_two() -> None:
    _, few = follow(a_detector(), [499] * 3, rows=499)
    _, many = follow(a_detector(), [500] * 2, rows=500)

    assert [finding.fired for finding in few] == [False, False, True]
    assert [finding.fired for finding in many] == [False, True]


@pytest.mark.parametrize("dispersion", [1.0, 2.5])
def test_days_within_the_tolerance_are_quiet_for_ever(dispersion: float) -> None:
    _, found = follow(a_detector(a_rate(0.3, dispersion=dispersion), arl=ARL * 100), [32, 28] * 200)
    assert not any(finding.fired for finding in found)
    assert {finding.verdict for finding in found} == {DriftVerdict.STEADY}


def test_chance_alone_gives_no_alarm_in_a_year_that_was_drawn() -> None:
    approved = np.random.default_rng(11).binomial(100, 0.3, 365).tolist()
    _, found = follow(a_detector(arl=ARL * 43), approved)
    assert not any(finding.fired for finding in found)


def test_a_finding_says_base_now_change_interval_evidence_limit_and_since() -> None:
    _, found = follow(a_detector(), [30] * 5 + [45] * 5)
    first = next(finding for finding in found if finding.fired)

    assert first.indicator.name == "aprovado"
    assert first.verdict is DriftVerdict.DRIFT
    assert (first.base, first.now, first.limit) == (0.3, 0.45, 400.0)
    assert first.change == pytest.approx(0.15)
    assert first.evidence >= first.limit
    assert first.since == FIRST + timedelta(5)
    assert first.interval is not None
    assert first.interval.low < 0.15 < first.interval.high
    assert first.interval.low > 0.05


def test_the_interval_is_wider_where_days_are_dispersed() -> None:
    narrow, wide = (
        follow(a_detector(a_rate(dispersion=phi), arl=1e12), [45])[1][0].interval for phi in (1.0, 4.0)
    )
    assert narrow is not None
    assert wide is not None
    assert wide.high - wide.low == pytest.approx(2 * (narrow.high - narrow.low), rel=0.1)


def test_an_alarm_begins_the_evidence_anew_and_the_alert_stays_open_until_the_change_ends() -> None:
    state, found = follow(a_detector(), [60] * 8)
    assert [finding.fired for finding in found] == [False, False, True] * 2 + [False, False]
    assert {finding.since for finding in found[2:]} == {FIRST}
    assert {finding.rows for finding in found[-1:]} == {800}

    closed = []
    for number in range(8, 20):
        state, (finding,) = a_detector().advance(state, a_day(number, approved=30))
        closed.append(finding.verdict)
    assert closed[0] is DriftVerdict.DRIFT
    assert closed[-1] is DriftVerdict.STEADY
    assert finding.since is None


def test_a_change_down_is_found_as_one_up_is() -> None:
    _, found = follow(a_detector(), [30] * 5 + [10] * 5)
    first = next(finding for finding in found if finding.fired)
    assert first.since == FIRST + timedelta(5)
    assert first.change == pytest.approx(-0.2)


def test_a_change_that_turns_round_is_another_alert() -> None:
    _, found = follow(a_detector(), [60] * 5 + [5] * 10)
    assert found[4].since == FIRST
    assert found[-1].since == FIRST + timedelta(5)


def test_a_day_of_no_rows_changes_nothing_and_cannot_say() -> None:
    detector = a_detector()
    state, _ = follow(detector, [45, 45])
    after, (finding,) = detector.advance(state, a_day(2, rows=0, approved=0))

    assert after.to_json()["figures"] == state.to_json()["figures"]
    assert (finding.verdict, finding.now, finding.change, finding.interval) == (
        DriftVerdict.CANNOT_SAY,
        None,
        None,
        None,
    )


def test_a_day_that_is_missing_is_a_day_without_evidence() -> None:
    detector = a_detector()
    state, _ = follow(detector, [45, 45])
    nothing, _ = detector.advance(state, a_day(2, rows=0, approved=0))
    gap, through = (detector.advance(each, a_day(3, approved=45)) for each in (state, nothing))

    assert gap[0].to_json() == through[0].to_json()
    assert gap[1] == through[1]


def test_days_are_taken_in_order_and_a_day_again_from_the_day_before() -> None:
    detector = a_detector()
    before, _ = follow(detector, [45])
    once, findings = detector.advance(before, a_day(1, approved=45))
    again, same = detector.advance(before, a_day(1, approved=45))

    assert (again.to_json(), same) == (once.to_json(), findings)
    for number in (0, 1):
        with pytest.raises(ValueError, match="days are taken in order: 2026-01-0"):
            detector.advance(once, a_day(number, approved=45))


@some
@given(st.lists(st.integers(0, 100), max_size=12))
def test_a_state_is_the_same_after_it_was_stored(days: list[int]) -> None:
    detector = a_detector()
    state, _ = follow(detector, days)
    stored = cast("EvidenceJson", json.loads(json.dumps(state.to_json())))
    restored = EvidenceState.from_json(stored)

    assert restored.to_json() == state.to_json()
    number = len(days)
    one, other = (detector.advance(each, a_day(number, approved=50)) for each in (state, restored))
    assert one[0].to_json() == other[0].to_json()
    assert one[1] == other[1]


def test_what_is_no_state_is_refused_by_the_name_of_the_indicator() -> None:
    with pytest.raises(ValueError, match="no evidence of an indicator: tem_email"):
        EvidenceState.from_json({"day": "2026-01-01", "figures": {"tem_email": [0.0]}})


@pytest.mark.parametrize("constant", [0, 100])
def test_a_feature_that_was_constant_is_steady_until_it_is_not(constant: int) -> None:
    rate = (200 * constant + 0.5) / 20_001
    _, found = follow(a_detector(a_rate(rate)), [constant] * 20 + [abs(constant - 20)] * 3)

    assert not any(finding.fired for finding in found[:20])
    assert found[-1].fired
    assert found[-1].since == FIRST + timedelta(20)


def test_what_was_constant_does_not_raise_the_limit() -> None:
    names = ("tem_email", "tem_email:unknown", "aprovado")
    rates = (a_rate(), a_rate(0.5 / 20_001), a_rate(20_000.5 / 20_001))
    assert [rate.varied for rate in rates] == [True, False, False]
    baseline = BaselineRates(edges={}, rates=dict(zip(names, rates, strict=True)))
    assert sequential_detector([EMAIL], baseline).limit == ARL
    assert sequential_detector([EMAIL], baseline_of(a_detector(rules=[EMAIL]))).limit == 3 * ARL
    assert sequential_detector([], BaselineRates(edges={}, rates={})).limit == ARL


def test_a_baseline_of_too_few_rows_cannot_say() -> None:
    for base in (a_rate(0.5, rows=0), RateBaseline(rate=0.5, rows=12, dispersion=2.5, assumed=True)):
        _, found = follow(a_detector(base), [100] * 5)
        assert {finding.verdict for finding in found} == {DriftVerdict.CANNOT_SAY}


def test_a_feature_of_another_name_is_not_followed_and_the_old_one_cannot_say() -> None:
    detector = a_detector(rules=[EMAIL])
    renamed = a_day(0, tem_correio=ColumnCounts(known=100, total=90.0))
    _, findings = detector.advance(detector.start(), renamed)

    assert {finding.indicator.name: finding.verdict for finding in findings} == {
        "tem_email": DriftVerdict.CANNOT_SAY,
        "tem_email:unknown": DriftVerdict.CANNOT_SAY,
        "aprovado": DriftVerdict.STEADY,
    }


def test_a_feature_that_the_baseline_does_not_have_is_not_followed() -> None:
    detector = a_detector()
    again = sequential_detector([replace(EMAIL, feature="tem_novo")], baseline_of(detector))
    assert [indicator.name for indicator in again.indicators] == ["aprovado"]


def baseline_of(detector: SequentialDetector) -> BaselineRates:
    names = [indicator.name for indicator in detector.indicators]
    return BaselineRates(edges={}, rates=dict(zip(names, detector.rates, strict=True)))


def test_a_state_of_other_indicators_gives_each_what_is_its_own() -> None:
    state, _ = follow(a_detector(), [45, 45])
    both = a_detector(rules=[EMAIL])
    day = a_day(2, approved=45, tem_email=ColumnCounts(known=100, total=30.0))
    _, findings = both.advance(state, day)
    _, alone = a_detector().advance(state, day)

    assert findings[-1].evidence == alone[-1].evidence > findings[0].evidence


def test_the_order_of_the_indicators_does_not_matter() -> None:
    one, other = a_detector(rules=[EMAIL]), a_detector(rules=[EMAIL])
    turned = replace(
        other,
        indicators=other.indicators[::-1],
        rates=other.rates[::-1],
    )
    day = a_day(0, approved=45, tem_email=ColumnCounts(known=90, total=60.0))
    _, findings = one.advance(one.start(), day)
    _, reverse = turned.advance(turned.start(), day)
    assert findings == reverse[::-1]


@pytest.mark.parametrize(
    ("rows", "dispersion", "least", "most"),
    [
        (30, 1, 11, 13),
        (30, 2, 18, 23),
        (30, 3, 23, 29),
        (100, 1, 4, 5),
        (100, 2, 7, 8),
        (100, 3, 9, 11),
        (500, 3, 2, 3),
        (2000, 3, 2, 3),
    ],
)
def test_twelve_points_are_found_after_as_many_days_as_simulations_took(
    rows: int, dispersion: int, least: int, most: int
) -> None:
    base = a_rate(0.29, dispersion=dispersion)
    days = days_to_find(base, 0.12, rows_a_day=rows, limit=430)
    assert days is not None
    assert least <= days <= most


def test_the_expected_days_are_those_of_days_that_are_all_as_expected() -> None:
    _, found = follow(a_detector(arl=430), [42] * 30)
    first = next(number for number, finding in enumerate(found, start=1) if finding.fired)
    assert first == days_to_find(a_rate(), 0.12, rows_a_day=100, limit=430)


def test_what_is_tolerated_or_takes_a_year_is_not_found() -> None:
    assert days_to_find(a_rate(), 0.02, rows_a_day=2000, limit=430) is None
    assert days_to_find(a_rate(), 0.03, rows_a_day=1, limit=430) is None
    assert days_to_find(a_rate(0.01), -0.01, rows_a_day=2000, limit=430) is None
    assert days_to_find(a_rate(0.95), 0.5, rows_a_day=2000, limit=430) is not None
