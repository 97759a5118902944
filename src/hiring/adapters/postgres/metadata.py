"""The tables of logs, registry and catalogue, as statements need them; migrations make them, with comments.

The schema is put in by the engine. Tables that are replaced as a whole stand in `layouts`.
"""

from typing import Final

from sqlalchemy import BigInteger, Column, Double, Identity, LargeBinary, MetaData, SmallInteger, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP

METADATA: Final = MetaData()

_MOMENT: Final = TIMESTAMP(timezone=True)


def _id() -> Column[int]:
    return Column("id", BigInteger, Identity(always=True), primary_key=True)


STORE_IDENTITY: Final = Table(
    "store_identity",
    METADATA,
    Column("id", SmallInteger, primary_key=True),
    Column("salt", Text, nullable=False),
    Column("digest_key", LargeBinary, nullable=False),
)

CATALOG: Final = Table(
    "catalog",
    METADATA,
    Column("table_name", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("row_count", BigInteger, nullable=False),
    Column("written_at", _MOMENT, nullable=False),
)

INGEST_REJECTS: Final = Table(
    "ingest_rejects",
    METADATA,
    _id(),
    Column("table_name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
)

INFERENCE_LOG: Final = Table(
    "inference_log",
    METADATA,
    _id(),
    Column("request_id", Text, nullable=False),
    Column("ts", _MOMENT, nullable=False),
    Column("codigo_profissional", BigInteger),
    Column("score", Double, nullable=False),
    Column("decision", SmallInteger, nullable=False),
    Column("model_threshold", Double, nullable=False),
    Column("model_mode", Text, nullable=False),
    Column("model_path", Text, nullable=False),
    Column("model_version", Text, nullable=False),
    Column("payload", JSONB, nullable=False),
    Column("body_digest", Text, nullable=False),
    Column("client_key_id", Text, nullable=False),
    Column("client", Text, nullable=False),
    Column("profile", Text, nullable=False),
    Column("vaga_codigo", BigInteger),
    Column("reasons", JSONB),
    Column("features", ARRAY(Double)),
)

MODEL_BASELINE: Final = Table(
    "model_baseline",
    METADATA,
    _id(),
    Column("created_at", _MOMENT, nullable=False),
    Column("model_path", Text, nullable=False),
    Column("stats", JSONB, nullable=False),
)

DRIFT_ALERTS: Final = Table(
    "drift_alerts",
    METADATA,
    _id(),
    Column("created_at", _MOMENT, nullable=False),
    Column("window_start", _MOMENT, nullable=False),
    Column("window_end", _MOMENT, nullable=False),
    Column("model_path", Text, nullable=False),
    Column("feature", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("base", Double),
    Column("now", Double),
    Column("change", Double),
)

FEEDBACK: Final = Table(
    "feedback",
    METADATA,
    _id(),
    Column("ts", _MOMENT, nullable=False),
    Column("codigo_profissional", BigInteger, nullable=False),
    Column("hired", SmallInteger, nullable=False),
)

MODEL_VERSION: Final = Table(
    "model_version",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("path", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("trained_at", _MOMENT, nullable=False),
    Column("profile", Text, nullable=False),
    Column("feature_columns", JSONB, nullable=False),
    Column("rule_fingerprint", Text, nullable=False),
    Column("threshold", Double, nullable=False),
    Column("operating_mode", Text, nullable=False),
    Column("metadata", JSONB, nullable=False),
)

DEPLOYMENT_EVENT: Final = Table(
    "deployment_event",
    METADATA,
    _id(),
    Column("ts", _MOMENT, nullable=False),
    Column("version_id", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

API_KEYS: Final = Table(
    "api_keys",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("scopes", ARRAY(Text), nullable=False),
    Column("digest", Text, nullable=False),
    Column("created_at", _MOMENT, nullable=False),
    Column("revoked_at", _MOMENT),
)
