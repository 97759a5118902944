"""The partitions of `inference_log`: a month each, made ahead of time, so that the service need make none.

`inference_log_before` has what was there before it was partitioned, `inference_log_other` what no other has.
"""

from typing import Final

from psycopg import sql

from hiring.application.ports.specs.logs import INFERENCE_LOG
from hiring.domain.records import TableName

MONTHS_AHEAD: Final = 12

# a partition is made and filled before it is attached: to attach one takes no lock that an append waits for,
# unless its row goes into `other`; that is locked for a moment, and never waited for by those who wait
_MAKE: Final = """
    DO $do$
    DECLARE
        last_one constant timestamptz :=
            (date_trunc('month', now() AT TIME ZONE 'UTC') + interval '{ahead} months') AT TIME ZONE 'UTC';
        start timestamptz;
        finish timestamptz;
        part text;
    BEGIN
        SELECT max(substring(pg_get_expr(relpartbound, oid) FROM 'TO \\(''(.+)''\\)')::timestamptz) INTO start
        FROM pg_catalog.pg_class JOIN pg_catalog.pg_inherits ON inhrelid = oid
        WHERE inhparent = to_regclass({log_name});
        IF start <= last_one THEN
            SET LOCAL lock_timeout = '1s';
            LOCK TABLE {other} IN ACCESS EXCLUSIVE MODE;
        END IF;
        WHILE start <= last_one LOOP
            finish := (start AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC';
            part := format('%I.%I', {schema_name}, to_char(start AT TIME ZONE 'UTC', {pattern}));
            EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING ALL)', part, {log_name});
            EXECUTE format('COMMENT ON TABLE %s IS %L', part, 'Rows of inference_log of one month, in UTC.');
            EXECUTE format('WITH early AS (DELETE FROM %s WHERE ts >= %L AND ts < %L RETURNING *)'
                ' INSERT INTO %s SELECT * FROM early', {other_name}, start, finish, part);
            EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
                {log_name}, part, start, finish);
            start := finish;
        END LOOP;
    END
    $do$
"""


def make_partitions_statement(schema: TableName) -> str:
    """Makes partitions from where the last one ends to `MONTHS_AHEAD` months behind the current one."""
    log = sql.Identifier(schema, INFERENCE_LOG.name)
    other = sql.Identifier(schema, f"{INFERENCE_LOG.name}_other")
    return (
        sql.SQL(_MAKE)
        .format(
            ahead=sql.SQL(str(MONTHS_AHEAD)),
            schema_name=sql.Literal(schema),
            pattern=sql.Literal(f'"{INFERENCE_LOG.name}_"YYYY_MM'),
            log_name=sql.Literal(log.as_string()),
            other=other,
            other_name=sql.Literal(other.as_string()),
        )
        .as_string()
    )
