"""What the outcomes of invented prospects depend on."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from hiring.synthetic.chance import Bools, Ints
from hiring.synthetic.outcomes import SEGMENT_CHANCE

MARKED: Final = ("DBA Oracle", "Scrum Master Pleno", "Analista Contábil Pleno")
"""Titles of the vagas that hire in the world `vaga`: three of twenty, and no two of one area."""
MARKED_CHANCE: Final = 9_500
UNMARKED_CHANCE: Final = 1_100  # so that all vagas together come to the base rate of the other worlds

# Of SAP vagas and of others, if the CV cites SAP (one in four does) and if not: in both kinds of vaga the
# same share is hired, and of both kinds of people nearly the same.
MATCH_CHANCES: Final = ((3_010, 440), (810, 7_000))

PERCENT_LEFT: Final = {
    2019: (195, 104), 2020: (150, 104), 2021: (97, 103), 2022: (60, 100), 2023: (37, 63), 2024: (30, 42),
}  # fmt: skip
"""Of a chance in the world `falling`, outside the segment and in it, by the year of the application.

The segment falls last: what is certified on all years together does not hold in the last two.
"""


class World(StrEnum):
    """What decides, beside chance, whether a decided prospect is hired."""

    PERSON = "person"
    """The applicant alone: a clear segment, and weak leanings."""
    HARD = "hard"
    """The applicant alone, by the weak leanings: no threshold is precise."""
    VAGA = "vaga"
    """The title of the vaga alone: nobody can tell its applicants apart."""
    MATCH = "match"
    """Whether vaga and CV are both about SAP, or neither: within a vaga applicants can be told apart."""
    FALLING = "falling"
    """The applicant as in `person`, but fewer are hired from year to year, in the end of the segment too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applications:
    """Facts that an outcome may depend on, one entry a prospect in every field.

    Args:
        person_chances: Of being hired, as the applicant alone would have it, in ten-thousandths.
        cites_sap: Whether the applicant's CV does.
        titles: Of the vagas, as `comments.TITLES` has them.
        years: Of the applications.
    """

    person_chances: Ints
    cites_sap: Bools
    titles: list[str]
    years: Ints


def is_about_sap(title: str) -> bool:
    """Whether this is a SAP vaga."""
    return "SAP" in title


def chances_in(world: World, applications: Applications) -> Ints:
    """Chance of being hired once decided, in ten-thousandths."""
    if world is World.VAGA:
        marked = np.array([title in MARKED for title in applications.titles], dtype=np.bool_)
        return np.where(marked, np.int64(MARKED_CHANCE), np.int64(UNMARKED_CHANCE))
    if world is World.MATCH:
        sought = np.array([is_about_sap(title) for title in applications.titles], dtype=np.int64)
        return np.array(MATCH_CHANCES, dtype=np.int64)[sought, applications.cites_sap.astype(np.int64)]
    if world is World.FALLING:
        chances = applications.person_chances
        left = [PERCENT_LEFT[year] for year in applications.years.tolist()]
        others, segment = np.array(left, dtype=np.int64).reshape(-1, 2).T
        return chances * np.where(chances == SEGMENT_CHANCE, segment, others) // 100
    return applications.person_chances
