"""Scores by models that were fitted on other rows, as the training fitted its own."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from hiring.application.ports.models import FittedModel, Trainer
from hiring.application.training.splits import training_examples
from hiring.domain.features import Profile
from hiring.domain.gold import encode_gold
from hiring.domain.records import Bools, Floats, GoldRows, Ints
from hiring.domain.training.frozen_dates import freeze_dates
from hiring.domain.training.learning import learnt_features
from hiring.domain.training.units import Unit, unit_of

FOLDS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class NewScores:
    """Of rows that a model had not seen; NaN where none could be fitted.

    Args:
        scores: Shape (n,).
        frozen: The same with the day of application frozen, so that it orders nobody.
        blind: Of models without the columns for which a person's record is read; None: nobody asked.
        folds: By how many models.
    """

    scores: Floats
    frozen: Floats
    blind: Floats | None = None
    folds: int = 1

    @property
    def known(self) -> Bools:
        """The rows that have a score."""
        return ~np.isnan(self.scores)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedTraining:
    """A training that is run again on parts of its rows; nothing of it is kept.

    Args:
        trainer: The training's.
        profile: The rows'.
        seed: The training's.
        trees: How many it chose, so that they are not chosen anew each time; None: they are.
        blindly: Each time without the columns for which a person's record is read, too.
    """

    trainer: Trainer
    profile: Profile
    seed: int
    trees: int | None
    blindly: bool = False

    def fit_and_score(self, known: GoldRows, new: GoldRows) -> NewScores:
        """Fit on all known rows, and score new ones; texts as rules read them.

        What is asked of such scores is how they rank, so no rows are kept back to calibrate them.

        Raises:
            ValueError: The known rows lack an outcome.
        """
        profile, everything = self.profile, np.ones(len(known), np.bool_)
        features, encodings = learnt_features(
            known, everything, profile, self.trainer.learner, seed=self.seed
        )
        rows = known.with_features(features)
        model = self.fit(rows)
        encoded = encode_gold(new, profile.learnt(encodings))
        return NewScores(
            scores=model.score(encoded.features),
            frozen=model.score(freeze_dates(encoded, profile).features),
            blind=self._blind(rows, encoded) if self.blindly else None,
        )

    def fit(self, rows: GoldRows, calibrating: Bools | None = None) -> FittedModel:
        """A model of rows with all features as numbers, of which some may calibrate instead of fit."""
        unit, none = unit_of(self.profile), np.zeros(len(rows), np.bool_)
        fit = training_examples(rows, ~(none if calibrating is None else calibrating), unit)
        calibrate = None if calibrating is None else training_examples(rows, calibrating, unit)
        return self.trainer.fit(
            fit, calibrate, columns=self.profile.features, seed=self.seed, trees=self.trees
        )

    def _blind(self, rows: GoldRows, new: GoldRows) -> Floats:
        blind, others = (blind_people(each, self.profile) for each in (rows, new))
        return self.fit(blind).score(others.features)

    def score_out_of_fold(self, gold: GoldRows, by: Unit) -> NewScores:
        """Fit on all folds but one, and score that one; every row once.

        A fold is not scored where the others lack an outcome.

        Args:
            gold: All decided rows.
            by: Whose rows are in one fold.
        """
        scores, frozen, blind = (np.full(len(gold), np.nan) for _ in range(3))
        folds = 0
        fold = by.folds(gold, folds=FOLDS, seed=self.seed)
        for number in range(FOLDS):
            here, others = np.flatnonzero(fold == number), np.flatnonzero(fold != number)
            if len(here) and can_fit(gold.target[others]):
                found = self.fit_and_score(gold.take(others), gold.take(here))
                scores[here], frozen[here], folds = found.scores, found.frozen, folds + 1
                blind[here] = np.nan if found.blind is None else found.blind
        return NewScores(scores=scores, frozen=frozen, blind=blind if self.blindly else None, folds=folds)


def blind_people(rows: GoldRows, profile: Profile) -> GoldRows:
    """With nothing in the columns for which a person's record is read.

    The columns stay, so that a trainer takes the same settings.
    """
    features = rows.features.copy()
    features[:, [profile.features.index(name) for name in profile.of_people]] = 0.0
    return rows.with_features(features)


def can_fit(target: Ints) -> bool:
    """Whether both outcomes are among the rows."""
    return set(target.tolist()) == {0, 1}
