"""What is appended as it happens: decisions, baselines, alerts, feedback, models, deployments; and keys."""

from dataclasses import replace
from typing import Any, Final

from hiring.application.ports.specs.monitoring import (
    ALERT_EVENTS,
    ALERTS,
    BASELINES,
    MONITOR_DAYS,
    MONITOR_QUALITY,
)
from hiring.application.ports.specs.ranking import RANK_EVENTS
from hiring.application.ports.specs.spec import Column, Form, Kind, Right, Role, RowSpec
from hiring.domain.access.keys import ApiKey, Scope
from hiring.domain.decision_outcomes import DecisionOutcome
from hiring.domain.decisions import Decision
from hiring.domain.feedback import Feedback
from hiring.domain.models import Deployment, ModelVersion
from hiring.domain.reasons import reasons_from_json, reasons_json
from hiring.domain.records import TableName

_RIGHTS: Final = {Role.PIPELINE: Right.APPEND}

INFERENCE_LOG: Final = RowSpec(
    name=TableName("inference_log"),
    comment="Every decision that was answered; appended before the answer is given, never changed.",
    rows=Decision,
    columns=(
        Column("request_id", Kind.TEXT, "Names the request: the same id again is a replay."),
        Column("ts", Kind.MOMENT, "When it was answered.", field="at"),
        Column("codigo_profissional", Kind.CODE, "Whom it was about, if the caller said.", nullable=True),
        Column("score", Kind.NUMBER, "Calibrated probability of being hired."),
        Column("decision", Kind.FLAG, "1 where score >= model_threshold, else 0.", field="approved"),
        Column("model_threshold", Kind.NUMBER, "Threshold of the model that answered.", field="threshold"),
        Column("model_mode", Kind.TEXT, "Operating mode of the model that answered.", field="operating_mode"),
        Column("model_path", Kind.TEXT, "Artifact that answered."),
        Column("model_version", Kind.TEXT, "Version of the model that answered."),
        Column("payload", Kind.JSON, "The features as scored; null for unknown. Never the raw applicant."),
        Column("body_digest", Kind.TEXT, "Keyed digest of the request: tells a replay from a conflict."),
        Column(
            "client_key_id",
            Kind.TEXT,
            "Id of the key that was shown; empty without keys.",
            field="client.key_id",
        ),
        Column(
            "client", Kind.TEXT, "Who asked: the name of the key; empty without keys.", field="client.name"
        ),
        Column("profile", Kind.TEXT, "The feature profile."),
        Column("vaga_codigo", Kind.CODE, "For which vaga, if the score is for one.", nullable=True),
        Column(
            "reasons",
            Kind.JSON,
            "The reasons that were given with the answer, if any.",
            nullable=True,
            form=Form(reasons_json, reasons_from_json),
        ),
        Column(
            "features",
            Kind.NUMBERS,
            "The values of all features in the order of the version's columns, NaN for unknown; null in rows "
            "of revision 0004 and before.",
            nullable=True,
        ),
    ),
    key=("request_id", "client"),
    moment="ts",
    order=("ts",),
    rights=_RIGHTS | {Role.API: Right.APPEND},
)

FEEDBACK: Final = RowSpec(
    name=TableName("feedback"),
    comment="What happened to people in the end, as reported; of one subject the latest outcome counts.",
    rows=Feedback,
    columns=(
        Column("ts", Kind.MOMENT, "When it was reported.", field="at"),
        Column("codigo_profissional", Kind.CODE, "The applicant's code, if reported.", nullable=True),
        Column("hired", Kind.FLAG, "1 hired, 0 not hired."),
        Column("request_id", Kind.TEXT, "Of the decision, if reported.", nullable=True),
        Column("vaga_codigo", Kind.CODE, "The vaga, if reported.", nullable=True),
        Column("outcome_at", Kind.DAY, "When it happened, a day in UTC."),
        Column("reporter", Kind.TEXT, "Who reported it: a client, or a user of the command line."),
        Column(
            "decision_request_id",
            Kind.TEXT,
            "The decision that it is about, in inference_log; null for none.",
            nullable=True,
        ),
        Column("decision_client", Kind.TEXT, "The client of that decision; null for none.", nullable=True),
        Column(
            "subject",
            Kind.TEXT,
            "That decision, or else what was reported: reports of one subject correct each other.",
        ),
    ),
    key=("subject", "hired", "outcome_at"),
    moment="ts",
    order=("ts",),
    rights=_RIGHTS | {Role.API: Right.APPEND},
)

_OF_OUTCOMES: Final = (
    *("request_id", "client", "ts", "codigo_profissional", "vaga_codigo", "score", "decision"),
    *("model_threshold", "model_version", "profile"),
)

OUTCOMES: Final = RowSpec(  # rows of a query: no store has such a table
    name=TableName("outcomes"),
    comment="Decisions with the outcome that counts.",
    rows=DecisionOutcome,
    columns=(
        *(
            replace(column, field=column.field.partition(".")[0])
            for name in _OF_OUTCOMES
            for column in INFERENCE_LOG.columns
            if column.name == name
        ),
        *(column for column in FEEDBACK.columns if column.name in {"hired", "outcome_at"}),
        Column("first_reported_at", Kind.MOMENT, "When the first report about the decision came."),
    ),
    moment="ts",
    order=("ts",),
    counter=None,
    rights={},
)

MODEL_VERSIONS: Final = RowSpec(
    name=TableName("model_version"),
    comment="Models that were trained.",
    rows=ModelVersion,
    columns=(
        Column("id", Kind.TEXT, "Sortable by time of training."),
        Column("path", Kind.TEXT, "Where it stands."),
        Column("digest", Kind.TEXT, "SHA-256 of its manifest."),
        Column("trained_at", Kind.MOMENT, "When it was trained.", field="card.trained_at"),
        Column("profile", Kind.TEXT, "The feature profile.", field="card.profile"),
        Column(
            "feature_columns",
            Kind.JSON,
            "Names, in the model's order.",
            field="card.feature_columns",
            form=Form(list, tuple),
        ),
        Column(
            "rule_fingerprint",
            Kind.TEXT,
            "Of the rule table that made its features.",
            field="card.rule_fingerprint",
        ),
        Column("threshold", Kind.NUMBER, "Scores of at least this are approved.", field="card.threshold"),
        Column("operating_mode", Kind.TEXT, "What its threshold promises.", field="card.operating_mode"),
        Column(
            "metadata",
            Kind.TRAINING,
            "Counts, partition, quality, threshold evidence.",
            field="card.training",
        ),
    ),
    key=("id",),
    counter=None,
    moment="trained_at",
    order=("trained_at", "id"),
    rights=_RIGHTS,
)

DEPLOYMENTS: Final = RowSpec(
    name=TableName("deployment_event"),
    comment=("Which version began to serve, when, by whom and why; a version need not be in model_version."),
    rows=Deployment,
    columns=(
        Column("ts", Kind.MOMENT, "When.", field="at"),
        Column("version_id", Kind.TEXT, "The version."),
        Column("digest", Kind.TEXT, "SHA-256 of its manifest."),
        Column("path", Kind.TEXT, "Where it serves."),
        Column("actor", Kind.TEXT, "Who did it."),
        Column("reason", Kind.TEXT, "Why."),
    ),
    moment="ts",
    rights=_RIGHTS | {Role.API: Right.READ},
)

API_KEYS: Final = RowSpec(
    name=TableName("api_keys"),
    comment="Keys of the HTTP service; none is ever deleted: as soon as there was one, a key is asked for.",
    rows=ApiKey,
    columns=(
        Column("id", Kind.TEXT, "Names the key: 12 hexadecimal digits."),
        Column("name", Kind.TEXT, "The client that holds it; at most two live keys each."),
        Column(
            "scopes",
            Kind.TEXTS,
            "What it may be used for: predict, admin.",
            form=Form(sorted, lambda scopes: frozenset(map(Scope, scopes))),
        ),
        Column(
            "digest",
            Kind.TEXT,
            "SHA-256 of the whole key, in hexadecimal digits; the key itself is kept nowhere.",
        ),
        Column("created_at", Kind.MOMENT, "When it was made."),
        Column("revoked_at", Kind.MOMENT, "Since when it is refused; null: live.", nullable=True),
    ),
    key=("id",),
    counter=None,
    moment="created_at",
    order=("created_at", "id"),
    rights={Role.API: Right.READ},
)

LOGS: Final[tuple[RowSpec[Any], ...]] = (
    INFERENCE_LOG,
    BASELINES,
    ALERTS,
    FEEDBACK,
    ALERT_EVENTS,
    MONITOR_DAYS,
    MONITOR_QUALITY,
    MODEL_VERSIONS,
    DEPLOYMENTS,
    API_KEYS,
    RANK_EVENTS,
)
