"""The exclusion promise: the mirror of the threshold, by the same tests."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hiring.domain.records import Bools, Floats
from hiring.domain.training.exclusion import (
    CertifiedExclusion,
    ExclusionEvidence,
    UncertifiedExclusion,
    exclusion_candidates_from,
    exclusion_for_max_hired,
)
from tests.unit.domain.strategies import some


def people(*groups: tuple[float, int, int]) -> tuple[Floats, Bools]:
    """(score, how many people have it, how many of them were hired)."""
    scores = np.concatenate([np.full(size, score) for score, size, _ in groups])
    return scores, np.concatenate([np.arange(size) < hits for _, size, hits in groups])


def decide(
    *groups: tuple[float, int, int], candidates: tuple[float, ...], most: float = 0.10
) -> CertifiedExclusion | UncertifiedExclusion:
    scores, hired = people(*groups)
    return exclusion_for_max_hired(scores, hired, candidates=candidates, confidence=0.9, max_hired=most)


def test_the_highest_candidate_that_passes_is_certified_with_its_evidence() -> None:
    decided = decide((0.1, 60, 2), (0.2, 60, 3), (0.6, 80, 50), candidates=(0.1, 0.2, 0.6))

    upper = stats.beta.ppf(0.9, 5 + 1, 120 - 5)
    evidence = ExclusionEvidence(threshold=0.2, excluded=120, hired=5, upper_bound=pytest.approx(upper))
    assert decided == CertifiedExclusion(max_hired=0.1, confidence=0.9, people=200, evidence=evidence)


def test_testing_stops_at_the_first_failure_though_a_higher_candidate_would_pass() -> None:
    decided = decide((0.1, 40, 10), (0.2, 960, 0), candidates=(0.1, 0.2))

    assert isinstance(decided, UncertifiedExclusion)
    assert decided.best is not None
    assert (decided.best.threshold, decided.best.hired) == (0.2, 10)


def test_candidates_that_exclude_fewer_than_thirty_are_skipped() -> None:
    decided = decide((0.1, 29, 29), (0.2, 970, 1), candidates=(0.1, 0.2))

    assert isinstance(decided, CertifiedExclusion)
    assert decided.evidence.excluded == 999
    assert decide((0.1, 29, 0), candidates=(0.1,)) == UncertifiedExclusion(
        max_hired=0.1, confidence=0.9, people=29, best=None
    )


def test_twenty_two_clean_exclusions_would_do_but_thirty_are_asked_for() -> None:
    assert 0.9**22 < 0.1 < 0.9**21
    assert isinstance(decide((0.1, 22, 0), (0.9, 50, 50), candidates=(0.1,)), UncertifiedExclusion)
    assert isinstance(decide((0.1, 30, 0), (0.9, 50, 50), candidates=(0.1,)), CertifiedExclusion)


@given(st.integers(30, 300), st.integers(0, 60))
@some
def test_the_test_is_scipys(excluded: int, hired: int) -> None:
    hired = min(hired, excluded)

    decided = decide((0.0, excluded, hired), (0.9, 5, 5), candidates=(0.0,))

    assert isinstance(decided, CertifiedExclusion) == (stats.binom.cdf(hired, excluded, 0.1) <= 0.1)
    found = decided.evidence if isinstance(decided, CertifiedExclusion) else decided.best
    assert found is not None
    upper = stats.beta.ppf(0.9, hired + 1, excluded - hired) if hired < excluded else 1.0
    assert (str(found.threshold), found.upper_bound) == ("0.0", pytest.approx(upper, abs=1e-9))


def test_candidates_are_scores_that_somebody_has_from_the_lowest_up() -> None:
    scores = np.random.default_rng(3).random(50)

    candidates = exclusion_candidates_from(scores, 5_000)

    assert set(candidates) <= set(scores)
    assert np.all(np.diff(candidates) > 0)
    expected = np.linspace(0.05, 0.95, 19)
    np.testing.assert_allclose(
        exclusion_candidates_from(np.linspace(0, 1, 10_001), 1_000), expected, atol=1e-3
    )


@pytest.mark.parametrize("candidates", [[0.2, 0.1], [0.1, 0.1], [float("nan")], [0.1, float("nan")]])
def test_candidates_in_another_order_are_refused(candidates: list[float]) -> None:
    with pytest.raises(ValueError, match="candidates must be strictly increasing"):
        exclusion_for_max_hired([0.5], [1], candidates=candidates, confidence=0.9)


@pytest.mark.parametrize("most", [0.0, 1.0, -0.1, float("nan")])
def test_a_promise_that_is_none_is_refused(most: float) -> None:
    with pytest.raises(ValueError, match="max_hired must be above 0 and below 1"):
        exclusion_for_max_hired([0.5], [1], candidates=[0.5], confidence=0.9, max_hired=most)


def test_the_promise_is_kept_in_nine_of_ten_draws() -> None:
    """Scores are uniform and so is the chance, 0.4 score: up to t it is 0.2 t, and 0.10 at one half."""
    rng = np.random.default_rng(11)
    broken = 0
    for _ in range(200):
        scores = rng.random(400)
        decided = exclusion_for_max_hired(
            scores, rng.random(400) < 0.4 * scores, candidates=np.arange(0.1, 1.0, 0.05), confidence=0.9
        )
        broken += isinstance(decided, CertifiedExclusion) and 0.2 * decided.evidence.threshold > 0.10 + 1e-9
    assert broken <= 20
