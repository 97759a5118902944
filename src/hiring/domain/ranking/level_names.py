"""How levels are named: by keys, in words of both languages, and as recruiters type them."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Final, NamedTuple

from hiring.domain.ranking.levels import ACADEMIC, LANGUAGE, SENIORITY, SENIORITY_WORDS, academic_level
from hiring.domain.ranking.words import CONNECTING, NEGATIONS, words_of

__all__ = ["LANGUAGES", "Level", "LevelName", "Subject", "level_typed", "name_of"]


class Subject(Enum):
    """What has levels."""

    ENGLISH = "ingles"
    SPANISH = "espanhol"
    ACADEMIC = "escolaridade"
    SENIORITY = "nivel"


class Level(NamedTuple):
    """A subject, and an index into its levels."""

    subject: Subject
    level: int


class LevelName(NamedTuple):
    """Names a level, and says it in both languages."""

    key: str
    pt: str
    en: str


_NAMES: Final[Mapping[Subject, tuple[str, ...]]] = {
    Subject.ENGLISH: LANGUAGE,
    Subject.SPANISH: LANGUAGE,
    Subject.ACADEMIC: ACADEMIC,
    Subject.SENIORITY: SENIORITY,
}
_PT: Final = {
    "basico": "básico",
    "tecnico": "técnico",
    "intermediario": "intermediário",
    "avancado": "avançado",
    "fundamental": "ensino fundamental",
    "medio": "ensino médio",
    "tecnologo": "ensino técnico",
    "superior_incompleto": "ensino superior incompleto",
    "superior_completo": "ensino superior completo",
    "pos": "pós-graduação",
    "junior": "júnior",
    "senior": "sênior",
}
_EN: Final = {
    "basico": "basic",
    "tecnico": "technical",
    "intermediario": "intermediate",
    "avancado": "advanced",
    "fluente": "fluent",
    "fundamental": "primary school",
    "medio": "secondary school",
    "tecnologo": "technical school",
    "superior_incompleto": "university, not finished",
    "superior_completo": "a university degree",
    "pos": "a postgraduate degree",
    "junior": "junior",
    "pleno": "mid",
}
_SUBJECTS: Final = {
    Subject.ENGLISH: ("inglês {}", "{} English"),
    Subject.SPANISH: ("espanhol {}", "{} Spanish"),
    Subject.ACADEMIC: ("{}", "{}"),
    Subject.SENIORITY: ("nível {}", "{} level"),
}

LANGUAGES: Final = frozenset({"ingles", "english", "espanhol", "spanish"})
"""Words that name a language of which records have a level."""
_NOT_TELLING: Final = (CONNECTING - NEGATIONS) | {"ensino", "level", "nivel"}
_SCHOOL_WORDS: Final = """
    ensino fundamental medio tecnico tecnologo superior graduacao posgraduacao mestrado doutorado mba
    especializacao
"""
_SCHOOLS: Final = frozenset(_SCHOOL_WORDS.split())
_POSTGRADUATE: Final = (["pos"], ["pos", "graduacao"], ["pos", "graduado"], ["pos", "graduada"])


def name_of(level: Level) -> LevelName:
    """Its key and its words.

    >>> name_of(Level(Subject.ENGLISH, 4))
    LevelName(key='ingles:avancado', pt='inglês avançado', en='advanced English')
    """
    name = _NAMES[level.subject][level.level]
    pt, en = _SUBJECTS[level.subject]
    return LevelName(
        key=f"{level.subject.value}:{name}",
        pt=pt.format(_PT.get(name, name)),
        en=en.format(_EN.get(name, name)),
    )


def level_typed(text: str) -> Level | None:
    """The level that a recruiter's text asks for; None where it asks for none, or for one that all have.

    What `name_of` says can be typed, in any order of its words; a language alone asks for its first level.

    >>> level_typed("Inglês: nível avançado") == level_typed("advanced English") == Level(Subject.ENGLISH, 4)
    True
    >>> level_typed("MBA em finanças"), level_typed("possui CNH")
    (Level(subject=<Subject.ACADEMIC: 'escolaridade'>, level=5), None)
    """
    words = words_of(text)
    if (named := _BY_WORDS.get(frozenset(words) - _NOT_TELLING)) is not None:
        return named
    academic = academic_level(text)
    speaks_of_schools = not _SCHOOLS.isdisjoint(words) or words in _POSTGRADUATE
    return Level(Subject.ACADEMIC, academic) if academic and speaks_of_schools else None


def _by_words() -> Iterator[tuple[frozenset[str], Level]]:
    for subject, names in _NAMES.items():
        for level in (Level(subject, index) for index in range(1, len(names))):
            for label in name_of(level)[1:]:
                yield frozenset(words_of(label)) - _NOT_TELLING, level
    for word, index in SENIORITY_WORDS.items():
        if index:
            yield frozenset([word]), Level(Subject.SENIORITY, index)
    for subject in (Subject.ENGLISH, Subject.SPANISH):
        for label in name_of(Level(subject, 1))[1:]:
            yield LANGUAGES.intersection(words_of(label)), Level(subject, 1)


_BY_WORDS: Final = dict(_by_words())
