"""What monitoring keeps: days that were counted, what was done with alerts, and rates in baselines."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

from hiring.adapters.postgres.migrations.ddl import (
    code,
    column,
    index,
    json,
    moment,
    number,
    schema,
    serial,
    table,
    text,
)

revision: Final = "0008"
down_revision: Final = "0007"


def upgrade() -> None:
    _baselines()
    _days()
    _alert_events()
    _quality()


def _baselines() -> None:
    for added in (
        text("profile", "The feature profile; null before revision 0008.", nullable=True),
        text("model_version", "Whose scores are in `rates`, if any's.", nullable=True),
        column(
            "rates",
            JSONB(),
            "Edges of the amounts and scores; of each indicator its rate, rows and dispersion; null before "
            "revision 0008.",
            nullable=True,
        ),
        text("accepted", "The feature whose change was accepted as normal.", nullable=True),
    ):
        op.add_column("model_baseline", added, schema=schema())


def _days() -> None:
    table(
        "monitor_day",
        "What was counted of one version's answers on a complete UTC day, and what follows of it; a day that "
        "was checked again has several rows, of which the last counts.",
        serial(),
        moment("day", "Its first moment, UTC."),
        moment("checked_at", "When it was counted."),
        text("model_version", "Version of the model that answered."),
        text("profile", "The feature profile."),
        moment("baseline_at", "When the baseline was recorded that it is compared with."),
        code("answers", "How many there were."),
        code("approved", "How many of them approved the person."),
        number("score_total", "Sum of their scores."),
        number("approved_total", "Sum of the scores of the approved."),
        json("counts", "Of each indicator: in how many answers it held, of how many known."),
        json("evidence", "What each indicator's evidence of a change is after that day."),
        json("findings", "Of each indicator: rate, change with its interval, since when."),
        sa.UniqueConstraint("day", "checked_at", "model_version", "profile", name="monitor_day_once_a_check"),
    )


def _alert_events() -> None:
    table(
        "alert_event",
        "What was done with an alert: acknowledged, muted, accepted as normal or closed; who was told.",
        serial(),
        moment("ts", "When."),
        text("alert_id", "Id of the alert, as it is listed."),
        text(
            "status",
            "What it became: acknowledged, muted, accepted, closed; or notified.",
        ),
        text("actor", "Who did it."),
        text("reason", "Why."),
        column("until", TIMESTAMP(timezone=True), "Up to when it is muted.", nullable=True),
    )
    index("alert_event", "alert_id")


def _quality() -> None:
    table(
        "monitor_quality",
        "How good one version's answers were, as far as outcomes were known when it was checked.",
        serial(),
        moment("checked_at", "When it was checked."),
        text("model_version", "Version of the model that answered."),
        json("quality", "Precision with its interval, calibration, evidence against the promised precision."),
    )
    index("monitor_quality", "checked_at")
