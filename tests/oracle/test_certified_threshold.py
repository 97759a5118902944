"""The certified threshold against MAPIE's, by fixed-sequence testing of its own.

Its controller differs from ours in two ways, for which the draws leave no room. It counts who was not hired
by multiplying a share and rounding up, which is often one more. And it begins with the lowest threshold where
the rows that judge them have the higher precision there; ours fixes the order before it sees them.
"""

import warnings
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from mapie.risk_control import BinaryClassificationController, control_fwer
from scipy import stats

from hiring.domain.records import Bools, Floats
from hiring.domain.training.threshold import MINIMUM_SELECTED, Certified, threshold_for_min_precision

DRAWS = 150
POWERS_OF_TWO = (32, 32, 64, 128, 256, 512, 1024)  # selected by one candidate, by two, ...: shares are exact
EVERY_NUMBER = set(range(len(POWERS_OF_TWO) + 1))


class Draw(NamedTuple):
    scores: Floats
    hired: Bools
    candidates: Floats
    min_precision: float
    confidence: float


def ours(draw: Draw) -> float | None:
    decided = threshold_for_min_precision(
        draw.scores,
        draw.hired,
        candidates=draw.candidates,
        min_precision=draw.min_precision,
        confidence=draw.confidence,
    )
    return decided.evidence.threshold if isinstance(decided, Certified) else None


def draws(sizes: tuple[int, ...] | None = None) -> Iterator[Draw]:
    """People whose chances fall with their score, as many of each score as `sizes` says, or any number."""
    rng = np.random.default_rng(20_240_602)
    for _ in range(DRAWS):
        candidates = np.sort(rng.random(len(POWERS_OF_TWO)))[::-1]
        scores = np.repeat(candidates, rng.integers(1, 150, len(candidates)) if sizes is None else sizes)
        min_precision = rng.choice([0.6, 0.7, 0.8, 0.9])
        highest = rng.uniform(min_precision, 1.0)
        chances = np.linspace(highest, rng.uniform(0.3, highest), len(scores))
        hired = rng.random(len(scores)) < chances
        yield Draw(scores, hired, candidates, float(min_precision), float(rng.choice([0.8, 0.9, 0.95])))


def test_mapies_controller_certifies_the_same_threshold() -> None:
    numbers = set()
    for draw in draws(POWERS_OF_TWO):
        if draw.hired[draw.scores == draw.candidates[0]].mean() <= draw.hired.mean():
            continue  # it begins with the lowest
        controller = BinaryClassificationController(
            lambda scores: np.column_stack((1 - scores, scores)),
            risk="precision",
            target_level=draw.min_precision,
            confidence_level=draw.confidence,
            list_predict_params=draw.candidates,
            fwer_method="fixed_sequence",
        )
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # it warns where no candidate passes, where all do, and of its order
            controller.calibrate(draw.scores, draw.hired)
        passed = controller.valid_predict_params
        assert ours(draw) == min(passed, default=None)
        numbers.add(len(passed))

    assert numbers == EVERY_NUMBER


def test_mapies_fixed_sequence_of_scipys_tails_ends_at_the_same_threshold() -> None:
    numbers = set()
    for draw in draws():
        chosen = draw.scores >= draw.candidates[:, np.newaxis]
        selected, hits = chosen.sum(axis=1), (chosen & draw.hired).sum(axis=1)
        enough = selected >= MINIMUM_SELECTED
        tails = stats.binom.sf(hits - 1, selected, draw.min_precision)
        passed = control_fwer(tails[enough], 1 - draw.confidence, "fixed_sequence")
        assert ours(draw) == min(draw.candidates[enough][passed], default=None)
        numbers.add(len(passed))

    assert numbers == EVERY_NUMBER
