"""Which of the recruiting system's exports a file is, so that two swapped ones do not pass as empty ones."""

import re
from collections.abc import Sequence
from typing import Final

from hiring.adapters.exports.scanner import Member
from hiring.domain.errors import ExportOfAnotherKind

APPLICANTS: Final = ("infos_basicas", "informacoes_pessoais", "formacao_e_idiomas", "cv_pt")
PROSPECTS: Final = ("prospects",)
VAGAS: Final = ("informacoes_basicas", "perfil_vaga")
"""Fields that no other export's records have."""


class Kind:
    """What an export should be.

    Args:
        file: Name for messages.
        own: Fields that tell the kind.
        others: Fields of other exports.
        known: Records have shown already that it is of this kind.
    """

    def __init__(self, file: str, *, own: Sequence[str], others: Sequence[str], known: bool = False) -> None:
        self._file, self._own, self._others, self.known = file, own, others, known

    def check(self, found: Sequence[object]) -> None:
        """Look at the next members, which are not decoded before the kind is known.

        Raises:
            ExportOfAnotherKind: They have fields of another export, and none of this one was met so far.
        """
        if self.known:
            return
        documents = [member.value for member in found if isinstance(member, Member)]
        self.known = _have(documents, self._own)
        if not self.known and _have(documents, self._others):
            raise ExportOfAnotherKind(self._file)

    def require_known(self) -> None:
        """The first stretch of an export has ended; what it does not show, the next may.

        Raises:
            ExportOfAnotherKind: It is not known yet which export this is; to be read with the next stretch.
        """
        if not self.known:
            raise ExportOfAnotherKind(self._file)


def _have(documents: Sequence[bytes], fields: Sequence[str]) -> bool:
    field = re.compile(rb'"(?:%b)"\s*:' % "|".join(fields).encode())
    return any(map(field.search, documents))
