"""What a model promises of its highest scores and of its lowest, and whether that stands."""

from dataclasses import dataclass, replace
from typing import Final

from hiring.application.ports.models import FittedModel
from hiring.domain.records import Bools, Floats, GoldRows, Ints
from hiring.domain.training.certificates import (
    ExclusionInTime,
    PrecisionInTime,
    PromisesInTime,
    certificate_of,
    exclusion_certificate_of,
)
from hiring.domain.training.exclusion import (
    CertifiedExclusion,
    UncertifiedExclusion,
    exclusion_candidates_from,
    exclusion_for_max_hired,
)
from hiring.domain.training.partition import Part
from hiring.domain.training.promise_in_time import (
    NOTHING_TO_JUDGE,
    JudgementInTime,
    PromiseRequired,
    judge_exclusion_in_time,
    judge_precision_in_time,
    stands_in_time,
)
from hiring.domain.training.threshold import (
    Certified,
    Uncertified,
    candidates_from,
    threshold_for_min_precision,
)
from hiring.domain.training.units import Unit

CONFIDENCE: Final = 0.90
"""Of a promise: certified and broken among people drawn like these happens in at most one draw of ten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """What can be promised of a model's threshold, and of its lowest scores."""

    precision: Certified | Uncertified
    exclusion: CertifiedExclusion | UncertifiedExclusion


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPromises:
    """Promises of the past, and what later rows say of them.

    Args:
        past: What the past promised; None where its model could not be made.
        cut: First day of the later period, ISO; None if no row has a date.
        rows: How many later rows were asked, one a person or a vaga.
        reason: Why none could be asked, or None.
        precision: What they say of the threshold.
        exclusion: What they say of the exclusion.
    """

    past: Promises | None = None
    cut: str | None = None
    rows: int = 0
    reason: str | None = None
    precision: JudgementInTime = NOTHING_TO_JUDGE
    exclusion: JudgementInTime = NOTHING_TO_JUDGE


def certify(  # noqa: PLR0913  # rows and how they are split, each named
    model: FittedModel, rows: GoldRows, parts: Ints, *, unit: Unit, min_precision: float, seed: int
) -> Promises:
    """Candidates from the calibrate part, tested on the threshold part, one row a person or a vaga."""
    calibrate = model.score(rows.features[parts == Part.CALIBRATE])
    judged = unit.judged(rows, parts, Part.THRESHOLD, seed)
    scores, hired = model.score(judged.features), judged.target == 1
    return Promises(
        precision=threshold_for_min_precision(
            scores,
            hired,
            candidates=candidates_from(calibrate, len(judged)),
            min_precision=min_precision,
            confidence=CONFIDENCE,
        ),
        exclusion=exclusion_for_max_hired(
            scores,
            hired,
            candidates=exclusion_candidates_from(calibrate, len(judged)),
            confidence=CONFIDENCE,
        ),
    )


def judge_promises(past: Promises, scores: Floats, hired: Bools, *, cut: str) -> JudgedPromises:
    """Hold both promises of the past against later rows."""
    return JudgedPromises(
        past=past,
        cut=cut,
        rows=len(scores),
        precision=judge_precision_in_time(past.precision, scores, hired),
        exclusion=judge_exclusion_in_time(past.exclusion, scores, hired),
    )


def promises_in_time(
    promises: Promises, judged: JudgedPromises, required: PromiseRequired
) -> tuple[Promises, PromisesInTime]:
    """What stands of the promises, and the record of what later rows say, with what they took away."""
    past = judged.past
    precision, exclusion = certificate_of(promises.precision), exclusion_certificate_of(promises.exclusion)
    precision_goes = precision.certified and not stands_in_time(judged.precision, required)
    exclusion_goes = exclusion.certified and not stands_in_time(judged.exclusion, required)
    kept = Promises(
        precision=replace(precision, certified=precision.certified and not precision_goes).verdict,
        exclusion=replace(exclusion, certified=exclusion.certified and not exclusion_goes).verdict,
    )
    return kept, PromisesInTime(
        required=required,
        cut=judged.cut,
        rows=judged.rows,
        reason=judged.reason,
        precision=PrecisionInTime(
            past=None if past is None else certificate_of(past.precision),
            judgement=judged.precision,
            withdrawn=precision if precision_goes else None,
        ),
        exclusion=ExclusionInTime(
            past=None if past is None else exclusion_certificate_of(past.exclusion),
            judgement=judged.exclusion,
            withdrawn=exclusion if exclusion_goes else None,
        ),
    )
