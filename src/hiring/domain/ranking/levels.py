"""What can be more or less: languages, schooling and seniority, in the words that features use."""

from collections.abc import Iterable, Mapping
from typing import Final

from hiring.domain.features.formulas.fields import is_present, language_level_of, schooling_of
from hiring.domain.features.text import fold

__all__ = [
    "ACADEMIC",
    "LANGUAGE",
    "SENIORITY",
    "SENIORITY_WORDS",
    "academic_level",
    "language_level",
    "seniority_of",
]

LANGUAGE: Final = ("nenhum", "basico", "tecnico", "intermediario", "avancado", "fluente")
"""From the lowest; `tecnico` is enough to read documents."""
ACADEMIC: Final = ("fundamental", "medio", "tecnologo", "superior_incompleto", "superior_completo", "pos")
"""From the lowest, by the names of `schooling_of`."""
SENIORITY: Final = ("junior", "pleno", "senior")
"""From the lowest."""

SENIORITY_WORDS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("jr", "jrs", "junior", "juniores"), 0),
    **dict.fromkeys(("pl", "pleno", "plena", "plenos", "plenas"), 1),
    **dict.fromkeys(("sr", "srs", "senior", "seniores", "seniors"), 2),
}
"""How titles write them."""

_FLUENT: Final = frozenset({"fluente", "nativo"})


def language_level(text: str) -> int | None:
    """Index into LANGUAGE; None where the field is empty, or says something that cannot be compared.

    >>> language_level("Avançado"), language_level("Nenhum"), language_level(""), language_level("sim")
    (4, 0, None, None)
    """
    if not is_present(text):
        return None
    level = language_level_of(text)
    if level == "outro":
        folded = fold(text)
        level = "fluente" if folded in _FLUENT else folded
    return LANGUAGE.index(level) if level in LANGUAGE else None


def academic_level(text: str) -> int | None:
    """Index into ACADEMIC; None where the field is empty, or says something that cannot be compared.

    A `tecnólogo` has a degree, whatever the features put it with.

    >>> academic_level("Ensino Médio Completo"), academic_level("Tecnólogo"), academic_level("-")
    (1, 4, None)
    """
    folded = fold(text)
    if folded.startswith("tecnologo"):
        return ACADEMIC.index("superior_completo")
    if folded.startswith(("ensino fundamental", "fundamental")):
        return ACADEMIC.index("fundamental")
    level = schooling_of(text)
    return None if level is None else ACADEMIC.index(level)


def seniority_of(words: Iterable[str]) -> list[int]:
    """The levels that some folded words name, lowest first, each once.

    >>> seniority_of("desenvolvedor java pl sr".split())
    [1, 2]
    """
    return sorted({SENIORITY_WORDS[word] for word in words if word in SENIORITY_WORDS})
