"""How people fared by value of a feature: everybody once, nobody alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from hiring.domain.evaluation.group_outcomes import FEWEST, band_borders, group_outcomes
from hiring.domain.records import Floats

NAN = float("nan")
AMOUNTS = st.one_of(st.just(NAN), st.floats(300, 100_000), st.sampled_from([0.0, 1.0, 3_000.0]))


def test_people_with_and_without_a_feature_are_counted_apart() -> None:
    has = np.array([1.0] * 20 + [0.0] * 30)
    scores, hired = np.where(has == 1, 0.6, 0.2), np.arange(50) % 2 == 0
    (effect,) = group_outcomes(has[:, None], ["area_ti"], scores, hired)
    without, having = effect.groups
    assert (without.value, without.people) == (0.0, 30)
    assert having.fared is not None
    assert (having.people, having.fared.hired, having.fared.share) == (20, 10, 0.5)
    assert having.fared.mean_score == pytest.approx(0.6)
    assert having.fared.interval.low < 0.5 < having.fared.interval.high


def test_of_few_people_nothing_is_said_but_their_number() -> None:
    has = np.array([1.0] * (FEWEST - 1) + [0.0] * FEWEST)
    (effect,) = group_outcomes(has[:, None], ["has_cert"], np.zeros(len(has)), np.ones(len(has), bool))
    assert [(group.people, group.fared is None) for group in effect.groups] == [(10, False), (9, True)]


def test_amounts_are_cut_at_round_numbers_and_the_unknown_stand_last() -> None:
    pay = np.array([1234.5, 2345.6, 3456.7, 4567.8, 5678.9, 6789.1, 7891.2, NAN, NAN])
    (effect,) = group_outcomes(pay[:, None], ["salario_valor"], np.zeros(9), np.zeros(9, bool))
    assert [(group.at_least, group.below, group.people) for group in effect.groups] == [
        (None, 2_900.0, 2),
        (2_900.0, 4_600.0, 2),
        (4_600.0, 6_200.0, 1),
        (6_200.0, None, 2),
        (None, None, 2),
    ]
    assert not {1234.5, 7891.2} & {edge for group in effect.groups for edge in (group.at_least, group.below)}


def test_an_amount_that_all_share_is_not_shown_either() -> None:
    (effect,) = group_outcomes(
        np.full((12, 1), 4_321.5), ["salario_valor"], np.full(12, 0.5), np.zeros(12, bool)
    )
    (group,) = effect.groups
    assert (group.value, group.at_least, group.below, group.people) == (None, 4_300.0, None, 12)


def test_a_feature_that_nobody_gave_has_one_group() -> None:
    (effect,) = group_outcomes(np.full((12, 1), NAN), ["salario_valor"], np.full(12, 0.5), np.zeros(12, bool))
    (group,) = effect.groups
    assert (group.value, group.at_least, group.below, group.people) == (None, None, None, 12)


@given(arrays.arrays(np.float64, st.integers(1, 60), elements=AMOUNTS))
def test_everybody_is_in_exactly_one_group(values: Floats) -> None:
    scores, hired = np.linspace(0, 1, len(values)), np.arange(len(values)) % 3 == 0
    (effect,) = group_outcomes(values[:, None], ["x"], scores, hired)
    assert sum(group.people for group in effect.groups) == len(values)
    assert all(group.people for group in effect.groups)
    assert all((group.fared is not None) == (group.people >= FEWEST) for group in effect.groups)


@given(arrays.arrays(np.float64, st.integers(1, 60), elements=st.floats(0.001, 100_000)))
def test_borders_increase_and_have_people_on_both_sides(known: Floats) -> None:
    found = band_borders(known)
    assert found == sorted(set(found))
    assert all((known < border).any() and (known >= border).any() for border in found)
