"""`vagas.json`: one object keyed by vaga code."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hiring.adapters.exports.census import Census
from hiring.adapters.exports.documents import DocumentFaults, document_chunks
from hiring.adapters.exports.folders import files_in, name_of_all
from hiring.adapters.exports.kinds import APPLICANTS, PROSPECTS, VAGAS, Kind
from hiring.adapters.exports.source import name_of
from hiring.application.ports.exports import Export, ExportChunk, Files
from hiring.domain.contract import VAGA, VAGA_SECTIONS
from hiring.domain.record_validation import NO_VAGA_SECTION
from hiring.domain.records import Ints, VagaRows

_SELDOM: Final = frozenset({  # an export may be without them, and says as much
    "perfil_vaga.bairro", "perfil_vaga.equipamentos_necessarios", "perfil_vaga.horario_trabalho",
    "perfil_vaga.outro_idioma", "perfil_vaga.pais", "perfil_vaga.regiao",
    "perfil_vaga.habilidades_comportamentais_necessarias",
})  # fmt: skip
_KNOWN: Final = (*VAGA_SECTIONS, *(field.path for field in VAGA))
_WANTED: Final = tuple(path for path in _KNOWN if "." in path and path not in _SELDOM)
_faults: Final = DocumentFaults(VAGA_SECTIONS, NO_VAGA_SECTION)


class VagasFile(Export[VagaRows]):
    """The vagas of files, plain or gzip.

    Args:
        file: Path of the export, or of several files or folders.
    """

    def __init__(self, file: Files) -> None:
        self._files, self._name = files_in(file), name_of_all(file)

    @property
    def name(self) -> str:
        """The file, as the user named it."""
        return self._name

    def chunks(self, size: int) -> Iterator[ExportChunk[VagaRows]]:
        """Vagas in file order, `size` of them a chunk."""
        return document_chunks(
            self._files,
            size,
            kind_of=_kind_of,
            faults=_faults,
            census=Census(_WANTED, known=_KNOWN),
            rows_of=_rows,
        )


def _kind_of(file: Path) -> Kind:
    return Kind(name_of(file), own=VAGAS, others=(*APPLICANTS, *PROSPECTS))


def _rows(codes: Ints, documents: list[bytes]) -> VagaRows:
    return VagaRows(vaga_codigo=codes, document=documents)
