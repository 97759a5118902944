"""How the same settings do on a later time: a model of the past, tested on people who came afterwards."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from hiring.application.ports.models import Trainer
from hiring.application.training.certify import JudgedPromises, certify, judge_promises
from hiring.application.training.splits import FEWEST_OF_A_CLASS, class_shortages, training_examples
from hiring.domain.evaluation.evaluation import Evaluation, evaluate
from hiring.domain.features import Profile
from hiring.domain.gold import encode_gold
from hiring.domain.records import GoldRows, Ints
from hiring.domain.training.learning import learnt_features
from hiring.domain.training.partition import Part, Partition, one_row_each
from hiring.domain.training.record import OutOfTimeEvaluation

PAST: Final = 0.80
"""Share of the dated rows that are the past, the earliest."""

_NEEDS: Final = {part: FEWEST_OF_A_CLASS[part] for part in (Part.FIT, Part.CALIBRATE)}
_NO_DATE: Final = "no row has a date"
_NOBODY_LATER: Final = "nobody came later who is not in the past too"
_ONE_OUTCOME: Final = "the people who came later do not have both outcomes"


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterFindings:
    """What later people say of the model's quality, and of its promises."""

    evaluation: OutOfTimeEvaluation
    promises: JudgedPromises


@dataclass(frozen=True, slots=True, kw_only=True)
class _Times:
    """The past and what came later.

    Args:
        cut: First day of the later period.
        past: Rows before it.
        seen: How many later rows are left out: the past has the person, too.
        unseen: One later row of each other person.
    """

    cut: str
    past: GoldRows
    seen: int
    unseen: GoldRows


def judge_out_of_time(  # noqa: PLR0913  # what the training used, each named
    trainer: Trainer, rows: GoldRows, profile: Profile, *, salt: str, min_precision: float, seed: int
) -> LaterFindings:
    """Run the whole procedure on the past, and test it on later people; nothing of it is kept.

    One model of the past answers for quality and promises: its calibrate part calibrates it, its threshold
    part certifies it, and both others fit it. Those are about as many rows as fit the model that is kept
    (65 % of 80 %, against 50 %), so what is found is that model's, and not of one that learnt from more.
    """
    dated = rows.take(np.flatnonzero(~np.isnat(rows.data_candidatura)))
    undated = len(rows) - len(dated)
    if not len(dated):
        nothing = OutOfTimeEvaluation(undated=undated, reason=_NO_DATE)
        return LaterFindings(evaluation=nothing, promises=JudgedPromises(reason=_NO_DATE))
    times = _times(dated, seed)
    parts = _parts(times.past, salt)
    lack = missing_classes(times.past.target, parts, times.unseen.target)
    quality, promises = None, JudgedPromises(cut=times.cut, reason="; ".join(lack) or None)
    if not lack:
        promises, quality = _judge(trainer, times, parts, profile, min_precision=min_precision, seed=seed)
    reason = _ONE_OUTCOME if quality is None and not lack else promises.reason
    return LaterFindings(evaluation=_described(times, undated, reason, quality), promises=promises)


def _times(dated: GoldRows, seed: int) -> _Times:
    """A cut takes its day whole."""
    cut = np.sort(dated.data_candidatura)[int(PAST * len(dated))]
    before = dated.data_candidatura < cut
    past, later = dated.take(np.flatnonzero(before)), dated.take(np.flatnonzero(~before))
    known = np.isin(later.codigo_profissional, past.codigo_profissional)
    unseen = later.take(np.flatnonzero(~known))
    return _Times(
        cut=str(cut),
        past=past,
        seen=int(known.sum()),
        unseen=unseen.take(one_row_each(unseen.codigo_profissional, seed)),
    )


def _parts(past: GoldRows, salt: str) -> Ints:
    """Of the store's partition; later people are the test part, so those of the past fit."""
    parts = Partition(salt).parts(past.codigo_profissional)
    return np.where(parts == Part.TEST, np.int64(Part.FIT), parts)


def missing_classes(past: Ints, parts: Ints, unseen: Ints) -> list[str]:
    """Why there can be no test, in words; the arguments are targets, and the parts of the past."""
    if reasons := [f"of the past, {lack}" for lack in class_shortages(past, parts, _NEEDS)]:
        return reasons
    return [] if len(unseen) else [_NOBODY_LATER]


def _judge(  # noqa: PLR0913  # what the training used, each named
    trainer: Trainer, times: _Times, parts: Ints, profile: Profile, *, min_precision: float, seed: int
) -> tuple[JudgedPromises, Evaluation | None]:
    """What later people say: of the promises, and of the quality if they have both outcomes."""
    features, encodings = learnt_features(times.past, parts == Part.FIT, profile, seed=seed)
    known = times.past.with_features(features)
    fit, calibrate = (training_examples(known, parts == part) for part in (Part.FIT, Part.CALIBRATE))
    model = trainer.fit(fit, calibrate, columns=profile.features, seed=seed)
    promises = certify(model, known, parts, min_precision=min_precision, seed=seed)
    scores = model.score(encode_gold(times.unseen, profile.learnt(encodings)).features)
    hired = times.unseen.target == 1
    both = hired.any() and not hired.all()
    return judge_promises(promises, scores, hired, cut=times.cut), evaluate(
        scores, hired, {}
    ) if both else None


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
