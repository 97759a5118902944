import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from hiring.domain.training.calibration import Sigmoid
from tests.unit.domain.strategies import some


def test_a_sigmoid_is_platts() -> None:
    raw = np.linspace(-30, 30, 601)

    np.testing.assert_allclose(
        Sigmoid(slope=-1.7, intercept=0.3)(raw), expit(1.7 * raw - 0.3), rtol=0, atol=1e-15
    )


def test_a_sigmoid_keeps_the_shape() -> None:
    sigmoid = Sigmoid(slope=-1.0, intercept=0.0)

    assert sigmoid(np.zeros((2, 3))).tolist() == [[0.5] * 3] * 2
    assert sigmoid(np.zeros(1)).shape == (1,)
    assert sigmoid(np.zeros(0)).shape == (0,)
    assert isinstance(sigmoid(np.array(0.0)), np.ndarray)


@pytest.mark.parametrize("size", [1e3, 1e10, 1e300, np.inf])
def test_extreme_raw_scores_neither_overflow_nor_warn(size: float) -> None:
    with np.errstate(all="raise", under="ignore"):
        assert Sigmoid(slope=-1.7, intercept=0.3)(np.array([-size, size])).tolist() == [0.0, 1.0]
        assert Sigmoid(slope=1.7, intercept=0.3)(np.array([-size, size])).tolist() == [1.0, 0.0]


@some
@given(st.floats(-50, -0.01), st.floats(-50, 50), st.lists(st.floats(-1e6, 1e6), min_size=2))
def test_a_falling_slope_keeps_the_order_and_stays_between_zero_and_one(
    slope: float, intercept: float, raw: list[float]
) -> None:
    probabilities = Sigmoid(slope=slope, intercept=intercept)(np.sort(np.array(raw)))

    assert np.all((probabilities >= 0) & (probabilities <= 1))
    assert np.all(np.diff(probabilities) >= 0)
