"""Two models on the same people, whom neither has seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hiring.application.ports.models import Scorer
from hiring.domain.errors import HiringError
from hiring.domain.evaluation.evaluation import metric_differences
from hiring.domain.evaluation.intervals import Interval
from hiring.domain.evaluation.metrics import Quality, quality_of
from hiring.domain.models import ModelVersion
from hiring.domain.records import Bools, Floats

Serving = Callable[[], Scorer]


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricDifference:
    """Of one measure, this model minus the one that serves; the interval is of 95 % confidence."""

    measure: str
    value: float
    interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What serves, on the same people."""

    serves: ModelVersion
    quality: Quality
    differences: Sequence[MetricDifference]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoComparison:
    """Why there is no comparison, in words."""

    reason: str


def compare_models(
    version: ModelVersion, scores: Floats, features: Floats, hired: Bools, serving: Serving
) -> Comparison | NoComparison:
    """Compare a version with what serves, on people of the test part.

    Args:
        version: The version that was judged.
        scores: Its scores of these people, shape (n,).
        features: Of the same people.
        hired: What happened to them.
        serving: Gives the model that serves.
    """
    try:
        rival = serving()
    except HiringError as failure:
        return NoComparison(reason=f"what serves cannot be loaded ({failure.code})")
    if reason := _strangers(version, rival.version):
        return NoComparison(reason=reason)
    others = rival.score(features)
    return Comparison(
        serves=rival.version,
        quality=quality_of(others, hired),
        differences=[
            MetricDifference(measure=measure, value=value, interval=interval)
            for measure, value, interval in metric_differences(scores, others, hired)
        ],
    )


def _strangers(version: ModelVersion, rival: ModelVersion) -> str | None:
    if rival.id == version.id:
        return "this is the version that serves"
    if rival.card.feature_columns != version.card.feature_columns:
        return f"{rival.id}, which serves, was trained on other features"
    if rival.card.training.partition != version.card.training.partition:
        return (
            f"{rival.id}, which serves, was trained with another split of people, "
            "and may have seen those who judge here"
        )
    return None
