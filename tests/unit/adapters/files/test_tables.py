"""What the files look like to other tools, and which of them stay."""

import os
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hiring.adapters.files import FileStore
from hiring.adapters.files.tables.catalog import Catalog, Entry
from hiring.adapters.files.tables.tables import FileTable
from hiring.application.ports.specs.dataset import APPLICANTS
from hiring.domain.errors import StoreUnavailable
from hiring.domain.features import CANDIDATE
from hiring.domain.records import ApplicantRows, FeatureRows, Reject, TableName
from tests.contracts.builders import SALARY, a_name, a_reject, assert_same_chunks, some_applicants
from tests.contracts.pairs import PAIRS
from tests.contracts.stores import fill

A_DAY_AND_A_BIT_S = 90_000


def columns_of(home: Path, table: str) -> dict[str, str]:
    (file,) = (home / "tables").glob(f"{table}-*.parquet")
    return {field.name: str(field.type) for field in pq.read_schema(file)}


def test_gold_is_a_typed_column_a_feature(home: Path, store: FileStore) -> None:
    fill(store)
    columns = columns_of(home, "gold_applicants")
    features = {name: columns[name] for name in CANDIDATE.features}
    assert list(columns) == [
        "codigo_profissional",
        "vaga_codigo",
        "data_candidatura",
        *CANDIDATE.features,
        "status_label",
        "target",
    ]
    assert features.pop("salario_valor") == "double"
    assert set(features.values()) == {"int16"}
    assert [columns[name] for name in ("codigo_profissional", "vaga_codigo", "data_candidatura")] == [
        "int64",
        "int64",
        "date32[day]",
    ]
    assert (columns["status_label"], columns["target"]) == ("string", "int16")


def test_documents_are_bytes_and_dates_of_labels_are_days(home: Path, store: FileStore) -> None:
    fill(store)
    assert columns_of(home, "applicants_raw") == {"codigo_profissional": "int64", "document": "binary"}
    assert columns_of(home, "prospects_labels")["ultima_atualizacao"] == "date32[day]"
    assert columns_of(home, "prospects_raw")["ultima_atualizacao"] == "string"


def test_an_unknown_salary_is_null_for_other_tools(home: Path, store: FileStore) -> None:
    fill(store)
    (file,) = (home / "tables").glob("applicants_feat-*.parquet")
    column = pq.read_table(file).column(CANDIDATE.features[SALARY])
    assert isinstance(column, pa.ChunkedArray)
    assert column.to_pylist() == [1_000.5, None, 1_002.5]


def test_the_sqlite_file_has_the_contracts_names(home: Path, store: FileStore) -> None:
    fill(store)
    with closing(sqlite3.connect(home / "hiring.sqlite3")) as connection:
        assert connection.execute(
            "SELECT ts, model_mode, model_threshold, model_path, decision, codigo_profissional, payload"
            " FROM inference_log"
        ).fetchall() == [
            (
                "2025-03-01T12:00:00.000000Z",
                "prec80",
                0.5,
                "artifacts/modelo_prec80.joblib",
                0,
                31_001,
                '{"tem_email":1.0,"salario_valor":null}',
            )
        ]
        assert connection.execute("SELECT id, created_at, model_path FROM model_baseline").fetchall() == [
            (1, "2025-03-01T12:00:00.000000Z", "artifacts/modelo_prec80.joblib")
        ]
        assert connection.execute(
            "SELECT table_name, key, position, reason FROM ingest_rejects"
        ).fetchall() == [("applicants_raw", "31001", 1, "not an object")]
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_new_store_is_its_owners_alone(home: Path, store: FileStore) -> None:
    assert store.place == str(home)
    assert home.stat().st_mode & 0o077 == 0


def test_a_replaced_file_is_removed(home: Path, store: FileStore) -> None:
    for _ in range(3):
        with store.applicants(a_name()).replacing() as writer:
            writer.write(some_applicants())
    assert len(list((home / "tables").iterdir())) == 1


def test_only_old_files_of_no_table_are_swept_away(home: Path, store: FileStore) -> None:
    fill(store)
    folder, long_ago = home / "tables", time.time() - A_DAY_AND_A_BIT_S
    orphans = [folder / "gone-1.parquet", folder / "gone-2.parquet.partial"]
    for path in [*orphans, folder / "young.parquet", folder / "young.parquet.partial", folder / "notes.txt"]:
        path.write_bytes(b"")
    for path in [*orphans, *folder.glob("*_*.parquet"), folder / "notes.txt"]:
        os.utime(path, (long_ago, long_ago))
    with store.applicants(a_name()).replacing():
        pass
    left = {path.name for path in folder.iterdir()}
    assert left >= {"young.parquet", "young.parquet.partial", "notes.txt"}
    assert left.isdisjoint(path.name for path in orphans)
    assert_same_chunks(list(store.applicants(a_name("applicants_raw")).chunks(10)), some_applicants())


class InterruptedCatalog(Catalog):
    """Ctrl-C arrives when the switch has just been made."""

    def switch(self, name: TableName, entry: Entry, rejects: Sequence[Reject]) -> str | None:
        super().switch(name, entry, rejects)
        raise KeyboardInterrupt


class LateCatalog(Catalog):
    """Another process replaces the table between the look at the catalog and the opening of the file."""

    def __init__(self, catalog: Catalog, replacement: FileTable[ApplicantRows]) -> None:
        super().__init__(catalog._database)
        self._replacement: FileTable[ApplicantRows] | None = replacement

    def find(self, name: TableName) -> Entry | None:
        found, replacement = super().find(name), self._replacement
        if replacement is not None:
            self._replacement = None
            with replacement.replacing() as writer:
                writer.write(some_applicants(5, 7))
        return found


def test_an_interrupt_after_the_switch_keeps_the_new_table(home: Path, store: FileStore) -> None:
    catalog = InterruptedCatalog(store._database)
    table = FileTable(a_name(), APPLICANTS, folder=home / "tables", catalog=catalog)
    with pytest.raises(KeyboardInterrupt), table.replacing() as writer:
        writer.write(some_applicants())
    assert_same_chunks(list(store.applicants(a_name()).chunks(10)), some_applicants())


def test_a_table_replaced_while_it_is_opened_is_read_as_it_is_now(home: Path, store: FileStore) -> None:
    folder = home / "tables"
    usual = FileTable(a_name(), APPLICANTS, folder=folder, catalog=store._catalog)
    with usual.replacing() as writer:
        writer.write(some_applicants())
    late = FileTable(a_name(), APPLICANTS, folder=folder, catalog=LateCatalog(store._catalog, usual))
    assert_same_chunks(list(late.chunks(10)), some_applicants(5, 7))


def test_rejects_of_a_table_that_is_replaced_while_they_are_read_do_not_end_early(store: FileStore) -> None:
    table = store.applicants(a_name())
    for count in (2_000, 0):
        with table.replacing() as writer:
            writer.reject([a_reject(str(number)) for number in range(count)])
        if count:
            read = table.rejects()
            next(read)

    with pytest.raises(StoreUnavailable):
        list(read)


def test_features_that_are_texts_are_read_back_as_they_were_written(store: FileStore) -> None:
    rows = FeatureRows(
        codigo_profissional=np.array([7, 8]),
        features=np.array([[1.0, np.nan, 18_687.0, 0.0, -3.0], [0.0, 1e3, np.nan, 1.0, np.nan]]),
        texts=np.array([["ção", None], ["", "x"]], np.object_),
    )
    table = store.features(a_name(), PAIRS)
    with table.replacing() as writer:
        writer.write(rows)
    assert_same_chunks(list(table.chunks(1)), rows)
