"""The first tables: identity, catalog, logs and registry."""

from typing import Final

STATEMENTS: Final = (
    """
    CREATE TABLE store_identity (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        salt TEXT NOT NULL,
        digest_key BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE catalog (
        table_name TEXT PRIMARY KEY,
        file TEXT NOT NULL UNIQUE,
        row_count INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE ingest_rejects (
        id INTEGER PRIMARY KEY,
        table_name TEXT NOT NULL REFERENCES catalog (table_name) ON DELETE CASCADE,
        key TEXT NOT NULL,
        position INTEGER NOT NULL,
        reason TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX ingest_rejects_table_name ON ingest_rejects (table_name)",
    """
    CREATE TABLE inference_log (
        id INTEGER PRIMARY KEY,
        ts TEXT NOT NULL,
        request_id TEXT NOT NULL UNIQUE,
        codigo_profissional INTEGER,
        score REAL NOT NULL,
        decision INTEGER NOT NULL CHECK (decision IN (0, 1)),
        model_mode TEXT NOT NULL,
        model_threshold REAL NOT NULL,
        model_path TEXT NOT NULL,
        model_version TEXT NOT NULL,
        payload TEXT NOT NULL,
        body_digest TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX inference_log_ts ON inference_log (ts)",
    """
    CREATE TABLE model_baseline (
        id INTEGER PRIMARY KEY,
        created_at TEXT NOT NULL,
        model_path TEXT NOT NULL,
        stats TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE drift_alerts (
        id INTEGER PRIMARY KEY,
        created_at TEXT NOT NULL,
        window_start TEXT NOT NULL,
        window_end TEXT NOT NULL,
        model_path TEXT NOT NULL,
        feature TEXT NOT NULL,
        rule TEXT NOT NULL,
        base REAL,
        now REAL,
        change REAL,
        UNIQUE (window_start, window_end, model_path, feature)
    ) STRICT
    """,
    """
    CREATE TABLE feedback (
        id INTEGER PRIMARY KEY,
        ts TEXT NOT NULL,
        codigo_profissional INTEGER NOT NULL,
        hired INTEGER NOT NULL CHECK (hired IN (0, 1))
    ) STRICT
    """,
    "CREATE INDEX feedback_codigo_profissional ON feedback (codigo_profissional)",
    """
    CREATE TABLE model_version (
        id TEXT PRIMARY KEY,
        path TEXT NOT NULL,
        digest TEXT NOT NULL,
        trained_at TEXT NOT NULL,
        profile TEXT NOT NULL,
        feature_columns TEXT NOT NULL,
        rule_fingerprint TEXT NOT NULL,
        threshold REAL NOT NULL,
        operating_mode TEXT NOT NULL,
        metadata TEXT NOT NULL
    ) STRICT
    """,
    # no reference to model_version: what serves is what was published, with or without a registry row
    """
    CREATE TABLE deployment_event (
        id INTEGER PRIMARY KEY,
        ts TEXT NOT NULL,
        version_id TEXT NOT NULL,
        digest TEXT NOT NULL,
        path TEXT NOT NULL,
        actor TEXT NOT NULL,
        reason TEXT NOT NULL
    ) STRICT
    """,
)
