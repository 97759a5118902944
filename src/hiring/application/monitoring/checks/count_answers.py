"""All answers of a range, counted as a baseline needs them."""

from dataclasses import dataclass
from datetime import datetime

from hiring.application.monitoring.checks.check_drift import ColumnsOf
from hiring.application.ports.logs import AnswerCounts
from hiring.domain.decisions import Baseline
from hiring.domain.monitoring.drift.baseline import BaselineRates
from hiring.domain.monitoring.drift.counts import CountQuery, DayCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class CountAnswers:
    """By UTC day and version; of the baseline's profile, where it says which."""

    log: AnswerCounts
    columns_of: ColumnsOf

    def __call__(self, baseline: Baseline, start: datetime, end: datetime) -> list[DayCounts]:
        """Counted with the edges of this baseline."""
        edges = {} if baseline.rates is None else BaselineRates.from_json(baseline.rates).edges
        hours = self.log.volumes(start, end)
        own = [hour for hour in hours if baseline.profile in (None, hour.profile)]
        answered = sorted({(hour.model_version, hour.profile) for hour in own})
        days: list[DayCounts] = []
        for version, profile in answered:
            columns = self.columns_of(version, profile)
            query = CountQuery(
                model_version=version,
                profile=profile,
                columns=tuple(baseline.stats) if columns is None else columns,
                typed=columns is not None,
                edges=edges,
            )
            days += self.log.count(query, start, end)
        return days
