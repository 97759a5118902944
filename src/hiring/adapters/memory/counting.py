"""Counting decisions that are held in memory."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import groupby

from hiring.domain.decisions import Decision
from hiring.domain.monitoring.drift.counts import (
    CountQuery,
    DayAnswers,
    DayCounts,
    HourVolume,
    count_answers,
    payload_numbers,
)


def volumes_of(decisions: Sequence[Decision]) -> Sequence[HourVolume]:
    """By UTC hour, version and profile, in this order."""
    return [
        HourVolume(
            hour=hour,
            model_version=version,
            profile=profile,
            answers=len(found),
            approved=sum(one.approved for one in found),
            total_score=sum(one.score for one in found),
            approved_score=sum(one.score for one in found if one.approved),
        )
        for (hour, version, profile), each in groupby(sorted(decisions, key=_volume), key=_volume)
        if (found := list(each))
    ]


def days_of(decisions: Iterable[Decision]) -> Mapping[date, int]:
    """How many each UTC day has, oldest first."""
    return dict(sorted(Counter(map(_day, decisions)).items()))


def counts_of(decisions: Iterable[Decision], query: CountQuery) -> Sequence[DayCounts]:
    """By UTC day, oldest first."""
    asked = [
        one for one in decisions if (one.model_version, one.profile) == (query.model_version, query.profile)
    ]
    return [_day_counts(query, day, list(each)) for day, each in groupby(sorted(asked, key=_day), key=_day)]


def _volume(decision: Decision) -> tuple[datetime, str, str]:
    hour = decision.at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return hour, decision.model_version, decision.profile


def _day(decision: Decision) -> date:
    return decision.at.astimezone(UTC).date()


def _day_counts(query: CountQuery, day: date, decisions: Sequence[Decision]) -> DayCounts:
    typed = [query.typed and len(one.features or ()) == len(query.columns) for one in decisions]
    rows = [
        dict(zip(query.columns, one.features or (), strict=True)) if by_place else one.payload
        for one, by_place in zip(decisions, typed, strict=True)
    ]
    answers = DayAnswers(
        day=day,
        scores=[one.score for one in decisions],
        approved=[one.approved for one in decisions],
        features=[payload_numbers(row, query.columns) for row in rows],
        present=set().union(*rows),
    )
    return count_answers(query, answers)
