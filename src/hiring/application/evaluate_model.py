"""How a model does on people that it has never seen."""

from dataclasses import dataclass

import numpy as np

from hiring.application.gold_rows import all_gold
from hiring.application.ports import GoldTable, Scorer
from hiring.application.train_model import people_of
from hiring.domain.errors import ArtifactCorrupt, CannotEvaluate
from hiring.domain.models import ModelVersion
from hiring.domain.partition import Part, Partition
from hiring.domain.quality import Confusion, Quality, confusion_at, quality_of

EVEN = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Quality on the test part, one row a person; `confusions` at 0.5 and at the model's threshold."""

    version: ModelVersion
    people: int
    quality: Quality
    confusions: tuple[Confusion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateModel:
    """Score the test part of the gold table: the same people, by the salt that the artifact carries."""

    gold: GoldTable
    scorer: Scorer

    def __call__(self) -> Evaluation:
        """Evaluate.

        Raises:
            TableMissing: There is no gold table.
            CannotEvaluate: Nobody in the gold table belongs to the test part.
            ArtifactCorrupt: The artifact does not say how people were partitioned.
        """
        version = self.scorer.version
        rows = all_gold(self.gold, len(version.card.feature_columns))
        parts = Partition(salt_of(version)).parts(rows.codigo_profissional)
        judged = people_of(rows, parts, Part.TEST, seed_of(version))
        if not len(judged):
            raise CannotEvaluate
        scores, hired = self.scorer.score(judged.features), judged.target == 1
        return Evaluation(
            version=version,
            people=len(np.unique(judged.codigo_profissional)),
            quality=quality_of(scores, hired),
            confusions=tuple(confusion_at(at, scores, hired) for at in (EVEN, version.card.threshold)),
        )


def salt_of(version: ModelVersion) -> str:
    """The salt of the partition that a model was trained with."""
    partition = version.card.metadata.get("partition")
    salt = partition.get("salt") if isinstance(partition, dict) else None
    if not isinstance(salt, str):
        raise ArtifactCorrupt(version.path, "it does not say how people were partitioned")
    return salt


def seed_of(version: ModelVersion) -> int:
    """The seed that drew one row a person."""
    seed = version.card.metadata.get("seed")
    return seed if isinstance(seed, int) else 0
