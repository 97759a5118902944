"""The promise is called broken where it is, and hardly ever where it holds, whenever one looks."""

from datetime import UTC, datetime, timedelta
from itertools import product
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.domain.decision_outcomes import DecisionOutcome
from hiring.domain.monitoring.quality.outcomes import independent_outcomes
from hiring.domain.monitoring.quality.promise import BROKEN_AT, promise_evidence
from hiring.domain.monitoring.quality.quality import Answers, quality_of_answers

START = datetime(2026, 1, 1, 9, tzinfo=UTC)
MATURITY = timedelta(days=90)
YEARS, ALLOWED = 1_000, 15


def an_outcome(number: int, **changes: object) -> DecisionOutcome:
    fields: dict[str, object] = {
        "request_id": f"r{number}",
        "client": "",
        "at": START,
        "codigo_profissional": number,
        "vaga_codigo": None,
        "score": 0.85,
        "approved": True,
        "threshold": 0.8,
        "profile": "candidate",
        "outcome_at": START.date(),
        "model_version": "v1",
        "hired": True,
        "first_reported_at": START + timedelta(days=20),
    }
    return DecisionOutcome(**{**fields, **changes})  # type: ignore[arg-type]  # any field may be changed


@pytest.mark.parametrize("promised", [0.3, 0.8, 0.95])
def test_after_any_three_outcomes_the_expected_evidence_is_one_where_the_promise_just_holds(
    promised: float,
) -> None:
    chances = {True: promised, False: 1 - promised}
    expected = sum(
        float(np.prod([chances[each] for each in outcomes]))
        * promise_evidence(outcomes, promised=promised).evidence
        for outcomes in product([True, False], repeat=3)
    )
    assert expected == pytest.approx(1.0)


@pytest.mark.parametrize(("a_day", "promised"), [(2, 0.8), (20, 0.8), (5, 0.6)])
def test_a_promise_that_holds_is_called_broken_in_few_of_a_thousand_years(
    a_day: int, promised: float
) -> None:
    years = np.random.default_rng(11).random((YEARS, 365 * a_day)) < promised
    assert sum(promise_evidence(year, promised=promised).broken for year in years) <= ALLOWED


def test_siblings_of_a_vaga_do_not_make_it_broken_either() -> None:
    """Clusters of five with a correlation of .5: every second person has the outcome of the vaga."""
    chance = np.random.default_rng(12)
    vagas, siblings, promised = 2 * 365, 5, 0.8
    broken = naive = 0
    for _ in range(YEARS):
        of_vaga = chance.random(vagas) < promised
        shared = chance.random((siblings, vagas)) < 0.5**0.5
        hired = np.where(shared, of_vaga, chance.random((siblings, vagas)) < promised)
        drawn = hired[chance.integers(siblings, size=vagas), np.arange(vagas)]
        broken += promise_evidence(drawn, promised=promised).broken
        naive += promise_evidence(hired.T.ravel(), promised=promised).broken
    assert broken <= ALLOWED
    assert naive > ALLOWED  # why only one of them counts


def test_a_precision_of_70_percent_is_found_within_15_days_of_20_outcomes() -> None:
    worlds = np.random.default_rng(13).random((301, 20 * 60)) < 0.7
    found = [promise_evidence(world, promised=0.8).broken_after or world.size for world in worlds]
    assert median(found) / 20 <= 15


@given(st.lists(st.booleans(), max_size=60))
def test_what_was_broken_stays_broken(outcomes: list[bool]) -> None:
    before = promise_evidence([False] * 10, promised=0.8)
    after = promise_evidence([*[False] * 10, *outcomes], promised=0.8)
    assert before.broken_after == after.broken_after
    assert after.highest >= BROKEN_AT


def test_a_long_run_of_outcomes_overflows_nothing() -> None:
    assert promise_evidence([False] * 100_000, promised=0.8).broken_after == 7
    assert promise_evidence([True] * 100_000, promised=0.8).evidence == pytest.approx(0.0)


def test_nobody_has_said_anything_yet() -> None:
    nothing = promise_evidence([], promised=0.8)
    assert (nothing.evidence, nothing.outcomes, nothing.broken) == (1.0, 0, False)


def test_of_a_vaga_the_same_person_counts_whatever_became_of_the_others() -> None:
    one_way = [an_outcome(number, vaga_codigo=7, hired=False) for number in range(20)]
    other_way = [an_outcome(number, vaga_codigo=7, hired=number % 2 == 0) for number in range(20)]
    now = START + timedelta(days=100)
    [drawn] = independent_outcomes(one_way, maturity=MATURITY, now=now)
    [again] = independent_outcomes(reversed(other_way), maturity=MATURITY, now=now)
    assert drawn.request_id == again.request_id


def test_who_is_answered_later_than_a_window_after_the_first_changes_no_draw() -> None:
    first = [an_outcome(number, vaga_codigo=7) for number in range(3)]
    late = [an_outcome(number, vaga_codigo=7, at=START + MATURITY) for number in range(3, 40)]
    now = START + timedelta(days=400)
    assert independent_outcomes([*first, *late], maturity=MATURITY, now=now) == independent_outcomes(
        first, maturity=MATURITY, now=now
    )


def test_an_outcome_counts_from_when_its_window_has_passed_or_it_was_reported() -> None:
    fast, slow = an_outcome(1), an_outcome(2, first_reported_at=START + timedelta(days=200))
    days = [89, 90, 199, 200]
    counted = [
        len(independent_outcomes([fast, slow], maturity=MATURITY, now=START + timedelta(days=day)))
        for day in days
    ]
    assert counted == [0, 1, 1, 2]


def test_whoever_has_no_vaga_is_one_person_and_whoever_has_no_code_is_one_answer() -> None:
    twice = [an_outcome(1), an_outcome(1, request_id="again")]
    nameless = [an_outcome(3, codigo_profissional=None), an_outcome(4, codigo_profissional=None)]
    now = START + timedelta(days=100)
    assert len(independent_outcomes([*twice, *nameless], maturity=MATURITY, now=now)) == 3


def test_quality_says_nothing_of_what_is_not_known() -> None:
    answers = Answers(model_version="v1", given=10, approved=0, matured=0, approved_score=0.0)
    quality = quality_of_answers(answers, [], promised=None, now=START)
    assert (quality.precision, quality.interval, quality.expected, quality.promise) == (None,) * 4
    assert (quality.calibration, quality.calibration_error) == ((), None)


def test_the_refused_tell_of_calibration_and_not_of_precision() -> None:
    approved = [an_outcome(number) for number in range(4)]
    refused = [an_outcome(number, approved=False, score=0.15, hired=False) for number in range(4, 10)]
    answers = Answers(model_version="v1", given=10, approved=4, matured=4, approved_score=3.4)
    quality = quality_of_answers(
        answers, [*approved, *refused], promised=0.8, now=START + timedelta(days=100)
    )
    assert quality.precision == 1.0
    assert [(each.people, each.hired) for each in quality.calibration] == [(6, 0), (4, 4)]
    assert quality.calibration_error == pytest.approx(0.15)
