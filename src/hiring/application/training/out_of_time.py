"""How the same settings do on a later time: a model of the past, tested on what came afterwards."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from hiring.application.ports.models import FittedModel, Trainer
from hiring.application.training.certify import JudgedPromises, certify, judge_promises
from hiring.application.training.recalibrate import better_calibrated, calibrated_on_newest
from hiring.application.training.splits import FEWEST_OF_A_CLASS, class_shortages, training_examples
from hiring.domain.evaluation.evaluation import Evaluation, evaluate
from hiring.domain.features import Profile
from hiring.domain.features.encodings import Encodings
from hiring.domain.gold import encode_gold
from hiring.domain.records import GoldRows, Ints
from hiring.domain.training.fitting import CalibrationRows
from hiring.domain.training.learning import learnt_features
from hiring.domain.training.partition import Part
from hiring.domain.training.record import OutOfTimeEvaluation
from hiring.domain.training.units import Unit, unit_of

PAST: Final = 0.80
"""Share of the dated rows that are the past, the earliest."""

_NEEDS: Final = {part: FEWEST_OF_A_CLASS[part] for part in (Part.FIT, Part.CALIBRATE)}
_NO_DATE: Final = "no row has a date"
_NOTHING_NEW: Final = {
    Unit.PERSON: "nobody came later who is not in the past too",
    Unit.VAGA: "no vaga came later that is not in the past too",
}
_ONE_OUTCOME: Final = {
    Unit.PERSON: "the people who came later do not have both outcomes",
    Unit.VAGA: "the vagas that came later do not have both outcomes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedPast:
    """A model of the rows before a day, and what was learnt from their texts."""

    cut: str
    model: FittedModel
    encodings: Encodings


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterFindings:
    """What later people, or vagas, say of a model's quality, its promises, and on what it is calibrated.

    Args:
        evaluation: Of its quality.
        promises: Of its promises.
        calibration: Which rows calibrate best; None where they could not tell.
        past: The model that they were asked about; None where there could be none.
    """

    evaluation: OutOfTimeEvaluation
    promises: JudgedPromises
    calibration: CalibrationRows | None = None
    past: FittedPast | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Times:
    """The past and what came later.

    Args:
        cut: First day of the later period.
        past: Rows before it.
        seen: How many later rows are left out: the past has the person, or the vaga, too.
        unseen: All later rows of each other person, or vaga.
    """

    cut: str
    past: GoldRows
    seen: int
    unseen: GoldRows


def judge_out_of_time(  # noqa: PLR0913  # what the training used, each named
    trainer: Trainer, rows: GoldRows, profile: Profile, *, salt: str, min_precision: float, seed: int
) -> LaterFindings:
    """Run the whole procedure on the past, and test it on later people, or vagas; nothing of it is kept.

    One model of the past answers for quality and promises: its calibrate part calibrates it, its threshold
    part certifies it, and both others fit it. Those are about as many rows as fit the model that is kept
    (65 % of 80 %, against 50 %), so what is found is that model's, and not of one that learnt from more.
    """
    dated = rows.take(np.flatnonzero(~np.isnat(rows.data_candidatura)))
    undated = len(rows) - len(dated)
    if not len(dated):
        nothing = OutOfTimeEvaluation(undated=undated, reason=_NO_DATE)
        return LaterFindings(evaluation=nothing, promises=JudgedPromises(reason=_NO_DATE))
    unit = unit_of(profile)
    times = _times(dated, unit)
    parts = _parts(times.past, unit, salt)
    lack = missing_classes(times.past.target, parts, times.unseen.target, unit)
    if lack:
        nothing = _described(times, undated, "; ".join(lack), None)
        return LaterFindings(
            evaluation=nothing, promises=JudgedPromises(cut=times.cut, reason=nothing.reason)
        )
    past, rows = _fit_past(trainer, times, parts, profile, seed=seed)
    later = encode_gold(times.unseen, profile.learnt(past.encodings))
    one_each = unit.one_row_each(later, seed)
    unseen, hired = one_each.features, one_each.target == 1
    newest = calibrated_on_newest(trainer, past.model, rows, parts, unit, seed=seed)
    model, calibration = better_calibrated(past.model, newest, unseen, hired)
    promised = certify(model, rows, parts, unit=unit, min_precision=min_precision, seed=seed)
    scores = model.score(unseen)
    quality = evaluate(scores, hired, {}) if hired.any() and not hired.all() else None
    reason = _ONE_OUTCOME[unit] if quality is None else None
    return LaterFindings(
        evaluation=_described(times, undated, reason, quality),
        promises=judge_promises(promised, model, later, unit=unit, seed=seed, cut=times.cut),
        calibration=calibration,
        past=replace(past, model=model),
    )


def _times(dated: GoldRows, unit: Unit) -> _Times:
    """A cut takes its day whole."""
    cut = np.sort(dated.data_candidatura)[int(PAST * len(dated))]
    before = dated.data_candidatura < cut
    past, later = dated.take(np.flatnonzero(before)), dated.take(np.flatnonzero(~before))
    new = unit.unseen(later, past)
    return _Times(
        cut=str(cut),
        past=past,
        seen=int((~new).sum()),
        unseen=later.take(np.flatnonzero(new)),
    )


def _parts(past: GoldRows, unit: Unit, salt: str) -> Ints:
    """Of the store's partition; what is later is the test part, so that of the past fits."""
    parts = unit.parts(past, salt)
    return np.where(parts == Part.TEST, np.int64(Part.FIT), parts)


def missing_classes(past: Ints, parts: Ints, unseen: Ints, unit: Unit) -> list[str]:
    """Why there can be no test, in words; the arguments are targets, and the parts of the past."""
    if reasons := [f"of the past, {lack}" for lack in class_shortages(past, parts, _NEEDS)]:
        return reasons
    return [] if len(unseen) else [_NOTHING_NEW[unit]]


def _fit_past(
    trainer: Trainer, times: _Times, parts: Ints, profile: Profile, *, seed: int
) -> tuple[FittedPast, GoldRows]:
    """The model of the past, and the rows of the past as it had them."""
    unit = unit_of(profile)
    features, encodings = learnt_features(times.past, parts == Part.FIT, profile, trainer.learner, seed=seed)
    rows = times.past.with_features(features)
    fit, calibrate = (training_examples(rows, parts == part, unit) for part in (Part.FIT, Part.CALIBRATE))
    model = trainer.fit(fit, calibrate, columns=profile.features, seed=seed)
    return FittedPast(cut=times.cut, model=model, encodings=encodings), rows


def _described(
    times: _Times, undated: int, reason: str | None, quality: Evaluation | None
) -> OutOfTimeEvaluation:
    return OutOfTimeEvaluation(
        cut=times.cut,
        fitted=len(times.past),
        undated=undated,
        seen=times.seen,
        reason=reason,
        quality=None if quality is None else quality.quality,
        intervals=None if quality is None else quality.intervals,
    )
