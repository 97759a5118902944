"""The gold table becomes a calibrated model with a threshold, or a refusal with reasons."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, fields, replace
from datetime import datetime

from hiring.application.dataset.in_parts.by_name import SentByName
from hiring.application.dataset.read_gold import read_gold
from hiring.application.ports.clock import Clock
from hiring.application.ports.models import ModelRegistry, ModelStore, Trainer
from hiring.application.ports.parallel import Parallel
from hiring.application.ports.tables import GoldTable
from hiring.application.training.make_model import MadeModel, MakeModel, TrainingFindings
from hiring.application.training.splits import (
    class_shortages,
    fingerprint_of,
    part_counts,
)
from hiring.domain.contract import is_never_a_feature
from hiring.domain.errors import CannotTrain
from hiring.domain.features import Profile
from hiring.domain.models import ModelCard, ModelVersion, operating_mode
from hiring.domain.ranking.vocabulary import Vocabulary
from hiring.domain.records import GoldRows, Ints
from hiring.domain.training.certificates import certificate_of, exclusion_certificate_of
from hiring.domain.training.partition import NAMED_SHARES
from hiring.domain.training.promise_in_time import DEFAULT_REQUIRED, PromiseRequired
from hiring.domain.training.record import (
    LeakageAcceptance,
    PartitionTerms,
    TrainingRecord,
)
from hiring.domain.training.threshold import APPROVE_NOBODY, Certified, Uncertified
from hiring.domain.training.units import Unit, unit_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedModel(TrainingFindings):
    """The same, with the version that was stored."""

    version: ModelVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainModel:
    """Fit, calibrate, choose the threshold and judge, each on a part of its own; then store and register.

    Args:
        vocabulary: What lists of candidates look for, learnt from vagas; asked for profiles that read vagas.
        workers: One of them makes the model, and it is the same; None: this process does.
    """

    gold: GoldTable
    trainer: Trainer
    models: ModelStore
    registry: ModelRegistry
    clock: Clock
    vocabulary: Callable[[], Vocabulary | None] = lambda: None
    workers: Parallel | None = None

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
            PartFailed, WorkersUnavailable, WorkersDiffer: As `Parallel.map` does, with workers.
        """
        gold, unit = read_gold(self.gold, profile), unit_of(profile)
        parts = unit.parts(gold, salt)
        used = ~unit.known(gold, parts)
        if reasons := [*forbidden_columns(profile), *class_shortages(gold.target[used], parts[used])]:
            raise CannotTrain(reasons)
        make = MakeModel(
            trainer=self.trainer,
            profile=SentByName(profile),
            salt=salt,
            min_precision=min_precision,
            seed=seed,
            required=required,
        )
        made = make(gold) if self.workers is None else _on_a_worker(self.workers, make, gold)
        found = made.found
        record, now = record_of(found, gold, parts, unit, salt=salt, seed=seed, actor=actor), self.clock()
        if found.leakage.alarm and accepted is not None:
            acceptance = LeakageAcceptance(actor=actor, reason=accepted, at=now.isoformat())
            record = replace(record, leakage_accepted=acceptance)
        card = replace(card_of(profile, found.verdict, record, at=now), encodings=made.encodings)
        if profile.reads_vagas:
            card = replace(card, vocabulary=self.vocabulary())
        version = self.models.save(made.model, card)
        self.registry.register(version)
        return TrainedModel(
            version=version, **{field.name: getattr(found, field.name) for field in fields(found)}
        )


def _on_a_worker(workers: Parallel, make: MakeModel, gold: GoldRows) -> MadeModel:
    """As one part, which has all rows: a worker need not reach the store, nor know its password."""
    with closing(workers.map(make, [gold])) as made:
        return next(made)


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
