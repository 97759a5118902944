"""`applicants.json`: one object keyed by `codigo_profissional`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
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
from hiring.adapters.exports.folders import files_in, name_among, name_of_all
from hiring.adapters.exports.kinds import APPLICANTS, PROSPECTS, VAGAS, Kind
from hiring.adapters.exports.members import whole_members
from hiring.adapters.exports.ranges import PART_BYTES, ranges_of, size_of, state_of
from hiring.adapters.exports.record_validation import MISSING_OBJECT
from hiring.adapters.exports.scanner import Member
from hiring.adapters.exports.source import WHOLE, ByteRange, name_of
from hiring.application.dataset.extract_features import DecodingExport
from hiring.application.ports.exports import ApplicantsExport, ExportChunk, Files
from hiring.domain.contract import APPLICANT, SECTIONS
from hiring.domain.features import RULES
from hiring.domain.record_validation import BASICS, CODE, NO_SECTION
from hiring.domain.records import ApplicantRecords, ApplicantRows, Ints

__all__ = ["ApplicantDecoder", "ApplicantsFile"]

_READ: Final = tuple(dict.fromkeys(path for rule in RULES for path in rule.reads))
_KNOWN: Final = (*SECTIONS, *(field.path for field in APPLICANT), CODE, f"{BASICS}.{CODE}")

_document_faults: Final = DocumentFaults(SECTIONS, NO_SECTION)


class ApplicantsFile(ApplicantsExport, DecodingExport):
    """The applicants of files, plain or gzip.

    Args:
        file: Path of the export, or of several files or folders.
        part_bytes: About how much of a file is a part that is read on its own.
        within: Which part of a file this is.
        number: Which of several files this is, from 0.
    """

    def __init__(
        self, file: Files, *, part_bytes: int = PART_BYTES, within: ByteRange = WHOLE, number: int = 0
    ) -> None:
        self._files, self._name = files_in(file), name_of_all(file)
        self._part_bytes, self._within, self._number = part_bytes, within, number

    @property
    def name(self) -> str:
        """The file, as the user named it."""
        return self._name

    @property
    def mark(self) -> str:
        """By file and first byte."""
        where = "whole" if self._within.is_whole else f"{self._within.start:020}"
        return f"{self._number:06}-{where}"

    @property
    def size(self) -> int | None:
        """Of the file."""
        return size_of(self._files[0])

    @property
    def state(self) -> object:
        """Of the file."""
        return state_of(self._files[0])

    def files(self) -> list[Self]:
        """By name, those of a folder."""
        return [
            type(self)(file, part_bytes=self._part_bytes, number=number)
            for number, file in enumerate(self._files)
        ]

    def parts(self) -> list[Self]:
        """Of a file in order, each to be read on its own, also where the working folder is another."""
        (file,) = self._files
        return [self._part(within) for within in ranges_of(file, self._part_bytes)]

    def joined(self, following: Self) -> Self:
        """This part and that behind it, as one."""
        return self._part(replace(self._within, stop=following._within.stop))

    def _part(self, within: ByteRange) -> Self:
        (file,) = self._files
        return type(self)(file.absolute(), part_bytes=self._part_bytes, within=within, number=self._number)

    def chunks(self, size: int) -> Iterator[ExportChunk[ApplicantRows]]:
        """Applicants in file order, `size` of them a chunk."""
        return document_chunks(
            self._files,
            size,
            kind_of=self._kind_of,
            faults=_document_faults,
            census=Census(_READ, known=_KNOWN),
            rows_of=_rows,
            within=self._within,
        )

    def decoded(self, size: int) -> Iterator[ExportChunk[ApplicantRecords]]:
        """The same applicants, decoded."""
        judge, decoder = Judge(_faults), ApplicantDecoder()
        for file in self._files:
            judge.begin(name_among(self._files, file))
            kind = self._kind_of(file)
            for gathered in gathered_members(file, size, partial(_quickly, kind), kind, self._within):
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

    def _kind_of(self, file: Path) -> Kind:
        others = (*PROSPECTS, *VAGAS)
        return Kind(name_of(file), own=APPLICANTS, others=others, known=self._within.start > 0)


def _quickly(kind: Kind, stretch: bytes, base: int) -> Sequence[Member | Decoded] | None:
    # What shows the kind of an export is not decoded.
    found = decoded_members(stretch) if kind.known else None
    return whole_members(stretch, base) if found is None else found


def _rows(codes: Ints, documents: list[bytes]) -> ApplicantRows:
    return ApplicantRows(codigo_profissional=codes, document=documents)


def _faults(members: Sequence[Member | Decoded]) -> Iterator[str | None]:
    for member in members:
        if isinstance(member, Member):
            yield from _document_faults([member])
        elif not isinstance(member.record, dict):
            yield MISSING_OBJECT
        else:
            yield None if member.record else NO_SECTION  # of a record, sections alone are decoded
