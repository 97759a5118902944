"""The bytes of an export, plain or gzip, in blocks."""

import zlib
from collections import deque
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Final

from hiring.domain.errors import ExportFault, ExportNotGzip, ExportTruncated, FileMissing

BLOCK: Final = 1 << 18
"""256 kB: about fifty applicants, small enough for the cache."""

_GZIP_MAGIC: Final = b"\x1f\x8b"
_GZIP_FORMAT: Final = 31  # zlib's `wbits` for a gzip header and checksum, with any window


def blocks(file: Path) -> Generator[bytes, None, None]:
    """The unpacked bytes of the file; gzip is recognised by its first bytes, whatever the name says.

    Whoever finds a fault in the text may throw it in here: it comes back, unless a gzip stream has a fault
    further on, which then explains that of the text.

    Raises:
        FileMissing: It cannot be opened or read.
        ExportTruncated: The gzip stream ends too early.
        ExportNotGzip: The gzip stream is damaged.
    """
    try:
        with file.open("rb") as stream:
            start = stream.peek(len(_GZIP_MAGIC))[: len(_GZIP_MAGIC)]
            read = iter(lambda: stream.read(BLOCK), b"")
            if start and _GZIP_MAGIC.startswith(start):
                yield from _unpacked(str(file), read)
            else:
                yield from read
    except OSError as error:
        raise FileMissing(str(file)) from error


def _unpacked(file: str, read: Iterator[bytes]) -> Generator[bytes, None, None]:
    inflated = _inflated(read)
    offset = 0
    try:
        try:
            for block in inflated:
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
