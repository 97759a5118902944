"""The schema, from nothing to what this program needs; and no other is worked on."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import fields, replace

import pytest
from alembic import command
from psycopg import errors, sql
from sqlalchemy import URL, create_engine

from hiring.adapters.postgres import PostgresStore
from hiring.adapters.postgres.metadata import ALL_TABLES, sql_type
from hiring.adapters.postgres.migrator import Migrations, _config
from hiring.adapters.postgres.schema_version import NEEDED, VERSION_TABLE
from hiring.application.ports.specs.logs import FEEDBACK, INFERENCE_LOG
from hiring.application.ports.specs.spec import TableSpec
from hiring.domain.decisions import Alert, AppendResult, Decision
from hiring.domain.errors import SaltDiffers, SchemaMismatch, StoreUnavailable, TableOutdated
from hiring.domain.features import CANDIDATE
from hiring.domain.feedback import FeedbackState
from hiring.domain.records import table_name
from hiring.entrypoints.advice import with_advice
from tests.contracts.builders import (
    NOON,
    a_decision,
    a_feedback,
    a_key,
    a_name,
    a_report,
    after,
    an_alert,
    some_applicants,
)
from tests.contracts.stores import assert_filled, fill
from tests.integration.postgres.conftest import connect

REVISIONS = [f"{number:04}" for number in range(1, int(NEEDED) + 1)]

Asked = Callable[..., list[tuple[object, ...]]]


@pytest.fixture
def asked(url: URL) -> Asked:
    def ask(query: str | sql.Composed, *values: object) -> list[tuple[object, ...]]:
        with connect(url) as connection:
            return connection.execute(query, values).fetchall()

    return ask


MONTH = "^inference_log_[0-9]"


def describe(schema: str, asked: Asked) -> list[tuple[object, ...]]:
    """Columns and indexes, but those of single months: which there are depends on the rows of before."""
    columns = asked(
        "SELECT table_name, ordinal_position, column_name, data_type, is_nullable, column_default,"
        " is_identity FROM information_schema.columns WHERE table_schema = %s"
        " AND table_name !~ %s ORDER BY 1, 2",
        schema,
        MONTH,
    )
    indexes = asked(
        "SELECT replace(indexdef, %s, '') FROM pg_indexes WHERE schemaname = %s"
        " AND tablename !~ %s ORDER BY 1",
        schema,
        schema,
        MONTH,
    )
    return columns + indexes


@pytest.mark.parametrize("name", ["applicants_raw", "inference_log", "request_key"])
def test_a_name_that_somebody_else_has_taken_is_told(url: URL, empty_schema: str, name: str) -> None:
    with connect(url) as connection:
        words = "CREATE SCHEMA {0}; CREATE VIEW {0}.{1} AS SELECT 1 AS one"
        connection.execute(sql.SQL(words).format(sql.Identifier(empty_schema), sql.Identifier(name)))
    with pytest.raises(StoreUnavailable, match=f"something else named {name} .*: rename it"):
        Migrations(url, empty_schema).upgrade()


def test_an_upgrade_makes_everything_from_nothing(url: URL, empty_schema: str) -> None:
    migrations = Migrations(url, empty_schema)
    assert migrations.status().found is None
    before = migrations.upgrade()
    assert [revision for revision, _ in before.pending] == REVISIONS
    after = migrations.status()
    assert (after.found, after.needed, after.pending) == (NEEDED, NEEDED, ())
    with closing(PostgresStore(url, empty_schema)) as store:
        fill(store)
        assert_filled(store)


def test_another_upgrade_changes_nothing(url: URL, empty_schema: str) -> None:
    migrations = Migrations(url, empty_schema)
    migrations.upgrade()
    with closing(PostgresStore(url, empty_schema)) as store:
        fill(store)
        identity = store.salt, store.digest_key
    assert migrations.upgrade().pending == ()
    with closing(PostgresStore(url, empty_schema)) as store:
        assert_filled(store)
        assert (store.salt, store.digest_key) == identity


def test_the_salt_is_given_when_the_tables_are_made_and_never_changed(url: URL, empty_schema: str) -> None:
    Migrations(url, empty_schema, salt="100 %s of 'it'").upgrade()
    with closing(PostgresStore(url, empty_schema)) as store:
        assert store.salt == "100 %s of 'it'"
    Migrations(url, empty_schema, salt="100 %s of 'it'").upgrade()
    Migrations(url, empty_schema).upgrade()
    with pytest.raises(SaltDiffers):
        Migrations(url, empty_schema, salt="another").upgrade()
    with closing(PostgresStore(url, empty_schema)) as store:
        assert store.salt == "100 %s of 'it'"
    assert "SET salt = 'another'" in Migrations(url, empty_schema, salt="another").sql()


def upgrade_to(url: URL, schema: str, revision: str) -> None:
    """As a program did that needed this revision."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f'CREATE SCHEMA "{schema}"')
        command.upgrade(_config(schema=schema, connection=connection), revision)
    engine.dispose()


def log_of_revision_0004(url: URL, schema: str, decisions: Sequence[Decision]) -> None:
    """The rows that a program of revision 0004 wrote."""
    statement = sql.SQL(
        "INSERT INTO {} (request_id, ts, codigo_profissional, score, decision, model_threshold, model_mode,"
        " model_path, model_version, payload, body_digest)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
    ).format(sql.Identifier(schema, "inference_log"))
    with connect(url) as connection, connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [
                (
                    one.request_id,
                    one.at,
                    one.codigo_profissional,
                    one.score,
                    int(one.approved),
                    one.threshold,
                    one.operating_mode,
                    one.model_path,
                    one.model_version,
                    json.dumps(one.payload),
                    one.body_digest,
                )
                for one in decisions
            ],
        )


def test_a_schema_without_keys_keeps_what_it_has_and_takes_keys(url: URL, empty_schema: str) -> None:
    upgrade_to(url, empty_schema, "0003")
    log_of_revision_0004(url, empty_schema, [a_decision()])
    pending = Migrations(url, empty_schema).upgrade().pending
    assert [revision for revision, _ in pending] == REVISIONS[3:]
    with closing(PostgresStore(url, empty_schema)) as store:
        assert store.inference_log.find("a-request") == replace(a_decision(), features=None)
        assert store.api_keys.add(a_key())
        assert list(store.api_keys.all()) == [a_key()]


def test_rows_of_before_are_found_replayed_and_read_and_not_written_again(
    url: URL, empty_schema: str, asked: Asked
) -> None:
    old = [replace(a_decision(str(number)), features=None) for number in range(2_500)]
    upgrade_to(url, empty_schema, "0004")
    log_of_revision_0004(url, empty_schema, old)
    file_of = "SELECT pg_relation_filenode(%s::regclass)"
    before = asked(file_of, f"{empty_schema}.inference_log")
    pending = Migrations(url, empty_schema).upgrade().pending
    assert [revision for revision, _ in pending] == REVISIONS[4:]
    assert asked(file_of, f"{empty_schema}.inference_log_before") == before
    with closing(PostgresStore(url, empty_schema)) as store:
        log = store.inference_log
        assert [row for chunk in log.between(NOON, after(hours=1)) for row in chunk] == old
        assert log.find("7") == old[7]
        assert list(log.clients("7")) == [""]
        assert list(log.append([a_decision("7")])) == [AppendResult.REPLAYED]
        assert list(log.append([a_decision("7", body_digest="other")])) == [AppendResult.CONFLICT]
        assert list(log.append([a_decision("7", client="ats", body_digest="other")])) == [AppendResult.STORED]
        assert list(log.clients("7")) == ["", "ats"]


def alerts_of_revision_0005(url: URL, schema: str, alerts: Sequence[Alert]) -> None:
    """The rows that a program of revision 0005 wrote."""
    names = [field.name for field in fields(Alert)]
    statement = sql.SQL(
        "INSERT INTO {} ({}) VALUES ({})"
        " ON CONFLICT (window_start, window_end, model_path, feature) DO NOTHING"
    ).format(
        sql.Identifier(schema, "drift_alerts"),
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.SQL(", ").join(sql.Placeholder() * len(names)),
    )
    with connect(url) as connection, connection.cursor() as cursor:
        cursor.executemany(statement, [[getattr(alert, name) for name in names] for alert in alerts])


def test_alerts_of_before_stay_as_they_were_and_another_rule_is_no_repetition(
    url: URL, empty_schema: str, asked: Asked
) -> None:
    old = [an_alert(f"{number:05}", rule="drift") for number in range(2_500)]
    upgrade_to(url, empty_schema, "0005")
    alerts_of_revision_0005(url, empty_schema, [*old, an_alert(old[-1].feature, rule="another")])
    file_of = "SELECT pg_relation_filenode(%s::regclass)"
    before = asked(file_of, f"{empty_schema}.drift_alerts")
    assert [revision for revision, _ in Migrations(url, empty_schema).upgrade().pending] == REVISIONS[5:]
    assert asked(file_of, f"{empty_schema}.drift_alerts") == before
    with closing(PostgresStore(url, empty_schema)) as store:
        log = store.alerts
        assert list(log.between(NOON, after(hours=1))) == old
        other = an_alert(old[-1].feature, rule="another")
        assert log.append([*old, other]) == 1
        assert list(log.between(NOON, after(hours=1)))[-2:] == [other, old[-1]]


def test_reports_of_before_stay_each_for_itself_and_what_is_reported_now_is_about_decisions(
    url: URL, empty_schema: str
) -> None:
    upgrade_to(url, empty_schema, "0006")
    report = sql.SQL("INSERT INTO {} (ts, codigo_profissional, hired) VALUES (%s, %s, %s)").format(
        sql.Identifier(empty_schema, "feedback")
    )
    late = after(hours=11, minutes=59)
    with connect(url) as connection:
        for at in (NOON, NOON, late):
            connection.execute(report, (at, 31_001, 1))
    Migrations(url, empty_schema).upgrade()
    with closing(PostgresStore(url, empty_schema)) as store:
        assert list(store.log(FEEDBACK).all()) == [
            replace(a_feedback(at=at), subject=f"row {number}")
            for number, at in enumerate((NOON, NOON, late), 1)
        ]
        store.inference_log.append([a_decision()])
        assert [result.state for result in store.feedback.append([a_report()])] == [FeedbackState.STORED]
        assert store.feedback.unmatched() == 3


def test_what_was_built_before_rules_were_noted_is_refused_until_it_is_built_again(
    url: URL, empty_schema: str
) -> None:
    upgrade_to(url, empty_schema, "0010")
    entry = sql.SQL("INSERT INTO {} (table_name, kind, row_count, written_at) VALUES (%s, %s, 0, now())")
    with connect(url) as connection:
        for name in ("applicants_raw", "applicants_feat"):
            connection.execute(entry.format(sql.Identifier(empty_schema, "catalog")), (name, name))
    Migrations(url, empty_schema).upgrade()
    with closing(PostgresStore(url, empty_schema)) as store:
        assert list(store.applicants(a_name("applicants_raw")).chunks(10)) == []
        features = store.features(a_name("applicants_feat"), CANDIDATE)
        with pytest.raises(TableOutdated, match="does not say by which rules"):
            list(features.chunks(10))
        with features.replacing():
            pass
        assert list(features.chunks(10)) == []


@pytest.mark.parametrize("valid", [True, False])
def test_an_index_that_was_built_beforehand_is_taken_if_its_build_had_an_end(
    url: URL, empty_schema: str, asked: Asked, *, valid: bool
) -> None:
    upgrade_to(url, empty_schema, "0006")
    name = f"{empty_schema}.inference_log_codigo_profissional_ts"
    with connect(url) as connection:
        connection.execute(
            f"CREATE INDEX CONCURRENTLY inference_log_codigo_profissional_ts"
            f" ON {empty_schema}.inference_log (codigo_profissional, ts)"
        )
        connection.execute(
            "UPDATE pg_index SET indisvalid = %s WHERE indexrelid = %s::regclass", (valid, name)
        )
    before = asked("SELECT %s::regclass::oid", name)
    Migrations(url, empty_schema).upgrade()
    name = f"{empty_schema}.inference_log_before_codigo_profissional_ts"  # of the partition that it became
    assert asked("SELECT indisvalid FROM pg_index WHERE indexrelid = %s::regclass", name) == [(True,)]
    assert (asked("SELECT %s::regclass::oid", name) == before) == valid


def test_an_upgraded_log_has_the_shape_of_a_new_one(url: URL, fresh_schema: str, asked: Asked) -> None:
    older = fresh_schema + "_older"
    upgrade_to(url, older, "0004")
    log_of_revision_0004(url, older, [a_decision()])
    Migrations(url, older).upgrade()
    try:
        assert describe(older, asked) == describe(fresh_schema, asked)
    finally:
        with connect(url) as connection:
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(older)))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", "'x'"),
        ("digest", "'x'"),
        ("scopes", "ARRAY[]::text[]"),
        ("scopes", "ARRAY['root']"),
        ("scopes", "ARRAY['predict', 'root']"),
    ],
)
def test_the_server_takes_no_key_that_is_none(
    url: URL, store: PostgresStore, schema: str, column: str, value: str
) -> None:
    store.api_keys.add(a_key())
    change = f"UPDATE {schema}.api_keys SET {column} = {value}"  # noqa: S608  # both are written above
    with connect(url) as connection, pytest.raises(errors.CheckViolation):
        connection.execute(change)


def test_several_upgrades_at_once_are_one(url: URL, empty_schema: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        pending = [
            before.pending
            for before in threads.map(lambda _: Migrations(url, empty_schema).upgrade(), range(4))
        ]
    assert sorted(map(len, pending)) == [0, 0, 0, len(REVISIONS)]


def test_the_script_makes_the_same_as_the_upgrade(url: URL, fresh_schema: str, asked: Asked) -> None:
    upgraded = fresh_schema + "_upgraded"
    Migrations(url, upgraded).upgrade()
    try:
        assert describe(fresh_schema, asked) == describe(upgraded, asked)
    finally:
        with connect(url) as connection:
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(upgraded)))


def test_two_stores_have_two_identities(
    url: URL, schema: str, open_store: Callable[[], PostgresStore]
) -> None:
    other = schema + "_other"
    Migrations(url, other).upgrade()
    try:
        with closing(PostgresStore(url, other)) as store:
            assert store.salt != open_store().salt
            assert store.digest_key != open_store().digest_key
            assert len(store.salt) == 32
    finally:
        with connect(url) as connection:
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(other)))


@pytest.mark.parametrize(
    ("revision", "advice"),
    [
        (None, "run `hiring-cli db upgrade`"),
        ("0002", "run `hiring-cli db upgrade`"),
        ("0999", "update this program"),
    ],
)
def test_a_schema_that_does_not_fit_is_refused(
    url: URL, fresh_schema: str, revision: str | None, advice: str
) -> None:
    versions = sql.Identifier(fresh_schema, "hiring_schema_version")
    with connect(url) as connection:
        if revision is None:
            connection.execute(sql.SQL("DELETE FROM {}").format(versions))
        else:
            connection.execute(sql.SQL("UPDATE {} SET version_num = {}").format(versions, revision))
    with pytest.raises(SchemaMismatch) as raised:
        PostgresStore(url, fresh_schema)
    assert with_advice(raised.value).endswith(f": {advice}")
    assert (raised.value.found, raised.value.needed) == (revision, NEEDED)


def test_a_schema_that_is_not_there_is_refused(url: URL, empty_schema: str) -> None:
    with pytest.raises(SchemaMismatch, match="no hiring tables"):
        PostgresStore(url, empty_schema)


def test_a_newer_schema_is_not_upgraded(url: URL, fresh_schema: str) -> None:
    with connect(url) as connection:
        versions = sql.Identifier(fresh_schema, "hiring_schema_version")
        connection.execute(sql.SQL("UPDATE {} SET version_num = '0999'").format(versions))
    with pytest.raises(SchemaMismatch, match="revision 0999"):
        Migrations(url, fresh_schema).upgrade()


def test_an_upgrade_that_fails_leaves_nothing(url: URL, empty_schema: str, asked: Asked) -> None:
    with connect(url) as connection:
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(empty_schema)))
        connection.execute(sql.SQL("CREATE TABLE {} ()").format(sql.Identifier(empty_schema, "feedback")))
    with pytest.raises(StoreUnavailable, match="42P07"):
        Migrations(url, empty_schema).upgrade()
    assert asked(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = %s", empty_schema
    ) == [("feedback",)]


def test_every_table_and_column_says_what_it_holds(fresh_schema: str, asked: Asked) -> None:
    silent = asked(
        "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = %s::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped"
        " AND c.relname <> 'hiring_schema_version'"
        " AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid) IS NULL)",
        fresh_schema,
    )
    assert silent == []


def test_the_schema_has_the_tables_that_are_specified(fresh_schema: str, asked: Asked) -> None:
    found = asked(
        "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'p')"
        " AND NOT relispartition",
        fresh_schema,
    )
    assert {name for (name,) in found} == {VERSION_TABLE, *(spec.name for spec in ALL_TABLES)}


@pytest.mark.parametrize("spec", ALL_TABLES, ids=lambda spec: spec.name)
def test_a_table_is_as_it_is_specified(spec: TableSpec, schema: str, asked: Asked) -> None:
    table = f"{schema}.{spec.name}"
    columns = asked(
        "SELECT attname, format_type(atttypid, atttypmod), NOT attnotnull, col_description(attrelid, attnum)"
        " FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " ORDER BY attnum",
        table,
    )
    counter = () if spec.counter is None else (spec.counter,)
    assert columns == [
        (column.name, sql_type(column), column.nullable, column.comment)
        for column in (*counter, *spec.columns)
    ]
    assert asked("SELECT obj_description(%s::regclass)", table) == [(spec.comment,)]
    keys = asked(
        "SELECT array_agg(attname::text ORDER BY place) FROM pg_constraint, unnest(conkey) WITH ORDINALITY"
        " AS part (number, place) JOIN pg_attribute ON attnum = number WHERE attrelid = conrelid"
        " AND conrelid = %s::regclass AND contype IN ('p', 'u') GROUP BY conname",
        table,
    )
    wanted = [[column.name] for column in counter] + [list(spec.key)] * bool(spec.key)
    if spec is INFERENCE_LOG:
        wanted = []  # it is partitioned: `request_key` has them
    assert sorted(key for (key,) in keys) == sorted(wanted)


def test_documents_can_be_asked_in_sql_and_are_packed_by_lz4(
    store: PostgresStore, schema: str, asked: Asked
) -> None:
    with store.applicants(table_name("other_applicants")).replacing() as writer:
        writer.write(some_applicants())
    with store.applicants(table_name("applicants_raw")).replacing() as writer:
        writer.write(some_applicants())
    lz4 = bool(
        asked("SELECT 1 FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)")
    )
    for name in ("applicants_raw", "other_applicants"):
        query = sql.SQL("SELECT document #>> '{{infos_basicas,nome}}' FROM {} WHERE codigo_profissional = 1")
        assert asked(query.format(sql.Identifier(schema, name))) == [("Ana Conceição 1",)]
        ((compression,),) = asked(
            "SELECT attcompression::text FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attname = 'document'",
            f"{schema}.{name}",
        )
        assert compression == ("l" if lz4 else "")
