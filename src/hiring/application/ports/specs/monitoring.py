"""What monitoring appends: baselines, checked days, quality, alerts and what was done with them."""

from operator import attrgetter
from typing import Final

from hiring.application.ports.specs.spec import Column, Form, Kind, Right, Role, RowSpec
from hiring.domain.decisions import Alert, Baseline
from hiring.domain.monitoring.alerts import AlertEvent, AlertStatus
from hiring.domain.monitoring.days import DayCheck, QualityCheck
from hiring.domain.records import TableName

_RIGHTS: Final = {Role.PIPELINE: Right.APPEND}

BASELINES: Final = RowSpec(
    name=TableName("model_baseline"),
    comment="What the gold features looked like when a model was made.",
    rows=Baseline,
    columns=(
        Column("created_at", Kind.MOMENT, "When it was recorded."),
        Column("model_path", Kind.TEXT, "The model."),
        Column("stats", Kind.JSON, "Rate of each 0/1 feature, mean and deviation of each amount."),
        Column("profile", Kind.TEXT, "The feature profile; null before revision 0008.", nullable=True),
        Column("model_version", Kind.TEXT, "Whose scores are in `rates`, if any's.", nullable=True),
        Column(
            "rates",
            Kind.JSON,
            "Edges of the amounts and scores; of each indicator its rate, rows and dispersion; null before "
            "revision 0008.",
            nullable=True,
        ),
        Column("accepted", Kind.TEXT, "The feature whose change was accepted as normal.", nullable=True),
        Column(
            "rules",
            Kind.TEXT,
            "Fingerprint of the rules of its features; null before revision 0011.",
            nullable=True,
        ),
    ),
    moment="created_at",
    rights=_RIGHTS | {Role.API: Right.READ},
)

MONITOR_DAYS: Final = RowSpec(
    name=TableName("monitor_day"),
    comment=(
        "What was counted of one version's answers on a complete UTC day, and what follows of it; a day that "
        "was checked again has several rows, of which the last counts."
    ),
    rows=DayCheck,
    columns=(
        Column("day", Kind.MOMENT, "Its first moment, UTC."),
        Column("checked_at", Kind.MOMENT, "When it was counted."),
        Column("model_version", Kind.TEXT, "Version of the model that answered."),
        Column("profile", Kind.TEXT, "The feature profile."),
        Column("baseline_at", Kind.MOMENT, "When the baseline was recorded that it is compared with."),
        Column("answers", Kind.CODE, "How many there were."),
        Column("approved", Kind.CODE, "How many of them approved the person."),
        Column("score_total", Kind.NUMBER, "Sum of their scores."),
        Column("approved_total", Kind.NUMBER, "Sum of the scores of the approved."),
        Column("counts", Kind.JSON, "Of each indicator: in how many answers it held, of how many known."),
        Column("evidence", Kind.JSON, "What each indicator's evidence of a change is after that day."),
        Column("findings", Kind.JSON, "Of each indicator: rate, change with its interval, since when."),
    ),
    key=("day", "checked_at", "model_version", "profile"),
    moment="day",
    order=("day", "checked_at"),
    rights=_RIGHTS | {Role.API: Right.READ},
)

MONITOR_QUALITY: Final = RowSpec(
    name=TableName("monitor_quality"),
    comment="How good one version's answers were, as far as outcomes were known when it was checked.",
    rows=QualityCheck,
    columns=(
        Column("checked_at", Kind.MOMENT, "When it was checked."),
        Column("model_version", Kind.TEXT, "Version of the model that answered."),
        Column(
            "quality",
            Kind.JSON,
            "Precision with its interval, calibration, evidence against the promised precision.",
        ),
    ),
    moment="checked_at",
    order=("checked_at",),
    rights=_RIGHTS | {Role.API: Right.READ},
)

ALERTS: Final = RowSpec(
    name=TableName("drift_alerts"),
    comment="Drift rules that fired; each once a window, model and feature.",
    rows=Alert,
    columns=(
        Column("created_at", Kind.MOMENT, "When it was found."),
        Column("window_start", Kind.MOMENT, "The window's first moment."),
        Column("window_end", Kind.MOMENT, "The first moment after the window."),
        Column("model_path", Kind.TEXT, "The model."),
        Column("feature", Kind.TEXT, "The feature that moved."),
        Column("rule", Kind.TEXT, "The rule that fired."),
        Column("base", Kind.NUMBER, "Rate or mean of the baseline.", nullable=True),
        Column("now", Kind.NUMBER, "Rate or mean of the window.", nullable=True),
        Column("change", Kind.NUMBER, "By how much it moved, in the rule's unit.", nullable=True),
    ),
    key=("window_start", "window_end", "model_path", "feature", "rule"),
    moment="window_start",
    order=("window_start", "window_end", "feature", "rule"),
    rights=_RIGHTS | {Role.API: Right.READ},
)

ALERT_EVENTS: Final = RowSpec(
    name=TableName("alert_event"),
    comment="What was done with an alert: acknowledged, muted, accepted as normal or closed; who was told.",
    rows=AlertEvent,
    columns=(
        Column("ts", Kind.MOMENT, "When.", field="at"),
        Column("alert_id", Kind.TEXT, "Id of the alert, as it is listed.", field="alert"),
        Column(
            "status",
            Kind.TEXT,
            "What it became: acknowledged, muted, accepted, closed; or notified.",
            form=Form(attrgetter("value"), AlertStatus),
        ),
        Column("actor", Kind.TEXT, "Who did it."),
        Column("reason", Kind.TEXT, "Why."),
        Column("until", Kind.MOMENT, "Up to when it is muted.", nullable=True),
    ),
    moment="ts",
    order=("ts",),
    rights=_RIGHTS | {Role.API: Right.READ},
)
