"""Levels in their order, as numbers: languages, schooling and seniority, of people and of vagas alike."""

import re
from math import nan
from typing import Final

from hiring.domain.features.formulas.fields import is_present, remembered, schooling_of
from hiring.domain.features.text import fold

__all__ = [
    "LANGUAGE_LEVELS",
    "SCHOOLING_LEVELS",
    "SENIORITY_LEVELS",
    "Names",
    "language_of",
    "schooling_level_of",
    "seniority_of",
]

Names = tuple[tuple[str, str], ...]
"""Portuguese and English, from the lowest level up."""

LANGUAGE_LEVELS: Final[Names] = (
    ("nenhum", "none"),
    ("básico", "basic"),
    ("técnico", "technical"),
    ("intermediário", "intermediate"),
    ("avançado", "advanced"),
    ("fluente", "fluent"),
)
SCHOOLING_LEVELS: Final[Names] = (
    ("ensino fundamental", "primary school"),
    ("ensino médio", "secondary school"),
    ("ensino técnico", "technical school"),
    ("ensino superior incompleto", "university, not finished"),
    ("ensino superior completo", "university degree"),
    ("pós-graduação", "postgraduate"),
)
SENIORITY_LEVELS: Final[Names] = (
    ("aprendiz ou estágio", "apprentice or intern"),
    ("auxiliar ou assistente", "assistant"),
    ("júnior", "junior"),
    ("analista, sem nível", "analyst, no level given"),
    ("pleno", "mid-level"),
    ("sênior", "senior"),
    ("especialista", "specialist"),
    ("liderança", "lead"),
    ("gerência", "manager"),
)

_LANGUAGE: Final = {fold(pt): float(level) for level, (pt, _) in enumerate(LANGUAGE_LEVELS)}
_SCHOOLING: Final = {
    "medio": 1.0,
    "tecnologo": 2.0,
    "superior_incompleto": 3.0,
    "superior_completo": 4.0,
    "pos": 5.0,
}
_SENIORITY: Final = (  # from the top: a title's highest level counts
    (8.0, re.compile(r"\b(?:gerente|gerencia|diretor|diretora|manager)\b")),
    (7.0, re.compile(r"\b(?:lider|coordenador|coordenadora|supervisor|supervisora|lead)\b")),
    (6.0, re.compile(r"\b(?:especialista|arquiteto|arquiteta|specialist)\b")),
    (5.0, re.compile(r"\b(?:senior|sr)\b")),
    (4.0, re.compile(r"\b(?:pleno|pl)\b")),
    (2.0, re.compile(r"\b(?:junior|jr|trainee)\b")),
    (1.0, re.compile(r"\b(?:auxiliar|assistente)\b")),
    (0.0, re.compile(r"\b(?:aprendiz|estagiario|estagiaria|estagio)\b")),
    (3.0, re.compile(r"\b(?:analista)\b")),
)


@remembered
def language_of(text: str) -> float:
    """Place in LANGUAGE_LEVELS; NaN where nothing, or something else, is given.

    >>> language_of("Avançado"), language_of("Nenhum"), language_of("")
    (4.0, 0.0, nan)
    """
    return _LANGUAGE.get(fold(text), nan)


@remembered
def schooling_level_of(text: str) -> float:
    """Place in SCHOOLING_LEVELS; NaN where nothing, or something else, is given.

    >>> schooling_level_of("Ensino Superior Cursando"), schooling_level_of("Ensino Fundamental Completo")
    (3.0, 0.0)
    """
    if fold(text).startswith("ensino fundamental"):
        return 0.0
    return _SCHOOLING.get(schooling_of(text) or "", nan)


@remembered
def seniority_of(text: str) -> float:
    """Place in SENIORITY_LEVELS of the highest level that a title or a field names; NaN where it names none.

    "Analista" says nothing beside another level, so it counts only where it stands alone.

    >>> seniority_of("Analista SAP SR"), seniority_of("Analista"), seniority_of("SAP FI")
    (5.0, 3.0, nan)
    """
    if not is_present(text):
        return nan
    folded = fold(text)
    return next((level for level, words in _SENIORITY if words.search(folded)), nan)
