"""Decided rows become a model and all that is found about it, in one process, wherever that is."""

from dataclasses import dataclass, replace

from hiring.application.dataset.in_parts.by_name import SentByName
from hiring.application.ports.models import FittedModel, Trainer
from hiring.application.training.certify import Promises, certify, promises_in_time
from hiring.application.training.examine_knowledge import TrainedRows, examine_knowledge
from hiring.application.training.out_of_fold import RepeatedTraining
from hiring.application.training.out_of_time import judge_out_of_time
from hiring.application.training.recalibrate import recalibrated
from hiring.application.training.splits import assess_gold_leakage, training_examples
from hiring.domain.evaluation.leakage import Leakage, ScoredOutcomes
from hiring.domain.evaluation.metrics import Quality, quality_of
from hiring.domain.features.encodings import Encodings
from hiring.domain.records import GoldRows
from hiring.domain.training.certificates import PromisesInTime
from hiring.domain.training.fitting import Fitting
from hiring.domain.training.knowledge import Knowledge
from hiring.domain.training.learning import learnt_features
from hiring.domain.training.partition import Part
from hiring.domain.training.promise_in_time import PromiseRequired
from hiring.domain.training.record import OutOfTimeEvaluation
from hiring.domain.training.threshold import Certified, Uncertified
from hiring.domain.training.units import unit_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingFindings:
    """How a model came about, what it promises, and how it ranks people it has not seen.

    Args:
        fitting: How it was built.
        promises: What stands after later people were asked.
        in_time: What they said, and what they took away.
        quality: On the people, or vagas, of the test part.
        out_of_time: Of the same settings on later ones.
        leakage: Whether anything is too good to be true.
        knowledge: What it knows about the person; None where features are about people alone.
    """

    fitting: Fitting | None
    promises: Promises
    in_time: PromisesInTime
    quality: Quality
    out_of_time: OutOfTimeEvaluation
    leakage: Leakage
    knowledge: Knowledge | None = None

    @property
    def verdict(self) -> Certified | Uncertified:
        """On the threshold."""
        return self.promises.precision


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeModel:
    """A model, what was learnt from texts, and how it does."""

    model: FittedModel
    encodings: Encodings
    found: TrainingFindings


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeModel:
    """Fit, calibrate, choose the threshold and judge, each on a part of its own; may be sent to a worker.

    Args: see `TrainModel`.
    """

    trainer: Trainer
    profile: SentByName
    salt: str
    min_precision: float
    seed: int
    required: PromiseRequired

    def __call__(self, gold: GoldRows) -> MadeModel:
        """Of all decided rows, which have enough of each outcome."""
        profile, seed, min_precision, salt = self.profile.profile, self.seed, self.min_precision, self.salt
        unit = unit_of(profile)
        parts = unit.parts(gold, salt)
        features, encodings = learnt_features(
            gold, parts == Part.FIT, profile, self.trainer.learner, seed=seed
        )
        rows = gold.with_features(features)
        fit, calibrate = (
            training_examples(rows, parts == Part.FIT, unit),
            training_examples(rows, parts == Part.CALIBRATE, unit),
        )
        model = self.trainer.fit(fit, calibrate, columns=profile.features, seed=seed)
        later = judge_out_of_time(
            self.trainer, gold, profile, salt=salt, min_precision=min_precision, seed=seed
        )
        model, calibrated_on = recalibrated(
            self.trainer, model, rows, parts, unit, found=later.calibration, seed=seed
        )
        test = unit.judged(rows, parts, Part.TEST, seed)
        scores, hired = model.score(test.features), test.target == 1
        promises = certify(model, rows, parts, unit=unit, min_precision=min_precision, seed=seed)
        promises, in_time = promises_in_time(promises, later.promises, self.required)
        found = TrainingFindings(
            fitting=None if model.fitting is None else replace(model.fitting, calibration_rows=calibrated_on),
            promises=promises,
            in_time=in_time,
            quality=quality_of(scores, hired),
            out_of_time=later.evaluation,
            leakage=assess_gold_leakage(
                rows, parts, ScoredOutcomes(values=scores, hired=hired), profile, seed
            ),
        )
        if profile.reads_vagas:
            trees = None if model.fitting is None else model.fitting.trees
            again = RepeatedTraining(trainer=self.trainer, profile=profile, seed=seed, trees=trees)
            material = TrainedRows(gold=gold, encoded=rows, parts=parts)
            found = replace(found, knowledge=examine_knowledge(again, model, material, later.past))
        return MadeModel(model=model, encodings=encodings, found=found)
