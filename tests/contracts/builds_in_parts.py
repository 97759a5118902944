"""However a raw table is cut, and wherever its parts are read: the features are those of one process."""

import pickle
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest

from hiring.adapters.exports.applicants import ApplicantsFile
from hiring.adapters.exports.decoding import ApplicantDecoder, RecordDecoder
from hiring.adapters.exports.vagas import VagasFile
from hiring.adapters.local.here import Here
from hiring.adapters.local.processes import Processes
from hiring.adapters.memory.progress import SilentProgress
from hiring.adapters.memory.store import MemoryStore
from hiring.application.dataset.build_features import BuildFeatures
from hiring.application.dataset.build_vaga_features import BuildVagaFeatures
from hiring.application.dataset.in_parts.tables import TableElsewhere, TableInParts
from hiring.application.ports.exports import Decoder
from hiring.application.ports.parallel import Parallel
from hiring.application.ports.store import Store
from hiring.application.ports.tables import Table
from hiring.domain.errors import PartFailed, StoreUnavailable, WorkersDiffer
from hiring.domain.features import CANDIDATE, PROFILES
from hiring.domain.records import ApplicantRows, FeatureRows, Rows, TableName, VagaFeatureRows, VagaRows
from hiring.synthetic.exports import write_exports
from tests.contracts.builders import a_name, assert_same_rows
from tests.contracts.parallel import die

P = TypeVar("P")
U = TypeVar("U")
T = TypeVar("T", bound=Rows)
Opener = Callable[[], AbstractContextManager[Store]]

PEOPLE, TOGETHER = 128, 2
RAW, VAGAS, ONE, SEVERAL, ONE_VAGAS, SEVERAL_VAGAS = map(
    a_name, ("raw", "vagas", "one", "several", "one_vagas", "several_vagas")
)
SECRET = b"not-to-be-sent"
WITH_VAGAS = PROFILES["candidate_vaga"]


class Packed(Here):
    """Does each part here, with what another process would have been sent."""

    def __init__(self) -> None:
        self.sent = list[bytes]()

    @property
    def elsewhere(self) -> bool:
        return True

    def map(self, work: Callable[[P], U], parts: Sequence[P]) -> Generator[U, None, None]:
        for part in parts:
            self.sent.append(pickle.dumps((work, part)))
            work, part = pickle.loads(self.sent[-1])  # noqa: PLW2901, S301  # of this process
            yield pickle.loads(pickle.dumps(work(part)))  # noqa: S301


@dataclass(frozen=True)
class DiesOnce(Decoder):
    """In its first process; `always`: in each."""

    folder: Path
    always: bool = False

    def records(self, documents: Sequence[bytes]) -> list[Mapping[str, object]]:
        mark = self.folder / "died"
        if self.always or not mark.exists():
            mark.touch()
            die()
        return ApplicantDecoder().records(documents)


@cache
def exported() -> tuple[list[ApplicantRows], list[VagaRows]]:
    """Invented exports, a few records at a time: what is written together may be read together."""
    with TemporaryDirectory() as folder:
        files = write_exports(Path(folder), applicants=PEOPLE, prospects=300, seed=5)
        people = [chunk.rows for chunk in ApplicantsFile(files.applicants_path).chunks(TOGETHER)]
        vagas = [chunk.rows for chunk in VagasFile(files.vagas_path).chunks(TOGETHER)]
    return people, vagas


def fill(store: Store) -> None:
    with store.applicants(RAW).replacing() as writer:
        for people in exported()[0]:
            writer.write(people)


def build(  # each named
    store: Store,
    opener: Opener | None,
    parallel: Parallel,
    *,
    into: TableName,
    parts: int = 1,
    decoder: Decoder | None = None,
) -> int:
    """Features of the applicants, with the raw table cut into so many parts."""
    source = TableInParts(
        table=store.applicants(RAW),
        parallel=parallel,
        elsewhere=opener and elsewhere(store, opener, Store.applicants, RAW),
        part_rows=-(-PEOPLE // parts),
    )
    return BuildFeatures(
        applicants=source,
        features=store.features(into, CANDIDATE),
        decoder=decoder or ApplicantDecoder(),
        profile=CANDIDATE,
        progress=SilentProgress(),
    )(chunk_size=16)


def build_of_vagas(store: Store, opener: Opener, parallel: Parallel, *, into: TableName) -> int:
    source = TableInParts(
        table=store.vagas(VAGAS),
        parallel=parallel,
        elsewhere=elsewhere(store, opener, Store.vagas, VAGAS),
        part_rows=8,
    )
    return BuildVagaFeatures(
        vagas=source,
        features=store.vaga_features(into, WITH_VAGAS),
        decoder=RecordDecoder([path for rule in WITH_VAGAS.vaga_rules for path in rule.reads]),
        profile=WITH_VAGAS,
        progress=SilentProgress(),
    )(chunk_size=16)


def elsewhere(
    store: Store, opener: Opener, kind: Callable[[Store, TableName], Table[T]], name: TableName
) -> TableElsewhere[T]:
    return TableElsewhere(store=opener, identity=store.identity, kind=kind, name=name)


def rows_of(store: Store, table: TableName) -> FeatureRows:
    return FeatureRows.concatenate(list(store.features(table, CANDIDATE).chunks(1_000)))


class BuildInPartsContract:
    """Give the fixtures `store` and `opener`, which opens the same store in another process."""

    @pytest.fixture(autouse=True)
    def filled(self, store: Store) -> None:
        fill(store)
        assert build(store, None, Here(), into=ONE) == PEOPLE

    @pytest.mark.parametrize("parts", [1, 2, 7, 64])
    def test_the_features_are_those_of_one_process(self, store: Store, opener: Opener, parts: int) -> None:
        parallel = Packed()

        assert build(store, opener, parallel, into=SEVERAL, parts=parts) == PEOPLE
        assert len(parallel.sent) == (0 if parts == 1 else parts)  # a single one is read here
        assert_same_rows(rows_of(store, SEVERAL), rows_of(store, ONE))

    def test_so_are_those_of_vagas(self, store: Store, opener: Opener) -> None:
        with store.vagas(VAGAS).replacing() as writer:
            for vagas in exported()[1]:
                writer.write(vagas)

        assert build_of_vagas(store, opener, Here(), into=ONE_VAGAS) > 8
        build_of_vagas(store, opener, Packed(), into=SEVERAL_VAGAS)
        one, several = (
            VagaFeatureRows.concatenate(list(store.vaga_features(table, WITH_VAGAS).chunks(1_000)))
            for table in (ONE_VAGAS, SEVERAL_VAGAS)
        )
        assert_same_rows(several, one)

    def test_processes_may_die_once(self, store: Store, opener: Opener, tmp_path: Path) -> None:
        dies = DiesOnce(tmp_path)

        assert build(store, opener, Processes(2), into=SEVERAL, parts=2, decoder=dies) == PEOPLE
        assert (tmp_path / "died").exists()
        assert_same_rows(rows_of(store, SEVERAL), rows_of(store, ONE))

    @pytest.mark.slow
    def test_a_part_that_ends_every_process_leaves_the_old_table(
        self, store: Store, opener: Opener, tmp_path: Path
    ) -> None:
        dies = DiesOnce(tmp_path, always=True)

        with pytest.raises(PartFailed, match=r"^part 1 of 2: "):
            build(store, opener, Processes(1), into=ONE, parts=2, decoder=dies)
        assert len(rows_of(store, ONE)) == PEOPLE

    def test_no_secret_is_sent(self, store: Store, opener: Opener) -> None:
        parallel = Packed()
        build(store, opener, parallel, into=SEVERAL, parts=2)

        assert all(SECRET not in sent for sent in parallel.sent)
        for secret in (store.salt.encode(), store.digest_key, store.digest_key.hex().encode()):
            assert all(secret not in sent for sent in parallel.sent)

    def test_a_worker_that_sees_another_store_does_nothing(self, store: Store, opener: Opener) -> None:
        source = replace(elsewhere(store, opener, Store.applicants, RAW), identity=MemoryStore().identity)

        with pytest.raises(WorkersDiffer) as differ, source.opened():
            pass  # it is refused before
        assert str(differ.value).endswith(f"their settings name another store, {store.place}")

    def test_a_raw_table_that_is_replaced_meanwhile(self, store: Store, opener: Opener) -> None:
        """Its old rows, or the old features: never a mixture."""
        with suppress(StoreUnavailable):
            build(store, opener, Replacing(store), into=ONE, parts=7)
        assert len(rows_of(store, ONE)) == PEOPLE


class Replacing(Packed):
    """Somebody empties the raw table when the first part was done."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

    def map(self, work: Callable[[P], U], parts: Sequence[P]) -> Generator[U, None, None]:
        for number, result in enumerate(super().map(work, parts)):
            if not number:
                with self._store.applicants(RAW).replacing():
                    pass
            yield result
