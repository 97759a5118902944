"""Numbers that stand for texts: learnt from the fit part, kept as arrays in the artifact, used in serving."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np

from hiring.domain.records import Bools, Floats, TextArray

__all__ = ["NOTHING_LEARNT", "Encodings", "Learner", "Lookup", "hired_share", "share_of_rows"]


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


Encodings = Mapping[str, Lookup]
"""By feature."""

NOTHING_LEARNT: Final[Encodings] = {}


class Learner(Protocol):
    """Learns numbers for texts from what happened to the people of the fit part."""

    def __call__(self, texts: TextArray, hired: Bools) -> Lookup:
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


def hired_share(prior_rows: float) -> Learner:
    """How often rows with a text ended in a hire, shrunk towards the overall share.

    The overall share weighs as much as `prior_rows` rows (Micci-Barreca, A preprocessing scheme for
    high-cardinality categorical attributes, 2001).

    >>> titles = np.array(["analista", "analista", "gerente"], np.object_)
    >>> learnt = hired_share(prior_rows=1.0)(titles, np.array([True, True, False]))
    >>> [(title, round(number, 2)) for title, number in zip(learnt.texts, learnt.numbers, strict=True)]
    [('analista', 0.89), ('gerente', 0.33)]
    """

    def learn(texts: TextArray, hired: Bools) -> Lookup:
        overall = float(hired.mean()) if len(hired) else 0.0
        rows = Counter(text for text in texts if text is not None)
        hires = Counter(text for text in texts[hired] if text is not None)
        kept = sorted(rows)
        shares = ((hires[text] + prior_rows * overall) / (rows[text] + prior_rows) for text in kept)
        return Lookup(tuple(kept), tuple(shares), overall)

    return learn
