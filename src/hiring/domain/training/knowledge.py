"""What a model knows about the person, apart from what it knows about the vaga."""

from collections.abc import Mapping
from dataclasses import dataclass

from hiring.domain.evaluation.intervals import Interval
from hiring.domain.evaluation.metrics import Quality
from hiring.domain.evaluation.ordering import CandidateOrder

__all__ = ["Knowledge", "MeasureDifference", "WithoutPeople"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDifference:
    """Of one measure, the model minus the one that it is held against; the interval is of 95 % confidence."""

    value: float
    interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutPeople:
    """The same settings on the same rows, without the columns for which a person's record is read.

    Args:
        columns: How many were left out.
        quality: On the test part.
        differences: By measure, on the same rows.
    """

    columns: int
    quality: Quality
    differences: Mapping[str, MeasureDifference]


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """The verdict on the order of candidates, and what the model is without them.

    Args:
        order: The verdict with its figures, all with the day of application frozen. `grouped` is out of fold
            by vaga over all decided rows; `later` is a model of the past on vagas that were first seen since.
        since: The first day of those, ISO; None where there could be no model of the past.
        folds: How many folds of vagas `grouped` has; 0 if there was too little data.
        without_people: None where no other columns are left.
    """

    order: CandidateOrder
    since: str | None
    folds: int
    without_people: WithoutPeople | None
