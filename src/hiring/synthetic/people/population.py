"""Blocks of invented people: the facts that their records show and their outcomes may depend on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from hiring.synthetic.chance import Bools, Ints, Rng, Spread, draws, happens, kept_where
from hiring.synthetic.people import answers, salaries
from hiring.synthetic.people.names import IDENTITIES
from hiring.synthetic.people.resumes import NOTE, SHORTEST

FIRST_CODE: Final = 31_000
REGISTERED: Final = 200  # per mille who filled in the form themselves; recruiters leave most of it empty
NO_CV: Final = 320
NOTE_ONLY: Final = 22
CV_LENGTH: Final = Spread(
    (71, SHORTEST, 999), (185, 1000, 1899), (240, 1900, 2999), (230, 3000, 4499),
    (145, 4500, 6799), (84, 6800, 10999), (38, 11000, 19999), (6, 20000, 39999), (1, 40000, 57000),
)  # fmt: skip
SEGMENT_MARKS: Final = ("protheus", "navision", "kpi", "controlador")
"""Several, so that none of them alone says much: a feature that ranks well by itself looks like a leak."""
SEGMENT_MARK: Final = 51  # per mille of the CVs cite each, so that one person in eight is in the segment
MENTIONED: Final = {
    "contab": 80, "sap": 380, "financeir": 300, "administr": 450, "excel avançado": 65,
} | dict.fromkeys(SEGMENT_MARKS, SEGMENT_MARK)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """A block of people, one entry each in every field."""

    codes: Sequence[int]
    identities: Ints
    registered: Bools
    titles: list[str]
    english: list[str]
    education: list[str]
    salaries: Ints
    salary_texts: list[str]
    cv_lengths: Ints
    mentions: dict[str, Bools]

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def in_segment(self) -> Bools:
        """Whose CV cites any of the segment's marks."""
        marked: Bools = np.any([self.mentions[mark] for mark in SEGMENT_MARKS], axis=0)
        return marked

    def mentioned(self) -> list[list[str]]:
        columns = [flags.tolist() for flags in self.mentions.values()]
        return [
            [word for word, cited in zip(self.mentions, row, strict=True) if cited]
            for row in zip(*columns, strict=True)
        ]


def invented(rng: Rng, codes: Sequence[int]) -> People:
    size = len(codes)
    registered = happens(rng, REGISTERED, size)
    reais, texts = salaries.wished(rng, size)
    wishes = mostly(rng, registered, by_themselves=850, by_recruiters=375)
    cv_lengths = lengths(rng, size)
    return People(
        codes=codes,
        identities=identities(rng, size),
        registered=registered,
        titles=kept_where(
            mostly(rng, registered, by_themselves=950, by_recruiters=588), answers.TITLE.draw(rng, size)
        ),
        english=kept_where(registered, answers.ENGLISH.draw(rng, size)),
        education=kept_where(registered, answers.EDUCATION.draw(rng, size)),
        salaries=reais * wishes,
        salary_texts=kept_where(wishes, texts),
        cv_lengths=cv_lengths,
        mentions=mentions(rng, cv_lengths >= SHORTEST),
    )


def mostly(rng: Rng, registered: Bools, *, by_themselves: int, by_recruiters: int) -> Bools:
    """Whether a field is filled, by shares (per mille) that depend on who filled in the form."""
    shares = np.where(registered, np.int64(by_themselves), np.int64(by_recruiters))
    return happens(rng, shares, len(registered))


def identities(rng: Rng, size: int) -> Ints:
    """Mostly different people; a few stand under two codes, one after the other."""
    people = draws(rng, IDENTITIES, size)
    again = happens(rng, 3, size)
    again[0] = False
    return people[np.arange(size) - again]


def lengths(rng: Rng, size: int) -> Ints:
    marks = draws(rng, 1000, size)
    found = CV_LENGTH.draw(rng, size)
    found[marks < NO_CV + NOTE_ONLY] = len(NOTE)
    found[marks < NO_CV] = 0
    return found


def mentions(rng: Rng, has_cv: Bools) -> dict[str, Bools]:
    return {word: happens(rng, share, len(has_cv)) & has_cv for word, share in MENTIONED.items()}
