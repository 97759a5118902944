"""JSON objects written piece by piece."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO

import msgspec


class Entries:
    """The entries of a JSON object that is being written, some at a time."""

    def __init__(self, file: BinaryIO, *, indent: int) -> None:
        self._file = file
        self._indent = indent
        self.written = False

    def add(self, entries: Mapping[str, object]) -> None:
        if not entries:
            return
        text = msgspec.json.format(msgspec.json.encode(entries), indent=self._indent)
        self._file.write(b"," * self.written + text[1:-2])
        self.written = True


@contextmanager
def one_object(file: BinaryIO, *, indent: int) -> Iterator[Entries]:
    """One JSON object as the source prints it: indented, unescaped, without a newline at the end."""
    file.write(b"{")
    entries = Entries(file, indent=indent)
    yield entries
    file.write(b"\n}" if entries.written else b"}")
