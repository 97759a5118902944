"""Tables that say in every row of which replacement they are; and a process that replaces them for ever."""

import itertools
import json
import os
import subprocess
import sys

import numpy as np
import psycopg
from psycopg import sql
from sqlalchemy import URL

from hiring.adapters.postgres import PostgresStore, server_url
from hiring.application.ports.store import Store
from hiring.domain.features import CANDIDATE
from hiring.domain.records import ApplicantRows, LabelRows
from tests.contracts.builders import a_name, a_reject, days, features_of_people

APPLICANTS, LABELS = a_name("applicants_raw"), a_name("prospects_labels")
FEATURES, GOLD = a_name("applicants_feat"), a_name("gold_applicants")
PARTS = 4
PADDING = "".join(chr(0x21 + number * 7 % 90) for number in range(3_000)).replace("\\", "-").replace('"', "-")


def size_of(generation: int) -> int:
    """Rows in one part: another number for each of fifty generations."""
    return 100 + generation % 50


def applicants_of(generation: int, part: int) -> ApplicantRows:
    count = size_of(generation)
    document = f'{{"generation": {generation}, "padding": "{PADDING}"}}'.encode()
    return ApplicantRows(codigo_profissional=np.arange(count) + part * count, document=[document] * count)


def labels_of(generation: int) -> LabelRows:
    count = size_of(generation)
    return LabelRows(
        vaga_codigo=np.full(count, 4_000),
        codigo_profissional=np.arange(count),
        position=np.arange(count) + 1,
        data_candidatura=days(*["2021-01-31"] * count),
        ultima_atualizacao=days(*["2021-03-25"] * count),
        status_label=[str(generation)] * count,
        target=np.zeros(count, np.int64),
    )


def replace(store: Store, generation: int) -> None:
    """All tables, one after the other; features stay the same."""
    with store.applicants(APPLICANTS).replacing() as applicants:
        for part in range(PARTS):
            applicants.write(applicants_of(generation, part))
            applicants.reject([a_reject(str(generation))])
    with store.labels(LABELS).replacing() as labels:
        labels.write(labels_of(generation))
    store.gold(GOLD, CANDIDATE).build(LABELS, FEATURES)


def prepare(store: Store) -> None:
    with store.features(FEATURES, CANDIDATE).replacing() as features:
        features.write(features_of_people(*range(size_of(49))))
    replace(store, 0)


def assert_whole(store: Store) -> None:
    """Every table is of one generation, and has all of its rows."""
    documents = [document for rows in store.applicants(APPLICANTS).chunks(100) for document in rows.document]
    (generation,) = {json.loads(document)["generation"] for document in documents}
    assert len(documents) == PARTS * size_of(generation) == store.applicants(APPLICANTS).count()
    assert list(store.applicants(APPLICANTS).rejects()) == [a_reject(str(generation))] * PARTS
    for table in (store.labels(LABELS), store.gold(GOLD, CANDIDATE)):
        statuses = [status for rows in table.chunks(100) for status in rows.status_label]
        (generation,) = {int(status) for status in statuses}
        assert len(statuses) == size_of(generation)


def digest_of(connection: psycopg.Connection, schema: str) -> str:
    """Of all rows of all tables that `replace` writes."""
    digests = [
        connection.execute(
            sql.SQL("SELECT md5(string_agg(rows::text, ',' ORDER BY line)) FROM {} AS rows").format(
                sql.Identifier(schema, name)
            )
        ).fetchone()
        for name in (APPLICANTS, LABELS, GOLD)
    ]
    rejects = sql.SQL("SELECT table_name, key, position, reason FROM {} ORDER BY id").format(
        sql.Identifier(schema, "ingest_rejects")
    )
    return str((digests, connection.execute(rejects).fetchall()))


def start(url: URL, schema: str) -> subprocess.Popen[str]:
    """A process that says `ready` and then replaces until it is killed."""
    place = json.dumps([url.username, url.password, url.host, url.port, url.database])  # URLs hold no socket
    return subprocess.Popen(
        [sys.executable, "-m", __name__, place, schema],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it ends in an error where the server is killed
        text=True,
    )


if __name__ == "__main__":
    user, password, host, port, database = json.loads(sys.argv[1])
    address = server_url(user=user, password=password, host=host, port=port, database=database)
    opened = PostgresStore(address, sys.argv[2])
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for number in itertools.count(1):
        replace(opened, number)
