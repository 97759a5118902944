"""`prospects.json`: one object keyed by vaga code, each vaga with the list of its prospects."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

import msgspec
import numpy as np

from hiring.adapters.exports.census import Census
from hiring.adapters.exports.folders import files_in, name_among, name_of_all
from hiring.adapters.exports.kinds import APPLICANTS, PROSPECTS, VAGAS, Kind
from hiring.adapters.exports.members import members, whole_members
from hiring.adapters.exports.record_validation import MISSING_OBJECT, NO_PROSPECTS, exactly
from hiring.adapters.exports.scanner import Member
from hiring.adapters.exports.source import blocks, name_of
from hiring.application.ports.exports import Export, ExportChunk, Files
from hiring.domain.code_set import CodeSet
from hiring.domain.display import make_printable
from hiring.domain.record_validation import (
    CODE_NOT_INTEGER,
    REPEATED,
    code_of,
    fault_of_code,
    fault_of_value,
)
from hiring.domain.records import ProspectRows, Reject, Texts

_LIST: Final = "prospects"
_CODE: Final = "codigo"
_VAGA: Final = ("titulo", "modalidade")
_TEXTS: Final = (
    "nome",
    "situacao_candidado",
    "data_candidatura",
    "ultima_atualizacao",
    "comentario",
    "recrutador",
)


class ProspectsFile(Export[ProspectRows]):
    """The prospects of files, plain or gzip.

    A prospect with a fault is set aside alone, under the key `vaga/number`. A vaga whose code or shape is
    faulty, or which has no list of prospects, is set aside as one record, under its own key: nobody can say
    who was put forward for what.

    Args:
        file: Path of the export, or of several files or folders.
        read: Gives the bytes of a file, where somebody has begun to read it; None: they are read here.
    """

    def __init__(
        self, file: Files, *, read: Callable[[Path], Generator[bytes, None, None]] | None = None
    ) -> None:
        self._files, self._name, self._read = files_in(file), name_of_all(file), read or blocks

    @property
    def name(self) -> str:
        """The file, as the user named it."""
        return self._name

    def chunks(self, size: int) -> Iterator[ExportChunk[ProspectRows]]:
        """Prospects in file order, `size` of them a chunk; the last chunk has the rest."""
        gathering = _Gathering()
        for file in self._files:
            gathering.begin(name_among(self._files, file))
            for _ in self._gathered(file, gathering):
                if gathering.size >= size:
                    yield gathering.chunk()
        if gathering.size:
            yield gathering.chunk()

    def _gathered(self, file: Path, gathering: "_Gathering") -> Iterator[None]:
        """A pause behind each prospect."""
        kind = Kind(name_of(file), own=PROSPECTS, others=(*APPLICANTS, *VAGAS))
        with closing(members(name_of(file), self._read(file), whole_members)) as lists:
            for found in lists:
                kind.check(found)
                for member in found:
                    yield from gathering.add(member)


@dataclass(slots=True)
class _Gathering:
    """The prospects of some vagas, on their way into columns."""

    taken: CodeSet = field(default_factory=CodeSet)
    position: int = 0
    codes: list[tuple[int, int, int]] = field(default_factory=list)
    texts: dict[str, Texts] = field(default_factory=lambda: {name: [] for name in _TEXTS})
    rejects: list[Reject] = field(default_factory=list)
    census: Census = field(default_factory=lambda: Census((_LIST, _CODE, *_TEXTS), known=_VAGA, within=_LIST))

    file: str | None = None
    before: int = 0  # records of the files before this one

    def begin(self, file: str | None) -> None:
        """What follows is in this one of several files."""
        self.file, self.before = file, self.position

    @property
    def size(self) -> int:
        return len(self.codes) + len(self.rejects)

    def add(self, member: Member) -> Iterator[None]:
        """Takes up a vaga, and pauses behind each of its prospects, so that a chunk may end there."""
        vaga = code_of(member.key)
        prospects = self._prospects(vaga, member)
        if vaga is None or isinstance(prospects, str):
            self._reject(member.key, str(prospects))
            yield
            return
        self.taken.add(vaga)
        self.census.found(_LIST)
        for number, prospect in enumerate(prospects, 1):
            self.census.look(prospect)
            self._add_prospect(vaga, f"{member.key}/{number}", prospect)
            yield

    def _prospects(self, vaga: int | None, member: Member) -> list[object] | str:
        """The vaga's list, or why it is set aside."""
        if vaga is None:
            return fault_of_code(member.key) or CODE_NOT_INTEGER
        if vaga in self.taken:
            return REPEATED
        if not member.value.startswith(b"{"):
            return MISSING_OBJECT
        record = _decoded(member.value)
        prospects = record.get(_LIST)
        if isinstance(prospects, list):
            return prospects
        self.census.look(record)
        return NO_PROSPECTS

    def _add_prospect(self, vaga: int, key: str, prospect: object) -> None:
        if not isinstance(prospect, dict):
            return self._reject(key, MISSING_OBJECT)
        code = code_of(prospect.get(_CODE))
        if code is None:
            return self._reject(key, fault_of_code(prospect.get(_CODE)) or CODE_NOT_INTEGER)
        if fault := fault_of_value(prospect):
            return self._reject(key, fault)
        self.position += 1
        self.codes.append((vaga, code, self.position))
        for name, column in self.texts.items():
            value = prospect.get(name)
            column.append(value if isinstance(value, str) else None)
        return None

    def _reject(self, key: str, reason: str) -> None:
        self.position += 1
        position = self.position - self.before
        self.rejects.append(Reject(key=make_printable(key), position=position, reason=reason, file=self.file))

    def chunk(self) -> ExportChunk[ProspectRows]:
        codes = np.array(self.codes, np.int64).reshape(-1, 3)
        rows = ProspectRows(
            vaga_codigo=codes[:, 0], codigo_profissional=codes[:, 1], position=codes[:, 2], **self.texts
        )
        chunk = ExportChunk(read=self.size, rows=rows, rejects=self.rejects, fields=self.census.seen())
        self.codes, self.rejects = [], []
        self.texts = {name: [] for name in _TEXTS}
        return chunk


def _decoded(document: bytes) -> dict[str, Any]:
    try:
        return cast("dict[str, Any]", msgspec.json.decode(document))
    except (msgspec.DecodeError, UnicodeDecodeError):  # a lone surrogate, or a number that no float can hold
        return cast("dict[str, Any]", exactly(document))
