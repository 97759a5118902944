"""The gold table becomes a calibrated model with a threshold, or a refusal with reasons."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from hiring.application.gold_rows import all_gold
from hiring.application.ports import (
    Clock,
    Examples,
    FittedModel,
    GoldTable,
    ModelRegistry,
    ModelStore,
    Trainer,
)
from hiring.application.summaries import certificate_json, fingerprint_of, part_counts, quality_json
from hiring.domain.contract import NEVER_FEATURES
from hiring.domain.errors import CannotTrain
from hiring.domain.features import Profile
from hiring.domain.models import ModelCard, ModelVersion, operating_mode
from hiring.domain.partition import SHARES, Part, Partition, one_row_each
from hiring.domain.quality import Quality, quality_of
from hiring.domain.records import Bools, GoldRows, Ints
from hiring.domain.threshold import (
    APPROVE_NOBODY,
    Certified,
    Uncertified,
    candidates_from,
    threshold_for_min_precision,
)

CONFIDENCE: Final = 0.90
"""Of the promise: certified and truly below the minimum happens in at most one draw of ten."""

FEWEST_OF_A_CLASS: Final = {Part.FIT: 20, Part.CALIBRATE: 5, Part.THRESHOLD: 1, Part.TEST: 1}
"""Rows of each outcome that a part must have; with fewer, what it is for cannot be done at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A stored version, how well it ranks people it has not seen, and whether its promise is certified."""

    version: ModelVersion
    verdict: Certified | Uncertified
    quality: Quality


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainModel:
    """Fit, calibrate, choose the threshold and judge, each on people of its own; then store and register."""

    gold: GoldTable
    trainer: Trainer
    models: ModelStore
    registry: ModelRegistry
    clock: Clock

    def __call__(self, profile: Profile, *, salt: str, min_precision: float, seed: int) -> Trained:
        """Train on the whole gold table.

        Raises:
            TableMissing: There is no gold table.
            CannotTrain: Too few rows of an outcome, or a column that must never be a feature.
        """
        rows = all_gold(self.gold, len(profile.features))
        parts = Partition(salt).parts(rows.codigo_profissional)
        if reasons := [*forbidden(profile), *too_few(rows, parts)]:
            raise CannotTrain(reasons)
        model = self.trainer.fit(
            examples(rows, parts == Part.FIT),
            examples(rows, parts == Part.CALIBRATE),
            columns=profile.features,
            seed=seed,
        )
        verdict = certified(model, rows, parts, min_precision=min_precision, seed=seed)
        judged = people_of(rows, parts, Part.TEST, seed)
        quality = quality_of(model.score(judged.features), judged.target == 1)
        card = ModelCard(
            profile=profile.name,
            feature_columns=profile.features,
            rule_fingerprint=profile.fingerprint(),
            threshold=verdict.evidence.threshold if isinstance(verdict, Certified) else APPROVE_NOBODY,
            operating_mode=operating_mode(min_precision, certified=isinstance(verdict, Certified)),
            trained_at=self.clock.now(),
            metadata={
                "seed": seed,
                "partition": {
                    "salt": salt,
                    "shares": {part.name.lower(): share for part, share in SHARES.items()},
                },
                "rows": part_counts(rows, parts),
                "data_fingerprint": fingerprint_of(rows),
                "certificate": certificate_json(verdict),
                "test": quality_json(quality),
            },
        )
        version = self.models.save(model, card)
        self.registry.register(version)
        return Trained(version=version, verdict=verdict, quality=quality)


def certified(
    model: FittedModel, rows: GoldRows, parts: Ints, *, min_precision: float, seed: int
) -> Certified | Uncertified:
    """Candidates from the calibrate part, tested on the threshold part, one row a person."""
    calibrate = rows.features[parts == Part.CALIBRATE]
    judged = people_of(rows, parts, Part.THRESHOLD, seed)
    return threshold_for_min_precision(
        model.score(judged.features),
        judged.target == 1,
        candidates=candidates_from(model.score(calibrate), len(judged)),
        min_precision=min_precision,
        confidence=CONFIDENCE,
    )


def people_of(rows: GoldRows, parts: Ints, part: Part, seed: int) -> GoldRows:
    """One row of each person of a part."""
    members = rows.take(np.flatnonzero(parts == part))
    return members.take(one_row_each(members.codigo_profissional, seed))


def examples(rows: GoldRows, chosen: Bools) -> Examples:
    """Some rows as training material."""
    return Examples(features=rows.features[chosen], target=rows.target[chosen])


def forbidden(profile: Profile) -> list[str]:
    """Columns that must never be features, in words."""
    return [f"{name} must never be a feature" for name in profile.features if name in NEVER_FEATURES]


def too_few(rows: GoldRows, parts: Ints) -> list[str]:
    """What the parts lack, in words."""
    return [
        f"the {part.name.lower()} part has {found} rows {outcome}, and needs {needed}"
        for part, needed in FEWEST_OF_A_CLASS.items()
        for target, outcome in ((1, "of people who were hired"), (0, "of people who were not"))
        if (found := int((rows.target[parts == part] == target).sum())) < needed
    ]
