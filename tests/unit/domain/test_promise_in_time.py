"""A promise certified on the past, applied to newer rows: shown, contradicted, or not yet shown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from benchmarks.threshold_in_time import LEAST_KEPT, MOST_BROKEN, WORLDS, World, halving, next_year, rules
from hiring.domain.records import Bools, Floats
from hiring.domain.training.exclusion import (
    CertifiedExclusion,
    ExclusionEvidence,
    UncertifiedExclusion,
)
from hiring.domain.training.promise_in_time import (
    MOST_ROWS,
    JudgementInTime,
    PromiseInTime,
    judge_exclusion_in_time,
    judge_precision_in_time,
)
from hiring.domain.training.threshold import Certified, Evidence, Uncertified
from tests.unit.domain.strategies import some

SHOWN, CONTRADICTED, NOT_YET = PromiseInTime
NOTHING = JudgementInTime(verdict=NOT_YET, selected=0, hired=0, bound=None, would_show=None)


def precise(minimum: float = 0.8) -> Certified:
    evidence = Evidence(threshold=0.7, selected=100, hired=95, lower_bound=0.9)
    return Certified(min_precision=minimum, confidence=0.9, people=900, evidence=evidence)


def excluding(most: float = 0.1) -> CertifiedExclusion:
    evidence = ExclusionEvidence(threshold=0.2, excluded=100, hired=4, upper_bound=0.08)
    return CertifiedExclusion(max_hired=most, confidence=0.9, people=900, evidence=evidence)


def newer(selected: int, hired: int, *, score: float) -> tuple[Floats, Bools]:
    """So many rows of this score, and ten hired and ten not in the middle, whom neither promise is about."""
    scores = np.concatenate((np.full(selected, score), np.full(20, 0.5)))
    return scores, np.concatenate((np.arange(selected) < hired, np.arange(20) < 10))


def of_precision(selected: int, hired: int, minimum: float = 0.8) -> JudgementInTime:
    return judge_precision_in_time(precise(minimum), *newer(selected, hired, score=0.7))


def of_exclusion(selected: int, hired: int, most: float = 0.1) -> JudgementInTime:
    return judge_exclusion_in_time(excluding(most), *newer(selected, hired, score=0.2))


@pytest.mark.parametrize(
    ("selected", "hired", "verdict", "would_show"),
    [
        (11, 11, SHOWN, 11),  # 0.8 ** 11 = 0.086
        (10, 10, NOT_YET, 11),  # 0.8 ** 10 = 0.107
        (0, 0, NOT_YET, None),
        (29, 0, NOT_YET, None),  # too few to contradict
        (30, 23, CONTRADICTED, None),
        (30, 24, NOT_YET, None),  # exactly the minimum: no number of rows shows it
        (20, 18, NOT_YET, 38),
        (100, 86, SHOWN, 100),
        (100, 85, NOT_YET, 126),
        (1_000, 790, CONTRADICTED, None),
    ],
)
def test_a_precision_in_time(
    selected: int, hired: int, verdict: PromiseInTime, would_show: int | None
) -> None:
    judged = of_precision(selected, hired)

    assert (judged.verdict, judged.selected, judged.hired) == (verdict, selected, hired)
    assert judged.would_show == would_show


@pytest.mark.parametrize(
    ("excluded", "hired", "verdict", "would_show"),
    [
        (22, 0, SHOWN, 22),  # 0.9 ** 22 = 0.098
        (21, 0, NOT_YET, 22),  # 0.9 ** 21 = 0.109
        (0, 0, NOT_YET, None),
        (29, 29, NOT_YET, None),
        (30, 4, CONTRADICTED, None),
        (30, 3, NOT_YET, None),  # exactly the most
        (1_000, 80, SHOWN, 1_000),
        (1_000, 120, CONTRADICTED, None),
    ],
)
def test_an_exclusion_in_time(
    excluded: int, hired: int, verdict: PromiseInTime, would_show: int | None
) -> None:
    judged = of_exclusion(excluded, hired)

    assert (judged.verdict, judged.selected, judged.hired) == (verdict, excluded, hired)
    assert judged.would_show == would_show


@given(st.integers(1, 300), st.integers(0, 300), st.sampled_from([0.5, 0.8, 0.9]))
@some
def test_bounds_and_verdicts_are_scipys(selected: int, hired: int, minimum: float) -> None:
    hired = min(hired, selected)
    lower = stats.beta.ppf(0.1, hired, selected - hired + 1) if hired else 0.0

    judged = of_precision(selected, hired, minimum)
    mirrored = of_exclusion(selected, selected - hired, 1 - minimum)

    assert judged.bound == pytest.approx(lower, abs=1e-9)
    assert mirrored.bound == pytest.approx(1 - lower, abs=1e-9)
    assert (judged.verdict is SHOWN) == (stats.binom.sf(hired - 1, selected, minimum) <= 0.1)
    assert (judged.verdict is CONTRADICTED) == (selected >= 30 and hired / selected < minimum)
    assert (mirrored.verdict, mirrored.would_show) == (judged.verdict, judged.would_show)


@given(st.integers(1, 60), st.integers(1, 60), st.sampled_from([0.5, 0.8]))
@some
def test_the_fewest_rows_that_would_show_it_are_scipys(selected: int, hired: int, minimum: float) -> None:
    hired = min(hired, selected)
    enough = of_precision(selected, hired, minimum).would_show

    if enough is None:
        assert hired <= minimum * selected
    else:
        rows = np.arange(selected, enough + 1)
        shows = stats.binom.sf(hired * rows // selected - 1, rows, minimum) <= 0.1
        assert shows.tolist() == [False] * (enough - selected) + [True]


def test_a_share_so_near_the_minimum_that_too_many_rows_were_needed_has_no_number() -> None:
    judged = of_precision(10_000, 8_001)

    assert (judged.verdict, judged.would_show) == (NOT_YET, None)
    assert (of_precision(10_000, 8_050).would_show or MOST_ROWS) < MOST_ROWS


def test_a_past_that_certified_nothing_shows_nothing_whatever_came_later() -> None:
    threshold = Uncertified(min_precision=0.8, confidence=0.9, people=900, best=None)
    exclusion = UncertifiedExclusion(max_hired=0.1, confidence=0.9, people=900, best=None)

    assert judge_precision_in_time(threshold, *newer(100, 100, score=0.9)) == NOTHING
    assert judge_exclusion_in_time(exclusion, *newer(100, 0, score=0.1)) == NOTHING


def test_a_share_of_exactly_the_promise_is_never_contradicted_by_rounding() -> None:
    for percent in range(1, 100):
        assert of_precision(100, percent, percent / 100).verdict is NOT_YET
        assert of_exclusion(100, percent, percent / 100).verdict is NOT_YET


@pytest.mark.parametrize("world", WORLDS[1:], ids=lambda world: world.name)
def test_the_benchmarks_bounds_are_kept_in_a_few_draws(world: World) -> None:
    fall = halving(world)
    before, asked, shown = rules(world, fall, 2_000, draws=12)
    assert before.broken > asked.broken >= shown.broken
    assert asked.broken <= MOST_BROKEN
    before, asked, shown = rules(world, 0.0, 2_000, draws=12)
    assert before.published >= asked.published >= LEAST_KEPT * before.published
    assert asked.published >= shown.published


def test_in_the_benchmarks_falling_worlds_a_threshold_is_less_precise_in_the_next_year() -> None:
    for world in WORLDS:
        assert next_year(world, halving(world))(0.9) < next_year(world, 0.0)(0.9) - 0.05
