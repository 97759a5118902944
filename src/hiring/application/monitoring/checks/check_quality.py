"""How good the answers were, as far as outcomes are known, and whether the promise still stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from hiring.application.ports.clock import Clock
from hiring.application.ports.logs import AlertLog, AnswerCounts, FeedbackLog, MonitorDays, QualityChecks
from hiring.application.ports.models import ModelRegistry
from hiring.domain.decision_outcomes import DecisionOutcome
from hiring.domain.decisions import Alert
from hiring.domain.defaults import MATURITY
from hiring.domain.models import ModelVersion
from hiring.domain.monitoring.alerts import PROMISE
from hiring.domain.monitoring.days import DayCheck, QualityCheck, latest_checks
from hiring.domain.monitoring.drift.counts import HourVolume
from hiring.domain.monitoring.quality.quality import AnswerQuality, Answers, quality_of_answers

PRECISION: Final = "precision"
"""What an alert of a broken promise is about, in the place of a feature."""


_DAY: Final = timedelta(days=1)
_LAST_HOUR: Final = timedelta(hours=23)
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckQuality:
    """Precision of the approved, calibration and the evidence against the promise, version by version."""

    log: AnswerCounts
    days: MonitorDays
    feedback: FeedbackLog
    registry: ModelRegistry
    checks: QualityChecks
    alerts: AlertLog
    clock: Clock
    maturity: timedelta = MATURITY

    def __call__(self) -> Sequence[AnswerQuality]:
        """Of each version that answered; kept, with an alert where a promise is broken."""
        now = self.clock()
        answered = self._answered(now)
        outcomes: dict[str, list[DecisionOutcome]] = {}
        for known in self.feedback.outcomes(_LONG_AGO, now):
            for outcome in known:
                outcomes.setdefault(outcome.model_version, []).append(outcome)
        versions = {version.id: version for version in self.registry.versions()}
        found = [
            quality_of_answers(
                _answers(version, hours, now - self.maturity),
                outcomes.get(version, []),
                promised=_promised(versions.get(version)),
                now=now,
                maturity=self.maturity,
            )
            for version, hours in answered.items()
        ]
        self.checks.append([_check(each, now) for each in found])
        for each in found:
            version = each.answers.model_version
            path = versions[version].path if version in versions else version
            self.alerts.append(_alerts(each, answered[version][0].hour.replace(hour=0), path, now))
        return found

    def _answered(self, now: datetime) -> Mapping[str, Sequence[HourVolume]]:
        """What each version answered, oldest first: checked days as they were counted, all else by hour."""
        checks = latest_checks(self.days.between(_LONG_AGO, now))
        volumes = [_volume(check) for check in checks]
        for start, end in _gaps(sorted({check.day for check in checks}), now):
            volumes += self.log.volumes(start, end)
        answered: dict[str, list[HourVolume]] = {}
        for volume in sorted(volumes, key=lambda each: each.hour):
            answered.setdefault(volume.model_version, []).append(volume)
        return answered


def _volume(check: DayCheck) -> HourVolume:
    """A whole day, as if it had been its last hour: what has matured then has matured all day."""
    return HourVolume(
        hour=check.day + _LAST_HOUR,
        model_version=check.model_version,
        profile=check.profile,
        answers=check.answers,
        approved=check.approved,
        total_score=check.score_total,
        approved_score=check.approved_total,
    )


def _gaps(days: Sequence[datetime], now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The time up to now that is on none of these days."""
    start = _LONG_AGO
    for day in days:
        if start < day:
            yield start, day
        start = day + _DAY
    if start < now:
        yield start, now


def _check(quality: AnswerQuality, now: datetime) -> QualityCheck:
    return QualityCheck(
        checked_at=now, model_version=quality.answers.model_version, quality=quality.to_json()
    )


def _answers(version: str, hours: Sequence[HourVolume], matured: datetime) -> Answers:
    """How many there are; of the approved, how many were given before that moment, to the hour."""
    return Answers(
        model_version=version,
        given=sum(hour.answers for hour in hours),
        approved=sum(hour.approved for hour in hours),
        matured=sum(hour.approved for hour in hours if hour.hour < matured),
        approved_score=sum(hour.approved_score for hour in hours),
    )


def _promised(version: ModelVersion | None) -> float | None:
    """The precision that is certified; a threshold chosen by hand promises nothing."""
    if version is None or not version.card.certified:
        return None
    certificate = version.card.training.certificate
    return None if certificate is None else certificate.min_precision


def _alerts(quality: AnswerQuality, first: datetime, path: str, now: datetime) -> list[Alert]:
    """That a promise is broken: one finding a version, whenever it is looked at again."""
    promise = quality.promise
    if promise is None or not promise.broken:
        return []
    now_is = promise.hired / promise.outcomes
    return [
        Alert(
            created_at=now,
            window_start=first,
            window_end=first,
            model_path=path,
            feature=PRECISION,
            rule=PROMISE,
            base=promise.promised,
            now=now_is,
            change=now_is - promise.promised,
        )
    ]
