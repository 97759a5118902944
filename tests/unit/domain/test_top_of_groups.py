"""The top of each group: by hand, by every order, and by scikit-learn."""

from collections.abc import Callable
from functools import partial
from itertools import permutations
from math import log2

import numpy as np
import pytest
from sklearn.metrics import ndcg_score

from hiring.domain.arrays import Flags, Vector
from hiring.domain.evaluation.top_of_groups import TopOfGroups, ndcg_at_5, precision_at
from hiring.domain.records import Bools, Floats


def mean_over_every_order(measure: Callable[[Vector, Flags, Vector], TopOfGroups], hired: Flags) -> float:
    """Of one group without ties."""
    size = len(np.asarray(hired))
    values = [measure(order, hired, [7] * size).value for order in permutations(range(size))]
    return float(np.mean([value for value in values if value is not None]))


@pytest.mark.parametrize("kinds", [4, 1_000_000], ids=["ties", "no ties"])
def test_ndcg_is_scikit_learns(kinds: int) -> None:
    rng = np.random.default_rng(3)
    groups: list[tuple[Floats, Bools]] = []
    for size in rng.integers(5, 12, 40).tolist():
        scores = rng.integers(0, kinds, size).astype(float)
        groups.append((scores, rng.permutation(np.arange(size) < rng.integers(1, size))))

    measured = ndcg_at_5(
        np.concatenate([scores for scores, _ in groups]),
        np.concatenate([hired for _, hired in groups]),
        np.repeat(np.arange(40), [len(scores) for scores, _ in groups]),
    )

    theirs = np.mean([ndcg_score([hired.astype(int)], [scores], k=5) for scores, hired in groups])
    assert (measured.groups, measured.value) == (40, pytest.approx(theirs))


def test_ndcg_by_hand() -> None:
    measured = ndcg_at_5([6, 5, 4, 3, 2, 1], [0, 1, 0, 0, 0, 1], [7] * 6)

    best = 1 + 1 / log2(3)
    assert measured.value == pytest.approx((1 / log2(3)) / best)
    assert measured.chance == pytest.approx(2 / 6 * sum(1 / log2(i + 2) for i in range(5)) / best)


@pytest.mark.parametrize("hired", [[1, 0, 0, 0, 0], [1, 1, 0, 1, 0], [1, 0, 1, 0, 0, 0], [1, 1, 1, 1, 1, 0]])
def test_chance_is_the_mean_over_every_order(hired: list[int]) -> None:
    for measure in (ndcg_at_5, partial(precision_at, 1), partial(precision_at, 3)):
        chance = measure(hired, hired, [7] * len(hired)).chance

        assert chance == pytest.approx(mean_over_every_order(measure, hired))


def test_the_best_order_has_an_ndcg_of_one_and_the_worst_less() -> None:
    hired = np.array([1, 1, 1, 1, 1, 1, 0, 0])

    assert ndcg_at_5(hired, hired, [7] * 8).value == 1.0
    assert (ndcg_at_5(-hired, hired, [7] * 8).value or 1.0) < 1.0


@pytest.mark.parametrize(
    ("depth", "scores", "value"),
    [
        (1, [4, 3, 2, 1], 0.0),
        (3, [4, 3, 2, 1], 2 / 3),
        (1, [3, 3, 2, 1], 1 / 2),  # two share the first place
        (3, [4, 3, 2, 2], 1 / 3 + 1 / 6),  # two share the third
        (3, [1, 1, 1, 1], 1 / 2),
    ],
)
def test_precision_by_hand(depth: int, scores: list[int], value: float) -> None:
    measured = precision_at(depth, scores, [0, 1, 1, 0], [7] * 4)

    assert measured == TopOfGroups(groups=1, value=pytest.approx(value), chance=pytest.approx(0.5))


def test_groups_count_once_each_whatever_their_size() -> None:
    measured = precision_at(1, [2, 1, 5, 4, 3, 2], [1, 0, 0, 1, 1, 1], [1, 1, 2, 2, 2, 2])

    assert (measured.groups, measured.value, measured.chance) == (2, 0.5, (1 / 2 + 3 / 4) / 2)


def test_groups_that_are_too_small_or_have_one_outcome_do_not_count() -> None:
    scores, hired, groups = [3, 2, 1, 9, 8, 2, 1], [1, 1, 1, 1, 0, 0, 0], [1, 1, 1, 2, 2, 3, 3]

    assert precision_at(1, scores, hired, groups).groups == 1
    assert precision_at(3, scores, hired, groups) == TopOfGroups(groups=0, value=None, chance=None)


def test_a_depth_of_none_is_refused() -> None:
    with pytest.raises(ValueError, match="depth must be at least 1"):
        precision_at(0, [0.5], [1], [7])
