"""Lists of candidates."""

from typing import Final

STATEMENTS: Final = (
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
