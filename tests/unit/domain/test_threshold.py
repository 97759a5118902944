"""The decision threshold: exact tails and bounds, fixed-sequence testing, and the promise kept."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hiring.domain.evaluation.intervals import binomial_tail, lower_bound
from hiring.domain.records import Bools, Floats
from hiring.domain.training.threshold import (
    APPROVE_NOBODY,
    Certified,
    Evidence,
    Uncertified,
    candidates_from,
    evidence_at,
    naive_threshold,
    threshold_for_min_precision,
)
from tests.unit.domain.strategies import some

CONFIDENCE = 0.90
TRIALS = [
    (hits, trials)
    for trials in (1, 2, 29, 30, 100, 1_000, 20_000)
    for hits in sorted({0, 1, trials // 3, trials // 2, 4 * trials // 5, trials - 1, trials})
]


def people(*groups: tuple[float, int, int]) -> tuple[Floats, Bools]:
    """(score, how many people have it, how many of them were hired), in any order."""
    scores = np.concatenate([np.full(size, score) for score, size, _ in groups])
    hired = np.concatenate([np.arange(size) < hits for _, size, hits in groups])
    return scores, hired


def decide(
    who: tuple[Floats, Bools], *candidates: float, min_precision: float = 0.80, confidence: float = CONFIDENCE
) -> Certified | Uncertified:
    scores, hired = who
    return threshold_for_min_precision(
        scores, hired, candidates=np.array(candidates), min_precision=min_precision, confidence=confidence
    )


@pytest.mark.parametrize(("hits", "trials"), TRIALS)
@pytest.mark.parametrize("rate", [1e-6, 0.05, 0.5, 0.8, 0.999])
def test_the_binomial_tail_is_scipys(hits: int, trials: int, rate: float) -> None:
    exact = stats.binom.sf(hits - 1, trials, rate)

    assert binomial_tail(hits, trials, rate) == pytest.approx(exact, rel=1e-9, abs=1e-300)


@given(st.integers(0, 400), st.integers(0, 400), st.floats(0.001, 0.999))
@some
def test_the_binomial_tail_of_any_few_trials_is_scipys(a: int, b: int, rate: float) -> None:
    hits, trials = sorted((a, b))

    exact = stats.binom.sf(hits - 1, trials, rate)
    assert binomial_tail(hits, trials, rate) == pytest.approx(exact, rel=1e-9, abs=1e-300)


def test_the_tail_of_no_hits_is_certain() -> None:
    assert binomial_tail(0, 0, 0.5) == binomial_tail(0, 20_000, 0.999) == 1.0


@pytest.mark.parametrize(("hits", "trials"), [(hits, trials) for hits, trials in TRIALS if trials <= 1_000])
@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.999])
def test_the_lower_bound_is_clopper_and_pearsons(hits: int, trials: int, confidence: float) -> None:
    exact = stats.beta.ppf(1 - confidence, hits, trials - hits + 1) if hits else 0.0

    assert lower_bound(hits, trials, confidence) == pytest.approx(exact, abs=1e-9)


@pytest.mark.parametrize("hits", [0, 13_333, 16_100, 19_999, 20_000])
def test_the_lower_bound_of_twenty_thousand_trials_is_clopper_and_pearsons(hits: int) -> None:
    exact = stats.beta.ppf(0.1, hits, 20_000 - hits + 1) if hits else 0.0

    assert lower_bound(hits, 20_000, 0.9) == pytest.approx(exact, abs=1e-9)


def test_nobody_selected_bounds_nothing() -> None:
    assert lower_bound(0, 0, 0.9) == 0.0


def test_a_bound_above_the_minimum_is_a_test_that_passes() -> None:
    for hits in range(101):
        passes = binomial_tail(hits, 100, 0.80) <= 1 - CONFIDENCE
        assert passes == (lower_bound(hits, 100, CONFIDENCE) >= 0.80), hits


@pytest.mark.parametrize(
    ("people", "quantiles"),
    [
        (20_000, np.linspace(0.99, 0.01, 99)),  # never finer than one percent
        (5_000, np.linspace(0.99, 0.01, 99)),
        (1_000, np.linspace(0.95, 0.05, 19)),  # about 50 more people a step
        (200, [0.75, 0.50, 0.25]),
        (100, [0.50]),
        (50, [0.50]),  # a single one, which selects enough people where anything does
        (0, [0.50]),
    ],
)
def test_candidates_are_quantiles_from_the_highest_down_in_steps_of_enough_people(
    people: int, quantiles: list[float]
) -> None:
    candidates = candidates_from(np.linspace(0, 1, 10_001), people)

    np.testing.assert_allclose(candidates, quantiles, atol=1e-3)
    assert np.all(np.diff(candidates) < 0)


def test_every_number_of_people_has_candidates_between_the_extreme_scores() -> None:
    scores = np.linspace(0.2, 0.6, 50)
    for number in range(5_100):
        candidates = candidates_from(scores, number)
        assert 1 <= len(candidates) <= max(1, number // 50), number
        assert np.all((candidates >= 0.2) & (candidates <= 0.6)), number


def test_tied_scores_make_one_candidate() -> None:
    assert candidates_from(np.array([0.5] * 90 + [0.9] * 10), 5_000).tolist() == [0.9, 0.5]
    assert candidates_from(np.array([0.3]), 5_000).tolist() == [0.3]


def test_candidates_are_scores_that_somebody_has() -> None:
    scores = np.random.default_rng(3).random(50)

    assert set(candidates_from(scores, 5_000)) <= set(scores)


def test_evidence_selects_whoever_has_at_least_the_threshold() -> None:
    scores, hired = people((0.9, 10, 9), (0.5, 20, 10), (0.1, 70, 0))

    evidence = evidence_at(0.5, scores, hired, CONFIDENCE)

    bound = stats.beta.ppf(0.1, 19, 12)
    assert evidence == Evidence(threshold=0.5, selected=30, hired=19, lower_bound=pytest.approx(bound))


def test_evidence_of_nobody_is_zero_of_zero() -> None:
    scores, hired = people((0.5, 10, 10))

    expected = Evidence(threshold=APPROVE_NOBODY, selected=0, hired=0, lower_bound=0.0)
    assert evidence_at(APPROVE_NOBODY, scores, hired, CONFIDENCE) == expected


def test_the_lowest_candidate_that_passes_is_certified_with_its_evidence() -> None:
    decided = decide(people((0.9, 50, 50), (0.7, 50, 45), (0.2, 100, 0)), 0.9, 0.7, 0.2)

    assert isinstance(decided, Certified)
    assert decided.evidence.threshold == 0.7
    assert (decided.evidence.selected, decided.evidence.hired) == (100, 95)
    assert decided.evidence.lower_bound >= 0.80
    assert (decided.people, decided.min_precision, decided.confidence) == (200, 0.80, CONFIDENCE)


def test_testing_stops_at_the_first_failure_even_where_a_lower_candidate_would_pass() -> None:
    who = people((0.9, 40, 40), (0.7, 40, 0), (0.5, 2_000, 2_000))

    assert isinstance(decide(who, 0.5), Certified)
    decided = decide(who, 0.9, 0.7, 0.5)
    assert isinstance(decided, Certified)
    assert decided.evidence.threshold == 0.9


def test_a_first_candidate_that_fails_leaves_all_uncertified_with_the_best_bound() -> None:
    decided = decide(people((0.9, 40, 20), (0.5, 2_000, 2_000)), 0.9, 0.5)

    assert isinstance(decided, Uncertified)
    assert decided.best is not None
    assert (decided.best.threshold, decided.best.selected, decided.best.hired) == (0.5, 2_040, 2_020)
    assert (decided.people, decided.min_precision, decided.confidence) == (2_040, 0.80, CONFIDENCE)


def test_the_best_of_equal_bounds_is_the_highest_threshold() -> None:
    decided = decide(people((0.6, 100, 50)), 0.6, 0.5, 0.4)

    assert isinstance(decided, Uncertified)
    assert decided.best is not None
    assert decided.best.threshold == 0.6


def test_candidates_that_select_fewer_than_thirty_are_skipped_and_do_not_stop_the_testing() -> None:
    decided = decide(people((0.9, 29, 0), (0.7, 971, 971)), 0.95, 0.9, 0.7)

    assert isinstance(decided, Certified)
    assert decided.evidence.threshold == 0.7


def test_thirty_are_enough() -> None:
    assert isinstance(decide(people((0.9, 30, 30)), 0.9), Certified)
    assert isinstance(decide(people((0.9, 29, 29)), 0.9), Uncertified)


@pytest.mark.parametrize(
    ("who", "candidates"),
    [
        (people((0.9, 29, 29)), (0.9, 0.5)),
        (people((0.2, 500, 500)), (0.9,)),
        (people((0.2, 500, 500)), ()),
        ((np.empty(0), np.empty(0, np.bool_)), (0.9,)),
    ],
    ids=["too few people", "nobody so high", "no candidates", "nobody at all"],
)
def test_without_enough_people_there_is_no_best(
    who: tuple[Floats, Bools], candidates: tuple[float, ...]
) -> None:
    decided = decide(who, *candidates)

    assert isinstance(decided, Uncertified)
    assert decided.best is None


def test_a_tie_is_taken_whole() -> None:
    decided = decide(people((0.7, 60, 60), (0.6999999, 60, 0)), 0.7)

    assert isinstance(decided, Certified)
    assert decided.evidence.selected == 60


def test_the_order_of_the_people_does_not_matter() -> None:
    rng = np.random.default_rng(5)
    scores, hired = people((0.9, 50, 49), (0.7, 50, 45), (0.2, 100, 10))
    order = rng.permutation(len(scores))

    assert decide((scores[order], hired[order]), 0.9, 0.7, 0.2) == decide((scores, hired), 0.9, 0.7, 0.2)


def test_just_as_many_hired_as_the_exact_test_asks_for_are_certified_and_one_less_is_not() -> None:
    needed = next(hits for hits in range(101) if stats.binom.sf(hits - 1, 100, 0.80) <= 0.10)

    assert isinstance(decide(people((0.9, 100, needed)), 0.9), Certified)
    assert isinstance(decide(people((0.9, 100, needed - 1)), 0.9), Uncertified)


@pytest.mark.parametrize("candidates", [(0.5, 0.5), (0.5, 0.6), (0.9, 0.5, 0.7)])
def test_candidates_that_do_not_decrease_are_refused(candidates: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="strictly decreasing"):
        decide(people((0.9, 100, 100)), *candidates)


def test_the_naive_threshold_is_the_lowest_point_of_the_curve_at_the_minimum() -> None:
    scores, hired = people((0.9, 10, 10), (0.7, 10, 4), (0.5, 10, 10), (0.3, 10, 5), (0.1, 10, 0))

    assert naive_threshold(scores, hired, min_precision=0.80) == 0.5  # 24 of 30, though only 14 of 20 at 0.7
    assert naive_threshold(scores, hired, min_precision=0.90) == 0.9
    assert naive_threshold(scores, hired, min_precision=0.10) == 0.1


def test_the_naive_threshold_takes_a_tie_whole() -> None:
    scores, hired = np.array([0.9, 0.9, 0.5]), np.array([True, False, False])

    assert naive_threshold(scores, hired, min_precision=0.80) is None


def test_there_may_be_no_naive_threshold() -> None:
    assert naive_threshold(np.array([0.9, 0.5]), np.array([False, True]), min_precision=0.80) is None


def broken_promises(rule: Callable[[Floats, Bools], float | None], *, draws: int) -> float:
    """Share of samples for which `rule` chooses a threshold whose true precision is below 0.80.

    Scores are uniform and P(hired | score) = 0.5 + 0.5 score: above t the precision is 0.75 + 0.25 t.
    """
    rng = np.random.default_rng(20_240_601)
    broken = 0
    for _ in range(draws):
        scores = rng.random(300)
        chosen = rule(scores, rng.random(300) < 0.5 + 0.5 * scores)
        broken += chosen is not None and 0.75 + 0.25 * chosen < 0.80
    return broken / draws


def certified_threshold(scores: Floats, hired: Bools) -> float | None:
    decided = decide((scores, hired), 0.8, 0.6, 0.4, 0.1, 0.0)
    return decided.evidence.threshold if isinstance(decided, Certified) else None


def test_the_certified_threshold_keeps_its_promise_and_the_naive_one_breaks_it_much_more_often() -> None:
    certified = broken_promises(certified_threshold, draws=200)
    naive = broken_promises(
        lambda scores, hired: naive_threshold(scores, hired, min_precision=0.80), draws=200
    )

    assert certified <= 0.10
    assert naive >= 0.35
    assert naive > 3 * certified
