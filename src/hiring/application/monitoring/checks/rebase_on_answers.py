"""Let what was answered lately be what is normal."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from hiring.application.monitoring.alerts.accept_alert import normal_of
from hiring.application.monitoring.checks.count_answers import CountAnswers
from hiring.application.ports.clock import Clock
from hiring.application.ports.logs import BaselineLog
from hiring.application.ports.specs.logs import INFERENCE_LOG
from hiring.domain.decisions import Baseline
from hiring.domain.errors import BaselineMissing, NothingKept
from hiring.domain.features import Profile
from hiring.domain.monitoring.drift.acceptance import accept_as_normal
from hiring.domain.monitoring.drift.counts import SCORE
from hiring.domain.monitoring.drift.indicators import APPROVAL, is_of_scores


@dataclass(frozen=True, slots=True, kw_only=True)
class RebaseOnAnswers:
    """Record a baseline of the last complete days of answers, in the bands of the one before.

    A gold table holds people who were decided upon; those who are asked about may be others from the first
    day, without anything having changed.
    """

    count: CountAnswers
    baselines: BaselineLog
    profiles: Mapping[str, Profile]
    clock: Clock

    def __call__(self, days: int) -> Baseline:
        """Compute and append.

        Args:
            days: How many complete UTC days before today.

        Raises:
            BaselineMissing: There is none yet whose bands could be used.
            NothingKept: Nothing was answered on these days.
        """
        before = self.baselines.latest()
        if before is None:
            raise BaselineMissing
        now = self.clock()
        today = datetime.combine(now.date(), time(), UTC)
        counted = self.count(before, today - timedelta(days=days), today)
        if not counted:
            raise NothingKept(INFERENCE_LOG.name, read=0, reasons={})
        profile = self.profiles.get(before.profile or "")
        everything = {*before.stats, SCORE, APPROVAL}
        normal = accept_as_normal(normal_of(before), everything, counted, profile.rules if profile else ())
        versions = {day.model_version for day in counted}
        rates = normal.rates
        if rates is not None and len(versions) > 1:  # no version's scores are another's
            rates = replace(rates, rates={n: rate for n, rate in rates.rates.items() if not is_of_scores(n)})
        baseline = replace(
            before,
            created_at=now,
            stats=normal.stats,
            model_version=versions.pop() if len(versions) == 1 else None,
            rates=None if rates is None else rates.to_json(),
            accepted=None,
        )
        self.baselines.append([baseline])
        return baseline
