"""What is no JSON is named as what it is, packed or not; `-` is standard input."""

import bz2
import gzip
import io
import lzma
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from hiring.adapters.exports.source import blocks
from hiring.domain.errors import ExportOfAnotherFormat, FileIsFolder

JSON = b'{"7": {"cv_pt": "SAP"}}'


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, JSON)
    return packed.getvalue()


def tarred() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        member = tarfile.TarInfo("applicants.json")
        member.size = len(JSON)
        archive.addfile(member, io.BytesIO(JSON))
    return packed.getvalue()


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize(
    ("content", "word"),
    [
        (zipped("applicants.json"), ".zip"),
        (zipped(), ".zip"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "Excel"),
        (lzma.compress(JSON), "xz"),
        (bz2.compress(JSON), "bzip2"),
        (b"7z\xbc\xaf'\x1c\0\4", ".7z"),
        (tarred(), ".tar"),
        (b"PAR1\x15\x04", "Parquet"),
        (JSON.decode().encode("utf-16"), "UTF-16"),
        (JSON.decode().encode("utf-16-le"), "UTF-16"),
        (b"\0\n" + JSON.decode().encode("utf-16-be"), "UTF-16"),
        (JSON.decode().encode("utf-32"), "UTF-32"),
        (b"\n<!DOCTYPE html><html>Sign in</html>", "HTML"),
        (b'<?xml version="1.0"?><a/>', "XML"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "LFS"),
        (b"codigo;nome\r\n1;ana\r\n", "CSV"),
        ('\ufeff"codigo","nome"\n1,ana\n'.encode(), "CSV"),
    ],
)
def test_what_is_no_json_is_named(
    tmp_path: Path, content: bytes, word: str, pack: Callable[[bytes], bytes]
) -> None:
    (tmp_path / "export.json").write_bytes(pack(content))
    with pytest.raises(ExportOfAnotherFormat) as refused:
        list(blocks(tmp_path / "export.json"))
    assert word in refused.value.found


@pytest.mark.parametrize("content", [JSON, b"", b"x", b'"x"', b"5, 6", b"a: 1\nb: 2\n", b"\0" * 20])
def test_what_may_be_json_or_anything_is_left_to_the_reading(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "export.json").write_bytes(content)
    assert b"".join(blocks(tmp_path / "export.json")) == content


def test_a_folder_is_told_as_one(tmp_path: Path) -> None:
    with pytest.raises(FileIsFolder):
        list(blocks(tmp_path))


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_export_may_come_by_standard_input(pack: Callable[[bytes], bytes]) -> None:
    command = [sys.executable, "-m", "hiring", "features", "extract", "-"]
    done = subprocess.run(command, input=pack(JSON), capture_output=True, check=False)
    assert (done.returncode, done.stdout[:24]) == (0, b'{"codigo_profissional":7')
