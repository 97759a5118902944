"""An ingestion is that of one reading, however many files and parts the export is in, in every store."""

from pathlib import Path

import pytest

from hiring.adapters.exports.applicants import ApplicantsFile
from hiring.adapters.local.here import Here
from hiring.adapters.local.processes import Processes
from hiring.adapters.memory.progress import SilentProgress
from hiring.application.dataset.in_parts.applicants import ApplicantsInParts
from hiring.application.dataset.ingest import Ingest, IngestCounts
from hiring.application.ports.exports import Files
from hiring.application.ports.parallel import Parallel
from hiring.application.ports.store import Store
from hiring.domain.errors import ExportFault, ExportTruncated
from hiring.domain.records import ApplicantRows, Reject
from tests.contracts.builders import a_name, a_reject, some_applicants
from tests.unit.adapters.exports.several import in_their_files, several
from tests.unit.adapters.exports.test_parts import an_export

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
