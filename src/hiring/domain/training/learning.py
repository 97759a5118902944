"""Numbers for a profile's texts, learnt from the fit part alone."""

from collections.abc import Callable
from typing import Final

import numpy as np

from hiring.domain.features.encodings import NOTHING_LEARNT, Encodings, Learner
from hiring.domain.features.kinds import Learnt
from hiring.domain.features.profile import Profile
from hiring.domain.records import Bools, Floats, GoldRows, Ints, TextArray
from hiring.domain.training.units import unit_of

__all__ = ["FOLDS", "LearnerOf", "learnt_features"]

LearnerOf = Callable[[Learnt], Learner]

FOLDS: Final = 5
"""Folds of the fit part's people or vagas: the numbers of one fold are learnt from the others."""


def learnt_features(
    rows: GoldRows, fit: Bools, profile: Profile, learner_of: LearnerOf, *, seed: int
) -> tuple[Floats, Encodings]:
    """Learn numbers for texts from the fit part, and replace the texts with them.

    For a row of the fit part, numbers that depend on outcomes are learnt from rows of other people or vagas;
    otherwise its own outcome would leak into them. Rows of other parts use the whole fit part, as in serving.

    >>> from hiring.domain.features.profiles import CANDIDATE
    >>> nobody, fit = GoldRows.none(46), np.zeros(0, np.bool_)
    >>> features, learnt = learnt_features(nobody, fit, CANDIDATE, {}.__getitem__, seed=1)
    >>> features.shape, learnt  # the candidate's features are numbers already
    ((0, 46), {})

    Args:
        rows: Of the gold table.
        fit: Which of them belong to the fit part, shape (n,).
        profile: Theirs.
        learner_of: What learns the numbers of a kind that depends on outcomes.
        seed: Assigns the people or vagas of the fit part to folds.

    Returns:
        Features of shape (n, columns), and what was learnt.
    """
    if not profile.texts:
        return rows.features, NOTHING_LEARNT
    members = rows.take(np.flatnonzero(fit))
    hired = members.target == 1
    learners = [learner_of(kind) if isinstance(kind, Learnt) else kind.learner for _, kind in profile.texts]
    encodings = {
        name: learn(members.texts[:, place], hired)
        for place, ((name, _), learn) in enumerate(zip(profile.texts, learners, strict=True))
    }
    features = profile.learnt(encodings).encode(rows.features, rows.texts)
    fold = unit_of(profile).folds(members, folds=FOLDS, seed=seed)
    for place, (name, kind) in enumerate(profile.texts):
        if isinstance(kind, Learnt):
            numbers = _out_of_fold(learners[place], members.texts[:, place], hired, fold)
            features[fit, profile.features.index(name)] = numbers
    return features, encodings


def _out_of_fold(learner: Learner, texts: TextArray, hired: Bools, fold: Ints) -> Floats:
    numbers = np.empty(len(texts))
    for number in np.unique(fold):
        here = fold == number
        numbers[here] = learner(texts[~here], hired[~here])(texts[here])
    return numbers
