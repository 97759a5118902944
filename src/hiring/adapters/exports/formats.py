"""What a file is that is no export: told from its first bytes, so that the message can say what to do."""

import re
from dataclasses import dataclass
from typing import Final

LOOKED_AT: Final = 4096
"""Bytes from the beginning that are enough to tell."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file by its name in words, and how an export is made of it."""

    name: str
    remedy: str


_UNPACK: Final = "unpack it and give the .json in it"
_EXPORT: Final = "export it as JSON"

_ZIP: Final = Format("a .zip archive", _UNPACK)
_WORKBOOK: Final = Format("an Excel workbook or another Office document", _EXPORT)
_UTF16: Final = Format("text in UTF-16", "save it as UTF-8")
_PAGE: Final = Format("an HTML or XML page, perhaps a sign-in page", "download the export itself")
CSV: Final = Format("a text table, such as CSV", _EXPORT)

_BEGINNINGS: Final = (
    (b"\xfd7zXZ\0", Format("data compressed with xz", _UNPACK)),
    (b"BZh", Format("data compressed with bzip2", _UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", Format("a .7z archive", _UNPACK)),
    (b"\x28\xb5\x2f\xfd", Format("data compressed with zstd", _UNPACK)),
    (b"\x04\x22\x4d\x18", Format("data compressed with lz4", _UNPACK)),
    (b"\x1f\x8b", Format("data compressed with gzip twice", "unpack it once")),
    (b"\x1f\x9d", Format("data compressed with compress", _UNPACK)),
    (b"\x5d\0\0", Format("data compressed with lzma", _UNPACK)),
    (b"Rar!\x1a", Format("a .rar archive", _UNPACK)),
    (b"PAR1", Format("a Parquet file", _EXPORT)),
    (b"ARROW1", Format("an Arrow file", _EXPORT)),
    (b"SQLite format 3\0", Format("a SQLite database", _EXPORT)),
    (b"PGDMP", Format("a PostgreSQL dump", _EXPORT)),
    (b"%PDF", Format("a PDF", _EXPORT)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _WORKBOOK),
    (b"\x80\x02", Format("a pickle", _EXPORT)),
    (b"\x80\x04", Format("a pickle", _EXPORT)),
    (b"\x80\x05", Format("a pickle", _EXPORT)),
    (b"\xff\xfe\0\0", Format("text in UTF-32", "save it as UTF-8")),
    (b"\0\0\xfe\xff", Format("text in UTF-32", "save it as UTF-8")),
    (b"\xff\xfe", _UTF16),
    (b"\xfe\xff", _UTF16),
    (b"{\0", _UTF16),
    (b"\0{", _UTF16),
    (b"version https://git-lfs", Format("a Git LFS pointer", "fetch the file itself: git lfs pull")),
    (b"/annex/objects/", Format("a git-annex pointer", "fetch the file itself: git annex get")),
)
_OFFICE: Final = re.compile(rb"\[Content_Types\]\.xml|_rels/|xl/|mimetypeapplication/vnd")
_MARKUP: Final = re.compile(rb"<(?:!doctype|!--|html|head|body|\?xml)", re.IGNORECASE)
_TAR: Final = slice(257, 262)
_ROW: Final = re.compile(rb"[^{}\[\]\x00-\x08]*[;,\t|][^{}\[\]\x00-\x08]*")


def format_of(start: bytes) -> Format | None:
    """The kind of file that begins so, or None: it may be JSON, or nobody knows what it is."""
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _WORKBOOK if _OFFICE.search(start) else _ZIP
    if start[_TAR] == b"ustar":
        return Format("a .tar archive", _UNPACK)
    for beginning, found in _BEGINNINGS:
        if start.startswith(beginning):
            return found
    if start[:2] != b"\0\0" and any(start[half:16:2] == bytes(8) for half in (0, 1)):
        return _UTF16
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _MARKUP.match(text):
        return _PAGE
    first, newline, _ = text.partition(b"\n")
    return (
        CSV
        if newline and (text[:1].isalpha() or text[:1] == b'"') and _ROW.fullmatch(first.rstrip(b"\r"))
        else None
    )
