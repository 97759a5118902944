"""A feature profile: a named rule table and what follows from it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from hiring.domain.features.kinds import Flag
from hiring.domain.features.record_batch import RecordBatch
from hiring.domain.features.rules import Rule
from hiring.domain.features.views.candidate import RULES

__all__ = ["CANDIDATE", "CONTRACT", "LeakageLimits", "Profile"]

CONTRACT: Final = "v1"
"""Raised when a rule's meaning changes in a way that its text does not show (folding, constants)."""

_BLOCK: Final = (
    512  # records worked on at once: enough to spread the cost of a rule, few enough for the cache
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakageLimits:
    """ROC AUC that is not believed any more: of a model, and of a feature by itself in either direction."""

    model: float = 0.85
    feature: float = 0.75


@dataclass(frozen=True, slots=True)
class Profile:
    """Which features a model sees. Gold tables, artifacts and versions carry its name.

    Args:
        name: Of the profile.
        rules: One a feature.
        leakage_limits: What people like these can at most be ranked by, before the decision.
        features: Column names, in the model's order.
        groups: Of flags of which at most one is 1: their features by what the names begin with.
    """

    name: str
    rules: tuple[Rule, ...]
    leakage_limits: LeakageLimits = field(default_factory=LeakageLimits)
    features: tuple[str, ...] = field(init=False, repr=False, compare=False)
    groups: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "features", tuple(rule.feature for rule in self.rules))
        object.__setattr__(self, "groups", _groups_of(self.rules))

    def __hash__(self) -> int:
        """By name, not by 46 rules: profiles are looked up once a request."""
        return hash(self.name)

    def fingerprint(self) -> str:
        """SHA-256 of the rule table: equal fingerprints mean equal features."""
        lines = [
            f"{rule.feature}|{' '.join(rule.reads)}|{rule.computed_by.text}|{rule.kind}"
            for rule in self.rules
        ]
        return hashlib.sha256("\n".join((self.name, CONTRACT, *lines)).encode()).hexdigest()

    def features_of(self, records: Sequence[Mapping[str, object]]) -> npt.NDArray[np.float64]:
        """The features of raw records, one row each; a row depends on its own record alone.

        Args:
            records: JSON objects as the export has them. Nothing in a field can make this fail.

        Returns:
            Shape (n, len(rules)); 0.0 and 1.0, and NaN for an unknown salary.

        Raises:
            TypeError: A record is not a JSON object.
        """
        for position, record in enumerate(records):
            if not isinstance(record, Mapping):
                message = f"record {position} is not a JSON object"
                raise TypeError(message)
        values = np.empty((len(records), len(self.rules)))
        for start in range(0, len(records), _BLOCK):
            block = RecordBatch(records[start : start + _BLOCK])
            for column, rule in enumerate(self.rules):
                values[start : start + _BLOCK, column] = rule.computed_by.compute(block, rule.reads)
        return values


def _groups_of(rules: Sequence[Rule]) -> dict[str, tuple[str, ...]]:
    grouped = [(rule.kind.group, rule.feature) for rule in rules if isinstance(rule.kind, Flag)]
    groups = dict.fromkeys(group for group, _ in grouped if group)
    return {group: tuple(name for of, name in grouped if of == group) for group in groups}


CANDIDATE: Final = Profile("candidate", RULES, LeakageLimits(model=0.85, feature=0.75))
