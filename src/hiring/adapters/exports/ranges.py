"""Stretches of an export that are read on their own: cut behind a record, where the next one begins."""

import os
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO, Final

from hiring.adapters.exports.members import NEXT_CODE
from hiring.adapters.exports.source import GZIP_MAGIC, STANDARD_INPUT, ByteRange

PART_BYTES: Final = 1 << 23
"""8 MB: some 1,700 applicants, less than half a second of work."""

_WINDOW: Final = 1 << 18
_UNPACKED_SIZE: Final = 4  # bytes at the end of a gzip file
_OVERLAP: Final = 1 << 8  # a cut that lies over the end of a window is found in the next


def ranges_of(file: Path, part_bytes: int) -> list[ByteRange]:
    """The file in order, in stretches of about so many bytes, each with whole records if all is well.

    A cut may stand inside a record (between the members of an object in it): then what is before it is not
    JSON. What cannot be cut, a packed file or a stream, is one range; so is a file that cannot be read.
    """
    cuts = [(0, 0)]
    try:
        if not _is_regular(file):
            return [ByteRange()]
        with file.open("rb") as stream:
            packed = stream.read(len(GZIP_MAGIC)) == GZIP_MAGIC
            size = stream.seek(0, SEEK_END)
            if packed:
                return [ByteRange(of=size)]
            while found := _next_cut(stream, cuts[-1][1] + part_bytes):
                cuts.append(found)
    except OSError:  # who reads it says why
        return [ByteRange()]
    stops = (*(stop for stop, _ in cuts[1:]), None)
    return [ByteRange(start=start, stop=stop, of=size) for (_, start), stop in zip(cuts, stops, strict=True)]


def size_of(file: Path) -> int | None:
    """About how many bytes of text a file holds; None where only this process can read it, or nobody.

    A packed file says it in its last four bytes, up to 4 GB, and of its last member alone.
    """
    try:
        if not _is_regular(file):
            return None
        with file.open("rb") as stream:
            packed = stream.read(len(GZIP_MAGIC)) == GZIP_MAGIC
            size = stream.seek(0, SEEK_END)
            if not packed or size < _UNPACKED_SIZE:
                return size
            stream.seek(-_UNPACKED_SIZE, SEEK_END)
            return max(size, int.from_bytes(stream.read(), "little"))
    except OSError:  # who reads it says why
        return None


def state_of(file: Path) -> tuple[int, int] | None:
    """Its size and when it was last written; None where it is no file or cannot be opened."""
    try:
        if not _is_regular(file):
            return None
        with file.open("rb") as stream:  # opened, because a network's file system may remember an old answer
            status = os.fstat(stream.fileno())
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _is_regular(file: Path) -> bool:
    return file != STANDARD_INPUT and file.is_file()


def _next_cut(stream: BinaryIO, at: int) -> tuple[int, int] | None:
    """Where a record ends and the next begins, at this offset or behind it; None if nowhere."""
    while True:
        stream.seek(at)
        window = stream.read(_WINDOW)
        if found := NEXT_CODE.search(window):
            return at + found.start() + 1, at + found.end()
        if len(window) < _WINDOW:
            return None
        at += _WINDOW - _OVERLAP
