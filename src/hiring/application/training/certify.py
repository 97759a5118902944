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
    rows_excluded,
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
    rows_selected,
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
    """Candidates from the calibrate part, tested on the threshold part, one row a person or a vaga.

    What they select of all decided rows of the same people, or vagas, is counted beside, and decides nothing.
    """
    calibrate = model.score(rows.features[parts == Part.CALIBRATE])
    everything = unit.unknown(rows, parts, Part.THRESHOLD)
    judged = unit.one_row_each(everything, seed)
    scores, hired = model.score(judged.features), judged.target == 1
    found = Promises(
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
    return _counted(found, model.score(everything.features), everything.target == 1)


def _counted(promises: Promises, scores: Floats, hired: Bools) -> Promises:
    """The same, and what their scores select of all these rows."""
    precision, exclusion = certificate_of(promises.precision), exclusion_certificate_of(promises.exclusion)
    if precision.evidence is not None:
        counts = rows_selected(precision.evidence.threshold, scores, hired)
        precision = replace(precision, evidence=replace(precision.evidence, all_rows=counts))
    if exclusion.evidence is not None:
        counts = rows_excluded(exclusion.evidence.threshold, scores, hired)
        exclusion = replace(exclusion, evidence=replace(exclusion.evidence, all_rows=counts))
    return Promises(precision=precision.verdict, exclusion=exclusion.verdict)


def judge_promises(  # noqa: PLR0913  # a model, its promises and later rows, each named
    past: Promises, model: FittedModel, later: GoldRows, *, unit: Unit, seed: int, cut: str
) -> JudgedPromises:
    """Hold both promises of the past against later rows: one row a person or a vaga.

    What their scores select of all the later rows is counted beside, as where they were made.

    Args:
        past: Its promises.
        model: Its model.
        later: All rows of people, or vagas, that came later, as that model sees them.
        unit: Of which one row each judges.
        seed: Of that draw.
        cut: First day of the later period, ISO.
    """
    one_each = unit.one_row_each(later, seed)
    scores, hired = model.score(one_each.features), one_each.target == 1
    precision = judge_precision_in_time(past.precision, scores, hired)
    exclusion = judge_exclusion_in_time(past.exclusion, scores, hired)
    scores, hired = model.score(later.features), later.target == 1
    if isinstance(past.precision, Certified):
        counts = rows_selected(past.precision.evidence.threshold, scores, hired)
        precision = replace(precision, all_rows=counts)
    if isinstance(past.exclusion, CertifiedExclusion):
        counts = rows_excluded(past.exclusion.evidence.threshold, scores, hired)
        exclusion = replace(exclusion, all_rows=counts)
    return JudgedPromises(past=past, cut=cut, rows=len(one_each), precision=precision, exclusion=exclusion)


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
