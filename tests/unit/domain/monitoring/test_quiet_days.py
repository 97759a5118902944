"""The benchmark's days, a few of them: quiet ones are quiet, changes are found, broken bounds are named."""

from functools import partial

import numpy as np
import pytest

from benchmarks.drift import RULES, Cell, follow_invented
from benchmarks.drift_days import CHANGE, People, drawn, invented_people
from benchmarks.promises import BROKEN, KEPT
from hiring.domain.monitoring.drift.baseline import baseline_rates

ROWS = 200


@pytest.fixture(scope="module")
def people() -> People:
    return invented_people(600)


@pytest.mark.parametrize("dispersion", [1.0, 3.0])
def test_days_are_as_dispersed_as_they_are_to_be(people: People, dispersion: float) -> None:
    draw = drawn(people, days=300, rows=ROWS, dispersion=dispersion, rng=np.random.default_rng(1))
    rates = baseline_rates(RULES, {}, draw.counts(people, {})).rates.values()
    found = [rate.dispersion for rate in rates if ROWS * rate.rate > 10]

    assert len(found) > 10
    assert np.mean(found) == pytest.approx(dispersion, rel=0.1)


def test_in_the_changed_days_more_people_have_the_flag_and_want_more(people: People) -> None:
    changed = people.changed(np.random.default_rng(2))
    flags = people.features[:, people.flag], changed.features[:, people.flag]

    assert flags[1].mean() - flags[0].mean() == pytest.approx(CHANGE, abs=0.03)
    assert (flags[1] >= flags[0]).all()


def test_quiet_days_are_quiet_and_changes_are_found(people: People) -> None:
    cell = Cell()
    draw = partial(drawn, people, rows=ROWS, dispersion=2.0)
    follow_invented(cell, people, draw, np.random.default_rng(3), ROWS)

    assert [promise.state for promise in cell.promises(rate=6, salary=4)] == [KEPT, KEPT, KEPT]
    assert [promise.state for promise in cell.promises(rate=1, salary=0.5)] == [KEPT, BROKEN, BROKEN]
    assert cell.alarms == 0 < cell.simple_alarms
    assert np.median(np.abs(cell.begun)) <= 1


def test_a_monitor_that_cries_wolf_is_named() -> None:
    loud = Cell(days=100, alarms=2, rate=[1.0], salary=[1.0])
    assert [promise.state for promise in loud.promises(rate=1, salary=1)] == [BROKEN, KEPT, KEPT]
