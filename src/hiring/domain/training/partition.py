"""Who is used to fit, to calibrate, to set the threshold, and to test: a function of the person alone."""

import hashlib
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from hiring.domain.arrays import Flags, Vector, as_flags, as_integers
from hiring.domain.records import Bools, Ints

__all__ = ["NAMED_SHARES", "SHARES", "Part", "Partition", "folds_of", "one_row_each"]


class Part(IntEnum):
    """The four uses of people's outcomes; each person has exactly one."""

    FIT = 0
    CALIBRATE = 1
    THRESHOLD = 2
    TEST = 3


SHARES: Final = {Part.FIT: 0.50, Part.CALIBRATE: 0.15, Part.THRESHOLD: 0.20, Part.TEST: 0.15}
NAMED_SHARES: Final = {part.name.lower(): share for part, share in SHARES.items()}
"""The shares by the names that records use, in the order in which the parts are used."""

_LONGEST_SALT: Final = 128
_UPPER: Final = np.cumsum(list(SHARES.values()))[:-1]


def is_salt(text: str) -> bool:
    """Whether it is a valid salt: 1 to 128 printable ASCII characters, no space at either end.

    Other characters can look the same and differ (accents in two forms, invisible spaces), or cannot be
    stored.
    """
    sound = text.isascii() and text.isprintable() and text == text.strip()
    return sound and 0 < len(text) <= _LONGEST_SALT


@dataclass(frozen=True, slots=True)
class Partition:
    """The split of a store. Its salt never changes, so models can be compared on people neither has seen."""

    salt: str

    def parts(self, people: Vector) -> Ints:
        """The `Part` of each person, shape (n,): SHA-256(salt, codigo_profissional) against the shares."""
        unique, back = np.unique(as_integers(people, "people"), return_inverse=True)
        points = np.array([self._point(person) for person in unique.tolist()], np.float64)
        return np.searchsorted(_UPPER, points, side="right").astype(np.int64)[back]

    def members(self, people: Vector, part: Part) -> Bools:
        """Which rows belong to people in this part."""
        return np.asarray(self.parts(people) == part)

    def _point(self, person: int) -> float:
        digest = hashlib.sha256(f"{self.salt},{person}".encode()).digest()
        return int.from_bytes(digest[:8], "big") / 2**64


def folds_of(people: Vector, hired: Flags, *, folds: int, seed: int) -> Ints:
    """The fold of each row, 0 to folds - 1, shape (n,): a person's rows are never on both sides of a fold.

    People are assigned in a random order (by the seed), those who were ever hired separately from the others,
    so that every fold has its share of both.

    >>> folds_of([31001, 31001, 31002, 31003], [1, 0, 0, 1], folds=2, seed=1)
    array([0, 0, 0, 1])
    """
    people, hired = as_integers(people, "people"), as_flags(hired, "hired")
    if len(people) != len(hired):
        raise ValueError(
            f"people and hired must have the same length: {len(people)} and {len(hired)} were given"
        )
    unique, back = np.unique(people, return_inverse=True)
    ever_hired = np.zeros(len(unique), np.bool_)
    np.logical_or.at(ever_hired, back, hired)
    order = np.lexsort((np.random.default_rng(seed).random(len(unique)), ever_hired))
    fold = np.empty(len(unique), np.int64)
    fold[order] = np.arange(len(unique)) % folds
    return fold[back]


def one_row_each(people: Vector, seed: int) -> Ints:
    """Indices of one row per person, drawn by the seed: a person's rows are not independent of each other.

    >>> one_row_each([31001, 31001, 31002], seed=1)
    array([0, 2])
    """
    people = as_integers(people, "people")
    order = np.random.default_rng(seed).permutation(len(people))
    _, first = np.unique(people[order], return_index=True)
    return np.sort(order[first])
