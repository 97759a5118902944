"""The same exports end in the same tables, whatever keeps them."""

import json
import random
from collections.abc import Iterator
from contextlib import ExitStack, closing
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from hiring.adapters.exports.applicants import ApplicantDecoder, ApplicantsFile
from hiring.adapters.exports.prospects import ProspectsFile
from hiring.adapters.exports.vagas import VagasFile
from hiring.adapters.files import FileStore
from hiring.adapters.local.here import Here
from hiring.adapters.memory import MemoryStore
from hiring.adapters.memory.progress import SilentProgress
from hiring.adapters.postgres import PostgresStore
from hiring.application.dataset.build_features import BuildFeatures
from hiring.application.dataset.in_parts.tables import TableInParts
from hiring.application.dataset.ingest import Ingest, IngestCounts
from hiring.application.dataset.label_prospects import LabelProspects
from hiring.application.ports.store import Store
from hiring.application.ports.tables import Table
from hiring.domain.errors import ExportFault
from hiring.domain.features import CANDIDATE
from hiring.domain.gold import join_gold
from hiring.domain.records import LabelRows, Rows
from hiring.synthetic import write_exports
from tests.contracts.builders import WIDTH, a_name, assert_same_chunks, features_of_people, labels_of
from tests.exports import write_applicants, write_vagas

APPLICANTS, PROSPECTS, VAGAS = a_name("applicants_raw"), a_name("prospects_raw"), a_name("vagas_raw")
FEATURES, LABELS, GOLD = a_name("applicants_feat"), a_name("prospects_labels"), a_name("gold_applicants")
PROGRESS = SilentProgress()


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    folder = tmp_path_factory.mktemp("exports")
    written = write_exports(folder, applicants=300, prospects=1_500, seed=5)
    return written.applicants_path, written.prospects_path, written.vagas_path


@pytest.fixture
def stores(store: PostgresStore, tmp_path: Path) -> Iterator[list[Store]]:
    with ExitStack() as opened:
        yield [MemoryStore(), opened.enter_context(closing(FileStore(tmp_path / "home"))), store]


def ingest(store: Store, file: Path) -> IngestCounts:
    step = Ingest(export=ApplicantsFile(file), table=store.applicants(APPLICANTS), progress=PROGRESS)
    return step(chunk_size=70)


def ingest_vagas(store: Store, file: Path) -> IngestCounts:
    return Ingest(export=VagasFile(file), table=store.vagas(VAGAS), progress=PROGRESS)(chunk_size=70)


def run(store: Store, exports: tuple[Path, Path, Path]) -> list[object]:
    """All steps; what they counted."""
    applicants, prospects, vagas = exports
    kept = Ingest(export=ProspectsFile(prospects), table=store.prospects(PROSPECTS), progress=PROGRESS)
    features = BuildFeatures(
        applicants=TableInParts(table=store.applicants(APPLICANTS), parallel=Here()),
        features=store.features(FEATURES, CANDIDATE),
        decoder=ApplicantDecoder(),
        profile=CANDIDATE,
        progress=PROGRESS,
    )
    labels = LabelProspects(
        prospects=store.prospects(PROSPECTS), labels=store.labels(LABELS), progress=PROGRESS
    )
    return [
        ingest(store, applicants),
        kept(chunk_size=200),
        ingest_vagas(store, vagas),
        features(chunk_size=70),
        labels(chunk_size=200),
        store.gold(GOLD, CANDIDATE).build(LABELS, FEATURES),
    ]


def digest_of(store: Store) -> list[tuple[str, int, str]]:
    """Name, rows and digest of every table, its rejects with it."""
    tables: list[Table[Rows]] = [
        store.applicants(APPLICANTS),  # type: ignore[list-item]  # read as rows of any kind
        store.prospects(PROSPECTS),  # type: ignore[list-item]
        store.vagas(VAGAS),  # type: ignore[list-item]
        store.features(FEATURES, CANDIDATE),  # type: ignore[list-item]
        store.labels(LABELS),  # type: ignore[list-item]
        store.gold(GOLD, CANDIDATE),  # type: ignore[list-item]
    ]
    return [(table.name, table.count(), digest_of_table(table)) for table in tables]


def digest_of_table(table: Table[Rows]) -> str:
    chunks = list(table.chunks(64))
    columns = dict(type(chunks[0]).concatenate(chunks)._columns())
    if "document" in columns:  # a store keeps the JSON value, and may spell it in its own way
        columns["document"] = [json.dumps(json.loads(text), sort_keys=True) for text in columns["document"]]  # type: ignore[attr-defined]
    digest = sha256(repr(list(table.rejects())).encode())
    for column in columns.values():
        digest.update(column.tobytes() if isinstance(column, np.ndarray) else repr(column).encode())
    return digest.hexdigest()


def test_files_memory_and_postgresql_end_in_equal_tables(
    stores: list[Store], exports: tuple[Path, Path, Path]
) -> None:
    counts = [run(store, exports) for store in stores]
    assert counts[0] == counts[1] == counts[2]
    memory, files, postgres = map(digest_of, stores)
    assert memory == files == postgres
    run(stores[2], exports)
    assert digest_of(stores[2]) == memory


def test_the_same_records_are_set_aside(stores: list[Store], tmp_path: Path) -> None:
    file = write_applicants(tmp_path)
    counts = [ingest(store, file) for store in stores]
    assert counts[0] == counts[1] == counts[2]
    rejects = [list(store.applicants(APPLICANTS).rejects()) for store in stores]
    assert rejects[0] == rejects[1] == rejects[2] != []


def test_the_same_vagas_are_set_aside(stores: list[Store], tmp_path: Path) -> None:
    file = write_vagas(tmp_path)
    counts = [ingest_vagas(store, file) for store in stores]
    assert counts[0] == counts[1] == counts[2]
    rejects = [list(store.vagas(VAGAS).rejects()) for store in stores]
    assert rejects[0] == rejects[1] == rejects[2]
    assert [(reject.key, reject.position) for reject in rejects[0]] == [("abc", 3), ("4532", 4)]


@pytest.mark.parametrize("cuts", [10, pytest.param(100, marks=pytest.mark.slow)], ids=["few", "many"])
def test_an_export_that_is_cut_off_changes_nothing(
    store: PostgresStore, exports: tuple[Path, Path, Path], tmp_path: Path, cuts: int
) -> None:
    whole, cut = exports[0].read_bytes(), tmp_path / "cut.json"
    ingest(store, exports[0])
    table: Table[Rows] = store.applicants(APPLICANTS)  # type: ignore[assignment]  # the same
    before = digest_of_table(table)
    for at in random.Random(cuts).sample(range(len(whole) - 2), cuts):
        cut.write_bytes(whole[:at])
        with pytest.raises(ExportFault) as raised:
            ingest(store, cut)
        assert raised.value.file == str(cut)
        assert (table.count(), digest_of_table(table)) == (300, before)


@pytest.mark.parametrize("seed", range(8))
def test_gold_is_what_the_domain_says_on_labels_with_ties(store: PostgresStore, seed: int) -> None:
    chance = np.random.default_rng(seed)
    some_days = ["NaT", "1969-01-01", "2021-03-24", "2021-03-25"]
    labels = labels_of(
        *[
            (int(vaga), int(person), some_days[day], int(target))
            for vaga, person, day, target in chance.integers(0, [3, 12, 4, 2], (120, 4))
        ]
    )
    labels = labels.take(chance.permutation(len(labels)))
    if seed % 2:  # positions that repeat: of these the row that was written later counts
        labels = LabelRows(**{**dict(labels._columns()), "position": labels.position % 7})  # type: ignore[arg-type]
    features = features_of_people(*range(0, 12, 2), 99)
    with store.labels(LABELS).replacing() as label_writer:
        label_writer.write(labels)
    with store.features(FEATURES, CANDIDATE).replacing() as feature_writer:
        feature_writer.write(features)
    expected, counts = join_gold(labels, [features], WIDTH)
    gold = store.gold(GOLD, CANDIDATE)
    assert gold.build(LABELS, FEATURES) == counts
    assert_same_chunks(list(gold.chunks(17)), expected)
