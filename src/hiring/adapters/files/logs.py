"""Baselines, alerts and feedback in SQLite."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from hiring.adapters.files.database import Database
from hiring.adapters.files.texts import json_of, json_text, moment_of, moment_text
from hiring.application.ports.logs import AlertLog, BaselineLog, FeedbackLog
from hiring.domain.decisions import Alert, Baseline, Feedback

_BASELINE: Final = "INSERT INTO model_baseline (created_at, model_path, stats) VALUES (?, ?, ?)"
_LATEST: Final = "SELECT created_at, model_path, stats FROM model_baseline ORDER BY id DESC LIMIT 1"
_ALERT: Final = """
    INSERT INTO drift_alerts (created_at, window_start, window_end, model_path, feature, rule,
                              base, now, change)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (window_start, window_end, model_path, feature, rule) DO NOTHING
"""
_ALERTS: Final = """
    SELECT created_at, window_start, window_end, model_path, feature, rule, base, now, change
    FROM drift_alerts WHERE window_start >= ? AND window_start < ?
    ORDER BY window_start, window_end, feature, rule, id
"""
_REPORT: Final = "INSERT INTO feedback (ts, codigo_profissional, hired) VALUES (?, ?, ?)"
_OUTCOMES: Final = """
    SELECT codigo_profissional, hired FROM feedback
    WHERE codigo_profissional IN (SELECT value FROM json_each(?)) ORDER BY ts, id
"""


class FileBaselineLog(BaselineLog):
    """`model_baseline`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, baseline: Baseline) -> None:
        row = (moment_text(baseline.created_at), baseline.model_path, json_text(baseline.stats))
        with self._database.writing() as connection:
            connection.execute(_BASELINE, row)

    def latest(self) -> Baseline | None:
        for created_at, model_path, stats in self._database.rows(_LATEST):
            return Baseline(created_at=moment_of(created_at), model_path=model_path, stats=json_of(stats))
        return None


class FileAlertLog(AlertLog):
    """`drift_alerts`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, alerts: Sequence[Alert]) -> int:
        rows = [_alert_row(alert) for alert in alerts]
        with self._database.writing() as connection:
            return sum(connection.execute(_ALERT, row).rowcount for row in rows)

    def between(self, start: datetime, end: datetime) -> Sequence[Alert]:
        return [_alert(row) for row in self._database.rows(_ALERTS, (moment_text(start), moment_text(end)))]


class FileFeedbackLog(FeedbackLog):
    """`feedback`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, reports: Sequence[Feedback]) -> None:
        rows = [(moment_text(report.at), report.codigo_profissional, int(report.hired)) for report in reports]
        with self._database.writing() as connection:
            connection.executemany(_REPORT, rows)

    def latest(self, people: Sequence[int]) -> Mapping[int, bool]:
        # as one JSON parameter: their number has no limit then
        rows = self._database.rows(_OUTCOMES, (json_text([int(person) for person in people]),))
        return {person: bool(hired) for person, hired in rows}  # oldest first: the latest report stays


def _alert_row(alert: Alert) -> tuple[object, ...]:
    return (
        moment_text(alert.created_at),
        moment_text(alert.window_start),
        moment_text(alert.window_end),
        alert.model_path,
        alert.feature,
        alert.rule,
        alert.base,
        alert.now,
        alert.change,
    )


def _alert(row: tuple[Any, ...]) -> Alert:
    created_at, window_start, window_end, model_path, feature, rule, base, now, change = row
    return Alert(
        created_at=moment_of(created_at),
        window_start=moment_of(window_start),
        window_end=moment_of(window_end),
        model_path=model_path,
        feature=feature,
        rule=rule,
        base=base,
        now=now,
        change=change,
    )
