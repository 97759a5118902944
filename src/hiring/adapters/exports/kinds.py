"""Which of the recruiting system's exports a file is, so that two swapped ones do not pass as empty ones."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from hiring.adapters.exports.scanner import Member
from hiring.domain.errors import ExportOfAnotherKind

APPLICANTS: Final = ("infos_basicas", "informacoes_pessoais", "formacao_e_idiomas", "cv_pt")
PROSPECTS: Final = ("prospects",)
VAGAS: Final = ("informacoes_basicas", "perfil_vaga")
"""Fields that no other export's records have."""


def expected(
    lists: Iterator[list[Member]], file: str, *, own: Sequence[str], others: Sequence[str]
) -> Iterator[list[Member]]:
    """The same lists, if the first records that show where they come from are of this kind.

    Raises:
        ExportOfAnotherKind: They have fields of another export, and none of this one.
    """
    known = False
    for found in lists:
        if not known:
            known = _have(found, own)
            if not known and _have(found, others):
                raise ExportOfAnotherKind(file)
        yield found


def _have(found: Sequence[Member], fields: Sequence[str]) -> bool:
    field = re.compile(rb'"(?:%b)"\s*:' % "|".join(fields).encode())
    return any(field.search(member.value) for member in found)
