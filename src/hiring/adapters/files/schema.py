"""The SQLite file's tables, and how they are made or upgraded once, whatever number of processes come first.

Each version's statements are history: a new table or column is a new version, and no version is ever changed.
"""

import secrets
import sqlite3
from itertools import chain
from typing import Final

from hiring.domain.errors import StoreUnavailable

_VERSION_1: Final = (
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


_VERSION_2: Final = (
    """
    CREATE TABLE api_keys (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        scopes TEXT NOT NULL,
        digest TEXT NOT NULL,
        created_at TEXT NOT NULL,
        revoked_at TEXT
    ) STRICT
    """,
)

# made anew, because SQLite cannot drop a column's uniqueness: now a request id is unique for its client
_VERSION_3: Final = (
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

# made anew for the same reason: now an alert is unique for its rule too
_VERSION_4: Final = (
    """
    CREATE TABLE drift_alerts_of_version_4 (
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
        UNIQUE (window_start, window_end, model_path, feature, rule)
    ) STRICT
    """,
    """
    INSERT INTO drift_alerts_of_version_4 (
        id, created_at, window_start, window_end, model_path, feature, rule, base, now, change
    )
    SELECT id, created_at, window_start, window_end, model_path, feature, rule, base, now, change
    FROM drift_alerts ORDER BY id
    """,
    "DROP TABLE drift_alerts",
    "ALTER TABLE drift_alerts_of_version_4 RENAME TO drift_alerts",
)

# made anew, because SQLite cannot drop NOT NULL: now a report may name a decision and no person
_VERSION_5: Final = (
    """
    CREATE TABLE feedback_of_version_5 (
        id INTEGER PRIMARY KEY,
        ts TEXT NOT NULL,
        codigo_profissional INTEGER,
        hired INTEGER NOT NULL CHECK (hired IN (0, 1)),
        request_id TEXT,
        vaga_codigo INTEGER,
        outcome_at TEXT NOT NULL,
        reporter TEXT NOT NULL,
        decision_request_id TEXT,
        decision_client TEXT,
        subject TEXT NOT NULL,
        UNIQUE (subject, hired, outcome_at)
    ) STRICT
    """,
    # nobody noted which decision they were about, nor who reported them; each is a subject of its own
    """
    INSERT INTO feedback_of_version_5 (id, ts, codigo_profissional, hired, outcome_at, reporter, subject)
    SELECT id, ts, codigo_profissional, hired, substr(ts, 1, 10), '', 'row ' || id FROM feedback ORDER BY id
    """,
    "DROP TABLE feedback",
    "ALTER TABLE feedback_of_version_5 RENAME TO feedback",
    "CREATE INDEX feedback_decision ON feedback (decision_request_id, decision_client)",
    "CREATE INDEX inference_log_codigo_profissional_ts ON inference_log (codigo_profissional, ts)",
)

_VERSION_6: Final = (
    "ALTER TABLE model_baseline ADD COLUMN profile TEXT",
    "ALTER TABLE model_baseline ADD COLUMN model_version TEXT",
    "ALTER TABLE model_baseline ADD COLUMN rates TEXT",
    "ALTER TABLE model_baseline ADD COLUMN accepted TEXT",
    """
    CREATE TABLE monitor_day (
        id INTEGER PRIMARY KEY,
        day TEXT NOT NULL,
        checked_at TEXT NOT NULL,
        model_version TEXT NOT NULL,
        profile TEXT NOT NULL,
        baseline_at TEXT NOT NULL,
        answers INTEGER NOT NULL,
        approved INTEGER NOT NULL,
        score_total REAL NOT NULL,
        approved_total REAL NOT NULL,
        counts TEXT NOT NULL,
        evidence TEXT NOT NULL,
        findings TEXT NOT NULL,
        UNIQUE (day, checked_at, model_version, profile)
    ) STRICT
    """,
    """
    CREATE TABLE alert_event (
        id INTEGER PRIMARY KEY,
        ts TEXT NOT NULL,
        alert_id TEXT NOT NULL,
        status TEXT NOT NULL,
        actor TEXT NOT NULL,
        reason TEXT NOT NULL,
        until TEXT
    ) STRICT
    """,
    """
    CREATE TABLE monitor_quality (
        id INTEGER PRIMARY KEY,
        checked_at TEXT NOT NULL,
        model_version TEXT NOT NULL,
        quality TEXT NOT NULL
    ) STRICT
    """,
)

_VERSION_7: Final = (
    """
    CREATE TABLE rank_event (
        id INTEGER PRIMARY KEY,
        request_id TEXT NOT NULL,
        ts TEXT NOT NULL,
        client TEXT NOT NULL,
        client_key_id TEXT NOT NULL,
        body_digest TEXT NOT NULL,
        vaga_codigo INTEGER,
        titulo TEXT NOT NULL,
        closed INTEGER CHECK (closed IN (0, 1)),
        data_candidatura TEXT NOT NULL,
        profile TEXT NOT NULL,
        model_path TEXT NOT NULL,
        model_version TEXT NOT NULL,
        ordering TEXT NOT NULL,
        shown INTEGER NOT NULL,
        requirements TEXT NOT NULL,
        people TEXT NOT NULL,
        same_people TEXT NOT NULL,
        without_record TEXT NOT NULL,
        vaga_features TEXT,
        UNIQUE (request_id, client)
    ) STRICT
    """,
    "CREATE INDEX rank_event_ts ON rank_event (ts)",
)

# what older programs built and recorded did not say by which rules
_VERSION_8: Final = (
    "ALTER TABLE catalog ADD COLUMN rules TEXT",
    "ALTER TABLE model_baseline ADD COLUMN rules TEXT",
)

_VERSIONS: Final = (
    *(_VERSION_1, _VERSION_2, _VERSION_3, _VERSION_4, _VERSION_5, _VERSION_6),
    *(_VERSION_7, _VERSION_8),
)
VERSION: Final = len(_VERSIONS)


def make_tables(connection: sqlite3.Connection, *, salt: str | None) -> None:
    """Make what is missing, in one transaction: all of it, or of an older store what came since.

    The identity is drawn here, by whoever comes first, and never again.

    Args:
        salt: Of a new store; drawn if None.

    Raises:
        StoreUnavailable: A newer version of this program made the file.
    """
    if _version(connection) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    found = _version(connection)  # again: another process may have made them while this one waited
    if found > VERSION:
        raise StoreUnavailable("a newer version of this program made the store: update this one")
    if found < VERSION:
        for statement in chain.from_iterable(_VERSIONS[found:]):
            connection.execute(statement)
        connection.execute(
            "INSERT OR IGNORE INTO store_identity (id, salt, digest_key) VALUES (1, ?, ?)",
            (salt or secrets.token_hex(16), secrets.token_bytes(32)),
        )
        connection.execute(f"PRAGMA user_version = {VERSION}")  # a pragma takes no parameters
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)
