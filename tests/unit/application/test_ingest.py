"""An export becomes a raw table, whole or not at all."""

import pytest

from hiring.adapters.memory.progress import SilentProgress
from hiring.adapters.memory.store import MemoryStore
from hiring.application.dataset.ingest import Ingest
from hiring.application.ports.exports import ExportChunk
from hiring.application.ports.tables import Table
from hiring.domain.errors import ExportTruncated, NothingKept, RecordsRejected
from hiring.domain.records import ApplicantRows, TableName
from tests.contracts.builders import a_reject, some_applicants
from tests.unit.application.worlds import GivenExport


@pytest.fixture
def table() -> Table[ApplicantRows]:
    table = MemoryStore().applicants(TableName("applicants_raw"))
    with table.replacing() as writer:
        writer.write(some_applicants(0, 2))
    return table


def chunks() -> list[ExportChunk[ApplicantRows]]:
    faulty = [a_reject("x", position=3, reason="code is not an integer"), a_reject("9", position=4)]
    return [
        ExportChunk(read=2, rows=some_applicants(10, 12), rejects=[]),
        ExportChunk(read=5, rows=some_applicants(12, 15), rejects=faulty),
    ]


def ingest(table: Table[ApplicantRows], *, breaks: bool = False) -> Ingest[ApplicantRows]:
    return Ingest(export=GivenExport(chunks(), breaks=breaks), table=table, progress=SilentProgress())


def test_what_was_read_was_kept_or_rejected(table: Table[ApplicantRows]) -> None:
    counts = ingest(table)(chunk_size=10)
    assert (counts.read, counts.kept, counts.rejected) == (7, 5, 2)
    assert counts.reasons == {"code is not an integer": 1, "not an object": 1}
    assert table.count() == 5
    assert [reject.key for reject in table.rejects()] == ["x", "9"]


def test_strict_refuses_faulty_records_and_keeps_the_old_table(table: Table[ApplicantRows]) -> None:
    with pytest.raises(RecordsRejected):
        ingest(table)(chunk_size=10, strict=True)
    assert table.count() == 2
    assert not list(table.rejects())


@pytest.mark.parametrize(
    "given",
    [[], [ExportChunk(read=1, rows=some_applicants(0, 0), rejects=[a_reject("x")])]],
    ids=["nothing read", "all rejected"],
)
def test_a_file_out_of_which_nothing_is_kept_changes_nothing(
    table: Table[ApplicantRows], given: list[ExportChunk[ApplicantRows]]
) -> None:
    step = Ingest(export=GivenExport(given), table=table, progress=SilentProgress())
    with pytest.raises(NothingKept) as refused:
        step(chunk_size=10)
    assert (refused.value.read, refused.value.reasons) == (len(given), {"not an object": 1} if given else {})
    assert table.count() == 2


def test_a_file_that_is_cut_off_changes_nothing(table: Table[ApplicantRows]) -> None:
    with pytest.raises(ExportTruncated):
        ingest(table, breaks=True)(chunk_size=10)
    assert table.count() == 2
    assert not list(table.rejects())
