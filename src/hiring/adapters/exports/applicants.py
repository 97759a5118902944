"""`applicants.json`: one object keyed by `codigo_profissional`."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, TypeVar, cast

import numpy as np

from hiring.adapters.exports.census import Census
from hiring.adapters.exports.decoding import ApplicantDecoder, Decoded, decoded_members, sections_of
from hiring.adapters.exports.kinds import APPLICANTS, PROSPECTS, VAGAS, Kind
from hiring.adapters.exports.members import members, whole_members
from hiring.adapters.exports.record_validation import MISSING_OBJECT, REPEATED, fault_of
from hiring.adapters.exports.scanner import Member
from hiring.adapters.exports.source import blocks, name_of
from hiring.application.dataset.extract_features import DecodingExport
from hiring.application.ports.exports import Export, ExportChunk
from hiring.domain.contract import APPLICANT, SECTIONS
from hiring.domain.display import make_printable
from hiring.domain.features import RULES
from hiring.domain.record_validation import (
    BASICS,
    CODE,
    CODE_NOT_INTEGER,
    NO_SECTION,
    code_of,
    fault_of_code,
    lacks_sections,
)
from hiring.domain.records import ApplicantRecords, ApplicantRows, Ints, Reject

__all__ = ["ApplicantDecoder", "ApplicantsFile"]

_READ: Final = tuple(dict.fromkeys(path for rule in RULES for path in rule.reads))
_KNOWN: Final = (*SECTIONS, *(field.path for field in APPLICANT), CODE, f"{BASICS}.{CODE}")

M = TypeVar("M", Member, Member | Decoded)


class ApplicantsFile(Export[ApplicantRows], DecodingExport):
    """The applicants of a file, plain or gzip.

    Args:
        file: Path of the export.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    @property
    def name(self) -> str:
        """The file, as the user named it."""
        return name_of(self._file)

    def chunks(self, size: int) -> Iterator[ExportChunk[ApplicantRows]]:
        """Applicants in file order, `size` of them a chunk."""
        kind, judge, census = self._kind(), _Judge(), Census(_READ, known=_KNOWN)
        for gathered in self._gathered(size, whole_members, kind):
            codes, sound, rejects = judge(gathered)
            rows = ApplicantRows(codigo_profissional=codes, document=[member.value for member in sound])
            for member in gathered:
                census.look_at(member.value)
            yield ExportChunk(read=len(gathered), rows=rows, rejects=rejects, absent=census.absent())

    def decoded(self, size: int) -> Iterator[ExportChunk[ApplicantRecords]]:
        """The same applicants, decoded."""
        kind, judge, decoder = self._kind(), _Judge(), ApplicantDecoder()

        def quickly(stretch: bytes, base: int) -> Sequence[Member | Decoded] | None:
            # What shows the kind of an export is not decoded.
            found = decoded_members(stretch) if kind.known else None
            return whole_members(stretch, base) if found is None else found

        for gathered in self._gathered(size, quickly, kind):
            codes, sound, rejects = judge(gathered)
            records = [
                cast("dict[str, object]", member.record)
                if isinstance(member, Decoded)
                else decoder.record(member.value)
                for member in sound
            ]
            rows = ApplicantRecords(codigo_profissional=codes, record=records)
            yield ExportChunk(read=len(gathered), rows=rows, rejects=rejects)

    def _kind(self) -> Kind:
        return Kind(self.name, own=APPLICANTS, others=(*PROSPECTS, *VAGAS))

    def _gathered(
        self, size: int, quickly: Callable[[bytes, int], Sequence[M] | None], kind: Kind
    ) -> Iterator[list[M]]:
        gathered: list[M] = []
        with closing(members(self.name, blocks(self._file), quickly)) as lists:
            for found in lists:
                kind.check(found)
                gathered += found
                while len(gathered) >= size:
                    yield gathered[:size]
                    del gathered[:size]
        if gathered:
            yield gathered


class _Judge:
    """Tells the sound records of an export from those with faults, in file order."""

    def __init__(self) -> None:
        self._taken: set[int] = set()
        self._position = 0

    def __call__(self, gathered: Sequence[M]) -> tuple[Ints, list[M], list[Reject]]:
        codes: list[int] = []
        sound: list[M] = []
        rejects: list[Reject] = []
        for position, member in enumerate(gathered, self._position + 1):
            code = code_of(member.key)
            reason = self._reason(member, code)
            if code is None or reason is not None:
                reason = reason or CODE_NOT_INTEGER
                rejects.append(Reject(key=make_printable(member.key), position=position, reason=reason))
                continue
            self._taken.add(code)
            codes.append(code)
            sound.append(member)
        self._position += len(gathered)
        return np.array(codes, np.int64), sound, rejects

    def _reason(self, member: Member | Decoded, code: int | None) -> str | None:
        if code is None:
            return fault_of_code(member.key)
        if code in self._taken:
            return REPEATED
        if isinstance(member, Decoded):
            if not isinstance(member.record, dict):
                return MISSING_OBJECT
            return None if member.record else NO_SECTION  # of a record, sections alone are decoded
        if not member.value.startswith(b"{"):
            return MISSING_OBJECT
        return fault_of(member.value) or (NO_SECTION if lacks_sections(sections_of(member.value)) else None)
