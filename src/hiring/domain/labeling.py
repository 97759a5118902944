"""From the recruiter's `situacao_candidado` to a label, and from its dates to days."""

import re
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Final

import numpy as np

from hiring.domain.features.text import LONGEST_KEPT, fold

__all__ = ["HIRED", "NOT_HIRED", "NO_DAY", "UNDECIDED", "Outcome", "day_of", "outcome_of"]


class Outcome(Enum):
    """How a prospect turned out."""

    HIRED = "hired"
    NOT_HIRED = "not hired"
    UNDECIDED = "undecided"
    UNKNOWN = "unknown"


HIRED: Final = (
    "Aprovado",
    "Contratado pela Decision",
    "Contratado como Hunting",
    "Proposta Aceita",
    "Encaminhar Proposta",
    "Documentação PJ",
    "Documentação CLT",
    "Documentação Cooperado",
)
NOT_HIRED: Final = (
    "Não Aprovado pelo Cliente",
    "Não Aprovado pelo RH",
    "Não Aprovado pelo Requisitante",
    "Recusado",
    "Desistiu",
    "Desistiu da Contratação",
    "Sem interesse nesta vaga",
)
UNDECIDED: Final = (
    "Prospect",
    "Inscrito",
    "Encaminhado ao Requisitante",
    "Em avaliação pelo RH",
    "Entrevista Técnica",
    "Entrevista com Cliente",
)

_OUTCOMES: Final = {
    fold(status): (outcome, status)
    for outcome, statuses in (
        (Outcome.HIRED, HIRED),
        (Outcome.NOT_HIRED, NOT_HIRED),
        (Outcome.UNDECIDED, UNDECIDED),
    )
    for status in statuses
}
_DAY: Final = re.compile(r"[0-9]{2}-[0-9]{2}-[0-9]{4}")
_EPOCH_AS_LOCAL_TIME: Final = (
    "31-12-1969"  # what the recruiting system prints for an empty timestamp west of Greenwich
)

NO_DAY: Final = np.datetime64("NaT", "D")


def outcome_of(situacao: str | None) -> tuple[Outcome, str]:
    """The outcome that a status stands for, and its name as the contract spells it (if unknown, as it came).

    >>> outcome_of("contratado pela decision")
    (<Outcome.HIRED: 'hired'>, 'Contratado pela Decision')
    >>> outcome_of("Arquivado")
    (<Outcome.UNKNOWN: 'unknown'>, 'Arquivado')
    """
    text = situacao or ""
    return (_known if len(text) <= LONGEST_KEPT else _known.__wrapped__)(text)


@lru_cache(1024)
def _known(text: str) -> tuple[Outcome, str]:
    return _OUTCOMES.get(fold(text), (Outcome.UNKNOWN, text))


def day_of(text: str | None) -> np.datetime64:
    """The day of a `dd-mm-yyyy` text; NaT for a missing one, `0000-00-00`, `31-12-1969` and anything else.

    >>> day_of("05-03-2024"), day_of("0000-00-00")
    (np.datetime64('2024-03-05'), np.datetime64('NaT','D'))
    """
    match = _DAY.fullmatch((text or "").strip())
    return NO_DAY if match is None or match[0] == _EPOCH_AS_LOCAL_TIME else _day(match[0])


@lru_cache(4096)
def _day(text: str) -> np.datetime64:
    try:
        return np.datetime64(date(int(text[6:]), int(text[3:5]), int(text[:2])), "D")
    except ValueError:
        return NO_DAY
