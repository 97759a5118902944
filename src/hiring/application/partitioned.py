"""Gold rows by what they may be used for."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from hiring.application.model_ports import Examples
from hiring.domain.features import Profile
from hiring.domain.leakage import Leakage, Outcomes, leakage_of
from hiring.domain.partition import Part, one_row_each
from hiring.domain.records import Bools, GoldRows, Ints

FEWEST_OF_A_CLASS: Final[Mapping[Part, int]] = {
    Part.FIT: 20,
    Part.CALIBRATE: 5,
    Part.THRESHOLD: 1,
    Part.TEST: 1,
}
"""Rows of each outcome that a part must have; with fewer, what it is for cannot be done at all."""


def people_of(rows: GoldRows, parts: Ints, part: Part, seed: int) -> GoldRows:
    """One row of each person of a part."""
    members = rows.take(np.flatnonzero(parts == part))
    return members.take(one_row_each(members.codigo_profissional, seed))


def examples(rows: GoldRows, chosen: Bools) -> Examples:
    """Some rows as training material."""
    return Examples(
        features=rows.features[chosen], target=rows.target[chosen], people=rows.codigo_profissional[chosen]
    )


def leakage_in(rows: GoldRows, scored: Outcomes, profile: Profile, seed: int) -> Leakage:
    """Look for leakage in a model's scores of unseen people, and in one row of each person of all parts."""
    everybody = rows.take(one_row_each(rows.codigo_profissional, seed))
    outcomes = Outcomes(values=everybody.features, hired=everybody.target == 1)
    return leakage_of(scored, outcomes, profile.features, profile.leakage_limits)


def too_few(target: Ints, parts: Ints, needs: Mapping[Part, int] = FEWEST_OF_A_CLASS) -> list[str]:
    """What the parts lack, in words."""
    return [
        f"the {part.name.lower()} part has {found} rows {outcome}, and needs {needed}"
        for part, needed in needs.items()
        for hired, outcome in ((1, "of people who were hired"), (0, "of people who were not"))
        if (found := int((target[parts == part] == hired).sum())) < needed
    ]
