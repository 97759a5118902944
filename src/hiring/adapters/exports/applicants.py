"""`applicants.json`: one object keyed by `codigo_profissional`."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Self, cast

from hiring.adapters.exports.census import Census
from hiring.adapters.exports.decoding import ApplicantDecoder, Decoded, decoded_members
from hiring.adapters.exports.documents import (
    DocumentFaults,
    Judge,
    document_chunks,
    gathered_members,
    keys_spelt_otherwise,
)
from hiring.adapters.exports.kinds import APPLICANTS, PROSPECTS, VAGAS, Kind
from hiring.adapters.exports.members import whole_members
from hiring.adapters.exports.ranges import PART_BYTES, ranges_of
from hiring.adapters.exports.record_validation import MISSING_OBJECT
from hiring.adapters.exports.scanner import Member
from hiring.adapters.exports.source import WHOLE, ByteRange, name_of
from hiring.application.dataset.extract_features import DecodingExport
from hiring.application.ports.exports import ExportChunk
from hiring.application.serving.score_applicants import ApplicantsExport
from hiring.domain.contract import APPLICANT, SECTIONS
from hiring.domain.features import RULES
from hiring.domain.record_validation import BASICS, CODE, NO_SECTION
from hiring.domain.records import ApplicantRecords, ApplicantRows, Ints

__all__ = ["ApplicantDecoder", "ApplicantsFile"]

_READ: Final = tuple(dict.fromkeys(path for rule in RULES for path in rule.reads))
_KNOWN: Final = (*SECTIONS, *(field.path for field in APPLICANT), CODE, f"{BASICS}.{CODE}")

_document_fault: Final = DocumentFaults(SECTIONS, NO_SECTION)


class ApplicantsFile(ApplicantsExport, DecodingExport):
    """The applicants of a file, plain or gzip.

    Args:
        file: Path of the export.
        part_bytes: About how much of it is a part that is read on its own.
        within: Which part of it this is.
    """

    def __init__(self, file: Path, *, part_bytes: int = PART_BYTES, within: ByteRange = WHOLE) -> None:
        self._file, self._part_bytes, self._within = file, part_bytes, within

    @property
    def name(self) -> str:
        """The file, as the user named it."""
        return name_of(self._file)

    @property
    def begins_at(self) -> int:
        """At which byte of the file."""
        return self._within.start

    def parts(self) -> list[Self]:
        """The file in order, each part to be read on its own, also where the working folder is another."""
        return [self._part(within) for within in ranges_of(self._file, self._part_bytes)]

    def joined(self, following: Self) -> Self:
        """This part and that behind it, as one."""
        return self._part(ByteRange(start=self._within.start, stop=following._within.stop))

    def _part(self, within: ByteRange) -> Self:
        return type(self)(self._file.absolute(), part_bytes=self._part_bytes, within=within)

    def chunks(self, size: int) -> Iterator[ExportChunk[ApplicantRows]]:
        """Applicants in file order, `size` of them a chunk."""
        return document_chunks(
            self._file,
            size,
            kind=self._kind(),
            faults=_document_fault,
            census=Census(_READ, known=_KNOWN),
            rows_of=_rows,
            within=self._within,
        )

    def decoded(self, size: int) -> Iterator[ExportChunk[ApplicantRecords]]:
        """The same applicants, decoded."""
        kind, judge, decoder = self._kind(), Judge(_fault), ApplicantDecoder()

        def quickly(stretch: bytes, base: int) -> Sequence[Member | Decoded] | None:
            # What shows the kind of an export is not decoded.
            found = decoded_members(stretch) if kind.known else None
            return whole_members(stretch, base) if found is None else found

        for gathered in gathered_members(self._file, size, quickly, kind, self._within):
            codes, sound, rejects = judge(gathered)
            records = [
                cast("dict[str, object]", member.record)
                if isinstance(member, Decoded)
                else decoder.record(member.value)
                for member in sound
            ]
            rows = ApplicantRecords(codigo_profissional=codes, record=records)
            yield ExportChunk(
                read=len(gathered), rows=rows, rejects=rejects, spelt=keys_spelt_otherwise(codes, sound)
            )

    def _kind(self) -> Kind:
        others = (*PROSPECTS, *VAGAS)
        return Kind(self.name, own=APPLICANTS, others=others, known=self._within.start > 0)


def _rows(codes: Ints, documents: list[bytes]) -> ApplicantRows:
    return ApplicantRows(codigo_profissional=codes, document=documents)


def _fault(member: Member | Decoded) -> str | None:
    if isinstance(member, Member):
        return _document_fault(member)
    if not isinstance(member.record, dict):
        return MISSING_OBJECT
    return None if member.record else NO_SECTION  # of a record, sections alone are decoded
