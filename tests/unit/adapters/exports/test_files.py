"""Several files, or a folder of them, are one export."""

import gzip
import json
import os
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from hiring.adapters.exports.applicants import ApplicantsFile
from hiring.adapters.exports.prospects import ProspectsFile
from hiring.adapters.exports.ranges import size_of
from hiring.adapters.exports.vagas import VagasFile
from hiring.adapters.local.here import Here
from hiring.adapters.local.processes import Processes
from hiring.application.dataset.in_parts.applicants import ApplicantsInParts, ChunksOfPart
from hiring.application.dataset.in_parts.exports import read_in_parts
from hiring.application.ports.exports import Export, ExportChunk
from hiring.application.ports.parallel import Parallel
from hiring.domain.errors import (
    ExportNotJson,
    ExportOfAnotherKind,
    FileGivenTwice,
    FileMissing,
    FolderWithoutExports,
)
from hiring.domain.records import ApplicantRows, ProspectRows, Reject, VagaRows
from tests.unit.adapters.exports.several import in_their_files, several
from tests.unit.adapters.exports.test_parts import asked, extracted

P = TypeVar("P")
R = TypeVar("R")

WHOLE = 1 << 30  # bytes of a part
REPEATED = "repeated key: the first one was kept"
PEOPLE = (
    '{"1": {"cv_pt": "a"}, "x": {}, "2": {"cv_pt": "b"}}',
    '{"2": {"cv_pt": "c"}, "3": {"cv_pt": "d"}, "001": []}',
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "exports"
    found.mkdir()
    return found


def a_folder(folder: Path, *texts: str) -> Path:
    for number, text in enumerate(texts):
        (folder / f"{number}.json").write_text(text)
    return folder


def people(files: Path | list[Path]) -> list[ExportChunk[ApplicantRows]]:
    return list(ApplicantsFile(files).chunks(10))


def codes(files: Path | list[Path]) -> list[int]:
    return [code for chunk in people(files) for code in chunk.rows.codigo_profissional.tolist()]


def test_a_folder_has_its_exports_by_name_and_nothing_else(folder: Path) -> None:
    for name, code in (
        ("b.json", 2),
        ("10.json", 1),
        ("C.JSON", 0),
        ("c.json.gz", 3),
        ("d.txt", 9),
        (".e.json", 9),
    ):
        text = json.dumps({code: {"cv_pt": ""}}).encode()
        (folder / name).write_bytes(gzip.compress(text) if name.endswith("gz") else text)
    (folder / "f.json").mkdir()

    assert codes(folder) == [1, 0, 2, 3]
    assert codes([folder / "b.json", folder / "10.json"]) == [2, 1]
    assert ApplicantsFile(folder).name == str(folder)
    assert ApplicantsFile([folder / "b.json", folder / "10.json"]).name == f"{folder / 'b.json'} and 1 more"


@pytest.mark.parametrize("in_parts", [False, True])
def test_a_code_of_an_earlier_file_is_repeated_and_rejects_name_their_file(
    folder: Path, *, in_parts: bool
) -> None:
    file = ApplicantsFile(a_folder(folder, *PEOPLE), part_bytes=1)
    export: Export[ApplicantRows] = ApplicantsInParts(export=file, parallel=Here()) if in_parts else file

    chunks = list(export.chunks(10))

    assert [code for chunk in chunks for code in chunk.rows.codigo_profissional.tolist()] == [1, 2, 3]
    assert [reject for chunk in chunks for reject in chunk.rejects] == [
        Reject(key="x", position=2, reason="code is not an integer", file=str(folder / "0.json")),
        Reject(key="2", position=1, reason=REPEATED, file=str(folder / "1.json")),
        Reject(key="001", position=3, reason=REPEATED, file=str(folder / "1.json")),
    ]


def test_the_same_of_vagas(folder: Path) -> None:
    a_folder(
        folder, '{"7": {"perfil_vaga": {}}, "8": []}', '{"9": {"perfil_vaga": {}}, "7": {"perfil_vaga": {}}}'
    )
    chunks: list[ExportChunk[VagaRows]] = list(VagasFile(folder).chunks(10))

    assert [code for chunk in chunks for code in chunk.rows.vaga_codigo.tolist()] == [7, 9]
    assert [(each.file, each.position) for chunk in chunks for each in chunk.rejects] == [
        (str(folder / "0.json"), 2),
        (str(folder / "1.json"), 2),
    ]
    assert chunks[-1].fields is not None
    assert chunks[-1].fields.absent()[0].name == "informacoes_basicas"


def test_the_same_of_prospects_which_are_numbered_through(folder: Path) -> None:
    a_folder(
        folder,
        '{"4": {"prospects": [{"codigo": "1"}, {"codigo": "x"}]}}',
        '{"5": {"prospects": [{"codigo": "2"}, {"codigo": "y"}]}, "4": {"prospects": []}}',
    )
    (chunk,) = ProspectsFile(folder).chunks(10)
    rows: ProspectRows = chunk.rows

    assert (rows.vaga_codigo.tolist(), rows.position.tolist()) == ([4, 5], [1, 3])
    assert [(each.file, each.key, each.position) for each in chunk.rejects] == [
        (str(folder / "0.json"), "4/2", 2),
        (str(folder / "1.json"), "5/2", 2),
        (str(folder / "1.json"), "4", 3),
    ]


@pytest.mark.parametrize("parallel", [Here(), Processes(2)], ids=["here", "processes"])
def test_features_and_questions_are_those_of_one_file(tmp_path: Path, parallel: Parallel) -> None:
    """Some parts of one byte are none: a text holds what looks like records, and a file is read in one go."""
    whole, files, sizes = several(tmp_path, 6)
    expected, question = extracted(whole, WHOLE), asked(whole, WHOLE, Here())
    rejects = list(in_their_files(question[3], files, sizes))

    for part_bytes in (1, 900, WHOLE):
        found = extracted(files, part_bytes, parallel)
        assert found[:3] == expected[:3]
        assert asked(files, part_bytes, parallel) == (*question[:3], rejects)


def test_a_large_file_that_cannot_be_cut_is_read_as_a_stream(tmp_path: Path) -> None:
    whole, files, sizes = several(tmp_path, 4)
    (expected,) = ApplicantsFile(whole).chunks(1_000)
    streamed = list(read_in_parts(ApplicantsFile(files), ChunksOfPart(7), NOBODY, largest=0))

    rows = ApplicantRows.concatenate([chunk.rows for chunk in streamed])
    assert (rows.codigo_profissional.tolist(), rows.document) == (
        expected.rows.codigo_profissional.tolist(),
        expected.rows.document,
    )
    assert [reject for chunk in streamed for reject in chunk.rejects] == list(
        in_their_files(expected.rejects, files, sizes)
    )
    assert {chunk.read for chunk in streamed} > {7}


class Nobody(Here):
    """Refuses every part."""

    def map(self, work: Callable[[P], R], parts: Sequence[P]) -> Generator[R, None, None]:
        assert not parts
        yield from super().map(work, parts)


NOBODY = Nobody()


def test_a_fault_and_another_kind_of_export_name_their_file(folder: Path) -> None:
    a_folder(folder, *PEOPLE, '{"4": {"prospects": []}}')
    with pytest.raises(ExportOfAnotherKind, match=r"2\.json"):
        people(folder)
    (folder / "1.json").write_text('{"1": }')
    with pytest.raises(ExportNotJson, match=r"1\.json"):
        people(folder)


def test_a_folder_without_exports_and_a_file_that_is_not_there_are_said_at_once(folder: Path) -> None:
    (folder / "note.txt").touch()
    with pytest.raises(FolderWithoutExports, match="exports"):
        ApplicantsFile(folder)
    (folder / "a.json").touch()
    with pytest.raises(FileMissing, match="nowhere"):
        ProspectsFile([folder, folder / "nowhere.json"])


def test_no_file_is_read_twice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_folder(folder, *PEOPLE)
    monkeypatch.chdir(folder)
    os.link(folder / "0.json", folder.parent / "linked.json")
    for again in (Path("0.json"), folder.parent / "linked.json", folder):
        with pytest.raises(FileGivenTwice):
            VagasFile([folder, again])
    with pytest.raises(FileGivenTwice, match="standard input"):
        VagasFile([Path("-"), Path("-")])


def test_the_size_of_a_packed_file_is_that_of_its_text(folder: Path) -> None:
    text = b"x" * 100_000
    for name, content in (("a.json", text), ("b.json", gzip.compress(text)), ("c.json", b"\x1f\x8b")):
        (folder / name).write_bytes(content)

    assert [size_of(folder / name) for name in ("a.json", "b.json", "c.json")] == [100_000, 100_000, 2]
    assert size_of(folder) is size_of(folder / "nowhere.json") is None
