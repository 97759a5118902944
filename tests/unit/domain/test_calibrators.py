"""The calibrators beside Platt's: level lines and none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit
from sklearn.isotonic import IsotonicRegression

from hiring.domain.training.calibration import Isotonic, Uncalibrated
from tests.unit.domain.strategies import some


def test_without_calibration_boosting_s_own_probability_is_kept() -> None:
    raw = np.linspace(-30, 30, 601)
    np.testing.assert_allclose(Uncalibrated()(raw), expit(raw), rtol=0, atol=1e-15)


@some
@given(st.lists(st.tuples(st.floats(-50, 50), st.booleans()), min_size=2, max_size=60), st.integers(0, 99))
def test_an_isotonic_calibrator_is_scikit_learns(rows: list[tuple[float, bool]], seed: int) -> None:
    raw, hired = np.array([score for score, _ in rows]), np.array([float(one) for _, one in rows])
    theirs = IsotonicRegression(out_of_bounds="clip").fit(raw, hired)
    ours = Isotonic(
        raw=tuple(theirs.X_thresholds_.tolist()), probabilities=tuple(theirs.y_thresholds_.tolist())
    )
    asked = np.append(np.random.default_rng(seed).normal(0, 30, 50), raw)
    np.testing.assert_allclose(ours(asked), theirs.predict(asked), rtol=0, atol=1e-12)
    assert np.all(np.diff(ours(np.sort(asked))) >= 0)


def test_outside_its_points_it_is_level() -> None:
    calibrator = Isotonic(raw=(-1.0, 1.0), probabilities=(0.2, 0.6))
    assert calibrator(np.array([-np.inf, -9.0, -1.0, 0.0, 1.0, 9.0, np.inf])).tolist() == pytest.approx(
        [0.2, 0.2, 0.2, 0.4, 0.6, 0.6, 0.6]
    )
    assert Isotonic(raw=(0.0,), probabilities=(0.3,))(np.zeros((2, 1))).tolist() == [[0.3], [0.3]]


@pytest.mark.parametrize(
    ("raw", "probabilities"),
    [
        ((), ()),
        ((0.0, 1.0), (0.5,)),
        ((1.0, 0.0), (0.1, 0.2)),
        ((0.0, 0.0), (0.1, 0.2)),
        ((0.0, 1.0), (0.3, 0.2)),
        ((0.0, 1.0), (0.3, 1.2)),
        ((0.0, float("nan")), (0.3, 0.4)),
        ((0.0, 1.0), (0.3, float("nan"))),
    ],
)
def test_points_that_make_no_rising_line_are_refused(
    raw: tuple[float, ...], probabilities: tuple[float, ...]
) -> None:
    with pytest.raises(ValueError, match="isotonic"):
        Isotonic(raw=raw, probabilities=probabilities)
