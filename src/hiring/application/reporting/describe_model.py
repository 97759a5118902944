"""Everything that can be said of a model without naming a person: what a report shows."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from hiring.application.dataset.read_gold import read_gold
from hiring.application.lifecycle.deployment_history import without_withdrawals
from hiring.application.ports.model_archive import Origin, Origins
from hiring.application.ports.models import ModelRegistry, Scorer
from hiring.application.ports.tables import GoldTable
from hiring.application.reporting.compare_models import Serving
from hiring.application.reporting.evaluate_model import EvaluateModel, ModelEvaluation, rows_that_judge
from hiring.application.training.splits import fingerprint_of
from hiring.domain.errors import ArtifactCorrupt
from hiring.domain.evaluation.group_outcomes import FeatureOutcomes, group_outcomes
from hiring.domain.evaluation.intervals import Interval, share_interval
from hiring.domain.evaluation.metrics import Confusion, confusion_at
from hiring.domain.features import Profile, Rule
from hiring.domain.gold import encode_gold
from hiring.domain.models import Deployment, ModelVersion
from hiring.domain.records import GoldRows
from hiring.domain.training.partition import NAMED_SHARES
from hiring.domain.training.record import TrainingRecord
from hiring.domain.training.threshold import Certified, Uncertified


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSummary:
    """The gold table as it is now.

    Args:
        rows: One a decided (vaga, person).
        people: How many they are about.
        statuses: How often each status decided, the most frequent first.
        as_trained: Whether it is, value for value, the one that the model learnt from.
    """

    rows: int
    people: int
    statuses: Mapping[str, int]
    as_trained: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is known of a version; about groups of people, never about one.

    Args:
        evaluation: On the people of the test part.
        verdict: On the threshold that training found; a threshold chosen by hand has none.
        at_evidence: What the threshold that the certificate is about, or the best that was found, selects
            in the test part; None where none was found.
        at_evidence_precision: Exact interval of the precision there, 95 %.
        year_shares: Intervals of the hired share, one for each of the evaluation's years.
        effects: One a feature, in the model's order, on the people of the test part.
        gold: What there is to learn from.
        origin: What it was made with.
        deployments: When it began to serve, oldest first.
        rules: Of the features, in the model's order.
    """

    evaluation: ModelEvaluation
    verdict: Certified | Uncertified
    at_evidence: Confusion | None
    at_evidence_precision: Interval | None
    year_shares: tuple[Interval | None, ...]
    effects: tuple[FeatureOutcomes, ...]
    gold: GoldSummary
    origin: Origin
    deployments: tuple[Deployment, ...]
    rules: tuple[Rule, ...]

    @property
    def training(self) -> TrainingRecord:
        """What training wrote down: all that a report shows."""
        return self.evaluation.version.card.training

    @property
    def standing(self) -> Literal["certified", "manual", "uncertified"]:
        """Whether the threshold keeps a promise, was chosen by hand, or approves nobody."""
        if self.evaluation.version.card.certified:
            return "certified"
        return "uncertified" if self.training.manual is None else "manual"


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeModel:
    """Judge a model once more, and put beside it what was written down when it was made."""

    gold: GoldTable
    scorer: Scorer
    serving: Serving
    origins: Origins
    registry: ModelRegistry

    def __call__(self, profile: Profile) -> Report:
        """Describe.

        Raises:
            TableMissing: There is no gold table.
            TableOutdated: Other rules than this program's have built it.
            CannotEvaluate: Nobody in the gold table belongs to the test part.
            ArtifactCorrupt: The artifact does not say how it came about.
        """
        version = self.scorer.version
        evaluation = EvaluateModel(gold=self.gold, scorer=self.scorer, serving=self.serving)(profile)
        verdict, gold = verdict_of(version), read_gold(self.gold, profile)
        rows = encode_gold(gold, profile)
        test = rows_that_judge(version, rows, profile)
        scores, hired = self.scorer.score(test.features), test.target == 1
        evidence = verdict.evidence if isinstance(verdict, Certified) else verdict.best
        there = None if evidence is None else confusion_at(evidence.threshold, scores, hired)
        qualities = [year.judgement.quality for year in evaluation.years]
        return Report(
            evaluation=evaluation,
            verdict=verdict,
            at_evidence=there,
            at_evidence_precision=None if there is None else precision_interval(there),
            year_shares=tuple(share_interval(quality.hired, quality.rows) for quality in qualities),
            effects=group_outcomes(test.features, profile.features, scores, hired),
            gold=summarize_gold(gold, version.card.training.data_fingerprint),
            origin=self.origins.origin(version),
            deployments=tuple(
                each.deployment
                for each in without_withdrawals(self.registry.deployments())
                if each.carried_out and each.deployment.version_id == version.id
            ),
            rules=profile.rules,
        )


def verdict_of(version: ModelVersion) -> Certified | Uncertified:
    """On the threshold that training found.

    Raises:
        ArtifactCorrupt: The record does not say all that a report shows; one of this program does.
    """
    record = version.card.training
    told = (record.seed, record.data_fingerprint, record.out_of_time)
    if record.certificate is None or None in told or not NAMED_SHARES.keys() <= (record.rows or {}).keys():
        raise ArtifactCorrupt(version.path, "its card lacks what a report needs")
    return record.certificate.verdict


def precision_interval(found: Confusion) -> Interval | None:
    """Exact, 95 %; None with nobody selected."""
    return share_interval(found.true_positive, found.true_positive + found.false_positive)


def summarize_gold(rows: GoldRows, trained_on: str | None) -> GoldSummary:
    """Counts, and whether these rows have that fingerprint."""
    counted = sorted(Counter(rows.status_label).items(), key=lambda item: (-item[1], item[0]))
    return GoldSummary(
        rows=len(rows),
        people=len(np.unique(rows.codigo_profissional)),
        statuses=dict(counted),
        as_trained=fingerprint_of(rows) == trained_on,
    )
