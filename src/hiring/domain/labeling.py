"""From the recruiter's `situacao_candidado` to a label."""

import hashlib
from enum import Enum
from functools import lru_cache
from typing import Final

from hiring.domain.features.text import LONGEST_KEPT, fold

__all__ = ["HIRED", "NOT_HIRED", "UNDECIDED", "Outcome", "label_fingerprint", "outcome_of"]


VERSION: Final = "1"
"""Raised when labels change in a way that the lists do not show (matching, reading of days)."""


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


def label_fingerprint() -> str:
    """SHA-256 of the label contract: equal fingerprints mean equal labels.

    >>> len(label_fingerprint())
    64
    """
    lines = [f"{outcome.value}|{status}" for outcome, status in _OUTCOMES.values()]
    return hashlib.sha256("\n".join((VERSION, *lines)).encode()).hexdigest()
