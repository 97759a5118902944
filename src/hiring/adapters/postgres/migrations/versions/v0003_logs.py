"""What is only ever appended: decisions, baselines, alerts, feedback, models and deployments."""

from typing import Final

import sqlalchemy as sa

from hiring.adapters.postgres.migrations.ddl import (
    code,
    flag,
    index,
    json,
    moment,
    number,
    serial,
    table,
    text,
)

revision: Final = "0003"
down_revision: Final = "0002"


def upgrade() -> None:
    _inference_log()
    _drift()
    _feedback()
    _models()


def _inference_log() -> None:
    table(
        "inference_log",
        "Every decision that was answered; appended before the answer is given, never changed.",
        serial(),
        text("request_id", "Names the request: the same id again is a replay."),
        moment("ts", "When it was answered."),
        code("codigo_profissional", "Whom it was about, if the caller said.", nullable=True),
        number("score", "Calibrated probability of being hired."),
        flag("decision", "1 where score >= model_threshold, else 0."),
        number("model_threshold", "Threshold of the model that answered."),
        text("model_mode", "Operating mode of the model that answered."),
        text("model_path", "Artifact that answered."),
        text("model_version", "Version of the model that answered."),
        json("payload", "The features as scored; null for unknown. Never the raw applicant."),
        text("body_digest", "Keyed digest of the request: tells a replay from a conflict."),
        sa.UniqueConstraint("request_id", name="inference_log_request_id_key"),
        sa.CheckConstraint("decision IN (0, 1)", name="inference_log_decision_is_0_or_1"),
    )
    index("inference_log", "ts", "id")


def _drift() -> None:
    table(
        "model_baseline",
        "What the gold features looked like when a model was made.",
        serial(),
        moment("created_at", "When it was recorded.", default="now()"),
        text("model_path", "The model."),
        json("stats", "Rate of each 0/1 feature, mean and deviation of each amount."),
    )
    table(
        "drift_alerts",
        "Drift rules that fired; once a window, model and feature.",
        serial(),
        moment("created_at", "When it was found."),
        moment("window_start", "The window's first moment."),
        moment("window_end", "The first moment after the window."),
        text("model_path", "The model."),
        text("feature", "The feature that moved."),
        text("rule", "The rule that fired."),
        number("base", "Rate or mean of the baseline.", nullable=True),
        number("now", "Rate or mean of the window.", nullable=True),
        number("change", "By how much it moved, in the rule's unit.", nullable=True),
        sa.UniqueConstraint(
            "window_start", "window_end", "model_path", "feature", name="drift_alerts_once_a_window"
        ),
    )


def _feedback() -> None:
    table(
        "feedback",
        "What happened to people in the end, as reported; the latest report counts.",
        serial(),
        moment("ts", "When it was reported."),
        code("codigo_profissional", "The applicant's code."),
        flag("hired", "1 hired, 0 not hired."),
        sa.CheckConstraint("hired IN (0, 1)", name="feedback_hired_is_0_or_1"),
    )
    index("feedback", "codigo_profissional")


def _models() -> None:
    table(
        "model_version",
        "Models that were trained.",
        sa.Column("id", sa.Text(), primary_key=True, comment="Sortable by time of training."),
        text("path", "Where it stands."),
        text("digest", "SHA-256 of its manifest."),
        moment("trained_at", "When it was trained."),
        text("profile", "The feature profile."),
        json("feature_columns", "Names, in the model's order."),
        text("rule_fingerprint", "Of the rule table that made its features."),
        number("threshold", "Scores of at least this are approved."),
        text("operating_mode", "What its threshold promises."),
        json("metadata", "Counts, partition, quality, threshold evidence."),
    )
    table(
        "deployment_event",
        "Which version began to serve, when, by whom and why; a version need not be in model_version.",
        serial(),
        moment("ts", "When."),
        text("version_id", "The version."),
        text("digest", "SHA-256 of its manifest."),
        text("path", "Where it serves."),
        text("actor", "Who did it."),
        text("reason", "Why."),
    )
