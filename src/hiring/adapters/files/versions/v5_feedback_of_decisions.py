"""Outcomes of decisions: the feedback made anew."""

from typing import Final

# made anew, because SQLite cannot drop NOT NULL: now a report may name a decision and no person
STATEMENTS: Final = (
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
