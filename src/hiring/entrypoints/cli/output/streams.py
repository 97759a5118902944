"""The standard streams of a process, of which any may be closed, full or without a reader.

What a command prints is its result: that it is lost ends the command, and is told. What goes to standard
error is not: it may get lost, and the work goes on.
"""

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final, TextIO, cast

STANDARD: Final = range(3)


class OutputLost(OSError):
    """Standard output takes no more: it is closed, or its disk is full."""


class ReaderGone(Exception):  # how a command ended, not an error
    """Whoever read our output has gone (`| head`)."""


class Outlet(io.RawIOBase):
    """Standard output without its buffers: a failure is raised once, and nothing is written after it.

    Args:
        raw: What is written to; None for a stream that was closed before this process began.
    """

    def __init__(self, raw: io.RawIOBase | None) -> None:
        self._raw = raw
        self.failure: OutputLost | ReaderGone | None = None

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        if self._raw is None:
            raise io.UnsupportedOperation
        return self._raw.fileno()

    def isatty(self) -> bool:
        return self._raw is not None and self._raw.isatty()

    def write(self, data: bytes, /) -> int | None:  # type: ignore[override]  # any buffer, as RawIOBase has it
        if self.failure is None:
            try:
                return self._write(data)
            except BrokenPipeError:
                self.failure = ReaderGone()
            except OSError as error:
                self.failure = OutputLost(error.strerror)
            self.fail(self.failure)
        return len(data)

    def fail(self, failure: OutputLost | ReaderGone) -> None:
        """What a loss means."""
        raise failure from None

    def _write(self, data: bytes) -> int:
        if self._raw is None:
            raise OSError(errno.EBADF, "it is closed")
        written = self._raw.write(data)
        if written is None:
            raise BlockingIOError(errno.EAGAIN, "it cannot take more now")
        return written


class NotesOutlet(Outlet):
    """Standard error without its buffers: what it does not take is lost, and the next line may not be."""

    def fail(self, failure: OutputLost | ReaderGone) -> None:
        del failure
        self.failure = None


@contextmanager
def standard_streams() -> Iterator[Outlet]:
    """Streams that any command can use, in place of those of the process; gives standard output's."""
    before = sys.stdin, sys.stdout, sys.stderr
    _occupy()
    outlet = Outlet(_raw(sys.stdout))
    sys.stdout = _over(outlet, sys.stdout)
    sys.stderr = _over(NotesOutlet(_raw(sys.stderr)), sys.stderr)
    if before[0] is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115  # as long as the process
    try:
        yield outlet
    finally:
        sys.stderr.flush()
        sys.stdin, sys.stdout, sys.stderr = before


def _occupy() -> None:
    """Whatever is opened later must not get the number of a closed stream: libraries print there."""
    for number in STANDARD:
        try:
            os.fstat(number)
        except OSError:
            found = os.open(os.devnull, os.O_RDWR)
            if found != number:
                os.dup2(found, number)
                os.close(found)


def _raw(stream: TextIO | None) -> io.RawIOBase | None:
    if stream is None:
        return None
    with suppress(OSError, ValueError):  # what is in it belongs before what comes
        stream.flush()
    buffer = getattr(stream, "buffer", None)
    return cast("io.RawIOBase", getattr(buffer, "raw", buffer))


def _over(outlet: Outlet, like: TextIO | None) -> TextIO:
    if like is not None and not hasattr(like, "buffer"):
        return like  # text in memory, for whoever calls a command from Python
    return io.TextIOWrapper(
        io.BufferedWriter(cast("io.RawIOBase", outlet)),
        encoding="utf-8" if like is None else like.encoding,
        errors="backslashreplace",  # a console that cannot print a letter shows its code
        line_buffering=outlet.isatty(),
    )
