"""The partitions of `inference_log`: a month each, made ahead of time, so that the service need make none.

`inference_log_before` has what was there before it was partitioned, `inference_log_other` what no other has.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from psycopg import sql
from sqlalchemy import Connection

from hiring.application.ports.specs.logs import INFERENCE_LOG
from hiring.domain.records import TableName
from hiring.domain.schema import LogPartition

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
        FOR start, finish, part IN
            WITH there_are AS (
                SELECT
                    coalesce(substring(bounds FROM 'FROM \\(''(.+?)''\\)'), '-infinity')::timestamptz since,
                    coalesce(substring(bounds FROM 'TO \\(''(.+)''\\)'), 'infinity')::timestamptz until
                FROM pg_catalog.pg_class JOIN pg_catalog.pg_inherits ON inhrelid = oid
                CROSS JOIN LATERAL pg_get_expr(relpartbound, oid) AS bounds
                WHERE inhparent = to_regclass({log_name}) AND bounds <> 'DEFAULT'
            ), months AS (
                SELECT
                    month AT TIME ZONE 'UTC' AS since,
                    (month + interval '1 month') AT TIME ZONE 'UTC' AS until,
                    format('%I.%I', {schema_name}, to_char(month, {pattern})) AS name
                FROM generate_series(
                    date_trunc('month', least((SELECT min(until) FROM there_are), now()) AT TIME ZONE 'UTC'),
                    last_one AT TIME ZONE 'UTC', '1 month') AS month
            )
            SELECT since, until, name FROM months
            WHERE NOT EXISTS (
                SELECT FROM there_are WHERE there_are.since < months.until AND there_are.until > months.since)
                AND (until > now() OR to_regclass(name) IS NULL) -- else it has been detached
            ORDER BY since
        LOOP
            SET LOCAL lock_timeout = '1s';
            LOCK TABLE {other} IN ACCESS EXCLUSIVE MODE;
            EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING ALL)', part, {log_name});
            EXECUTE format('COMMENT ON TABLE %s IS %L', part, 'Rows of inference_log of one month, in UTC.');
            EXECUTE format('WITH early AS (DELETE FROM %s WHERE ts >= %L AND ts < %L RETURNING *)'
                ' INSERT INTO %s SELECT * FROM early', {other_name}, start, finish, part);
            EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
                {log_name}, part, start, finish);
        END LOOP;
    END
    $do$
"""

_THERE_ARE: Final = """
    SELECT relname,
        substring(bounds FROM 'FROM \\(''(.+?)''\\)')::timestamptz,
        substring(bounds FROM 'TO \\(''(.+)''\\)')::timestamptz AS finish
    FROM pg_catalog.pg_class JOIN pg_catalog.pg_inherits ON inhrelid = oid
    CROSS JOIN LATERAL pg_get_expr(relpartbound, oid) AS bounds
    WHERE inhparent = to_regclass({log_name}) ORDER BY finish
"""
# an append that has to wait waits no longer than this
_SOON: Final = "SET LOCAL lock_timeout = '1s'"
_DETACH: Final = "ALTER TABLE {log} DETACH PARTITION {part}"


def log_partitions(connection: Connection, schema: TableName) -> Sequence[LogPartition]:
    """All that there are, oldest first; what takes the rest is the last."""
    there_are = sql.SQL(_THERE_ARE).format(log_name=sql.Literal(_log(schema).as_string())).as_string()
    found = connection.exec_driver_sql(there_are)
    return [LogPartition(name=name, start=start, end=end) for name, start, end in found]


def make_partitions(connection: Connection, schema: TableName) -> Sequence[LogPartition]:
    """Make those that are missing; all that there are then."""
    connection.exec_driver_sql(make_partitions_statement(schema).replace("%", "%%"))
    return log_partitions(connection, schema)


def detach(
    connection: Connection, schema: TableName, parts: Sequence[LogPartition], before: datetime
) -> tuple[str, ...]:
    """Take those out of the log that end by then, and have ended; their names."""
    now = connection.exec_driver_sql("SELECT now()").scalar_one()
    names = tuple(part.name for part in parts if part.end is not None and part.end <= min(before, now))
    connection.exec_driver_sql(_SOON)
    for name in names:
        words = {"log": _log(schema), "part": sql.Identifier(schema, name)}
        connection.exec_driver_sql(sql.SQL(_DETACH).format(**words).as_string())
    return names


def _log(schema: TableName) -> sql.Identifier:
    return sql.Identifier(schema, INFERENCE_LOG.name)


def make_partitions_statement(schema: TableName) -> str:
    """Makes a partition of each month that has none: from the oldest there is to `MONTHS_AHEAD` from now."""
    other = sql.Identifier(schema, f"{INFERENCE_LOG.name}_other")
    return (
        sql.SQL(_MAKE)
        .format(
            ahead=sql.SQL(str(MONTHS_AHEAD)),
            schema_name=sql.Literal(schema),
            pattern=sql.Literal(f'"{INFERENCE_LOG.name}_"YYYY_MM'),
            log_name=sql.Literal(_log(schema).as_string()),
            other=other,
            other_name=sql.Literal(other.as_string()),
        )
        .as_string()
    )
