"""The gold table becomes a calibrated model with a threshold, or a refusal with reasons."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime

from hiring.application.dataset.read_gold import read_gold
from hiring.application.ports.clock import Clock
from hiring.application.ports.models import ModelRegistry, ModelStore, Trainer
from hiring.application.ports.tables import GoldTable
from hiring.application.training.certify import Promises, certify, promises_in_time
from hiring.application.training.examine_knowledge import TrainedRows, examine_knowledge
from hiring.application.training.out_of_fold import RepeatedTraining
from hiring.application.training.out_of_time import judge_out_of_time
from hiring.application.training.recalibrate import recalibrated
from hiring.application.training.splits import (
    assess_gold_leakage,
    class_shortages,
    fingerprint_of,
    part_counts,
    training_examples,
)
from hiring.domain.contract import is_never_a_feature
from hiring.domain.errors import CannotTrain
from hiring.domain.evaluation.leakage import Leakage, ScoredOutcomes
from hiring.domain.evaluation.metrics import Quality, quality_of
from hiring.domain.features import Profile
from hiring.domain.models import ModelCard, ModelVersion, operating_mode
from hiring.domain.ranking.vocabulary import Vocabulary
from hiring.domain.records import GoldRows, Ints
from hiring.domain.training.certificates import PromisesInTime, certificate_of, exclusion_certificate_of
from hiring.domain.training.fitting import Fitting
from hiring.domain.training.knowledge import Knowledge
from hiring.domain.training.learning import learnt_features
from hiring.domain.training.partition import NAMED_SHARES, Part
from hiring.domain.training.promise_in_time import DEFAULT_REQUIRED, PromiseRequired
from hiring.domain.training.record import (
    LeakageAcceptance,
    OutOfTimeEvaluation,
    PartitionTerms,
    TrainingRecord,
)
from hiring.domain.training.threshold import APPROVE_NOBODY, Certified, Uncertified
from hiring.domain.training.units import Unit, unit_of


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
class TrainedModel(TrainingFindings):
    """The same, with the version that was stored."""

    version: ModelVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainModel:
    """Fit, calibrate, choose the threshold and judge, each on a part of its own; then store and register.

    Args:
        vocabulary: What lists of candidates look for, learnt from vagas; asked for profiles that read vagas.
    """

    gold: GoldTable
    trainer: Trainer
    models: ModelStore
    registry: ModelRegistry
    clock: Clock
    vocabulary: Callable[[], Vocabulary | None] = lambda: None

    def __call__(  # noqa: PLR0913  # what a caller may choose, each named
        self,
        profile: Profile,
        *,
        salt: str,
        min_precision: float,
        seed: int,
        required: PromiseRequired = DEFAULT_REQUIRED,
        actor: str | None = None,
        accepted: str | None = None,
    ) -> TrainedModel:
        """Train on the whole gold table.

        A version whose figures are too good to be true is stored like any other: its card says so.

        Args:
            profile: Which features.
            salt: Of the partition, by person or by vaga: what the profile is about.
            min_precision: To be certified.
            seed: Of every draw.
            required: What later people must say of a certificate that is to stand.
            actor: Who asked for it, for the card.
            accepted: Why a leakage alarm is accepted, for the card; None: it is not.

        Raises:
            TableMissing: There is no gold table.
            TableOutdated: Other rules than this program's have built it.
            CannotTrain: Too few rows of an outcome, or a column that must never be a feature.
        """
        gold, unit = read_gold(self.gold, profile), unit_of(profile)
        parts = unit.parts(gold, salt)
        used = ~unit.known(gold, parts)
        if reasons := [*forbidden_columns(profile), *class_shortages(gold.target[used], parts[used])]:
            raise CannotTrain(reasons)
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
        promises, in_time = promises_in_time(promises, later.promises, required)
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
        record, now = record_of(found, gold, parts, unit, salt=salt, seed=seed, actor=actor), self.clock()
        if found.leakage.alarm and accepted is not None:
            acceptance = LeakageAcceptance(actor=actor, reason=accepted, at=now.isoformat())
            record = replace(record, leakage_accepted=acceptance)
        card = replace(card_of(profile, found.verdict, record, at=now), encodings=encodings)
        if profile.reads_vagas:
            card = replace(card, vocabulary=self.vocabulary())
        version = self.models.save(model, card)
        self.registry.register(version)
        return TrainedModel(
            version=version, **{field.name: getattr(found, field.name) for field in fields(found)}
        )


def record_of(  # noqa: PLR0913  # what is written down besides the findings, each named
    found: TrainingFindings,
    rows: GoldRows,
    parts: Ints,
    unit: Unit,
    *,
    salt: str,
    seed: int,
    actor: str | None,
) -> TrainingRecord:
    """The grounds of a model, as its card keeps them."""
    return TrainingRecord(
        seed=seed,
        trained_by=actor,
        partition=PartitionTerms(salt=salt, shares=NAMED_SHARES, unit=unit),
        rows=part_counts(rows, parts, unit),
        data_fingerprint=fingerprint_of(rows),
        fitting=found.fitting,
        certificate=certificate_of(found.promises.precision),
        exclusion=exclusion_certificate_of(found.promises.exclusion),
        in_time=found.in_time,
        test=found.quality,
        out_of_time=found.out_of_time,
        leakage=found.leakage,
        knowledge=found.knowledge,
        other={} if actor is not None else {"trained_by": None},  # told: nobody was named
    )


def card_of(
    profile: Profile, verdict: Certified | Uncertified, record: TrainingRecord, *, at: datetime
) -> ModelCard:
    """What the model promises: the certified threshold, or to approve nobody."""
    promised = isinstance(verdict, Certified)
    return ModelCard(
        profile=profile.name,
        feature_columns=profile.features,
        rule_fingerprint=profile.fingerprint(),
        threshold=verdict.evidence.threshold if isinstance(verdict, Certified) else APPROVE_NOBODY,
        operating_mode=operating_mode(verdict.min_precision, certified=promised),
        trained_at=at,
        training=record,
    )


def forbidden_columns(profile: Profile) -> list[str]:
    """Columns that must never be features, in words."""
    return [f"{name} must never be a feature" for name in profile.features if is_never_a_feature(name)]
