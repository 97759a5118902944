"""What a store keeps of one profile, among what it keeps of all: answers are compared with their own kind."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from hiring.application.ports.logs import AnswerCounts, BaselineLog, Log, MonitorDays
from hiring.application.ports.specs.spec import Row
from hiring.domain.decisions import Baseline
from hiring.domain.features import CANDIDATE, Profile
from hiring.domain.monitoring.days import latest_checks
from hiring.domain.monitoring.drift.counts import CountQuery, DayCounts, HourVolume

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsOfProfile(Log[Row]):
    """The rows of a log that are about one profile; what is appended goes to the log as it is.

    Args:
        log: Of all profiles.
        own: Whether a row is about the one.
    """

    log: Log[Row]
    own: Callable[[Row], bool]

    def append(self, rows: Sequence[Row]) -> int:
        return self.log.append(rows)

    def all(self) -> Sequence[Row]:
        return self._own(self.log.all())

    def between(self, start: datetime, end: datetime) -> Sequence[Row]:
        return self._own(self.log.between(start, end))

    def latest(self) -> Row | None:
        return next(reversed(self.all()), None)

    def columns(self, *names: str) -> Sequence[tuple[Any, ...]]:
        return [tuple(getattr(row, name) for name in names) for row in self.all()]

    def _own(self, rows: Sequence[Row]) -> list[Row]:
        return [row for row in rows if self.own(row)]


def baselines_of(baselines: BaselineLog, profile: str) -> BaselineLog:
    """A profile's baselines; older programs knew `candidate` alone, and did not say so."""
    return RowsOfProfile(log=baselines, own=lambda baseline: baseline_profile(baseline) == profile)


def comparable_baselines(baselines: BaselineLog, profile: Profile) -> BaselineLog:
    """Those that answers of today can be compared with: other rules made other features of the same people.

    What an older program recorded does not say by which rules, and counts.
    """
    known = {None, profile.fingerprint()}
    return RowsOfProfile(
        log=baselines,
        own=lambda baseline: baseline_profile(baseline) == profile.name and baseline.rules in known,
    )


def days_of(days: MonitorDays, profile: str) -> MonitorDays:
    """A profile's days that were checked."""
    return RowsOfProfile(log=days, own=lambda check: check.profile == profile)


def baseline_profile(baseline: Baseline) -> str:
    """Whose features a baseline describes."""
    return baseline.profile or CANDIDATE.name


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersOfProfile(AnswerCounts):
    """The counts of the answers that were given by one profile's models.

    Args:
        log: Of all profiles.
        profile: Name of the one.
        checked: Days that were checked, of all profiles: where they tell of every row of a day, nobody need
            look how many of its rows are the profile's.
    """

    log: AnswerCounts
    profile: str
    checked: MonitorDays

    def volumes(self, start: datetime, end: datetime) -> Sequence[HourVolume]:
        return [hour for hour in self.log.volumes(start, end) if hour.profile == self.profile]

    def count(self, query: CountQuery, start: datetime, end: datetime) -> Sequence[DayCounts]:
        return self.log.count(query, start, end)

    def days(self, start: datetime, end: datetime) -> Mapping[date, int]:
        """Cheap for days that were checked with all their rows; the answers of the others are counted."""
        everything = self.log.days(start, end)
        checked: dict[date, Counter[str]] = {}
        for check in latest_checks(self.checked.between(start, end)):
            checked.setdefault(check.day.date(), Counter())[check.profile] += check.answers
        found = {}
        for day, answers in everything.items():
            known = checked.get(day, Counter[str]())
            own = known[self.profile] if known.total() == answers else self._answers_on(day, start, end)
            if own:
                found[day] = own
        return found

    def _answers_on(self, day: date, start: datetime, end: datetime) -> int:
        midnight = datetime.combine(day, time(), UTC)
        return sum(hour.answers for hour in self.volumes(max(start, midnight), min(end, midnight + _DAY)))
