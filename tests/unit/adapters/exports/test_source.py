"""Blocks: the same bytes whatever is packed and however, and no file stays open."""

import gzip
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hiring.adapters.exports.applicants import ApplicantsFile
from hiring.adapters.exports.formats import format_of
from hiring.adapters.exports.prospects import ProspectsFile
from hiring.adapters.exports.source import BLOCK, blocks
from hiring.application.ports.exports import Export
from hiring.domain.errors import ExportFault, ExportNotGzip
from hiring.domain.records import Rows
from tests.unit.adapters.exports.strategies import reading_blocks_of

OPEN_FILES = Path("/proc/self/fd")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports")


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.binary(max_size=40) | st.integers(1, 3_000).map(b"a".__mul__), max_size=4),
    st.integers(1, 5_000),
    st.sampled_from((b"", b"\0", b"\0" * 700)),
)
def test_gzip_members_and_padding_give_the_bytes_that_were_packed(
    folder: Path, parts: list[bytes], size: int, padding: bytes
) -> None:
    assume(format_of(b"".join(parts)) is None)
    file = folder / "some.gz"
    file.write_bytes(gzip.compress(b"") + b"".join(gzip.compress(part) + padding for part in parts))

    with reading_blocks_of(size):
        given_blocks = list(blocks(file))

    assert b"".join(given_blocks) == b"".join(parts)
    assert all(0 < len(block) <= size for block in given_blocks)


def test_a_small_file_of_many_bytes_is_unpacked_in_blocks(tmp_path: Path) -> None:
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"0" * (20 * BLOCK + 1)))

    sizes = [len(block) for block in blocks(tmp_path / "bomb.gz")]

    assert sum(sizes) == 20 * BLOCK + 1
    assert max(sizes) <= BLOCK


def test_something_else_behind_a_gzip_stream_is_damage(tmp_path: Path) -> None:
    (tmp_path / "two.gz").write_bytes(gzip.compress(b"{}") + b"{}")

    with pytest.raises(ExportNotGzip):
        list(blocks(tmp_path / "two.gz"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe")
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_pipe_is_read_like_a_file(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = Thread(target=lambda: pipe.write_bytes(pack(b'{"7": {}}')))
    writer.start()

    assert b"".join(blocks(pipe)) == b'{"7": {}}'
    writer.join()


def open_files(folder: Path) -> list[str]:
    def targets() -> Iterator[str]:
        for descriptor in OPEN_FILES.iterdir():
            if descriptor.is_symlink():
                yield str(descriptor.readlink())

    return [target for target in targets() if target.startswith(str(folder))]


@pytest.mark.skipif(not OPEN_FILES.exists(), reason="needs a list of this process's open files")
@pytest.mark.parametrize("reader", [ApplicantsFile, ProspectsFile])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_reader_that_stops_early_leaves_no_file_open(
    tmp_path: Path, reader: Callable[[Path], Export[Rows]], pack: Callable[[bytes], bytes]
) -> None:
    file = tmp_path / "export"
    either = '{"cv_pt": "", "prospects": [{"codigo": "1"}]}'
    file.write_bytes(pack(("{" + ",".join(f'"{code}": {either}' for code in range(5_000)) + "}").encode()))
    with reading_blocks_of(100):
        chunks = reader(file).chunks(2)
        next(chunks)
        assert open_files(tmp_path)

        del chunks

        assert open_files(tmp_path) == []


@pytest.mark.skipif(not OPEN_FILES.exists(), reason="needs a list of this process's open files")
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_no_file_is_open_while_its_fault_is_handled(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    (tmp_path / "export").write_bytes(pack(b'{"7": {}, x' + b" " * 10_000))
    with reading_blocks_of(64), pytest.raises(ExportFault) as caught:
        list(ApplicantsFile(tmp_path / "export").chunks(1))

    assert caught.value.at == 10
    assert open_files(tmp_path) == []
