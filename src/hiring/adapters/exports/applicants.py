"""`applicants.json`: one object keyed by `codigo_profissional`."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final, TypedDict, cast

import msgspec
import numpy as np

from hiring.adapters.exports.kinds import APPLICANTS, PROSPECTS, VAGAS, expected
from hiring.adapters.exports.members import members
from hiring.adapters.exports.scanner import Member
from hiring.adapters.exports.soundness import (
    CODE_NOT_INTEGER,
    MISSING_OBJECT,
    REPEATED,
    code_of,
    exactly,
    fault_of,
    printable,
)
from hiring.adapters.exports.source import blocks
from hiring.application.ports import Decoder, Export, ExportChunk
from hiring.domain.features import RULES
from hiring.domain.records import ApplicantRows, Reject


class ApplicantsFile(Export[ApplicantRows]):
    """The applicants of a file, plain or gzip.

    Args:
        file: Path of the export.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    @property
    def name(self) -> str:
        """The file, as the user named it."""
        return str(self._file)

    def chunks(self, size: int) -> Iterator[ExportChunk[ApplicantRows]]:
        """Applicants in file order, `size` of them a chunk."""
        taken: set[int] = set()
        gathered: list[Member] = []
        position = 0
        with closing(members(self.name, blocks(self._file))) as lists:
            for found in expected(lists, self.name, own=APPLICANTS, others=(*PROSPECTS, *VAGAS)):
                gathered += found
                while len(gathered) >= size:
                    yield _chunk(gathered[:size], position, taken)
                    position += size
                    del gathered[:size]
        if gathered:
            yield _chunk(gathered, position, taken)


def _chunk(gathered: Sequence[Member], before: int, taken: set[int]) -> ExportChunk[ApplicantRows]:
    codes: list[int] = []
    documents: list[bytes] = []
    rejects: list[Reject] = []
    for position, member in enumerate(gathered, before + 1):
        code = code_of(member.key)
        reason = _reason(member, code, taken)
        if code is None or reason is not None:
            rejects.append(
                Reject(key=printable(member.key), position=position, reason=reason or CODE_NOT_INTEGER)
            )
            continue
        taken.add(code)
        codes.append(code)
        documents.append(member.value)
    rows = ApplicantRows(codigo_profissional=np.array(codes, np.int64), document=documents)
    return ExportChunk(read=len(gathered), rows=rows, rejects=rejects)


def _reason(member: Member, code: int | None, taken: set[int]) -> str | None:
    if code is None:
        return CODE_NOT_INTEGER
    if code in taken:
        return REPEATED
    return fault_of(member.value) if member.value.startswith(b"{") else MISSING_OBJECT


def _record_type() -> Any:  # noqa: ANN401  # a type made of the rule table: only what rules read is decoded
    anything_else = (
        str | int | float | bool | list[Any] | None
    )  # a field or section of a wrong type must not fail
    sections: dict[str, dict[str, Any]] = {}
    for path in {path for rule in RULES for path in rule.reads}:
        section, _, name = path.partition(".")
        if name:
            sections.setdefault(section, {})[name] = Any
        else:
            sections[section] = {}
    make: Any = TypedDict  # called with names that only run time knows
    types = {
        section: make(section, names, total=False) | anything_else if names else Any
        for section, names in sections.items()
    }
    return make("Applicant", types, total=False)


class ApplicantDecoder(Decoder):
    """Decodes the fields that feature rules read, and skips all others."""

    def __init__(self) -> None:
        self._decode: Final = msgspec.json.Decoder(_record_type()).decode

    def records(self, documents: Sequence[bytes]) -> list[Mapping[str, object]]:
        """The records, in order."""
        return [self._record(document) for document in documents]

    def _record(self, document: bytes) -> Mapping[str, object]:
        try:
            return cast("Mapping[str, object]", self._decode(document))
        except msgspec.DecodeError:
            # A number that no float can hold stands in a text field: JSON, and absent as every number there
            # is.
            return cast("Mapping[str, object]", exactly(document))
