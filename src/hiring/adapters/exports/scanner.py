"""The exact, slow reading of a stretch of JSON: where each member of the top-level object begins and ends.

The fast path (`members`) asks msgspec; what msgspec refuses, or cannot tell, comes here and gets its answer
to the byte: a repeated key, a lone surrogate, a cut in the wrong place, or a fault of the file.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NoReturn

from hiring.domain.errors import ExportFault, ExportNotJson, ExportNotUtf8, ExportTooDeep

DEEPEST: Final = 64  # levels of objects and lists, the top-level object being the first

_WS: Final = rb"[ \t\n\r]*"
# Repetitions are counted, because `re` remembers them to go back: megabytes must not pile up.
_CHARACTERS: Final = rb'[^"\\\x00-\x1f]{0,10000}'
_TEXT: Final = _CHARACTERS + rb'(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})%b){0,500}' % _CHARACTERS
_NUMBER: Final = rb"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"
_PLAIN: Final = b'(?:"%b"|%b|true|false|null)' % (_TEXT, _NUMBER)
_SOME_TEXT: Final = re.compile(_TEXT)
_SOME_PLAIN: Final = {
    ord("]"): re.compile(b"(?:%b,%b){0,500}" % (_PLAIN + _WS, _WS)),
    ord("}"): re.compile(b'(?:"%b"%b:%b,%b){0,500}' % (_TEXT, _WS, _WS + _PLAIN + _WS, _WS)),
}
_SPACE: Final = re.compile(_WS)
_ESCAPE_BEGUN: Final = re.compile(rb"\\(?:u[0-9a-fA-F]{0,3})?")
_SCALAR_RUN: Final = re.compile(rb"[-+.0-9A-Za-z]+")
_SCALAR: Final = re.compile(_NUMBER + b"|true|false|null")
_LITERALS: Final = (b"true", b"false", b"null")
_CLOSING: Final = {ord("{"): ord("}"), ord("["): ord("]")}


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the top-level object: its key, its value's JSON text, and where that begins."""

    key: str
    value: bytes
    at: int


class Incomplete(Exception):  # a state of the stream, not an error
    """The stretch ends before the object does, and is sound so far."""


class Scanner:
    """Walks over a stretch of JSON text that begins where a key is expected.

    Args:
        file: Name for messages.
        text: The stretch.
        base: Its byte offset in the file.
        last_key: The last key that was read whole before it.
    """

    def __init__(self, file: str, text: bytes, base: int, last_key: str | None) -> None:
        self._file, self._base, self.last_key = file, base, last_key
        sound, self._damaged = _utf8_part(text)
        self._text = text if sound == len(text) else text[:sound]
        self.position = 0

    def members(self) -> Iterator[Member]:
        """Whole members; `position` then stands at the next key, or behind the last brace.

        Raises:
            Incomplete: The stretch ends too early; `position` stands at the first unfinished member.
            ExportFault: No continuation makes it UTF-8 and JSON, nested no deeper than allowed.
        """
        while True:
            start = self._skip(self.position)
            key_end = self._string(start)
            value_start = self._skip(self._colon(key_end))
            value_end = self._value(value_start)
            end = self._skip(value_end)
            mark = self._byte(end)
            if mark not in b",}":
                self._refuse(ExportNotJson, end)
            key = str(json.loads(self._text[start:key_end]))
            self.position, self.last_key = end + 1, key
            yield Member(key, self._text[value_start:value_end], self._base + value_start)
            if mark == ord("}"):
                return

    def _value(self, start: int) -> int:
        """End of the value that begins here."""
        position = start
        awaited: list[int] = []  # the brackets that close what is open
        while True:
            opened = self._byte(position)
            if closing := _CLOSING.get(opened):
                if len(awaited) == DEEPEST - 1:  # the top-level object is open, too
                    self._refuse(ExportTooDeep, position)
                awaited.append(closing)
                position = self._skip(position + 1)
                behind_value = self._byte(position) == closing
            else:
                position = self._string(position) if opened == ord('"') else self._scalar(position)
                behind_value = True
            if behind_value:
                position = self._behind_value(position, awaited)
            if not awaited:
                return position
            position = _end(_SOME_PLAIN[awaited[-1]], self._text, position)  # not needed, but quick
            if awaited[-1] == ord("}"):
                position = self._skip(self._colon(self._string(position)))

    def _behind_value(self, position: int, awaited: list[int]) -> int:
        """Close what ends here; where the next key or value begins, or where the outermost value ends."""
        while awaited:
            position = self._skip(position)
            mark = self._byte(position)
            if mark == ord(","):
                return self._skip(position + 1)
            if mark != awaited[-1]:
                self._refuse(ExportNotJson, position)
            awaited.pop()
            position += 1
        return position

    def _string(self, start: int) -> int:
        if self._byte(start) != ord('"'):
            self._refuse(ExportNotJson, start)
        begin, end = start, start + 1
        while begin < end:
            begin, end = end, _end(_SOME_TEXT, self._text, end)
        if end < _end(_ESCAPE_BEGUN, self._text, end) == len(self._text):
            self._end_of_text()
        if self._byte(end) != ord('"'):
            self._refuse(ExportNotJson, end)
        return end + 1

    def _scalar(self, start: int) -> int:
        run = _SCALAR_RUN.match(self._text, start)
        if run is None:
            self._refuse(ExportNotJson, start)
        if run.end() == len(self._text) and _may_go_on(run[0]):
            self._end_of_text()
        if _SCALAR.fullmatch(run[0]) is None:
            self._refuse(ExportNotJson, start)
        return run.end()

    def _colon(self, position: int) -> int:
        position = self._skip(position)
        if self._byte(position) != ord(":"):
            self._refuse(ExportNotJson, position)
        return position + 1

    def _skip(self, position: int) -> int:
        return _end(_SPACE, self._text, position)

    def _byte(self, position: int) -> int:
        if position >= len(self._text):
            self._end_of_text()
        return self._text[position]

    def _end_of_text(self) -> NoReturn:
        if self._damaged:
            self._refuse(ExportNotUtf8, len(self._text))
        raise Incomplete

    def _refuse(self, fault: type[ExportFault], position: int) -> NoReturn:
        raise fault(self._file, at=self._base + position, last_key=self.last_key)


def _end(pattern: re.Pattern[bytes], text: bytes, position: int) -> int:
    """Where a match that begins here ends; here, if there is none."""
    match = pattern.match(text, position)
    return position if match is None else match.end()


def _utf8_part(text: bytes) -> tuple[int, bool]:
    """How many bytes are whole UTF-8 characters, and whether what follows them can never be one."""
    try:
        text.decode()
    except UnicodeDecodeError as error:
        return error.start, error.reason != "unexpected end of data"
    return len(text), False


def _may_go_on(run: bytes) -> bool:
    """Whether these bytes begin a number or a literal, or are one."""
    number = _SCALAR.fullmatch(run) or _SCALAR.fullmatch(run + b"0")
    return number is not None or any(literal.startswith(run) for literal in _LITERALS)
