"""Baselines, alerts and feedback in PostgreSQL."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, Engine, any_, bindparam, insert, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on
from sqlalchemy.dialects.postgresql import insert as insert_or

from hiring.adapters.postgres.errors import port_errors
from hiring.adapters.postgres.metadata import DRIFT_ALERTS, FEEDBACK, MODEL_BASELINE
from hiring.adapters.postgres.values import moment_of
from hiring.application.ports.logs import AlertLog, BaselineLog, FeedbackLog
from hiring.domain.decisions import Alert, Baseline, Feedback

_ALERT: Final = (
    insert_or(DRIFT_ALERTS)
    .on_conflict_do_nothing(index_elements=["window_start", "window_end", "model_path", "feature", "rule"])
    .returning(DRIFT_ALERTS.c.id)
)
_ALERT_FIELDS: Final = [
    DRIFT_ALERTS.c[field.name] for field in fields(Alert)
]  # columns are named as they are
_PEOPLE: Final = bindparam("people", type_=ARRAY(BigInteger))
_OUTCOMES: Final = (
    select(FEEDBACK.c.codigo_profissional, FEEDBACK.c.hired)
    .where(FEEDBACK.c.codigo_profissional == any_(_PEOPLE))
    .ext(distinct_on(FEEDBACK.c.codigo_profissional))
    .order_by(FEEDBACK.c.codigo_profissional, FEEDBACK.c.ts.desc(), FEEDBACK.c.id.desc())
)


class PostgresBaselineLog(BaselineLog):
    """`model_baseline`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append(self, baseline: Baseline) -> None:
        row = {
            "created_at": moment_of(baseline.created_at),
            "model_path": baseline.model_path,
            "stats": baseline.stats,
        }
        with port_errors("model_baseline"), self._engine.begin() as connection:
            connection.execute(insert(MODEL_BASELINE), row)

    def latest(self) -> Baseline | None:
        columns = MODEL_BASELINE.c
        query = (
            select(columns.created_at, columns.model_path, columns.stats).order_by(columns.id.desc()).limit(1)
        )
        with port_errors("model_baseline"), self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Baseline(created_at=row[0], model_path=row[1], stats=row[2])


class PostgresAlertLog(AlertLog):
    """`drift_alerts`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append(self, alerts: Sequence[Alert]) -> int:
        rows = [asdict(alert) for alert in alerts]
        with port_errors("drift_alerts"), self._engine.begin() as connection:
            return sum(len(connection.scalars(_ALERT, row).all()) for row in rows)

    def between(self, start: datetime, end: datetime) -> Sequence[Alert]:
        columns = DRIFT_ALERTS.c
        query = (
            select(*_ALERT_FIELDS)
            .where(columns.window_start >= start, columns.window_start < end)
            .order_by(
                columns.window_start,
                columns.window_end,
                columns.feature.collate("C"),
                columns.rule.collate("C"),
                columns.id,
            )
        )
        with port_errors("drift_alerts"), self._engine.connect() as connection:
            return [Alert(**row) for row in connection.execute(query).mappings()]


class PostgresFeedbackLog(FeedbackLog):
    """`feedback`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append(self, reports: Sequence[Feedback]) -> None:
        rows = [
            {
                "ts": moment_of(report.at),
                "codigo_profissional": report.codigo_profissional,
                "hired": int(report.hired),
            }
            for report in reports
        ]
        if rows:
            with port_errors("feedback"), self._engine.begin() as connection:
                connection.execute(insert(FEEDBACK), rows)

    def latest(self, people: Sequence[int]) -> Mapping[int, bool]:
        asked = {"people": [int(person) for person in people]}
        with port_errors("feedback"), self._engine.connect() as connection:
            return {person: bool(hired) for person, hired in connection.execute(_OUTCOMES, asked)}
