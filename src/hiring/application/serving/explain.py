"""Why people have the scores they have."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import Protocol

import numpy as np

from hiring.domain.decisions import Decision
from hiring.domain.features import Profile
from hiring.domain.models import ModelVersion
from hiring.domain.reasons import Contributions, Reason, reasons_of
from hiring.domain.records import Floats


class Explainer(Protocol):
    """A model that can say what each feature did to a score."""

    @property
    @abstractmethod
    def version(self) -> ModelVersion:
        """Which one."""

    @abstractmethod
    def contributions(self, features: Floats) -> Contributions:
        """What each feature did, of rows of shape (n, number of feature columns), NaN for unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explain:
    """Name the features that moved a score most."""

    explainer: Explainer
    profile: Profile

    def __call__(self, features: Floats, *, limit: int) -> list[tuple[Reason, ...]]:
        """At most `limit` reasons a row, the strongest first."""
        contributions = self.explainer.contributions(features)
        return reasons_of(contributions, features, self.profile.rules, limit)


def features_of(decisions: Sequence[Decision], columns: Sequence[str]) -> Floats:
    """The features that decisions of one version were made on, shape (n, columns), NaN for unknown.

    Args:
        decisions: Those of older programs have them by name alone.
        columns: Of the version, in its order.
    """
    rows = [
        one.features if one.features is not None else [one.payload[name] for name in columns]
        for one in decisions
    ]
    return np.array([[nan if value is None else value for value in row] for row in rows], np.float64)
