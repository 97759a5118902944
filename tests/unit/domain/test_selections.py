"""What each threshold selects."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.domain.evaluation.curves import precision_recall
from hiring.domain.evaluation.metrics import average_precision
from hiring.domain.evaluation.selections import ends_of_ties, selections_of
from hiring.domain.training.threshold import naive_threshold

PEOPLE = st.lists(st.tuples(st.integers(0, 5).map(lambda tenth: tenth / 10), st.booleans()), max_size=30)


@given(PEOPLE)
def test_each_distinct_score_selects_whoever_has_at_least_it(people: list[tuple[float, bool]]) -> None:
    scores = np.array([score for score, _ in people], np.float64)
    hired = np.array([happened for _, happened in people], np.bool_)
    steps = selections_of(scores, hired)

    assert steps.thresholds.tolist() == sorted(set(scores.tolist()), reverse=True)
    assert steps.selected.tolist() == [int((scores >= at).sum()) for at in steps.thresholds]
    assert steps.hired.tolist() == [int(hired[scores >= at].sum()) for at in steps.thresholds]


@pytest.mark.parametrize(
    ("ranked", "ends"), [([], []), ([3.0], [0]), ([3.0, 3.0], [1]), ([3.0, 2.0, 2.0, 1.0], [0, 2, 3])]
)
def test_a_run_of_equal_scores_has_one_end(ranked: list[float], ends: list[int]) -> None:
    assert ends_of_ties(ranked).tolist() == ends


def test_nobody_is_selected_by_nothing() -> None:
    assert naive_threshold([], [], min_precision=0.8) is None
    assert average_precision([], []) is None
    assert precision_recall([], []) == ()
