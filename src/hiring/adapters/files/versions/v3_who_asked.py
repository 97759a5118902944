"""Who asked, and what for: the inference log made anew."""

from typing import Final

# made anew, because SQLite cannot drop a column's uniqueness: now a request id is unique for its client
STATEMENTS: Final = (
    """
    CREATE TABLE inference_log_of_version_3 (
        id INTEGER PRIMARY KEY,
        ts TEXT NOT NULL,
        request_id TEXT NOT NULL,
        client TEXT NOT NULL,
        client_key_id TEXT NOT NULL,
        codigo_profissional INTEGER,
        vaga_codigo INTEGER,
        score REAL NOT NULL,
        decision INTEGER NOT NULL CHECK (decision IN (0, 1)),
        profile TEXT NOT NULL,
        model_mode TEXT NOT NULL,
        model_threshold REAL NOT NULL,
        model_path TEXT NOT NULL,
        model_version TEXT NOT NULL,
        features BLOB,
        payload TEXT NOT NULL,
        reasons TEXT,
        body_digest TEXT NOT NULL,
        UNIQUE (request_id, client)
    ) STRICT
    """,
    # no keys and one profile were there before
    """
    INSERT INTO inference_log_of_version_3 (
        id, ts, request_id, client, client_key_id, codigo_profissional, score, decision, profile,
        model_mode, model_threshold, model_path, model_version, payload, body_digest
    )
    SELECT id, ts, request_id, '', '', codigo_profissional, score, decision, 'candidate',
           model_mode, model_threshold, model_path, model_version, payload, body_digest
    FROM inference_log ORDER BY id
    """,
    "DROP TABLE inference_log",
    "ALTER TABLE inference_log_of_version_3 RENAME TO inference_log",
    "CREATE INDEX inference_log_ts ON inference_log (ts)",
)
