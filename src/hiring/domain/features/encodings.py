"""Numbers that stand for texts: learnt from the fit part, kept as arrays in the artifact, used in serving."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Protocol

import numpy as np

from hiring.domain.records import Bools, Floats, TextArray

__all__ = [
    "NOTHING_LEARNT",
    "Encoding",
    "Encodings",
    "Learner",
    "Lookup",
    "WordWeights",
    "share_of_rows",
    "terms_of",
]


@dataclass(frozen=True, slots=True)
class Lookup:
    """A number for each learnt text, and one for all others.

    Args:
        texts: The learnt texts, each once.
        numbers: One for each text.
        otherwise: The number for a text that was not learnt, and for a missing one.
    """

    texts: tuple[str, ...]
    numbers: tuple[float, ...]
    otherwise: float
    _number_of: Mapping[str | None, float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.texts) != len(self.numbers) or len(set(self.texts)) != len(self.texts):
            raise ValueError("a lookup has each text once, and one number for each")
        if not np.all(np.isfinite((*self.numbers, self.otherwise))):
            raise ValueError("a lookup's numbers are finite")
        object.__setattr__(self, "_number_of", dict(zip(self.texts, self.numbers, strict=True)))

    def __call__(self, texts: TextArray) -> Floats:
        """The numbers of some texts, shape (n,)."""
        return np.array([self._number_of.get(text, self.otherwise) for text in texts], np.float64)


@dataclass(frozen=True, slots=True)
class WordWeights:
    """A log-odds for a text: the intercept, and the weights of its words and pairs of neighbouring words.

    Each counts as often as it is there, times how rare it is; the numbers of a text are then scaled to length
    one. A text without learnt words, and a missing one, has the intercept.

    Args:
        terms: Words, and pairs of words with a space between; each once.
        rarities: One for each: the smoothed inverse document frequency (IDF).
        weights: One for each.
        intercept: Log-odds.
    """

    terms: tuple[str, ...]
    rarities: tuple[float, ...] = field(repr=False)
    weights: tuple[float, ...] = field(repr=False)
    intercept: float
    _place_of: Mapping[str, int] = field(init=False, repr=False, compare=False)
    _numbers: Floats = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        numbers = np.array([self.rarities, self.weights], np.float64)
        if numbers.shape != (2, len(self.terms)) or len(set(self.terms)) != len(self.terms):
            raise ValueError("each word has one rarity and one weight, and stands once")
        if not np.all(np.isfinite(numbers)) or not np.isfinite(self.intercept):
            raise ValueError("the rarities and weights of words are finite")
        object.__setattr__(self, "_place_of", {term: place for place, term in enumerate(self.terms)})
        object.__setattr__(self, "_numbers", numbers)

    def __call__(self, texts: TextArray) -> Floats:
        """The log-odds of some texts of words with spaces between, shape (n,)."""
        known = {text: self._score(text) for text in dict.fromkeys(texts)}
        return np.array([known[text] for text in texts], np.float64)

    def _score(self, text: str | None) -> float:
        found = map(self._place_of.get, terms_of(text or ""))
        places = Counter(place for place in found if place is not None)
        if not places:
            return self.intercept
        here = np.fromiter(places, np.int64, len(places))
        rarities, weights = self._numbers[:, here]
        values = np.fromiter(places.values(), np.float64, len(places)) * rarities
        return float(values @ weights / np.sqrt(values @ values) + self.intercept)


def terms_of(text: str) -> list[str]:
    """The words of a text, and the pairs of neighbours.

    >>> terms_of("analista sap fi")
    ['analista', 'sap', 'fi', 'analista sap', 'sap fi']
    """
    words = text.split()
    return [*words, *map(" ".join, pairwise(words))]


Encoding = Lookup | WordWeights
Encodings = Mapping[str, Encoding]
"""By feature."""

NOTHING_LEARNT: Final[Encodings] = {}


class Learner(Protocol):
    """Learns numbers for texts from what happened to the people of the fit part."""

    def __call__(self, texts: TextArray, hired: Bools) -> Encoding:
        """The numbers that these texts stand for; `hired` has shape (n,)."""


def share_of_rows(at_least: int) -> Learner:
    """The share of rows with a text; a text in fewer than `at_least` rows counts as missing, 0.0.

    It ignores outcomes, so it may be applied to the rows that it was learnt from.

    >>> cities = np.array(["Recife", "Recife", "Natal", None], np.object_)
    >>> share_of_rows(at_least=2)(cities, np.zeros(4, np.bool_))
    Lookup(texts=('Recife',), numbers=(0.5,), otherwise=0.0)
    """

    def learn(texts: TextArray, hired: Bools) -> Lookup:
        del hired
        counts = Counter(text for text in texts if text is not None)
        kept = sorted(text for text, count in counts.items() if count >= at_least)
        return Lookup(tuple(kept), tuple(counts[text] / len(texts) for text in kept), 0.0)

    return learn
