"""Which promises stand, by what later rows say of them."""

from dataclasses import replace

import pytest

from hiring.application.training.certify import JudgedPromises, Promises, promises_in_time
from hiring.domain.training.exclusion import CertifiedExclusion, ExclusionEvidence, UncertifiedExclusion
from hiring.domain.training.promise_in_time import NOTHING_TO_JUDGE, PromiseInTime, PromiseRequired
from hiring.domain.training.threshold import Certified, Evidence, Uncertified

EVIDENCE = Evidence(threshold=0.7, selected=100, hired=90, lower_bound=0.85)
EXCLUDED = ExclusionEvidence(threshold=0.2, excluded=100, hired=4, upper_bound=0.08)
BOTH = Promises(
    precision=Certified(min_precision=0.8, confidence=0.9, people=900, evidence=EVIDENCE),
    exclusion=CertifiedExclusion(max_hired=0.1, confidence=0.9, people=900, evidence=EXCLUDED),
)
NEITHER = Promises(
    precision=Uncertified(min_precision=0.8, confidence=0.9, people=900, best=EVIDENCE),
    exclusion=UncertifiedExclusion(max_hired=0.1, confidence=0.9, people=900, best=EXCLUDED),
)


def judged(precision: PromiseInTime, exclusion: PromiseInTime) -> JudgedPromises:
    return JudgedPromises(
        past=BOTH,
        cut="2022-01-01",
        rows=300,
        precision=replace(NOTHING_TO_JUDGE, verdict=precision),
        exclusion=replace(NOTHING_TO_JUDGE, verdict=exclusion),
    )


@pytest.mark.parametrize(
    ("verdict", "required", "stands"),
    [
        (PromiseInTime.SHOWN, PromiseRequired.SHOWN, True),
        (PromiseInTime.NOT_YET_SHOWN, PromiseRequired.SHOWN, False),
        (PromiseInTime.CONTRADICTED, PromiseRequired.SHOWN, False),
        (PromiseInTime.SHOWN, PromiseRequired.NOT_CONTRADICTED, True),
        (PromiseInTime.NOT_YET_SHOWN, PromiseRequired.NOT_CONTRADICTED, True),
        (PromiseInTime.CONTRADICTED, PromiseRequired.NOT_CONTRADICTED, False),
    ],
)
def test_each_promise_stands_by_its_own_verdict(
    *, verdict: PromiseInTime, required: PromiseRequired, stands: bool
) -> None:
    kept, told = promises_in_time(BOTH, judged(verdict, PromiseInTime.SHOWN), required)
    assert isinstance(kept.precision, Certified if stands else Uncertified)
    assert kept.exclusion == BOTH.exclusion
    assert (told.precision.withdrawn is None, told.exclusion.withdrawn) == (stands, None)
    kept, told = promises_in_time(BOTH, judged(PromiseInTime.SHOWN, verdict), required)
    assert kept.precision == BOTH.precision
    assert isinstance(kept.exclusion, CertifiedExclusion if stands else UncertifiedExclusion)
    assert (told.precision.withdrawn, told.exclusion.withdrawn is None) == (None, stands)


def test_what_is_taken_away_is_kept_as_it_was_and_its_evidence_is_the_best_there_is() -> None:
    contradicted = judged(PromiseInTime.CONTRADICTED, PromiseInTime.CONTRADICTED)
    kept, told = promises_in_time(BOTH, contradicted, PromiseRequired.NOT_CONTRADICTED)
    assert kept == NEITHER
    assert told.precision.withdrawn.verdict == BOTH.precision
    assert told.exclusion.withdrawn.verdict == BOTH.exclusion
    assert told.precision.past.verdict == BOTH.precision


def test_nothing_is_taken_away_where_nothing_was_certified() -> None:
    kept, told = promises_in_time(NEITHER, JudgedPromises(reason="no row has a date"), PromiseRequired.SHOWN)
    assert kept == NEITHER
    assert (told.precision.withdrawn, told.exclusion.withdrawn) == (None, None)
    assert (told.precision.past, told.reason, told.cut) == (None, "no row has a date", None)
