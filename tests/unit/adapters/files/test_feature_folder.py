"""A folder of features holds what one reading of the export gives, whatever the parts are, or nothing."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from hiring.adapters.exports.applicants import ApplicantsFile
from hiring.adapters.files.feature_folder import ParquetFolder
from hiring.adapters.files.tables.layouts import Layout
from hiring.adapters.local.here import Here
from hiring.adapters.local.processes import Processes
from hiring.adapters.memory.progress import SilentProgress
from hiring.application.dataset.write_features import WriteFeatures
from hiring.application.ports.exports import Files
from hiring.application.ports.parallel import Parallel
from hiring.application.ports.specs.dataset import features_spec
from hiring.domain.errors import ExportNotJson, NothingKept, StoreUnavailable, TargetExists
from hiring.domain.features import CANDIDATE
from tests.unit.adapters.exports.several import several
from tests.unit.adapters.exports.test_parts import an_export, extracted


def write(file: Files, out: Path, part_bytes: int, parallel: Parallel | None = None) -> WriteFeatures:
    return WriteFeatures(
        export=ApplicantsFile(file, part_bytes=part_bytes),
        folder=ParquetFolder(out, CANDIDATE),
        profile=CANDIDATE,
        parallel=parallel or Here(),
        progress=SilentProgress(),
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "applicants.json"
    path.write_bytes(an_export())
    return path


@pytest.mark.parametrize("parts", [1, 2, 7, 64])
@pytest.mark.parametrize("parallel", [Here(), Processes(2)], ids=["here", "processes"])
def test_it_holds_the_features_in_file_order(
    file: Path, tmp_path: Path, parts: int, parallel: Parallel
) -> None:
    out = tmp_path / "features"
    chunks = list(write(file, out, file.stat().st_size // parts + 1, parallel)(chunk_size=16))

    found = sorted(out.iterdir())
    assert [path.name for path in found] == [f"part-{number:05}.parquet" for number in range(len(found))]
    assert (len(found) > 1) == (parts > 1)
    rows = Layout(features_spec(CANDIDATE)).decode(pq.read_table(out))
    rejects = [(each.key, each.position, each.reason) for chunk in chunks for each in chunk.rejects]
    read = sum(chunk.read for chunk in chunks)
    assert extracted(file, 1 << 30) == (
        read, rows.codigo_profissional.tobytes(), rows.features.tobytes(), rejects
    )  # fmt: skip  # as the other result is written
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_several_files_have_their_features_in_order(tmp_path: Path) -> None:
    whole, files, _ = several(tmp_path, 4)
    for part_bytes in (1, 1 << 30):
        out = tmp_path / f"features-{part_bytes}"
        list(write(files, out, part_bytes)(chunk_size=16))
        rows = Layout(features_spec(CANDIDATE)).decode(pq.read_table(out))
        assert (rows.codigo_profissional.tobytes(), rows.features.tobytes()) == extracted(whole, 1 << 30)[1:3]


def test_somebody_who_is_in_two_parts_has_one_row(tmp_path: Path) -> None:
    path, out = tmp_path / "applicants.json", tmp_path / "features"
    path.write_text('{"7": {"cv_pt": "kpi"}, "8": {"cv_pt": ""}, "07": {"cv_pt": ""}, "9": {"cv_pt": ""}}')

    list(write(path, out, 1)(chunk_size=10))

    assert pq.read_table(out)["codigo_profissional"].to_pylist() == [7, 8, 9]
    assert len(list(out.iterdir())) == 3


def test_of_a_faulty_export_nothing_is_left(file: Path, tmp_path: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b'"31050": {', b'"31050": {{', 1))
    out = tmp_path / "features"

    with pytest.raises(ExportNotJson):
        list(write(file, out, 2_000)(chunk_size=16))
    assert list(tmp_path.iterdir()) == [file]


def test_where_nobody_can_be_kept_there_is_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "applicants.json"
    path.write_text('{"x7": {}, "7": [], "8": {"cv_pt": "kpi \\u0000"}}')

    with pytest.raises(NothingKept):
        list(write(path, tmp_path / "features", 1)(chunk_size=16))
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_there_is_not_touched(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "features"
    out.mkdir()

    with pytest.raises(TargetExists):
        list(write(file, out, 2_000)(chunk_size=16))
    assert list(out.iterdir()) == []


def test_a_place_that_cannot_be_is_said(file: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be used"):
        list(write(file, file / "features", 2_000)(chunk_size=16))


def test_who_stops_in_the_middle_leaves_nothing(file: Path, tmp_path: Path) -> None:
    chunks = write(file, tmp_path / "features", 2_000)(chunk_size=16)
    next(chunks)
    chunks.close()  # type: ignore[attr-defined]  # as an interrupt does; it is a generator
    assert list(tmp_path.iterdir()) == [file]


def test_a_name_that_no_folder_can_have_is_told_as_it_was_given(file: Path, tmp_path: Path) -> None:
    """Its draft has a longer one."""
    out = tmp_path / ("f" * 240)

    with pytest.raises(StoreUnavailable, match=f"{out.name} cannot be used: "):
        list(write(file, out, 1 << 30)(chunk_size=16))
    assert list(tmp_path.iterdir()) == [file]
