"""How the same settings do on a later time: fitted on the past, tested on people who came afterwards."""

from typing import Final

import numpy as np

from hiring.application.ports.models import Trainer
from hiring.application.training.splits import FEWEST_OF_A_CLASS, class_shortages, training_examples
from hiring.domain.evaluation.evaluation import evaluate
from hiring.domain.features import Profile
from hiring.domain.gold import encode_gold
from hiring.domain.records import Bools, GoldRows, Ints
from hiring.domain.training.learning import learnt_features
from hiring.domain.training.partition import Part, Partition, one_row_each
from hiring.domain.training.record import OutOfTimeEvaluation

PAST: Final = 0.80
"""Share of the dated rows that are the past, the earliest."""

_NEEDS: Final = {part: FEWEST_OF_A_CLASS[part] for part in (Part.FIT, Part.CALIBRATE)}


def evaluate_out_of_time(
    trainer: Trainer, rows: GoldRows, profile: Profile, *, salt: str, seed: int
) -> OutOfTimeEvaluation:
    """Fit a second model on the past and test it; nothing of it is kept.

    People of the calibrate part calibrate it, all others of the past fit it. A cut takes its day whole.
    """
    dated = rows.take(np.flatnonzero(~np.isnat(rows.data_candidatura)))
    if not len(dated):
        return OutOfTimeEvaluation(undated=len(rows), reason="no row has a date")
    cut = np.sort(dated.data_candidatura)[int(PAST * len(dated))]
    before = dated.data_candidatura < cut
    past, later = dated.take(np.flatnonzero(before)), dated.take(np.flatnonzero(~before))
    unseen = later.take(np.flatnonzero(~np.isin(later.codigo_profissional, past.codigo_profissional)))
    unseen = unseen.take(one_row_each(unseen.codigo_profissional, seed))
    calibrating = Partition(salt).members(past.codigo_profissional, Part.CALIBRATE)
    reasons = missing_classes(past.target, calibrating, unseen.target)
    judgement = None
    if not reasons:
        features, encodings = learnt_features(past, ~calibrating, profile, seed=seed)
        known = past.with_features(features)
        fit, calibrate = training_examples(known, ~calibrating), training_examples(known, calibrating)
        model = trainer.fit(fit, calibrate, columns=profile.features, seed=seed)
        scores = model.score(encode_gold(unseen, profile.learnt(encodings)).features)
        judgement = evaluate(scores, unseen.target == 1, {})
    return OutOfTimeEvaluation(
        cut=str(cut),
        fitted=len(past),
        undated=len(rows) - len(dated),
        seen=int(np.isin(later.codigo_profissional, past.codigo_profissional).sum()),
        reason="; ".join(reasons) or None,
        quality=None if judgement is None else judgement.quality,
        intervals=None if judgement is None else judgement.intervals,
    )


def missing_classes(past: Ints, calibrating: Bools, unseen: Ints) -> list[str]:
    """Why the test cannot be made, in words; the arguments are targets, and which of the past calibrate."""
    parts = np.where(calibrating, Part.CALIBRATE, Part.FIT)
    if reasons := [f"of the past, {lack}" for lack in class_shortages(past, parts, _NEEDS)]:
        return reasons
    both = set(np.unique(unseen).tolist()) == {0, 1}
    return [] if both else ["the people who came later do not have both outcomes"]
