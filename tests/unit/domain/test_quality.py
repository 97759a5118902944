"""Measures of quality, against scikit-learn and against their definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from hiring.domain.evaluation.metrics import (
    Confusion,
    Quality,
    average_precision,
    confusion_at,
    expected_calibration_error,
    quality_of,
    roc_auc,
)
from hiring.domain.records import Bools, Floats
from tests.unit.domain.strategies import some

probabilities = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9999, 1.0]) | st.floats(0, 1)  # many ties
outcomes = st.lists(st.tuples(probabilities, st.booleans()), min_size=1, max_size=60).map(
    lambda rows: (np.array([score for score, _ in rows]), np.array([hired for _, hired in rows]))
)

NOBODY: tuple[Floats, Bools] = (np.empty(0), np.empty(0, np.bool_))


def calibration_error_as_defined(scores: Floats, hired: Bools) -> float:
    bins: dict[int, list[int]] = {}
    for row, score in enumerate(scores.tolist()):
        bins.setdefault(min(int(score * 10), 9), []).append(row)
    gaps = [len(rows) * abs(float(scores[rows].mean() - hired[rows].mean())) for rows in bins.values()]
    return sum(gaps) / len(scores)


@some
@given(outcomes)
def test_every_measure_is_scikit_learns(rows: tuple[Floats, Bools]) -> None:
    scores, hired = rows
    quality = quality_of(scores, hired)

    assert (quality.rows, quality.hired) == (len(scores), hired.sum())
    assert quality.brier == pytest.approx(metrics.brier_score_loss(hired, scores, pos_label=True), abs=1e-12)
    assert quality.calibration_error == pytest.approx(calibration_error_as_defined(scores, hired), abs=1e-12)
    if hired.any():
        assert quality.average_precision == pytest.approx(
            metrics.average_precision_score(hired, scores), abs=1e-12
        )
    if hired.any() and not hired.all():
        assert quality.roc_auc == pytest.approx(metrics.roc_auc_score(hired, scores), abs=1e-12)


@some
@given(outcomes, probabilities)
def test_what_a_threshold_did_is_what_scikit_learn_counts(
    rows: tuple[Floats, Bools], threshold: float
) -> None:
    scores, hired = rows
    chosen = scores >= threshold
    confusion = confusion_at(threshold, scores, hired)

    counts = metrics.confusion_matrix(hired, chosen, labels=[False, True]).ravel().tolist()
    ours = [
        confusion.true_negative,
        confusion.false_positive,
        confusion.false_negative,
        confusion.true_positive,
    ]
    assert ours == counts
    assert confusion.threshold == threshold
    assert confusion.accuracy == pytest.approx(metrics.accuracy_score(hired, chosen))
    if chosen.any():
        assert confusion.precision == pytest.approx(metrics.precision_score(hired, chosen))
    if hired.any():
        assert confusion.recall == pytest.approx(metrics.recall_score(hired, chosen))
    if chosen.any() or hired.any():
        assert confusion.f1 == pytest.approx(metrics.f1_score(hired, chosen))


def test_nobody_has_no_quality() -> None:
    assert quality_of(*NOBODY) == Quality(
        rows=0, hired=0, roc_auc=None, average_precision=None, brier=None, calibration_error=None
    )


@pytest.mark.parametrize("hired", [True, False])
def test_one_class_alone_has_no_ranking(*, hired: bool) -> None:
    scores, outcome = np.array([0.2, 0.8]), np.array([hired, hired])

    assert roc_auc(scores, outcome) is None
    assert average_precision(scores, outcome) == (1.0 if hired else None)


def test_precision_with_nobody_selected_is_unknown_and_not_zero_or_one() -> None:
    confusion = confusion_at(1.0, np.array([0.2, 0.8]), np.array([True, False]))

    assert confusion.precision is None
    assert (confusion.recall, confusion.accuracy, confusion.f1) == (0.0, 0.5, 0.0)


def test_recall_with_nobody_hired_is_unknown() -> None:
    confusion = confusion_at(0.5, np.array([0.2, 0.8]), np.array([False, False]))

    assert confusion.recall is None
    assert (confusion.precision, confusion.accuracy, confusion.f1) == (0.0, 0.5, 0.0)


def test_f1_with_nobody_selected_and_nobody_hired_is_unknown() -> None:
    assert confusion_at(1.0, np.array([0.2]), np.array([False])).f1 is None


def test_of_nobody_everything_is_unknown() -> None:
    confusion = confusion_at(0.5, *NOBODY)

    counts = {"true_positive": 0, "false_positive": 0, "false_negative": 0, "true_negative": 0}
    assert confusion == Confusion(threshold=0.5, **counts)
    assert (confusion.precision, confusion.recall, confusion.accuracy, confusion.f1) == (
        None,
        None,
        None,
        None,
    )


def test_a_score_at_the_threshold_is_selected() -> None:
    assert confusion_at(0.5, np.array([0.5]), np.array([True])).true_positive == 1


def test_ties_count_half_in_the_roc_curve() -> None:
    assert roc_auc(np.array([0.5, 0.5, 0.5]), np.array([True, False, True])) == 0.5


@pytest.mark.parametrize(
    ("scores", "hired", "error"),
    [
        ([0.25, 0.25, 0.25, 0.25], [True, False, False, False], 0.0),
        ([1.0, 1.0], [True, False], 0.5),
        ([0.95, 1.0], [True, False], 0.475),  # 1.0 belongs to the last bin
        ([0.0, 0.9], [True, True], 0.55),
    ],
)
def test_the_calibration_error_weighs_ten_bins_by_their_size(
    scores: list[float], hired: list[bool], error: float
) -> None:
    assert expected_calibration_error(np.array(scores), np.array(hired)) == pytest.approx(error)
