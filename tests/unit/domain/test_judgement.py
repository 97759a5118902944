"""Intervals, resampling, years, curves, leakage, folds: against scipy, scikit-learn and their definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics

from hiring.domain.evaluation.bootstrap import bootstrap_replicates, error_interval, percentile_interval
from hiring.domain.evaluation.curves import curves_of
from hiring.domain.evaluation.evaluation import evaluate, evaluate_by_year, metric_differences
from hiring.domain.evaluation.intervals import share_interval
from hiring.domain.evaluation.leakage import Leakage, ScoredOutcomes, assess_leakage
from hiring.domain.evaluation.metrics import log_loss, quality_of
from hiring.domain.features import CANDIDATE
from hiring.domain.features.profile import LeakageLimits
from hiring.domain.models import manual_mode
from hiring.domain.records import Bools, Floats
from hiring.domain.training.fitting import best_trial, trial_of
from hiring.domain.training.partition import folds_of
from tests.unit.domain.strategies import some


def people(count: int, *, seed: int = 1, chance: float = 1.0) -> tuple[Floats, Bools]:
    rng = np.random.default_rng(seed)
    scores = rng.random(count).round(2)  # with ties
    return scores, rng.random(count) < chance * scores


@some
@given(st.integers(0, 60), st.integers(0, 60), st.sampled_from([0.8, 0.95]))
def test_the_interval_of_a_share_is_clopper_and_pearsons(a: int, b: int, confidence: float) -> None:
    part, whole = sorted((a, b))
    found = share_interval(part, whole, confidence)
    if not whole:
        assert found is None
        return
    exact = stats.binomtest(part, whole).proportion_ci(confidence, method="exact")
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high), abs=1e-9)


def test_a_draw_is_measured_as_scikit_learn_measures_its_people() -> None:
    scores, hired = people(60)
    draws = bootstrap_replicates(scores, hired, {"half": 0.5, "nobody": 1.01})
    rng = np.random.default_rng(1)
    chosen = rng.integers(60, size=(1_000, 60))[7]
    s, h = scores[chosen], hired[chosen]
    expected = {
        "roc_auc": metrics.roc_auc_score(h, s),
        "average_precision": metrics.average_precision_score(h, s),
        "brier": np.mean((s - h) ** 2),
        "calibration_error": quality_of(s, h).calibration_error,
        "f1 half": metrics.f1_score(h, s >= 0.5),
        "f1 nobody": 0.0,
    }
    assert {name: values[7] for name, values in draws.items()} == pytest.approx(expected, abs=1e-12)


def test_the_bootstrap_covers_the_truth_about_as_often_as_it_says() -> None:
    """Scores are evenly spread and true: the area under their ROC curve is 5/6, their Brier score 1/6."""
    found = [evaluate(*people(200, seed=seed), {}).intervals for seed in range(60)]
    for name, truth in (("roc_auc", 5 / 6), ("brier", 1 / 6)):
        assert 52 <= sum(each[name].low <= truth <= each[name].high for each in found) <= 60


def test_the_interval_of_a_calibration_error_holds_the_estimate_and_is_never_negative() -> None:
    scores, hired = people(400)
    judgement = evaluate(scores, hired, {})
    interval = judgement.intervals["calibration_error"]
    assert 0.0 <= interval.low <= judgement.quality.calibration_error <= interval.high
    assert error_interval(0.1, None) is None


def test_too_few_people_of_an_outcome_have_measures_without_intervals() -> None:
    scores, hired = np.linspace(0, 1, 30), np.arange(30) >= 25
    judgement = evaluate(scores, hired, {"half": 0.5})
    assert judgement.quality.roc_auc == 1.0
    assert set(judgement.intervals.values()) == {None}
    (half,) = judgement.thresholds
    assert half.intervals["f1"] is None
    assert half.intervals["precision"].low < 5 / 15 < half.intervals["precision"].high


def test_nobody_is_judged_without_failing() -> None:
    judgement = evaluate(np.empty(0), np.empty(0, np.bool_), {"half": 0.5})
    assert judgement.quality.rows == 0
    assert set(judgement.thresholds[0].intervals.values()) == {None}
    assert percentile_interval(None) is None
    assert percentile_interval(np.array([np.nan, np.nan])) is None
    assert bootstrap_replicates(np.empty(0), np.empty(0, np.bool_), {}) == {}
    assert log_loss(np.empty(0), np.empty(0, np.bool_)) is None


def test_years_are_judged_alone_and_an_unknown_day_comes_last() -> None:
    scores, hired = people(6)
    days = np.array(["2021-05-01", "2019-01-01", "NaT", "2021-12-31", "1969-02-01", "NaT"], "datetime64[D]")
    years = evaluate_by_year(scores, hired, days, {"half": 0.5})
    assert [(year.year, year.judgement.quality.rows) for year in years] == [
        (1969, 1),
        (2019, 1),
        (2021, 2),
        (None, 2),
    ]
    assert years[2].mean_score == pytest.approx(scores[[0, 3]].mean())


def test_a_model_does_not_differ_from_itself_and_differs_from_noise() -> None:
    scores, hired = people(500)
    for _, value, interval in metric_differences(scores, scores, hired):
        assert value == interval.low == interval.high == 0.0
    noise = np.random.default_rng(9).random(500)
    (auc, *_) = metric_differences(scores, noise, hired)
    assert auc[0] == "roc_auc"
    assert 0 < auc[2].low < auc[1] < auc[2].high


def test_the_log_loss_is_scikit_learns_and_finite_where_a_certain_score_was_wrong() -> None:
    scores, hired = people(200)
    scores = np.clip(scores, 0.01, 0.99)
    assert log_loss(scores, hired) == pytest.approx(metrics.log_loss(hired, scores))
    assert log_loss(np.array([0.0, 1.0]), np.array([True, False])) == pytest.approx(36.04, abs=0.01)


def test_the_curve_has_every_tie_once_and_at_most_two_hundred_points() -> None:
    scores, hired = people(5_000)
    fine = np.random.default_rng(2).random(5_000)
    assert len(curves_of(fine, hired).precision_recall) == 200
    points = curves_of(scores, hired).precision_recall
    assert len(points) == len(np.unique(scores))
    for point in points[::10]:
        chosen = scores >= point.threshold
        assert point.selected == chosen.sum()
        assert point.precision == pytest.approx(hired[chosen].mean())
        assert point.recall == pytest.approx(hired[chosen].sum() / hired.sum())
    assert curves_of(scores, np.zeros(5_000, np.bool_)).precision_recall == ()


def test_bins_and_bars_add_up_to_everybody() -> None:
    scores, hired = people(1_000)
    curves = curves_of(np.append(scores, 1.0), np.append(hired, True))
    assert sum(each.people for each in curves.reliability) == 1_001
    assert all(each.interval.low <= each.hired_share <= each.interval.high for each in curves.reliability)
    assert sum(bar.hired + bar.not_hired for bar in curves.histogram) == 1_001
    assert (curves.histogram[0].low, curves.histogram[-1].high) == (0.0, 1.0)


def leakage_in(
    scores: Floats,
    features: Floats,
    names: tuple[str, ...],
    hired: Bools,
    limits: LeakageLimits | None = None,
) -> Leakage:
    scored, everybody = (
        ScoredOutcomes(values=scores, hired=hired),
        ScoredOutcomes(values=features, hired=hired),
    )
    return assess_leakage(scored, everybody, names, limits or LeakageLimits())


def test_a_feature_that_gives_everything_away_raises_the_alarm_in_either_direction() -> None:
    _, hired = people(400)
    noise = np.random.default_rng(3).random(400)
    for gift in (
        hired.astype(float),
        1.0 - hired,
        np.where(hired, np.nan, 5.0),
        np.where(hired, 5.0, np.nan),
    ):
        leakage = leakage_in(noise, np.column_stack([noise, gift]), ("noise", "gift"), hired)
        assert leakage.alarm
        assert [alone.feature for alone in leakage.features] == ["gift"]
    quiet = leakage_in(noise, noise[:, None], ("noise",), hired)
    assert not quiet.alarm
    assert quiet.strongest.feature == "noise"


def test_a_model_that_is_too_good_raises_the_alarm() -> None:
    scores, hired = people(400)
    leakage = leakage_in(hired * 0.5 + scores / 10, np.zeros((400, 1)), ("x",), hired)
    assert leakage.model_alarm
    assert leakage.features == ()
    assert leakage.strongest.feature == "x"


def test_what_is_above_a_limit_by_chance_raises_no_alarm() -> None:
    hired = np.arange(60) < 30
    lucky = np.where(hired, np.arange(60) + 40, np.arange(60))  # 0.78 of 30 and 30 people: 0.70 is possible
    leakage = leakage_in(np.zeros(60), lucky[:, None].astype(float), ("x",), hired)
    assert leakage.strongest.roc_auc > 0.75
    assert leakage.strongest.lower_bound < 0.75
    assert not leakage.alarm
    many = leakage_in(
        np.zeros(60_0), np.repeat(lucky, 10)[:, None].astype(float), ("x",), np.repeat(hired, 10)
    )
    assert many.strongest.roc_auc == leakage.strongest.roc_auc
    assert [alone.feature for alone in many.features] == ["x"]


def test_limits_belong_to_the_profile() -> None:
    scores, hired = people(400)
    good = hired * 0.5 + scores / 10
    assert not leakage_in(good, good[:, None], ("x",), hired, LeakageLimits(model=1.0, feature=1.0)).alarm
    assert CANDIDATE.leakage_limits == LeakageLimits(model=0.85, feature=0.75)


@pytest.mark.parametrize("each", [1, 3, 5])
def test_a_handful_of_people_raises_no_alarm(each: int) -> None:
    hired = np.arange(2 * each) < each
    leakage = leakage_in(hired.astype(float), hired[:, None].astype(float), ("x",), hired)
    assert (leakage.alarm, leakage.roc_auc, leakage.strongest) == (False, 1.0, None)


def test_one_outcome_constant_columns_and_nobody_raise_no_alarm() -> None:
    for hired in (np.zeros(50, np.bool_), np.ones(50, np.bool_), np.zeros(0, np.bool_)):
        leakage = leakage_in(np.zeros(len(hired)), np.zeros((len(hired), 1)), ("x",), hired)
        assert (leakage.alarm, leakage.roc_auc, leakage.lower_bound) == (False, None, None)
    _, hired = people(400)
    for constant in (0.0, 1.0, np.nan):
        leakage = leakage_in(np.zeros(400), np.full((400, 1), constant), ("x",), hired)
        assert (leakage.alarm, leakage.strongest.roc_auc) == (False, 0.5)


@some
@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=200), st.integers(0, 9))
def test_no_person_is_on_both_sides_of_a_fold(rows: list[tuple[int, bool]], seed: int) -> None:
    codes, hired = np.array([code for code, _ in rows]), np.array([one for _, one in rows])
    folds = folds_of(codes, hired, folds=3, seed=seed)
    assert all(len(set(folds[codes == code].tolist())) == 1 for code in set(codes.tolist()))
    assert np.array_equal(folds, folds_of(codes, hired, folds=3, seed=seed))
    ever = {int(code) for code in codes[hired]}
    sizes = [len(ever & set(codes[folds == fold].tolist())) for fold in range(3)]
    assert max(sizes) - min(sizes) <= 1


def test_of_equal_trials_the_first_is_taken_and_ties_are_counted() -> None:
    raw, hired = np.array([0.0, 1.0, 2.0, 3.0]), np.array([False, True, False, True])
    one_fold = np.zeros(4, np.int64)
    first = trial_of("none", np.array([0.2, 0.4, 0.6, 0.8]), raw, hired, one_fold)
    flat = trial_of("isotonic", np.array([0.2, 0.5, 0.5, 0.8]), raw, hired, one_fold)
    assert (first.tied_pairs, flat.tied_pairs) == (0.0, pytest.approx(1 / 6))
    assert (first.roc_auc, flat.roc_auc) == (0.75, 0.875)
    assert best_trial([first, first]) is first
    with pytest.raises(ValueError, match="rows"):
        trial_of("none", raw[:0], raw[:0], hired[:0], one_fold[:0])


def test_a_chosen_threshold_shows_in_the_mode() -> None:
    assert (
        manual_mode("prec80-uncertified")
        == manual_mode("prec80-manual")
        == manual_mode("prec80")
        == "prec80-manual"
    )
