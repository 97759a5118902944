"""An ingestion is that of one reading, however many files and parts the export is in, in every store."""

import gzip
import random
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from hiring.adapters.exports.applicants import ApplicantsFile
from hiring.adapters.local.here import Here
from hiring.adapters.local.processes import Processes
from hiring.adapters.memory.progress import SilentProgress
from hiring.application.dataset.applicants_in_parts import ApplicantsInParts
from hiring.application.dataset.ingest import Ingest, IngestCounts
from hiring.application.ports.exports import Files
from hiring.application.ports.parallel import Parallel
from hiring.application.ports.store import Store
from hiring.domain.errors import ExportFault, ExportTruncated
from hiring.domain.records import ApplicantRows, Reject
from tests.contracts.builders import a_name, a_reject, some_applicants
from tests.unit.adapters.exports.test_parts import an_export, record_texts

RAW = a_name("applicants_raw")
WHOLE = 1 << 30  # bytes of a part

Stored = tuple[list[int], list[bytes], list[Reject], IngestCounts]


def ingest(store: Store, files: Files, part_bytes: int = WHOLE, parallel: Parallel | None = None) -> Stored:
    """What is stored then, rows in the order of lines."""
    export = ApplicantsInParts(
        export=ApplicantsFile(files, part_bytes=part_bytes), parallel=parallel or Here()
    )
    table = store.applicants(RAW)
    counts = Ingest(export=export, table=table, progress=SilentProgress())(chunk_size=16)
    rows = ApplicantRows.concatenate(list(table.chunks(50)))
    return rows.codigo_profissional.tolist(), rows.document, list(table.rejects()), counts


def several(folder: Path, files: int, seed: int = 1) -> tuple[Path, list[Path], list[int]]:
    """An export in one file and in several, every other one packed; and how many records each has."""
    texts = list(record_texts(seed, 60))
    chance = random.Random(seed)
    cuts = [0, *sorted(chance.randrange(len(texts) + 1) for _ in range(files - 1)), len(texts)]
    whole, found = folder / "whole.json", []
    whole.write_text(f"{{{','.join(texts)}}}", "utf-8")
    (folder / "parts").mkdir()
    for number, (start, stop) in enumerate(pairwise(cuts)):
        text = f"{{{', '.join(texts[start:stop])}}}".encode()
        packed = number % 2
        file = folder / "parts" / f"{number:02}.json{'.gz' * packed}"
        file.write_bytes(gzip.compress(text) if packed else text)
        found.append(file)
    return whole, found, [stop - start for start, stop in pairwise(cuts)]


def in_their_files(
    rejects: Sequence[Reject], files: Sequence[Path], sizes: Sequence[int]
) -> Iterator[Reject]:
    """The rejects of one file as those of several."""
    for reject in rejects:
        number, position = 0, reject.position
        while position > sizes[number]:
            position -= sizes[number]
            number += 1
        yield Reject(key=reject.key, position=position, reason=reject.reason, file=str(files[number]))


class IngestContract:
    @pytest.mark.parametrize("parts", [2, 7, 64])
    def test_parts_give_what_one_reading_gives(self, store: Store, tmp_path: Path, parts: int) -> None:
        text = an_export()
        file = tmp_path / "applicants.json"
        file.write_bytes(text)
        expected = ingest(store, file)

        assert len(expected[2]) > 10
        assert ingest(store, file, len(text) // parts + 1) == expected

    @pytest.mark.parametrize("parallel", [Here(), Processes(2)], ids=["here", "processes"])
    def test_several_files_are_one_export(self, store: Store, tmp_path: Path, parallel: Parallel) -> None:
        whole, files, sizes = several(tmp_path, 5)
        expected = ingest(store, whole)
        rejects = list(in_their_files(expected[2], files, sizes))

        for part_bytes in (WHOLE, 9_000):
            found = ingest(store, files, part_bytes, parallel)
            assert (found[0], found[1], found[3]) == (expected[0], expected[1], expected[3])
            assert found[2] == rejects

    @pytest.mark.parametrize("parallel", [Here(), Processes(2)], ids=["here", "processes"])
    def test_a_fault_in_the_fifth_part_changes_nothing(
        self, store: Store, tmp_path: Path, parallel: Parallel
    ) -> None:
        with store.applicants(RAW).replacing() as writer:
            writer.write(some_applicants())
            writer.reject([a_reject("1")])
        text = an_export()
        file = tmp_path / "applicants.json"
        at = text.index(b'"31035"')
        file.write_bytes(text[:at] + b"?" + text[at:])

        with pytest.raises(ExportFault) as expected:
            ingest(store, file)
        with pytest.raises(ExportFault) as found:
            ingest(store, file, len(text) // 8, parallel)
        assert (type(found.value), str(found.value)) == (type(expected.value), str(expected.value))
        assert store.applicants(RAW).count() == len(some_applicants())
        assert list(store.applicants(RAW).rejects()) == [a_reject("1")]

    def test_a_fault_names_its_file(self, store: Store, tmp_path: Path) -> None:
        _, files, _ = several(tmp_path, 5)
        files[3].write_bytes(files[3].read_bytes()[:-9])

        for part_bytes in (WHOLE, 9_000):
            with pytest.raises(ExportTruncated, match=r"03\.json\.gz"):
                ingest(store, files, part_bytes)
