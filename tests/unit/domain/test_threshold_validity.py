"""The benchmark's worlds, a few draws of each: the promise is kept, and sometimes made."""

import numpy as np
import pytest

from benchmarks.promises import BROKEN, KEPT
from benchmarks.threshold_validity import WORLDS, Truth, World, certified, kept, naive, promises

DRAWS = 40
PEOPLE = 1_000


@pytest.mark.parametrize("world", WORLDS, ids=[world.name for world in WORLDS])
def test_the_promise_is_kept_in_every_world(world: World) -> None:
    ours = kept(certified, world, PEOPLE, DRAWS)
    assert {promise.state for promise in promises(world, ours)} == {KEPT}


def test_the_naive_rule_breaks_its_promise_about_half_of_the_time() -> None:
    assert 0.3 < kept(naive, WORLDS[0], PEOPLE, DRAWS).broken < 0.8


def test_the_truth_is_integrated_over_the_chances_themselves() -> None:
    graded = Truth(World("score is chance", lambda u: u, lambda u: u))
    np.testing.assert_allclose([graded.precision(t) for t in (0.0, 0.5, 0.9)], [0.5, 0.75, 0.95], atol=1e-4)
    np.testing.assert_allclose([graded.recall(t) for t in (0.0, 0.5, 1.0)], [1.0, 0.75, 0.0], atol=1e-4)


def test_a_broken_bound_is_named() -> None:
    careless = kept(naive, WORLDS[1], PEOPLE, DRAWS)
    assert [promise.state for promise in promises(WORLDS[1], careless)] == [BROKEN, KEPT]
    never = kept(lambda *_: None, WORLDS[1], PEOPLE, 2)
    assert [promise.state for promise in promises(WORLDS[1], never)] == [KEPT, BROKEN]
