"""The members of an export's top-level object, streamed at nearly the speed of the disk.

A stretch of the file is cut behind the `}` that stands before the next code; the cut was right exactly when
the stretch between braces is a JSON object, which one msgspec call decides without building anything. What
that call refuses or cannot tell (a repeated key) goes to the exact `Scanner`. Who wants
records and not their text brings a call of their own (`decoding`).
"""

import codecs
import re
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from typing import Final, Generic, Protocol, TypeVar

import msgspec
import numpy as np

from hiring.adapters.exports.scanner import DEEPEST, Incomplete, Member, Scanner
from hiring.adapters.exports.source import BLOCK
from hiring.domain.errors import (
    ExportEmpty,
    ExportFault,
    ExportNotAnObject,
    ExportNotJson,
    ExportNotUtf8,
    ExportRecordTooLarge,
    ExportTrailingData,
    ExportTruncated,
)

LARGEST_RECORD: Final = 1 << 26
"""64 MB: a record that is not complete after so many bytes is refused, so that memory stays bounded."""

_WHITE: Final = b" \t\n\r"
NEXT_CODE: Final = re.compile(rb'\}[ \t\n\r]*,[ \t\n\r]*(?="-?[0-9]+"[ \t\n\r]*:)')
_KEY: Final = re.compile(rb'[ \t\n\r,]*"([^"\\]*)"[ \t\n\r]*:[ \t\n\r]*')
_STARTS_ANOTHER_VALUE: Final = b'["-0123456789tfn'
_WINDOWS: Final = (
    1 << 14,
    2 * BLOCK,
)  # bytes before the end in which a cut is looked for: few records are long
_NAMED_KEY: Final = 64  # characters of a key that a message shows

_TRUNCATED: Final = "Input data was truncated"  # msgspec has no class of its own for it

_raw_members: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_raw_value: Final = msgspec.json.Decoder(msgspec.Raw)


class Named(Protocol):
    """Whatever knows the key of a member."""

    @property
    def key(self) -> str:
        """The key."""


M = TypeVar("M", bound=Named)
Quickly = Callable[[bytes, int], Sequence[M] | None]


def members(
    file: str, blocks: Generator[bytes, None, None], quickly: Quickly[M]
) -> Generator[Sequence[M | Member], None, None]:
    """The members in file order, in lists of what was decided at once; the blocks are closed behind them.

    Args:
        file: Name for messages.
        blocks: The bytes of the file.
        quickly: Gives the members of a stretch that begins at a key (its text and byte offset), or None where
            the exact reading has to decide.

    Raises:
        ExportFault: The file as a whole is faulty.
    """
    stream = _Stream(file, blocks, quickly)
    with closing(blocks):
        try:
            yield from stream.lists()
        except ExportFault as fault:
            raise stream.explained(fault) from fault


class _Stream(Generic[M]):
    def __init__(self, file: str, blocks: Generator[bytes, None, None], quickly: Quickly[M]) -> None:
        self._file, self._blocks, self._quickly = file, blocks, quickly
        self._text, self._base = b"", 0  # what is not decided yet, and where it begins in the file
        self._last_key: str | None = None
        self._exact_from = 2 * BLOCK  # undecided bytes at which the scanner is asked
        self._patience = 0  # undecided bytes before which nothing is tried: fewer are no whole record
        self._ended = False  # no more bytes will come
        self._fault: ExportFault | None = None  # why they ended, if too early

    def lists(self) -> Iterator[Sequence[M | Member]]:
        still_open = self._begin()
        while still_open:
            self._read()
            if len(self._text) < self._patience and not self._ended:
                continue
            found: Sequence[M | Member] | None = self._decide_fast()
            if found is None and (self._ended or len(self._text) >= self._exact_from):
                found, still_open = self._decide_exactly()
            if found:
                yield found
            elif self._ended and still_open:
                raise self._cut_off()
        if self._ahead():
            raise self._named(ExportTrailingData, self._base)
        if self._fault:
            raise self._cut_off()

    def explained(self, fault: ExportFault) -> ExportFault:
        """The fault, or the fault of the gzip stream that is behind it; long keys are cut short."""
        cause, key = self._fault or fault, fault.last_key
        try:
            self._blocks.throw(cause)
        except ExportFault as found:
            cause = found
        if key is not None and len(key) > _NAMED_KEY:
            key = f"{key[:_NAMED_KEY]}…"
        return type(cause)(self._file, at=cause.at, last_key=key)

    def _read(self) -> None:
        if self._ended:
            return
        try:
            block = next(self._blocks, b"")
        except ExportFault as fault:
            block, self._fault = b"", fault
        self._ended = not block
        self._text += block

    def _drop(self, size: int) -> None:
        self._text, self._base = self._text[size:], self._base + size

    def _ahead(self, size: int = 1) -> bytes:
        """The next bytes behind any white space, which is dropped; fewer at the end of the file."""
        while True:
            self._drop(len(self._text) - len(self._text.lstrip(_WHITE)))
            if len(self._text) >= size or self._ended:
                return self._text[:size]
            self._read()

    def _begin(self) -> bool:
        """Go behind the opening brace; False if the object is closed at once."""
        start = self._ahead(len(codecs.BOM_UTF8))
        if self._base == 0 and start and codecs.BOM_UTF8.startswith(start):
            self._drop(len(start))
            if start != codecs.BOM_UTF8:
                raise self._cut_off()
        first = self._ahead()
        if not first:
            raise self._cut_off() if self._fault else ExportEmpty(self._file)
        if first != b"{":
            raise self._wrong_start()
        self._drop(1)
        if self._ahead() != b"}":
            return True
        self._drop(1)
        return False

    def _wrong_start(self) -> ExportFault:
        if self._text[:1] in _STARTS_ANOTHER_VALUE:
            return ExportNotAnObject(self._file)
        try:
            self._ahead(4).decode()  # the longest character has four bytes
        except UnicodeDecodeError as error:
            if error.start == 0:
                return self._named(ExportNotUtf8, self._base)
        return self._named(ExportNotJson, self._base)

    def _decide_fast(self) -> Sequence[M] | None:
        """The members before the last cut; None where that cannot be told without reading exactly."""
        cut, rest = self._cut()
        if cut == 0:
            return None
        found = self._quickly(self._text[:cut], self._base)
        if found is None:
            self._exact_from = 0
            return None
        self._drop(rest)
        self._last_key = found[-1].key
        return found

    def _cut(self) -> tuple[int, int]:
        """Where the last surely whole record ends, and where the next key begins; zeros if unknown."""
        for window in _WINDOWS:
            cuts = deque(NEXT_CODE.finditer(self._text, max(0, len(self._text) - window)), maxlen=1)
            if cuts:
                return cuts[0].start() + 1, cuts[0].end()
        return 0, 0

    def _decide_exactly(self) -> tuple[list[Member], bool]:
        """The whole members of the text, to the byte; and whether the object is still open behind them."""
        found: list[Member] = []
        still_open = True
        if self._ended or not _first_is_cut_off(self._text):
            scanner = Scanner(self._file, self._text, self._base, self._last_key)
            try:
                for member in scanner.members():
                    found.append(member)  # noqa: PERF402  # what came before Incomplete is kept
                still_open = False
            except Incomplete:
                pass
            self._drop(scanner.position)
            self._last_key = scanner.last_key
        if still_open and len(self._text) > LARGEST_RECORD:
            raise self._named(ExportRecordTooLarge, self._base)
        # Doubling, so that a long record is not scanned again and again.
        self._exact_from = min(2 * max(BLOCK, len(self._text)), LARGEST_RECORD + 1)
        self._patience = 0 if found else self._exact_from
        return found, still_open

    def _cut_off(self) -> ExportFault:
        """The bytes end inside the object, or the gzip stream behind them has a fault."""
        if self._fault:
            return self._named(type(self._fault), self._fault.at)
        return self._named(ExportTruncated, self._base + len(self._text))

    def _named(self, fault: type[ExportFault], at: int | None) -> ExportFault:
        return fault(self._file, at=at, last_key=self._last_key)


def _first_is_cut_off(text: bytes) -> bool:
    """Whether more bytes are needed for the first member's value, as far as a quick look tells."""
    key = _KEY.match(text)
    try:
        _raw_value.decode(memoryview(text)[key.end() if key else 0 :])
    except msgspec.DecodeError as error:
        return str(error) == _TRUNCATED
    except RecursionError:
        return False
    return False


def whole_members(stretch: bytes, base: int) -> list[Member] | None:
    """The members of a stretch of JSON text, if it is exactly that: `"key": value, ..., "key": value`.

    Args:
        stretch: Text that begins at a key and ends behind a value.
        base: Its byte offset in the file.

    Returns:
        None where the exact reading has to decide: not JSON, not UTF-8, perhaps too deep, a repeated key, a
        key with escapes.
    """
    text = b"{%b}" % stretch
    try:
        refuse_other_than_utf8(text)
        raws = _raw_members.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    found: list[Member] = []
    position = 0
    for key, raw in raws.items():
        value = bytes(raw)
        # The decoder keeps the last of repeated keys, so every member is looked up again where it must stand.
        # JSON values are self-delimiting: if each one stands behind its key and nothing is left, none was
        # lost.
        stands = _KEY.match(stretch, position)
        if stands is None or stands[1] != key.encode() or not stretch.startswith(value, stands.end()):
            return None
        found.append(Member(key, value, base + stands.end()))
        position = stands.end() + len(value)
    return None if stretch[position:].strip(_WHITE) or _perhaps_deep(stretch, base, found) else found


def refuse_other_than_utf8(text: bytes) -> None:
    """Raise UnicodeDecodeError; only the bytes outside ASCII can tell, with the byte behind each run of them.

    Args:
        text: Its last byte is ASCII.
    """
    beyond = np.frombuffer(text, np.int8) < 0
    telling = np.frombuffer(text, np.uint8)[1:][beyond[1:] | beyond[:-1]]
    codecs.utf_8_decode(telling.data, "strict", True)  # noqa: FBT003  # final=True is positional only


def _perhaps_deep(stretch: bytes, base: int, found: list[Member]) -> bool:
    """Whether a member has so many opening brackets that they might be nested too deeply."""
    openings = np.flatnonzero((np.frombuffer(stretch, np.uint8) | 0x20) == ord("{"))  # `[` is `{` less 0x20
    bounds = [member.at - base for member in found] + [len(stretch)]
    return bool(np.diff(np.searchsorted(openings, bounds)).max() >= DEEPEST)
