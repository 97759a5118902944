"""Writes the log in a thread of its own: whoever logs never waits, and never fails."""

import atexit
import io
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Final, TextIO

_MOST_LINES: Final = 10_000
"""Lines that may wait; some megabytes."""

_AT_ONCE: Final = 4_096
"""Bytes of one write: a pipe takes so many whole, so that lines of several processes do not mix."""

_GATHER_S: Final = 0.05
"""Lines of so long are written together: whenever its thread wakes, the event loop has to let it go first."""

_AGAIN_AFTER_S: Final = 0.5
_FLUSH_WITHIN_S: Final = 1.0


class LineWriter:
    """Takes lines for a descriptor that may be slow, full, stalled or closed.

    Lines that find no room, or that are refused, are dropped and counted; as soon as lines can be written
    again, one of them says how many are missing. Unlike the threads that work for an event loop, this one is
    there before and after any, answers nobody, and is not woken for every line.

    Args:
        descriptor: Stays open as long as the process.
        told: The line that says how many were lost.
        encoding: Of what reads them.
    """

    def __init__(
        self,
        descriptor: int,
        told: Callable[[int], str],
        *,
        encoding: str = "utf-8",
        most_lines: int = _MOST_LINES,
    ) -> None:
        self._descriptor = descriptor
        self._told = told
        self._encoding = encoding
        self._most_lines = most_lines
        self._lines: deque[str] = deque()
        self._lost = 0
        self._counting = threading.Lock()  # of `_lost`; never held while anything waits
        self._some = threading.Event()
        self._busy = False
        self._torn = False
        threading.Thread(target=self._run, name="hiring-log", daemon=True).start()

    def write(self, line: str) -> None:
        """Take a line, without its end; it is written soon."""
        if len(self._lines) >= self._most_lines:
            self._lose(1)
            return
        self._lines.append(line)
        if not self._some.is_set():
            self._some.set()

    def flush(self, within_s: float = _FLUSH_WITHIN_S) -> bool:
        """Wait until all is written, or until that time is over. Returns whether it is."""
        deadline = time.monotonic() + within_s
        while self._lines or self._busy:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_GATHER_S)
        return True

    def _lose(self, count: int) -> None:
        with self._counting:
            self._lost += count

    def _run(self) -> None:
        while True:
            self._some.wait()
            time.sleep(_GATHER_S)
            self._some.clear()
            self._busy = True
            while self._lines:
                if not self._write_some():
                    time.sleep(_AGAIN_AFTER_S)
            self._busy = False

    def _write_some(self) -> bool:
        """Write lines that wait, after how many are missing before them. Returns whether all were taken."""
        with self._counting:
            lost, self._lost = self._lost, 0
        if lost and self._refused([self._told(lost)]):
            self._lose(lost)
        refused = self._refused(self._next())
        self._lose(refused)
        return not refused

    def _next(self) -> Iterator[str]:
        """As many as fit into one write, one at least."""
        size = 0
        while self._lines and (not size or size + len(self._lines[0]) < _AT_ONCE):
            line = self._lines.popleft()
            size += len(line) + 1
            yield line

    def _refused(self, lines: Iterable[str]) -> int:
        """Write them. Returns how many were not taken, or not whole: what follows then begins a new line."""
        text = "".join(f"{line}\n" for line in lines)
        left = b"\n" * self._torn + text.encode(self._encoding, "backslashreplace")
        try:
            while left:
                taken = self._taken(left)
                self._torn = left[taken - 1 : taken] != b"\n"
                left = left[taken:]
        except OSError:  # its reader is gone, or its disk is full
            return left.count(b"\n")
        return 0

    def _taken(self, data: bytes) -> int:
        while True:
            try:
                return os.write(self._descriptor, data)
            except BlockingIOError:  # somebody made it so that it does not wait; this thread may
                time.sleep(_GATHER_S)


class Lines(io.TextIOBase):
    """A text stream whose lines the writer takes: for what prints to standard error in spite of the log."""

    def __init__(self, writer: LineWriter) -> None:
        super().__init__()
        self._writer = writer
        self._begun = ""

    def write(self, text: str) -> int:
        *lines, self._begun = (self._begun + text).split("\n")
        for line in lines:
            self._writer.write(line)
        return len(text)

    def writable(self) -> bool:
        return True


class Memory:
    """The same for a stream in memory, which never keeps anybody waiting."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, line: str) -> None:
        with suppress(ValueError):  # it is closed
            self._stream.write(f"{line}\n")


_STANDARD_ERROR: Final = 2
_standard: Final[list[LineWriter]] = []
_making: Final = threading.Lock()


def writer_of(descriptor: int, told: Callable[[int], str], *, encoding: str) -> LineWriter:
    """A writer that flushes at the end of the process, briefly; standard error has one for the whole process.

    Another descriptor is duplicated: its number may be given to another file when its stream is closed.
    """
    with _making:
        if descriptor != _STANDARD_ERROR:
            return _flushing(LineWriter(os.dup(descriptor), told, encoding=encoding))
        if not _standard:
            _standard.append(_flushing(LineWriter(descriptor, told, encoding=encoding)))
        return _standard[0]


def flush_standard_error() -> None:
    """Wait, briefly, until what was logged there is written."""
    for writer in _standard:
        writer.flush()


def _flushing(writer: LineWriter) -> LineWriter:
    atexit.register(writer.flush)
    return writer
