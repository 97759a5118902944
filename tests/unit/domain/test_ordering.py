"""Whether scores order the people of one vaga: against counting by hand, and against chance."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.knowledge import VAGAS, WORLDS, Found, World, drawn, found, judged, promise
from benchmarks.promises import BROKEN, KEPT
from hiring.domain.evaluation.bootstrap import DRAWS, SEED
from hiring.domain.evaluation.group_ranks import rank_within_groups
from hiring.domain.evaluation.metrics import roc_auc
from hiring.domain.evaluation.ordering import (
    FEWEST_LATER,
    FEWEST_SAME_DAY,
    Ordering,
    OrdersCandidates,
    first_seen_since,
    ordering_of,
    orders_candidates,
    within_group_auc,
)
from hiring.domain.records import Bools, Days, Floats, Ints
from tests.unit.domain.strategies import some

Rows = tuple[Floats, Bools, Ints, Days]
FIRST = np.datetime64("2024-01-01")


def as_columns(rows: list[tuple[int, bool, int, int]]) -> Rows:
    """Scores, outcomes, groups and days, of which -1 is unknown."""
    scores, hired, groups, days = (
        (np.array(column) for column in zip(*rows, strict=True)) if rows else [[]] * 4
    )
    day = FIRST + np.array(days, int)
    day[np.array(days, int) < 0] = np.datetime64("NaT")
    return np.array(scores, float), np.array(hired, bool), np.array(groups, int), day


rows_of_people = st.lists(
    st.tuples(st.integers(-3, 3), st.booleans(), st.integers(1, 4), st.integers(-1, 2)), max_size=30
).map(as_columns)


def counted(rows: Rows, *, same_day: bool) -> tuple[float, int]:
    """Wins and pairs, one pair after another."""
    scores, hired, groups, days = rows
    wins, pairs = 0.0, 0
    for one, other in product(np.flatnonzero(hired), np.flatnonzero(~hired)):
        if groups[one] == groups[other] and (not same_day or days[one] == days[other]):
            wins += 0.5 * (float(scores[one] > scores[other]) + float(scores[one] >= scores[other]))
            pairs += 1
    return wins, pairs


def pairs_of(groups: int, right: int, *, first: int = 0) -> Ordering:
    """Groups of one hired and one not, put forward on one day; the scores of `right` of them are right."""
    codes = np.repeat(np.arange(groups), 2) + first
    hired = np.tile([True, False], groups)
    return ordering_of(hired == (codes - first < right), hired, codes, np.full(2 * groups, FIRST))


@given(rows_of_people)
@some
def test_the_auc_is_that_of_counting_pairs(rows: Rows) -> None:
    scores, hired, groups, days = rows
    for same_day in (False, True):
        wins, pairs = counted(rows, same_day=same_day)
        measured = within_group_auc(scores, hired, groups, days if same_day else None)

        assert measured.pairs == pairs
        assert measured.auc == (pytest.approx(wins / pairs) if pairs else None)


def test_pairs_are_pooled_and_not_groups_averaged() -> None:
    measured = within_group_auc([0.9, 0.1, 0.1, 0.2, 0.3, 0.4], [1, 0, 1, 0, 0, 0], [1, 1, 2, 2, 2, 2])

    assert (measured.groups, measured.pairs, measured.auc) == (2, 4, 0.25)


def test_one_group_is_what_the_roc_auc_is() -> None:
    rng = np.random.default_rng(5)
    scores, hired = rng.integers(0, 9, 60), rng.random(60) < 0.4

    assert within_group_auc(scores, hired, np.full(60, 5185)).auc == pytest.approx(roc_auc(scores, hired))


def test_people_of_different_days_and_of_unknown_days_are_no_pairs() -> None:
    days = np.array(["2024-01-01", "2024-01-01", "2024-01-02", "NaT", "NaT"], "datetime64[D]")

    measured = within_group_auc([0.9, 0.1, 0.2, 0.3, 0.4], [1, 0, 0, 1, 0], [7] * 5, days)

    assert (measured.groups, measured.pairs, measured.auc) == (1, 1, 1.0)


@pytest.mark.parametrize(("hired", "groups"), [([], []), ([1, 1], [7, 7]), ([1, 0], [7, 8])])
def test_without_pairs_there_is_no_figure(hired: list[int], groups: list[int]) -> None:
    found = ordering_of([0.5] * len(hired), hired, groups, np.full(len(hired), FIRST))

    for auc in (found.within_group, found.within_group_and_day):
        assert (auc.groups, auc.pairs, auc.auc, auc.lower_bound, auc.interval) == (0, 0, None, None, None)
    for top in (found.ndcg_at_5, found.precision_at_1, found.precision_at_3):
        assert (top.groups, top.value, top.chance) == (0, None, None)


@given(rows_of_people, st.randoms(use_true_random=False))
@some
def test_neither_the_order_of_rows_nor_a_shift_of_a_group_changes_anything(
    rows: Rows, random: object
) -> None:
    scores, hired, groups, days = rows
    shuffled = np.arange(len(scores))
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives no type for its generators
    shifted = scores + 16.0 * groups

    before = ordering_of(scores, hired, groups, days)

    assert ordering_of(shifted, hired, groups, days) == before
    assert repr(ordering_of(scores[shuffled], hired[shuffled], groups[shuffled], days[shuffled])) == repr(
        before
    )


@given(rows_of_people)
@some
def test_the_same_score_for_everybody_is_chance(rows: Rows) -> None:
    scores, hired, groups, days = rows

    found = ordering_of(np.zeros(len(scores)), hired, groups, days)

    for auc in (found.within_group, found.within_group_and_day):
        assert auc.auc in (None, 0.5)
        assert auc.interval in (None, (0.5, 0.5))
    for top in (found.ndcg_at_5, found.precision_at_1, found.precision_at_3):
        assert top.value == (None if top.chance is None else pytest.approx(top.chance))


def test_groups_are_resampled_and_not_rows() -> None:
    """Sixty groups of one pair: each draw is a mean of sixty, by the very generator."""
    hired = np.tile([True, False], 60)
    right = np.random.default_rng(2).random(60) < 0.7
    scores = (hired == np.repeat(right, 2)).astype(float)

    measured = within_group_auc(scores, hired, np.repeat(np.arange(60), 2))

    draws = right[np.random.default_rng(SEED).integers(60, size=(DRAWS, 60))].mean(axis=1)
    assert measured.lower_bound == pytest.approx(np.quantile(draws, 0.1))
    assert measured.interval == pytest.approx(tuple(np.quantile(draws, [0.025, 0.975])))


def test_the_bootstrap_of_large_groups_weighs_them_by_their_pairs() -> None:
    """A right group of 25 pairs and a wrong one of a single pair: a draw has both, or one of them twice."""
    scores = np.r_[np.full(5, 0.9), np.full(5, 0.1), 0.1, 0.9]
    hired = [1] * 5 + [0] * 5 + [1, 0]

    measured = within_group_auc(scores, hired, np.repeat([1, 2], [10, 2]))

    assert measured.auc == pytest.approx(25 / 26)
    assert measured.interval == (0.0, 1.0)


def test_an_order_above_chance_twice_is_proven() -> None:
    decided = orders_candidates(grouped=pairs_of(200, 140), later=pairs_of(FEWEST_LATER, 70))

    assert decided.verdict is OrdersCandidates.PROVEN
    assert decided.later.within_group.groups == FEWEST_LATER


@pytest.mark.parametrize(
    ("grouped", "later"),
    [
        (pairs_of(200, 140), pairs_of(100, 51)),
        (pairs_of(200, 101), pairs_of(100, 70)),
        (pairs_of(200, 60), pairs_of(100, 30)),
    ],
    ids=["grouped alone", "later alone", "neither"],
)
def test_an_order_above_chance_once_is_not_proven(grouped: Ordering, later: Ordering) -> None:
    assert orders_candidates(grouped=grouped, later=later).verdict is OrdersCandidates.NOT_PROVEN


@pytest.mark.parametrize(
    ("grouped", "later"),
    [(200, FEWEST_LATER - 1), (FEWEST_SAME_DAY - 1, FEWEST_LATER), (0, 0)],
    ids=["later groups", "groups of one day", "all"],
)
def test_too_few_groups_prove_nothing_however_right_they_are(grouped: int, later: int) -> None:
    decided = orders_candidates(grouped=pairs_of(grouped, grouped), later=pairs_of(later, later))

    assert decided.verdict is OrdersCandidates.TOO_FEW


def test_an_order_without_days_is_not_proven() -> None:
    hired, codes = np.tile([True, False], 200), np.repeat(np.arange(200), 2)
    undated = ordering_of(hired, hired, codes)

    assert orders_candidates(grouped=undated, later=undated).verdict is OrdersCandidates.TOO_FEW


def test_later_groups_have_no_row_before_the_cut_and_one_since() -> None:
    days = np.array(["2024-01-31", "2024-02-01", "2024-02-01", "NaT", "NaT", "2024-01-01"], "datetime64[D]")

    later = first_seen_since(np.datetime64("2024-02-01"), [1, 1, 2, 2, 3, 3], days)

    assert later.tolist() == [False, False, True, True, False, False]


def test_columns_that_do_not_fit_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="scores and groups must have the same length"):
        ordering_of([0.5, 0.4], [1, 0], [7])
    with pytest.raises(ValueError, match="days must have the shape"):
        within_group_auc([0.5, 0.4], [1, 0], [7, 7], np.array([FIRST]))
    with pytest.raises(ValueError, match="days must be dates"):
        within_group_auc([0.5], [1], [7], np.array(["yesterday"]))
    with pytest.raises(ValueError, match="groups must be integers"):
        within_group_auc([0.5], [1], [7.5])


def test_ranks_begin_again_in_every_group_even_where_scores_go_on() -> None:
    ranks = rank_within_groups(np.array([0.5, 0.5, 0.5]), np.array([7, 8, 8]))

    assert ranks.first.tolist() == [0, 0, 0]
    assert ranks.after.tolist() == [1, 2, 2]


@pytest.mark.parametrize("world", [WORLDS[0], WORLDS[-1]], ids=["chance", "an order"])
def test_the_benchmarks_bounds_are_kept_in_a_few_draws(world: World) -> None:
    assert promise(world, found(world, draws=8)).state == KEPT


def test_the_benchmark_names_a_broken_bound() -> None:
    never, always = (Found(proven=share, too_few=0.0, same_day=0.5, later=0.5) for share in (0.0, 1.0))

    for world in WORLDS:
        assert promise(world, always if world.ordered else never).state == KEPT
        assert promise(world, never if world.ordered else always).state == BROKEN


def test_the_benchmarks_vagas_have_both_outcomes_and_a_hundred_are_later() -> None:
    rows = drawn(WORLDS[0], 1)
    decided = judged(WORLDS[0], 1)

    assert len(np.unique(rows.vagas[rows.hired])) == len(np.unique(rows.vagas[~rows.hired])) == VAGAS
    assert decided.grouped.within_group.groups == VAGAS
    assert decided.later.within_group.groups == FEWEST_LATER
