"""The log by month: one row an id whatever the month, months made ahead, and months that are gone."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb
from sqlalchemy import URL

from hiring.adapters.postgres import PostgresStore
from hiring.adapters.postgres.migrator import Migrations
from hiring.application.serving.append import Append
from hiring.domain.decisions import AppendResult
from hiring.domain.errors import DecisionConflict, DecisionRetired, StoreUnavailable
from hiring.domain.schema import LogPartition
from tests.clock import now
from tests.contracts.builders import a_decision, a_report
from tests.integration.postgres.conftest import connect

STAMP = "%Y-%m-%d %H:%M:%S+00"
STORED, REPLAYED, CONFLICT = AppendResult.STORED, AppendResult.REPLAYED, AppendResult.CONFLICT

ROW = {
    "id": 0,
    "request_id": "r",
    "client": "",
    "client_key_id": "",
    "score": 0.5,
    "decision": 1,
    "model_threshold": 0.5,
    "model_mode": "prec80",
    "model_path": "m",
    "model_version": "v",
    "payload": {},
    "body_digest": "d",
    "profile": "candidate",
}

PARTITIONS = """
    SELECT relname::text, pg_get_expr(relpartbound, pg_class.oid) FROM pg_class
    JOIN pg_inherits ON inhrelid = pg_class.oid
    WHERE relnamespace = %s::regnamespace AND relkind = 'r' ORDER BY 1
"""


@pytest.fixture(autouse=True)
def one_month() -> datetime:
    """Nothing here begins in one month and ends in the next, but where it says so."""
    return now()


@pytest.fixture
def connection(url: URL, fresh_schema: str) -> Iterator[psycopg.Connection]:
    with connect(url) as connection:
        connection.execute("SELECT set_config('search_path', %s, false)", [fresh_schema])
        connection.execute("SET timezone = 'UTC'")
        yield connection


@pytest.fixture
def store(url: URL, fresh_schema: str) -> Iterator[PostgresStore]:
    with closing(PostgresStore(url, fresh_schema)) as store:
        yield store


def months(connection: psycopg.Connection) -> list[datetime]:
    """The beginnings of those that have a partition, in order."""
    names = connection.execute(
        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'inference_log'::regclass"
    ).fetchall()
    parts = sorted(name.removeprefix("inference_log_") for (name,) in names)
    return [datetime.strptime(part, "%Y_%m").replace(tzinfo=UTC) for part in parts if part[0].isdigit()]


def partition_of(connection: psycopg.Connection, request_id: str) -> str:
    found = connection.execute(
        "SELECT tableoid::regclass::text FROM inference_log WHERE request_id = %s", [request_id]
    ).fetchall()
    ((name,),) = found
    return str(name)


def test_there_is_a_partition_for_this_month_and_each_of_twelve_more(
    one_month: datetime, url: URL, fresh_schema: str, connection: psycopg.Connection
) -> None:
    def bounds() -> dict[str, str]:
        return dict(connection.execute(PARTITIONS, [fresh_schema]).fetchall())

    first, *begin = months(connection)
    assert len(begin) == 12
    assert (first.year, first.month) == (one_month.year, one_month.month)
    ends = [*begin, (begin[-1] + timedelta(days=31)).replace(day=1)]
    found = bounds()
    assert found == {
        "inference_log_before": f"FOR VALUES FROM (MINVALUE) TO ('{first:{STAMP}}')",
        "inference_log_other": "DEFAULT",
        **{
            f"inference_log_{start:%Y_%m}": f"FOR VALUES FROM ('{start:{STAMP}}') TO ('{end:{STAMP}}')"
            for start, end in zip([first, *begin], ends, strict=True)
        },
    }
    Migrations(url, fresh_schema).upgrade()
    assert bounds() == found


def test_a_script_run_by_hand_makes_the_same_months_whatever_the_session(
    url: URL, fresh_schema: str, connection: psycopg.Connection
) -> None:
    """India's time is written as IST, which PostgreSQL reads as Israel's."""
    expected = connection.execute(PARTITIONS, [fresh_schema]).fetchall()
    assert len(expected) == 15
    connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(fresh_schema)))
    with connect(url) as by_hand:
        by_hand.execute("SET timezone = 'Asia/Kolkata'")
        by_hand.execute("SET datestyle = 'SQL, DMY'")
        by_hand.execute(Migrations(url, fresh_schema).sql().encode())

    assert connection.execute(PARTITIONS, [fresh_schema]).fetchall() == expected


def test_a_retry_in_another_month_is_a_replay_or_a_conflict(
    store: PostgresStore, connection: psycopg.Connection
) -> None:
    midnight = months(connection)[1]
    first = a_decision(at=midnight - timedelta(microseconds=1))
    log = store.inference_log
    assert log.append([first]) == [STORED]
    assert log.append([a_decision(at=midnight)]) == [REPLAYED]
    assert log.append([a_decision(at=midnight, body_digest="other")]) == [CONFLICT]
    assert log.append([a_decision(at=midnight, client="another")]) == [STORED]
    assert log.append([a_decision("new", at=midnight), a_decision(at=midnight, body_digest="other")]) == [
        CONFLICT,
        CONFLICT,
    ]
    assert log.find(first.request_id) == first
    assert log.clients(first.request_id) == ["", "another"]
    assert connection.execute("SELECT count(*) FROM inference_log").fetchall() == [(2,)]
    assert connection.execute("SELECT count(*) FROM request_key").fetchall() == [(2,)]


def test_of_several_clients_at_once_one_stores_whatever_the_month(
    url: URL, fresh_schema: str, connection: psycopg.Connection
) -> None:
    begin = months(connection)[:4]

    def ask(at: datetime) -> list[AppendResult]:
        with closing(PostgresStore(url, fresh_schema)) as store:
            calls = [[a_decision(str(number), at=at)] for number in range(50)]
            return [became for (became,) in store.inference_log.append_calls(calls)]

    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(ask, begin))
    for became in zip(*results, strict=True):
        assert sorted(each.value for each in became) == ["replayed"] * 3 + ["stored"]


def test_a_row_that_the_log_refuses_leaves_no_key(
    store: PostgresStore, connection: psycopg.Connection
) -> None:
    connection.execute("ALTER TABLE inference_log ADD CONSTRAINT refused CHECK (model_mode <> 'prec80')")
    decision = a_decision()
    with pytest.raises(Exception, match="inference_log"):
        store.inference_log.append([decision])
    assert connection.execute("SELECT count(*) FROM request_key").fetchall() == [(0,)]
    connection.execute("ALTER TABLE inference_log DROP CONSTRAINT refused")
    assert store.inference_log.append([decision]) == [STORED]


def test_what_no_month_takes_is_kept_and_goes_into_its_month_when_that_is_made(
    url: URL, fresh_schema: str, store: PostgresStore, connection: psycopg.Connection
) -> None:
    last = months(connection)[-1]
    month = f"inference_log_{last:%Y_%m}"
    connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(month)))
    within, beyond = a_decision("within", at=last), a_decision("beyond", at=last + timedelta(days=40))
    assert store.inference_log.append([within, beyond]) == [STORED, STORED]
    assert partition_of(connection, "within") == "inference_log_other"

    Migrations(url, fresh_schema).upgrade()
    assert partition_of(connection, "within") == month
    assert partition_of(connection, "beyond") == "inference_log_other"
    assert store.inference_log.append([within, beyond]) == [REPLAYED, REPLAYED]
    assert [store.inference_log.find(each.request_id) for each in (within, beyond)] == [within, beyond]
    assert list(store.inference_log.between(last, last + timedelta(days=50))) == [[within, beyond]]


def test_a_month_is_made_while_answers_are_appended(
    url: URL, fresh_schema: str, connection: psycopg.Connection
) -> None:
    this_month, *_, last = months(connection)
    month = f"inference_log_{last:%Y_%m}"
    connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(month)))
    with connect(url) as appending, appending.transaction():
        appending.execute("SELECT set_config('search_path', %s, true)", [fresh_schema])
        appending.execute(
            "INSERT INTO inference_log SELECT (jsonb_populate_record(NULL::inference_log, %s)).*",
            [Jsonb(ROW | {"ts": this_month.isoformat()})],
        )
        found = Migrations(url, fresh_schema).partitions()
    assert (found.made, found.retired) == ((month,), ())
    assert [part.name for part in found.parts][1:-1] == [
        f"inference_log_{each:%Y_%m}" for each in months(connection)
    ]
    assert [(part.start, part.end) for part in found.parts][:2] == [
        (None, this_month),
        (this_month, months(connection)[1]),
    ]
    assert found.parts[-1] == LogPartition(name="inference_log_other", start=None, end=None)


def test_what_has_not_ended_is_not_retired(
    url: URL, fresh_schema: str, connection: psycopg.Connection
) -> None:
    begin = months(connection)
    schema = Migrations(url, fresh_schema)
    assert schema.partitions(retire_before=begin[0] - timedelta(days=1)).retired == ()
    found = schema.partitions(retire_before=begin[-1])
    assert found.retired == ("inference_log_before",)
    assert [part.name for part in found.parts] == [
        *(f"inference_log_{each:%Y_%m}" for each in begin),
        "inference_log_other",
    ]
    assert months(connection) == begin
    assert schema.partitions().made == ()


def test_a_log_that_somebody_reads_is_left_alone(
    url: URL, fresh_schema: str, connection: psycopg.Connection
) -> None:
    with connection.transaction():
        connection.execute("SELECT count(*) FROM inference_log")
        with pytest.raises(StoreUnavailable, match="55P03"):
            Migrations(url, fresh_schema).partitions(retire_before=months(connection)[0])
    assert len(connection.execute(PARTITIONS, [fresh_schema]).fetchall()) == 15


def test_the_id_of_a_decision_that_was_retired_stays_used(
    url: URL, fresh_schema: str, store: PostgresStore, connection: psycopg.Connection
) -> None:
    this_month, next_month = months(connection)[:2]
    old, new = a_decision("old", at=this_month - timedelta(seconds=1)), a_decision("new", at=next_month)
    log = store.inference_log
    log.append([old, new])
    assert Migrations(url, fresh_schema).partitions(retire_before=this_month).retired

    with pytest.raises(DecisionRetired, match=f"{old.at:%Y-%m}"):
        log.find("old")
    assert log.find("new") == new
    assert log.clients("old") == [""]
    keep = Append(log=log).keep
    with pytest.raises(DecisionRetired):
        keep(lambda: [old], 1)
    with pytest.raises(DecisionConflict):
        keep(lambda: [a_decision("old", body_digest="other")], 1)
    day = (next_month + timedelta(days=40)).date()
    reports = [a_report(request_id=each, outcome_at=day) for each in ("old", "new")]
    assert [result.state.value for result in store.feedback.append(reports)] == ["stored", "stored"]
    ((outcome,),) = store.feedback.outcomes(old.at, next_month + timedelta(days=1))
    assert outcome.request_id == "new"


def test_a_look_up_reads_the_month_of_its_row_and_no_other(
    store: PostgresStore, connection: psycopg.Connection
) -> None:
    month = months(connection)[3]
    store.inference_log.append([a_decision("one", at=month)])
    find = store._inference_log._find
    plan = connection.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {find}".encode(), ["one", ""])
    scans = [line.partition(" on ")[2] for (line,) in plan.fetchall() if " on inference_log_" in line]
    read = [scan.split()[0] for scan in scans if "never executed" not in scan]
    assert (len(scans), read) == (15, [f"inference_log_{month:%Y_%m}"])


def test_a_month_that_is_missing_in_between_is_made_and_takes_its_rows(
    url: URL, fresh_schema: str, store: PostgresStore, connection: psycopg.Connection
) -> None:
    this_month, gap, behind, *_, last = months(connection)
    month = f"inference_log_{gap:%Y_%m}"
    end = (last + timedelta(days=31)).replace(day=1)
    assert store.partitioned_until(this_month) == end
    connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(month)))
    assert [store.partitioned_until(each) for each in (this_month, gap, behind)] == [gap, gap, end]
    within = a_decision("within", at=gap)
    store.inference_log.append([within])

    found = Migrations(url, fresh_schema).partitions()
    assert found.made == (month,)
    assert [part.name for part in found.parts][1:-1] == [
        f"inference_log_{each:%Y_%m}" for each in months(connection)
    ]
    assert partition_of(connection, "within") == month
    assert store.inference_log.find("within") == within
    assert store.partitioned_until(this_month) == end


def test_of_a_log_without_any_month_those_from_now_on_are_made(
    url: URL, fresh_schema: str, store: PostgresStore, connection: psycopg.Connection
) -> None:
    expected = months(connection)
    for part in Migrations(url, fresh_schema).partitions().parts[:-1]:
        connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(part.name)))
    assert store.partitioned_until(expected[3]) == expected[3]
    assert len(Migrations(url, fresh_schema).partitions().made) == 13
    assert months(connection) == expected


def test_a_month_that_was_detached_by_hand_is_left_once_it_is_over(
    url: URL, fresh_schema: str, connection: psycopg.Connection
) -> None:
    detached = sql.SQL("CREATE TABLE {} (); ALTER TABLE inference_log DETACH PARTITION inference_log_before")
    past = (months(connection)[0] - timedelta(days=1)).replace(day=1)
    connection.execute(detached.format(sql.Identifier(f"inference_log_{past:%Y_%m}")))
    bounds = f"FROM (MINVALUE) TO ('{past:{STAMP}}')"
    connection.execute(f"ALTER TABLE inference_log ATTACH PARTITION inference_log_before FOR VALUES {bounds}")
    assert Migrations(url, fresh_schema).partitions().made == ()


@pytest.mark.parametrize("made", ["TABLE {} ()", "VIEW {} AS SELECT 1 AS one", "TYPE {} AS ENUM ('one')"])
def test_what_has_the_name_of_a_coming_month_is_named_and_nothing_is_changed(
    made: str, url: URL, fresh_schema: str, connection: psycopg.Connection
) -> None:
    *_, other, last = months(connection)
    for month in (other, last):
        connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(f"inference_log_{month:%Y_%m}")))
    taken = sql.Identifier(f"inference_log_{last:%Y_%m}")
    connection.execute(sql.SQL(f"CREATE {made}").format(taken))
    before = connection.execute(PARTITIONS, [fresh_schema]).fetchall()
    schema = Migrations(url, fresh_schema)
    for act in (schema.partitions, schema.upgrade):
        with pytest.raises(StoreUnavailable, match=f"something else named inference_log_{last:%Y_%m} "):
            act()
    assert connection.execute(PARTITIONS, [fresh_schema]).fetchall() == before
