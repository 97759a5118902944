"""The log is partitioned by month, and the keys of its rows stand in a table of their own.

The table that is there becomes the partition of all that was before, up to the end of the month if it has
rows, and keeps its indexes but those of its keys, which nobody needs any more. It is read twice: for the keys
of its rows, and by the server, which sees for itself that they are of that time. Nobody reads or writes the
log meanwhile. As from all revisions, there is no way back but a backup.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op
from psycopg import sql

from hiring.adapters.postgres.migrations.ddl import moment, schema, table, text

revision: Final = "0013"
down_revision: Final = "0012"

_COMMENT: Final = "Every decision that was answered; appended before the answer is given, never changed."
_KEYS_OF_ROWS: Final = """
    INSERT INTO {keys} (request_id, client, id, ts, body_digest) OVERRIDING SYSTEM VALUE
    SELECT request_id, client, id, ts, body_digest FROM {log}
"""
_GO_ON_COUNTING: Final = """
    SELECT setval(pg_get_serial_sequence({keys_name}, 'id'), coalesce(max(id), 1), count(*) > 0) FROM {keys}
"""
_PART: Final = """
    ALTER TABLE {log} DROP CONSTRAINT inference_log_request_id_client_key, DROP CONSTRAINT inference_log_pkey,
        ALTER id DROP IDENTITY;
    ALTER TABLE {log} RENAME TO inference_log_before;
    ALTER INDEX {schema}.inference_log_ts_id RENAME TO inference_log_before_ts_id;
    ALTER INDEX {schema}.inference_log_codigo_profissional_ts
        RENAME TO inference_log_before_codigo_profissional_ts;
    CREATE TABLE {log} (LIKE {before} INCLUDING COMMENTS INCLUDING COMPRESSION INCLUDING CONSTRAINTS)
        PARTITION BY RANGE (ts);
    COMMENT ON TABLE {log} IS {comment};
    COMMENT ON TABLE {before} IS 'Rows of inference_log of the time before it was partitioned.';
    CREATE INDEX inference_log_ts_id ON {log} (ts, id);
    CREATE INDEX inference_log_codigo_profissional_ts ON {log} (codigo_profissional, ts);
    CREATE TABLE {other} (LIKE {log} INCLUDING ALL);
    ALTER TABLE {log} ATTACH PARTITION {other} DEFAULT;
    COMMENT ON TABLE {other} IS 'Rows of inference_log of no other partition.';
"""
# what is dated later has come from a clock that was wrong
_ATTACH: Final = """
    DO $do$
    DECLARE
        this_month constant timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
        upto timestamptz := this_month AT TIME ZONE 'UTC';
    BEGIN
        IF EXISTS (SELECT FROM {before}) THEN
            upto := (this_month + interval '1 month') AT TIME ZONE 'UTC';
        END IF;
        WITH later AS (DELETE FROM {before} WHERE ts >= upto RETURNING *)
        INSERT INTO {log} SELECT * FROM later;
        EXECUTE 'ALTER TABLE ' || {log_name} || ' ATTACH PARTITION ' || {before_name}
            || ' FOR VALUES FROM (MINVALUE) TO (' || quote_literal(upto) || ')';
    END
    $do$
"""


def upgrade() -> None:
    table(
        "request_key",
        "Every request id of a client that was answered, with the place of its row in inference_log.",
        text("request_id", "Names the request: the same id again is a replay."),
        text("client", "Who asked: the name of the key; empty without keys."),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="Of its row."),
        moment("ts", "When it was answered: the month of its row."),
        text("body_digest", "Keyed digest of the request: tells a replay from a conflict."),
    )
    _run(_KEYS_OF_ROWS)
    op.create_primary_key("request_key_pkey", "request_key", ["request_id", "client"], schema=schema())
    _run(_GO_ON_COUNTING)
    _run(_PART)
    _run(_ATTACH)


def _run(statements: str) -> None:
    names = {"log": "inference_log", "before": "inference_log_before", "other": "inference_log_other"}
    tables = {
        word: sql.Identifier(schema(), name) for word, name in (names | {"keys": "request_key"}).items()
    }
    texts = {f"{word}_name": sql.Literal(each.as_string()) for word, each in tables.items()}
    words = {"schema": sql.Identifier(schema()), "comment": sql.Literal(_COMMENT), **tables, **texts}
    op.execute(sa.text(sql.SQL(statements).format(**words).as_string().replace(":", "\\:")))
