"""The bytes of an export, plain or gzip, in blocks."""

import os
import sys
import zlib
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final

from hiring.adapters.exports.formats import LOOKED_AT, Format, format_of
from hiring.domain.errors import (
    ExportChanged,
    ExportFault,
    ExportNotGzip,
    ExportOfAnotherFormat,
    ExportTruncated,
    FileIsFolder,
    FileMissing,
)

BLOCK: Final = 1 << 18
"""256 kB: about fifty applicants, small enough for the cache."""

STANDARD_INPUT: Final = Path("-")

GZIP_MAGIC: Final = b"\x1f\x8b"
_GZIP_FORMAT: Final = 31  # zlib's `wbits` for a gzip header and checksum, with any window


@dataclass(frozen=True, slots=True, kw_only=True)
class ByteRange:
    """Bytes of a file, from `start` up to `stop`; None: to its end.

    Args:
        start: The first.
        stop: Behind the last.
        of: How many bytes the file has; None where nobody has asked.
    """

    start: int = 0
    stop: int | None = None
    of: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether that is all of the file."""
        return self.start == 0 and self.stop is None


WHOLE: Final = ByteRange()


def blocks(
    file: Path, *, taken: Format | None = None, within: ByteRange = WHOLE
) -> Generator[bytes, None, None]:
    """The unpacked bytes of the file; gzip is recognised by its first bytes, whatever the name says.

    The file `-` is standard input.

    Whoever finds a fault in the text may throw it in here: it comes back, unless a gzip stream has a fault
    further on, which then explains that of the text.

    Args:
        file: Its path.
        taken: What else than JSON it may be.
        within: A stretch of a file that is not packed, given as an export of its own.

    Raises:
        FileMissing: It cannot be opened or read.
        ExportOfAnotherFormat: It is no JSON, and it shows what it is instead.
        ExportTruncated: The gzip stream ends too early.
        ExportNotGzip: The gzip stream is damaged.
        ExportChanged: It has not the size that `within` tells, or is not there for this process.
    """
    shown = name_of(file)
    try:
        with _opened(file) as stream:
            if within.of is not None and os.fstat(stream.fileno()).st_size != within.of:
                raise ExportChanged(shown)
            if not within.is_whole:
                yield from _stretch(stream, within)
                return
            start = stream.read(LOOKED_AT)
            read = chain([start] if start else [], iter(lambda: stream.read(BLOCK), b""))
            if start and GZIP_MAGIC.startswith(start[: len(GZIP_MAGIC)]):
                yield from _unpacked(shown, read, taken)
            else:
                _refuse_other_formats(shown, start, taken)
                yield from read
    except IsADirectoryError as error:
        raise FileIsFolder(shown) from error
    except OSError as error:
        if file.is_dir():  # Windows says that it is not allowed
            raise FileIsFolder(shown) from error
        if within.of is not None and isinstance(error, FileNotFoundError | PermissionError):
            raise ExportChanged(shown) from error
        raise FileMissing(shown) from error


def name_of(file: Path) -> str:
    """The file for messages."""
    return "standard input" if file == STANDARD_INPUT else str(file)


def _opened(file: Path) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdin.buffer) if file == STANDARD_INPUT else file.open("rb")


def _stretch(stream: BinaryIO, within: ByteRange) -> Iterator[bytes]:
    """With the braces of an object around it, as far as they are not the file's own."""
    stream.seek(within.start)
    if within.start:
        yield b"{"
    if within.stop is None:
        yield from iter(lambda: stream.read(BLOCK), b"")
        return
    rest = within.stop - within.start
    while block := stream.read(min(BLOCK, rest)):
        yield block
        rest -= len(block)
    yield b"}"


def _refuse_other_formats(file: str, start: bytes, taken: Format | None) -> None:
    found = format_of(start)
    if found not in (None, taken):
        raise ExportOfAnotherFormat(file, found.name, found.remedy)


def _unpacked(file: str, read: Iterator[bytes], taken: Format | None) -> Generator[bytes, None, None]:
    inflated = _inflated(read)
    offset = 0
    try:
        try:
            for block in inflated:
                if not offset:
                    _refuse_other_formats(file, block[:LOOKED_AT], taken)
                yield block
                offset += len(block)
        except ExportFault:
            deque(inflated, maxlen=0)  # to the checksum at the end
            raise
    except EOFError as error:
        raise ExportTruncated(file, at=offset) from error
    except zlib.error as error:
        raise ExportNotGzip(file, at=offset) from error


def _inflated(read: Iterator[bytes]) -> Iterator[bytes]:
    """Each block as far as the stream gives it: `gzip` would lose what it had read when the stream ends."""
    inflate = zlib.decompressobj(_GZIP_FORMAT)
    packed = b""
    while True:
        packed = packed or next(read, b"")
        if inflate.eof:
            if not packed:
                return
            packed = packed.lstrip(b"\0")  # a gzip file may be padded, and may go on with another member
            if packed:
                inflate = zlib.decompressobj(_GZIP_FORMAT)
            continue
        block = inflate.decompress(packed, BLOCK)
        if not (block or packed or inflate.eof):
            raise EOFError
        packed = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
        if block:
            yield block
