"""Scales, ticks and paths of the page's charts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.adapters.reports.monitoring.charts import HEIGHT, WIDTH, area, bars, day_ticks, path, scale
from tests.unit.domain.strategies import some

VALUES = st.lists(
    st.floats(0, 1e9, allow_nan=False).map(lambda value: round(value, 6)), min_size=1, max_size=20
)


@some
@given(VALUES, st.booleans())
def test_a_scale_has_few_ticks_and_all_values_lie_on_it(values: list[float], whole: bool) -> None:  # noqa: FBT001  # drawn
    on = scale(values, whole=whole)

    assert 2 <= len(on.ticks) <= 6
    assert list(on.ticks) == sorted(set(on.ticks))
    assert on.low <= min(values) + 1e-6 * max(values)
    assert on.high >= max(values) * (1 - 1e-6)
    assert all(0 <= on.y(value) <= HEIGHT for value in values)
    assert not whole or all(tick == int(tick) for tick in on.ticks)


def test_small_values_begin_at_zero_and_large_ones_where_they_are() -> None:
    assert scale([0.02, 0.31]).ticks == (0.0, 0.2, 0.4)
    assert scale([0.82, 0.93]).ticks == (0.8, 0.85, 0.9, 0.95)
    assert scale([0.0]).ticks[0] == 0.0
    assert scale([3], whole=True).ticks == (0.0, 1.0, 2.0, 3.0)


def test_a_hole_interrupts_a_line_and_a_value_alone_is_a_dash() -> None:
    on = scale([0.0, 1.0])
    assert (
        path([(0.0, 0.0), (0.5, 1.0), (0.0, None), (1.0, 1.0)], on) == f"M0 {HEIGHT}l500-{HEIGHT}M996 0l4 0"
    )
    assert path([], on) == ""


def test_an_area_goes_there_above_and_back_below() -> None:
    on = scale([0.0, 1.0])
    drawn = area([(0.0, 0.0), (1.0, 0.0)], [(0.0, 1.0), (1.0, 1.0)], on)
    assert drawn == f"M0 0l{WIDTH} 0 0 {HEIGHT}-{WIDTH} 0z"


@pytest.mark.parametrize("days", [0, 1, 2, 5, 364])
def test_the_first_and_the_last_day_are_ticks(days: int) -> None:
    first = date(2026, 1, 1)
    ticks = day_ticks(first, first + timedelta(days=days))

    assert (ticks[0].day, ticks[-1].day) == (first, first + timedelta(days=days))
    assert len({tick.day for tick in ticks}) == len(ticks) <= 4
    assert [tick.at for tick in ticks] == sorted(tick.at for tick in ticks)


def test_the_highest_bar_is_as_high_as_there_is_room() -> None:
    assert bars([0.25, 0.5], 100) == [(50.0, 50.0), (0.0, 100.0)]
    assert bars([0.0], 100) == [(100.0, 0.0)]
