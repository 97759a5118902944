"""Days of monitoring, and what becomes of an alert."""

from typing import Final

STATEMENTS: Final = (
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
