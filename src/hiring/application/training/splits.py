"""Gold rows by what they may be used for, and what tells them from others."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from hiring.application.ports.models import Examples
from hiring.domain.display import count_of
from hiring.domain.evaluation.leakage import (
    Besides,
    GroupedOutcomes,
    Leakage,
    ScoredOutcomes,
    assess_leakage,
    leakage_within_vagas,
)
from hiring.domain.features import Profile
from hiring.domain.records import Bools, GoldRows, Ints
from hiring.domain.training.frozen_dates import freeze_dates
from hiring.domain.training.partition import Part
from hiring.domain.training.record import PartCounts
from hiring.domain.training.units import Unit, unit_of

FEWEST_OF_A_CLASS: Final[Mapping[Part, int]] = {
    Part.FIT: 20,
    Part.CALIBRATE: 5,
    Part.THRESHOLD: 1,
    Part.TEST: 1,
}
"""Rows of each outcome that a part must have; with fewer, what it is for cannot be done at all."""


def training_examples(rows: GoldRows, chosen: Bools, unit: Unit) -> Examples:
    """Some rows as training material."""
    return Examples(features=rows.features[chosen], target=rows.target[chosen], units=unit.keys(rows)[chosen])


def assess_gold_leakage(
    rows: GoldRows, parts: Ints, scored: ScoredOutcomes, profile: Profile, seed: int
) -> Leakage:
    """Look for leakage in a model's scores of rows that it has not seen, and in one row of each unit.

    What is learnt from outcomes is looked at in the parts that it was not learnt from; where there are vagas,
    each other feature within them, too: all decided rows, with the day of application frozen.

    Args:
        rows: Of the gold table, with all features as numbers.
        parts: Of the same rows.
        scored: The model's scores.
        profile: Theirs.
        seed: Of the draw.
    """
    unit = unit_of(profile)
    everybody = unit.one_row_each(rows, seed)
    outcomes = ScoredOutcomes(values=everybody.features, hired=everybody.target == 1)
    besides = _besides(rows, parts != Part.FIT, profile, seed) if profile.reads_vagas else Besides()
    return assess_leakage(scored, outcomes, profile.features, profile.leakage_limits, besides)


def _besides(rows: GoldRows, unlearnt: Bools, profile: Profile, seed: int) -> Besides:
    """What is looked at besides; from `unlearnt` rows, which are outside the fit part, nothing is learnt."""
    drawn = unit_of(profile).one_row_each(rows.take(np.flatnonzero(unlearnt)), seed)
    learnt = profile.uses_outcomes
    others = [at for at, name in enumerate(profile.features) if name not in learnt]
    frozen = GroupedOutcomes(
        values=freeze_dates(rows, profile).features[:, others],
        hired=rows.target == 1,
        groups=rows.vaga_codigo,
    )
    names = [profile.features[at] for at in others]
    return Besides(
        learnt={name: _outcomes(drawn, profile.features.index(name)) for name in learnt},
        within=leakage_within_vagas(frozen, names, profile.leakage_limits.within_vaga),
    )


def _outcomes(rows: GoldRows, column: int) -> ScoredOutcomes:
    return ScoredOutcomes(values=rows.features[:, column], hired=rows.target == 1)


def class_shortages(target: Ints, parts: Ints, needs: Mapping[Part, int] = FEWEST_OF_A_CLASS) -> list[str]:
    """What the parts lack, in words."""
    return [
        f"the {part.name.lower()} part has {count_of(found, 'row')} {outcome}, but needs {needed}"
        for part, needed in needs.items()
        for hired, outcome in ((1, "of people who were hired"), (0, "of people who were not"))
        if (found := int((target[parts == part] == hired).sum())) < needed
    ]


def part_counts(rows: GoldRows, parts: Ints, unit: Unit) -> dict[str, PartCounts]:
    """Rows, people and hired rows of each part; its vagas too, and who left it, where parts are of vagas."""
    known = unit.known(rows, parts)
    return {part.name.lower(): _counts(rows, parts == part, known, unit) for part in Part}


def _counts(rows: GoldRows, members: Bools, known: Bools, unit: Unit) -> PartCounts:
    counts = PartCounts(
        rows=int(members.sum()),
        people=len(np.unique(rows.codigo_profissional[members])),
        hired=int(rows.target[members].sum()),
    )
    if unit is Unit.PERSON:
        return counts
    return replace(
        counts, vagas=len(np.unique(rows.vaga_codigo[members])), known=int((members & known).sum())
    )


def fingerprint_of(rows: GoldRows) -> str:
    """SHA-256 of the columns that training reads, in their order: equal data, equal fingerprint."""
    digest = hashlib.sha256()
    for column in (rows.codigo_profissional, rows.vaga_codigo, rows.features, rows.target):
        digest.update(np.ascontiguousarray(column).tobytes())
    if rows.texts.size:
        digest.update(repr(rows.texts.tolist()).encode())
    return digest.hexdigest()
