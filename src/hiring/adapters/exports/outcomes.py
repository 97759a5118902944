"""Files of outcomes: a table (CSV), JSON lines, or an export of prospects."""

import codecs
import csv
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from hiring.adapters.exports.formats import CSV
from hiring.adapters.exports.prospects import ProspectsFile
from hiring.adapters.exports.source import blocks, name_of
from hiring.application.monitoring.outcomes.prospect_outcomes import ProspectOutcomes
from hiring.application.ports.outcomes import OutcomeChunk, OutcomeSource
from hiring.domain.errors import (
    ExportEmpty,
    ExportNotUtf8,
    ExportRecordTooLarge,
    OutcomeColumns,
)
from hiring.domain.feedback_input import (
    HIRED,
    ITEM_KEYS,
    OUTCOME_AT,
    PERSON,
    REQUEST_ID,
    VAGA,
    StatedOutcome,
    fault_of_day,
    read_outcome,
)
from hiring.domain.record_validation import code_of
from hiring.domain.records import Reject

_LONGEST_LINE: Final = 1 << 20
_FLAGS: Final = {"true": True, "1": True, "false": False, "0": False}
_DELIMITERS: Final = ",;"
_SURELY_A_CODE: Final = 15  # digits: none of them is too large
_NOT_JSON: Final = "is not JSON"
_SUFFIXES: Final = {".csv": "table", ".jsonl": "lines", ".ndjson": "lines"}

_object: Final = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_value: Final = msgspec.json.Decoder().decode

Blocks = Generator[bytes, None, None]
Lines = Iterator[tuple[int, str]]
"""The number of each line that is not blank, from 1, and its text."""
Record = tuple[int, object]
"""The line that it ends in, and its item or, as a text, what is wrong with it."""


class OutcomesFile(OutcomeSource):
    """The outcomes of a file, plain or gzip; its name's ending says what it is, or else its first line.

    Args:
        file: Path of the file; `-` is standard input.
        today: In UTC; what is said of a later day is set aside.
    """

    def __init__(self, file: Path, today: date) -> None:
        self._file, self._today = file, today

    @property
    def name(self) -> str:
        return name_of(self._file)

    def chunks(self, size: int) -> Iterator[OutcomeChunk]:
        read = blocks(self._file, taken=CSV)
        start = next(read, b"")
        whole = _again(start, read)
        match _SUFFIXES.get(Path(self._file.name.removesuffix(".gz")).suffix.lower()) or _kind_of(start):
            case "prospects":
                export = ProspectsFile(self._file, read=lambda _: whole)
                yield from ProspectOutcomes(export=export, today=self._today).chunks(size)
            case "lines":
                yield from self._chunks(_of_lines(_lines(self.name, whole)), size)
            case _:
                yield from self._chunks(_of_table(self.name, _lines(self.name, whole)), size)

    def _chunks(self, records: Iterable[Record], size: int) -> Iterator[OutcomeChunk]:
        stated: list[StatedOutcome] = []
        rejects: list[Reject] = []
        position = 0
        for position, (line, item) in enumerate(records, 1):  # whether there were any
            found = item if isinstance(item, str) else self._judged(item)
            if isinstance(found, StatedOutcome):
                stated.append(found)
            else:
                rejects.append(Reject(key=f"line {line}", position=position, reason=found))
            if len(stated) + len(rejects) >= size:
                yield OutcomeChunk(read=len(stated) + len(rejects), stated=stated, rejects=rejects)
                stated, rejects = [], []
        if not position:
            raise ExportEmpty(self.name)
        yield OutcomeChunk(read=len(stated) + len(rejects), stated=stated, rejects=rejects)

    def _judged(self, item: object) -> StatedOutcome | str:
        found = read_outcome(item)
        faults = fault_of_day(found, self._today) if isinstance(found, StatedOutcome) else found
        if isinstance(found, StatedOutcome) and not faults:
            return found
        return "; ".join(f"{field}: {reason}" if field else reason for field, reason in faults)


def _again(start: bytes, rest: Blocks) -> Blocks:
    """All blocks, of which the first was read already."""
    if start:
        yield start
    yield from rest


def _kind_of(start: bytes) -> str:
    """What a file is, by its first line."""
    text = start.removeprefix(codecs.BOM_UTF8).lstrip()
    if not text.startswith((b"{", b"[")):
        return "table"
    try:
        names = _object(text.partition(b"\n")[0])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return "prospects"  # an export's first line is the beginning of one object
    return "lines" if names.keys() & set(ITEM_KEYS) else "prospects"


def _lines(file: str, read: Blocks) -> Lines:
    """Raises ExportNotUtf8, ExportRecordTooLarge."""
    offset = 0
    for number, line in enumerate(_raw_lines(file, read), 1):
        text = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        try:
            decoded = text.decode()
        except UnicodeDecodeError as error:
            raise ExportNotUtf8(file, at=offset + len(line) - len(text) + error.start) from None
        offset += len(line)
        if decoded.strip():
            yield number, decoded


def _raw_lines(file: str, read: Blocks) -> Iterator[bytes]:
    rest, offset = b"", 0
    for block in read:
        *whole, rest = (rest + block).split(b"\n")
        for line in whole:
            offset += len(line) + 1
            yield line + b"\n"
        if len(rest) > _LONGEST_LINE:
            raise ExportRecordTooLarge(file, at=offset)
    if rest:
        yield rest


def _of_lines(lines: Lines) -> Iterator[Record]:
    for number, line in lines:
        try:
            yield number, _value(line)
        except (msgspec.DecodeError, RecursionError):
            yield number, _NOT_JSON


def _of_table(file: str, lines: Lines) -> Iterator[Record]:
    """Raises OutcomeColumns; a line is a record: no cell of these holds a line break."""
    first = next(lines, None)
    if first is None:
        raise ExportEmpty(file)
    delimiter = max(_DELIMITERS, key=first[1].count)
    names = [name.strip().lower() for name in _cells(first[1], delimiter) or ()]
    subject = {REQUEST_ID, PERSON} & set(names)
    if not (
        set(names) <= set(ITEM_KEYS)
        and len(set(names)) == len(names)
        and subject
        and {HIRED, OUTCOME_AT} <= set(names)
    ):
        raise OutcomeColumns(file)
    for number, line in lines:
        cells = _cells(line, delimiter)
        if cells is None or len(cells) != len(names):
            yield number, "has fewer or more cells than the first line"
        else:
            yield number, _item(dict(zip(names, map(str.strip, cells), strict=True)))


def _cells(line: str, delimiter: str) -> Sequence[str] | None:
    if '"' not in line:  # as nearly always
        return line.rstrip("\r\n").split(delimiter)
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter, strict=True), None)
    except csv.Error:
        return None


def _item(cells: Mapping[str, str]) -> dict[str, object]:
    """As JSON would have it; what is none of the kind stays a text, and is refused as one."""
    return {name: _READS[name](cell) if cell else None for name, cell in cells.items()}


def _code(cell: str) -> object:
    if len(cell) <= _SURELY_A_CODE and cell.isascii() and cell.isdigit():  # as nearly always
        return int(cell)
    code = code_of(cell)
    return cell if code is None else code


_READS: Final[Mapping[str, Callable[[str], object]]] = {
    REQUEST_ID: str,
    PERSON: _code,
    VAGA: _code,
    HIRED: lambda cell: _FLAGS.get(cell.lower(), cell),
    OUTCOME_AT: str,
}
