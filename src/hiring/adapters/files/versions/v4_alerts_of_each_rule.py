"""An alert is unique for its rule too: their table made anew."""

from typing import Final

# made anew for the same reason: now an alert is unique for its rule too
STATEMENTS: Final = (
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
