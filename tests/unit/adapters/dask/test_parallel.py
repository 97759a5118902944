"""The parts of a long work over the workers of a Dask cluster."""

import os
import random
import signal
import sys
import time
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from hiring.adapters.dask.on_worker import SentWork, WorkFailed, WorkOnPart, versions
from hiring.adapters.dask.parallel import Dask
from hiring.adapters.exports.applicants import ApplicantsFile
from hiring.adapters.files import FileStore
from hiring.adapters.local.here import Here
from hiring.application.dataset.in_parts.applicants import ApplicantsInParts
from hiring.application.ports.parallel import Parallel
from hiring.bootstrap.stores import store_elsewhere
from hiring.domain.errors import WorkersDiffer
from hiring.settings import Settings
from tests.contracts import builds_in_parts as builds
from tests.contracts.builders import assert_same_rows
from tests.contracts.pairs_in_parts import PairsInPartsContract
from tests.contracts.parallel import SECRET, ProcessesContract, faulty, squared
from tests.unit.adapters.exports.several import in_their_files, several
from tests.unit.adapters.exports.test_parts import an_export, extracted


class TestDask(ProcessesContract):
    small_parts = 100  # the scheduler shares this process with pytest
    unpacked = range(1, 20)  # of 40 parts: from a worker that just waits, Dask may take it, and give it again

    @pytest.fixture
    def parallel(self, address: str) -> Parallel:
        return Dask(address, tell=pytest.fail)


class TestPairs(PairsInPartsContract):
    @pytest.fixture
    def parallel(self, address: str) -> Parallel:
        return Dask(address, tell=pytest.fail)


@pytest.mark.parametrize("parts", [2, 64])
def test_the_features_of_an_export_are_those_of_one_reading(address: str, tmp_path: Path, parts: int) -> None:
    text = an_export()
    path = tmp_path / "applicants.json"
    path.write_bytes(text)
    workers = Dask(address, tell=pytest.fail)

    assert extracted(path, len(text) // parts + 1, workers) == extracted(path, 1 << 30)


def test_a_fault_in_the_fifth_part_is_told_as_one_reading_tells_it(address: str, tmp_path: Path) -> None:
    text = an_export()
    path = tmp_path / "applicants.json"
    at = text.index(b'"31035"')
    path.write_bytes(text[:at] + b"?" + text[at:])
    workers = Dask(address, tell=pytest.fail)

    assert extracted(path, len(text) // 8, workers) == extracted(path, 1 << 30)


def test_the_features_of_a_raw_table_are_those_of_one_process(address: str, tmp_path: Path) -> None:
    workers = Dask(address, tell=pytest.fail)
    opener = store_elsewhere(Settings(hiring_home=tmp_path / "hiring-data"))
    with closing(FileStore(tmp_path / "hiring-data")) as store:
        builds.fill(store)
        builds.build(store, None, Here(), into=builds.ONE)
        builds.build(store, opener, workers, into=builds.SEVERAL, parts=7)

        assert_same_rows(builds.rows_of(store, builds.SEVERAL), builds.rows_of(store, builds.ONE))


def test_the_records_of_several_files_are_those_of_one(address: str, tmp_path: Path) -> None:
    whole, files, sizes = several(tmp_path, 5)
    (expected,) = ApplicantsFile(whole).chunks(1_000)
    export = ApplicantsInParts(
        export=ApplicantsFile(files, part_bytes=9_000), parallel=Dask(address, tell=pytest.fail)
    )
    found = list(export.chunks(16))

    assert [code for chunk in found for code in chunk.rows.codigo_profissional] == [
        *expected.rows.codigo_profissional
    ]
    assert [document for chunk in found for document in chunk.rows.document] == expected.rows.document
    rejects = [reject for chunk in found for reject in chunk.rejects]
    assert rejects == list(in_their_files(expected.rejects, files, sizes))


def at_work(part: int) -> tuple[int, int]:
    time.sleep(0.02)
    return part, os.getpid()


def killed_at(address: str, seed: int) -> None:
    """One of the workers, by the signal that nothing survives, when a number of parts was done."""
    parts, moment = 60, random.Random(seed).randrange(50)
    done = []
    for part, worker in Dask(address, tell=pytest.fail).map(at_work, range(parts)):
        done.append(part)
        if part == moment:
            os.kill(worker, getattr(signal, "SIGKILL", signal.SIGTERM))

    assert done == list(range(parts))


@pytest.mark.parametrize("seed", range(3))
def test_a_worker_that_is_killed_costs_no_result(address: str, seed: int) -> None:
    killed_at(address, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3, 23))
def test_a_worker_that_is_killed_costs_no_result_at_other_moments(address: str, seed: int) -> None:
    killed_at(address, seed)


def test_a_worker_that_comes_later_is_held_against_the_versions_as_well() -> None:
    other = replace(versions(), hiring="0.0.1", numpy="1.26.4", rules=(("candidate", "0123"),))

    with pytest.raises(WorkersDiffer) as refused:
        WorkOnPart.of(3)(replace(SentWork.of(squared), here=other))

    assert f"numpy {versions().numpy}, here 1.26.4; other rules of candidate" in str(refused.value)
    assert WorkOnPart.of(3)(SentWork.of(squared)) == 9


def test_what_a_worker_might_log_holds_no_value_of_a_part() -> None:
    with pytest.raises(WorkFailed) as failed:
        WorkOnPart.of(3)(SentWork.of(faulty))

    assert str(failed.value) == "ZeroDivisionError"
    assert (failed.value.__cause__, failed.value.__context__) == (None, None)
    assert SECRET not in repr(WorkOnPart.of(SECRET)) + repr(SentWork.of(partial(print, SECRET)))


@pytest.mark.skipif(sys.platform != "linux", reason="reads the environment of a process from /proc")
def test_workers_start_with_the_allocator_settings(address: str) -> None:
    ((_, pid),) = Dask(address, tell=pytest.fail).map(at_work, [1])

    assert b"MALLOC_MMAP_THRESHOLD_=16777216\0" in Path(f"/proc/{pid}/environ").read_bytes()
