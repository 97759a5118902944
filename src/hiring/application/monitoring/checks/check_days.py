"""Complete UTC days, followed one after another by the policy `sequential`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from hiring.application.monitoring.checks.check_drift import ColumnsOf
from hiring.application.ports.clock import Clock
from hiring.application.ports.logs import AlertLog, AnswerCounts, BaselineLog, MonitorDays
from hiring.domain.decisions import Alert, Baseline
from hiring.domain.errors import BaselineMissing
from hiring.domain.features import Profile
from hiring.domain.features.rules import Rule
from hiring.domain.monitoring.alerts import SEQUENTIAL
from hiring.domain.monitoring.days import DayCheck, latest_checks
from hiring.domain.monitoring.drift.baseline import BaselineRates
from hiring.domain.monitoring.drift.counts import CountQuery, DayCounts
from hiring.domain.monitoring.drift.evidence import EvidenceState
from hiring.domain.monitoring.drift.findings import RateFinding
from hiring.domain.monitoring.drift.indicators import counts_of, is_of_scores
from hiring.domain.monitoring.drift.sequential import SequentialDetector, sequential_detector

MOST_DAYS: Final = 31
"""What is older is not checked any more."""

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDays:
    """Follow the answers of complete UTC days, and keep the alerts, each once.

    What was checked before is not checked again, unless rows came later to one of its days: from that day on
    all is counted anew. A day without answers is no evidence, and leaves nothing behind.
    """

    log: AnswerCounts
    baselines: BaselineLog
    days: MonitorDays
    alerts: AlertLog
    profiles: Mapping[str, Profile]
    columns_of: ColumnsOf
    clock: Clock

    def __call__(self) -> Sequence[DayCheck]:
        """The days that were checked now, of each version that answered; oldest first.

        Raises:
            BaselineMissing: Nothing to compare with, or an older program recorded it, without rates.
        """
        baselines = self.baselines.all()
        if not baselines or baselines[-1].rates is None:
            raise BaselineMissing
        now = self.clock()
        today = _midnight(now.date())
        start = today - MOST_DAYS * _DAY
        before = latest_checks(self.days.between(start - MOST_DAYS * _DAY, today))
        first = _first_to_check(self.log.days(start, today), before)
        if first is None:
            return ()
        checks: list[DayCheck] = []
        for (version, profile), approved in self._answered(_midnight(first), today).items():
            query = self._query(version, profile, baselines[-1])
            counted = self.log.count(query, _midnight(first), today)
            earlier = [each for each in before if each.model_version == version and each.day.date() < first]
            checks += self._follow(counted, approved, earlier[-1:], baselines, now)
        self.days.append(checks)
        return sorted(checks, key=lambda each: each.day)

    def _answered(self, start: datetime, end: datetime) -> Mapping[tuple[str, str], Mapping[date, float]]:
        """Each version that answered, with its profile: what the scores of the approved sum to, by day."""
        answered: defaultdict[tuple[str, str], dict[date, float]] = defaultdict(dict)
        for hour in self.log.volumes(start, end):
            days, day = answered[hour.model_version, hour.profile], hour.hour.date()
            days[day] = days.get(day, 0.0) + hour.approved_score
        return answered

    def _rules(self, profile: str) -> tuple[Rule, ...]:
        """Of a profile that this program does not know, scores and decisions are followed alone."""
        known = self.profiles.get(profile)
        return () if known is None else known.rules

    def _query(self, version: str, profile: str, baseline: Baseline) -> CountQuery:
        columns, rates = self.columns_of(version, profile), rates_for(version, baseline)
        return CountQuery(
            model_version=version,
            profile=profile,
            columns=columns or tuple(rule.feature for rule in self._rules(profile)),
            typed=columns is not None,
            edges=rates.edges,
        )

    def _follow(
        self,
        counted: Sequence[DayCounts],
        approved: Mapping[date, float],
        earlier: Sequence[DayCheck],
        baselines: Sequence[Baseline],
        now: datetime,
    ) -> list[DayCheck]:
        if not counted:
            return []
        baseline, rules = baselines[-1], self._rules(counted[0].profile)
        detector = sequential_detector(rules, rates_for(counted[0].model_version, baseline))
        state = _state_after(earlier, detector, baselines)
        checks = []
        for day in counted:
            state, findings = detector.advance(state, day)
            check = DayCheck(
                day=_midnight(day.day),
                checked_at=now,
                model_version=day.model_version,
                profile=day.profile,
                baseline_at=baseline.created_at,
                answers=day.answers,
                approved=day.approved,
                score_total=day.score.total,
                approved_total=approved.get(day.day, 0.0),
                counts=_counts(detector, day),
                evidence=state.to_json(),
                findings={finding.indicator.name: finding.to_json() for finding in findings},
            )
            checks.append(check)
            self.alerts.append([_alert(each, day, baseline, now) for each in findings if each.fired])
        return checks


def _first_to_check(counted: Mapping[date, int], before: Sequence[DayCheck]) -> date | None:
    """The first day that was never checked, or that has other rows than when it was."""
    checked: dict[date, int] = {}
    for check in before:
        checked[check.day.date()] = checked.get(check.day.date(), 0) + check.answers
    return min((day for day, answers in counted.items() if checked.get(day) != answers), default=None)


def rates_for(version: str, baseline: Baseline) -> BaselineRates:
    """The baseline's rates; another version's scores and decisions are none to compare with."""
    if baseline.rates is None:
        raise BaselineMissing
    rates = BaselineRates.from_json(baseline.rates)
    if version == baseline.model_version:
        return rates
    return replace(rates, rates={name: rate for name, rate in rates.rates.items() if not is_of_scores(name)})


def _state_after(
    earlier: Sequence[DayCheck], detector: SequentialDetector, baselines: Sequence[Baseline]
) -> EvidenceState:
    """Where to go on; with a new baseline nothing was gathered yet, or nothing of the accepted features."""
    if not earlier:
        return detector.start()
    state = EvidenceState.from_json(earlier[-1].evidence)
    newer = [baseline.accepted for baseline in baselines if baseline.created_at > earlier[-1].baseline_at]
    if None in newer:
        return detector.start()
    kept = [name for name in state.names if name.partition(":")[0] not in newer]
    return EvidenceState(day=state.day, names=tuple(kept), figures=state.aligned(kept))


def _counts(detector: SequentialDetector, day: DayCounts) -> dict[str, tuple[int, int]]:
    hits, trials = counts_of(detector.indicators, day)
    return {
        indicator.name: (int(hit), int(of))
        for indicator, hit, of in zip(detector.indicators, hits, trials, strict=True)
    }


def _alert(finding: RateFinding, day: DayCounts, baseline: Baseline, now: datetime) -> Alert:
    return Alert(
        created_at=now,
        window_start=_midnight(finding.since or day.day),
        window_end=_midnight(day.day) + _DAY,
        model_path=baseline.model_path,
        feature=finding.indicator.name,
        rule=SEQUENTIAL,
        base=finding.base,
        now=finding.now,
        change=finding.change,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
