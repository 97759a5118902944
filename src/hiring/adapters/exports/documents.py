"""Exports whose records are kept as they are: one object a code, with at least one of the known sections."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final, Generic, TypedDict, TypeVar, cast

import msgspec
import numpy as np

from hiring.adapters.exports.census import Census
from hiring.adapters.exports.folders import name_among
from hiring.adapters.exports.kinds import Kind
from hiring.adapters.exports.members import Named, members, whole_members
from hiring.adapters.exports.record_validation import MISSING_OBJECT, exactly, fault_of
from hiring.adapters.exports.scanner import Member
from hiring.adapters.exports.source import WHOLE, ByteRange, blocks, name_of
from hiring.application.ports.exports import ExportChunk
from hiring.domain.code_set import CodeSet
from hiring.domain.display import make_printable
from hiring.domain.record_validation import (
    CODE_NOT_INTEGER,
    REPEATED,
    code_of,
    fault_of_code,
    lacks_sections,
    may_have_faults,
)
from hiring.domain.records import Ints, Reject, Rows

_AT_ONCE: Final = 32  # records whose bytes are looked at together

M = TypeVar("M", bound=Named)
R = TypeVar("R", bound=Rows)


class DocumentFaults:
    """Says why a member is no record that every store can hold.

    Args:
        sections: Of a record; it has at least one of them.
        no_section: The reason against an object that has none.
    """

    def __init__(self, sections: Collection[str], no_section: str) -> None:
        make: Any = TypedDict  # called with names that only run time knows
        found = make("Sections", dict.fromkeys(sections, msgspec.Raw), total=False)
        self._decode: Final = msgspec.json.Decoder(found).decode
        self._sections, self._no_section = sections, no_section

    def __call__(self, members: Sequence[Member]) -> Iterator[str | None]:
        """Of each the reason, or None; most are decided by one look at the bytes of many."""
        for first in range(0, len(members), _AT_ONCE):
            some = members[first : first + _AT_ONCE]
            closer = may_have_faults(b"\n".join(member.value for member in some))
            for member in some:
                yield self._reason(member, closer)

    def _reason(self, member: Member, closer: bool) -> str | None:  # noqa: FBT001  # whether to look closer
        if not member.value.startswith(b"{"):
            return MISSING_OBJECT
        if closer and (fault := fault_of(member.value)):
            return fault
        return self._no_section if lacks_sections(self._found(member.value), self._sections) else None

    def _found(self, document: bytes) -> dict[str, object]:
        """The sections that an object has; they are not decoded."""
        try:
            return cast("dict[str, object]", self._decode(document))
        except msgspec.DecodeError:
            return cast("dict[str, object]", exactly(document))


class Judge(Generic[M]):
    """Tells the sound records of an export from those with faults, in file order.

    Args:
        faults: Why members are no sound records, in their order, or None.
    """

    def __init__(self, faults: Callable[[Sequence[M]], Iterable[str | None]]) -> None:
        self._faults = faults
        self._taken = CodeSet()
        self._position = 0
        self._file: str | None = None

    def begin(self, file: str | None) -> None:
        """What follows is in this one of several files, and counted from its beginning."""
        self._file, self._position = file, 0

    def __call__(self, gathered: Sequence[M]) -> tuple[Ints, list[M], list[Reject]]:
        """Codes and members of the sound ones, and the others as rejects."""
        codes: list[int] = []
        sound: list[M] = []
        rejects: list[Reject] = []
        judged = zip(gathered, self._faults(gathered), strict=True)
        for position, (member, fault) in enumerate(judged, self._position + 1):
            code = code_of(member.key)
            reason = fault_of_code(member.key) if code is None else self._repeated(code) or fault
            if code is None or reason is not None:
                reason = reason or CODE_NOT_INTEGER
                key = make_printable(member.key)
                rejects.append(Reject(key=key, position=position, reason=reason, file=self._file))
                continue
            self._taken.add(code)
            codes.append(code)
            sound.append(member)
        self._position += len(gathered)
        return np.array(codes, np.int64), sound, rejects

    def _repeated(self, code: int) -> str | None:
        return REPEATED if code in self._taken else None


def gathered_members(
    file: Path,
    size: int,
    quickly: Callable[[bytes, int], Sequence[M] | None],
    kind: Kind,
    within: ByteRange = WHOLE,
) -> Iterator[list[M | Member]]:
    """The members of a file, `size` of them at a time; the last list has the rest.

    Raises:
        ExportFault: The file as a whole is faulty, or another export than this kind.
    """
    gathered: list[M | Member] = []
    with closing(members(name_of(file), blocks(file, within=within), quickly)) as lists:
        for found in lists:
            kind.check(found)
            gathered += found
            while len(gathered) >= size:
                yield gathered[:size]
                del gathered[:size]
    if within.stop is not None:
        kind.require_known()
    if gathered:
        yield gathered


def keys_spelt_otherwise(codes: Ints, sound: Sequence[Named]) -> dict[int, str]:
    """By code, the keys that are not just its digits: with zeros before them, for instance."""
    keys = zip(codes.tolist(), (member.key for member in sound), strict=True)
    return {code: make_printable(key) for code, key in keys if key != str(code)}


def document_chunks(  # noqa: PLR0913  # what makes one such export differ from another
    files: Sequence[Path],
    size: int,
    *,
    kind_of: Callable[[Path], Kind],
    faults: DocumentFaults,
    census: Census,
    rows_of: Callable[[Ints, list[bytes]], R],
    within: ByteRange = WHOLE,
) -> Iterator[ExportChunk[R]]:
    """The records of files as they are, `size` of them a chunk, counted by the census."""
    judge = Judge(faults)
    for file in files:
        judge.begin(name_among(files, file))
        for gathered in gathered_members(file, size, whole_members, kind_of(file), within):
            codes, sound, rejects = judge(gathered)
            rows = rows_of(codes, [member.value for member in sound])
            for member in gathered:
                census.look_at(member.value)
            yield ExportChunk(
                read=len(gathered),
                rows=rows,
                rejects=rejects,
                fields=census.seen(),
                spelt=keys_spelt_otherwise(codes, sound),
            )
