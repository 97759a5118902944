"""A part of the gold table that is looked at by itself: rows told apart by what rules read of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from hiring.domain.features.rules import Rule
from hiring.domain.records import Bools, GoldRows

__all__ = ["Stratum"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """Rows that hold all of its conditions; an unknown value holds none but the last.

    Args:
        en: What it is, in English.
        pt: The same, in Portuguese.
        at_least: Numbers, by feature.
        equal: Texts, by feature.
        without: By feature, the beginning of a word that its text does not have.
    """

    en: str
    pt: str
    at_least: Mapping[str, float] = field(default_factory=dict)
    equal: Mapping[str, str] = field(default_factory=dict)
    without: Mapping[str, str] = field(default_factory=dict)

    def rows(self, gold: GoldRows, rules: Sequence[Rule]) -> Bools:
        """Which rows of a gold table hold them, texts as rules read them; shape (n,).

        >>> Stratum(en="all", pt="todas").rows(GoldRows.none(0), ()).tolist()
        []
        """
        numbers = [rule.feature for rule in rules if not rule.kind.text]
        texts = [rule.feature for rule in rules if rule.kind.text]
        holds = np.ones(len(gold), np.bool_)
        for name, least in self.at_least.items():
            holds &= gold.features[:, numbers.index(name)] >= least
        for name, text in self.equal.items():
            holds &= np.array(gold.texts[:, texts.index(name)] == text, np.bool_)
        for name, begin in self.without.items():
            column = gold.texts[:, texts.index(name)]
            has = [any(word.startswith(begin) for word in (text or "").split()) for text in column]
            holds &= ~np.array(has, np.bool_)
        return holds
