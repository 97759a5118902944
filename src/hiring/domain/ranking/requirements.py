"""What a vaga asks for, as far as a person can check it in somebody's record."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from hiring.domain.features.record_batch import RecordBatch
from hiring.domain.features.text import fold
from hiring.domain.ranking.level_names import LANGUAGES, Level, Subject, level_typed, name_of
from hiring.domain.ranking.levels import academic_level, language_level, seniority_of
from hiring.domain.ranking.sap import MODULES, modules_in
from hiring.domain.ranking.vocabulary import TITLE, Vocabulary
from hiring.domain.ranking.words import CONNECTING, COUNTING, NEGATIONS, is_protected, words_of

__all__ = [
    "LONGEST_TYPED",
    "READS",
    "AtLeast",
    "Mentions",
    "Requirement",
    "Subject",
    "fault_of_typed",
    "requirements_of",
]

_OF_ONE_PERSON: Final = re.compile(r"\S@\S|(?:[0-9][.-]?){8,}")  # a phone's or a document's digits
LONGEST_TYPED: Final = 100
"""Characters of a requirement that a recruiter typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast:
    """A level, or a higher one.

    Args:
        level: Index into the subject's levels.
    """

    subject: Subject
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """Words that a person's texts must all have.

    Args:
        terms: A term each: the spellings of its words, or of its SAP module, are looked for.
        sap: Modules of SAP; a text shows one only where it speaks of SAP, too.
    """

    terms: tuple[str, ...]
    sap: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing that is asked for.

    Args:
        key: Names it, the same for the same thing: `ingles:avancado`, `sap:fi`, `texto:java`.
        pt: What a recruiter reads, in Portuguese.
        en: The same in English.
        test: What shows it.
        typed: Whether a recruiter asked for it; otherwise the vaga does.
    """

    key: str
    pt: str
    en: str
    test: AtLeast | Mentions
    typed: bool = False


_FIELDS: Final = (
    (Subject.ENGLISH, "perfil_vaga.nivel_ingles", language_level),
    (Subject.SPANISH, "perfil_vaga.nivel_espanhol", language_level),
    (Subject.ACADEMIC, "perfil_vaga.nivel_academico", academic_level),
)
_AREAS: Final = ("perfil_vaga.areas_atuacao",)
_SAP_FLAG: Final = "informacoes_basicas.vaga_sap"

READS: Final = (*TITLE, *_AREAS, _SAP_FLAG, *(path for _, path, _ in _FIELDS))
"""All fields that are read of a vaga."""


def fault_of_typed(text: str) -> str | None:
    """Why a recruiter's text is no requirement; None if it is one.

    >>> fault_of_typed("SAP FI"), fault_of_typed("mulher jovem"), fault_of_typed("!")
    (None, 'asks for what nobody may be chosen by', 'has no word that could be looked for')
    """
    words = words_of(text)
    cases = (
        (len(text) > LONGEST_TYPED, f"is longer than {LONGEST_TYPED} characters"),
        # Lists are kept, and keep no personal data.
        (_OF_ONE_PERSON.search(text), "has an e-mail address or a number that belongs to one person"),
        (is_protected(words), "asks for what nobody may be chosen by"),
        (level_typed(text), None),
        # Looking for the other words would find the opposite.
        (
            not NEGATIONS.isdisjoint(words),
            "says what is not wanted: only what a record shows can be looked for",
        ),
        # Looking for words would hold a text against those who gave a level.
        (
            not LANGUAGES.isdisjoint(words),
            "names a language, and not with one level, such as `inglês avançado`",
        ),
        (not set(words) - CONNECTING - COUNTING, "has no word that could be looked for"),
    )
    return next((fault for holds, fault in cases if holds), None)


def requirements_of(
    vaga: Mapping[str, object], vocabulary: Vocabulary, typed: Sequence[str] = ()
) -> tuple[Requirement, ...]:
    """What is asked for: what a recruiter typed, then languages, schooling, SAP, level, words of the title.

    >>> known = Vocabulary(terms=("consultor", "java"), titles=(9, 8), vagas=20)
    >>> basics, profile = {"titulo_vaga": "Consultor SAP FI Sr"}, {"nivel_ingles": "Avançado"}
    >>> vaga = {"informacoes_basicas": basics, "perfil_vaga": profile}
    >>> [one.key for one in requirements_of(vaga, known, ["Java"])]
    ['texto:java', 'ingles:avancado', 'sap:fi', 'nivel:senior', 'texto:consultor']
    >>> requirements_of({"informacoes_basicas": {}}, known)
    ()

    Args:
        vaga: Its raw record.
        vocabulary: Learnt from vagas; of the title's words only these are asked for.
        typed: A recruiter's own, in words: a language's or a school's level, SAP modules, or words that a
            person's texts must have.

    Returns:
        Each once; what is typed and of the vaga, too, counts as typed. Empty where nothing can be checked.
    """
    asked = [replace(one, typed=True) for text in typed for one in _typed(text)]
    found = {one.key: one for one in chain(asked, _levels_of(vaga), _of_title(vaga, vocabulary))}
    return tuple({**found, **{one.key: one for one in asked}}.values())


def _levels_of(vaga: Mapping[str, object]) -> Iterator[Requirement]:
    batch = RecordBatch([vaga])
    for subject, path, level_of in _FIELDS:
        [level] = batch.each(level_of, (path,))
        if level:  # none at all, and the lowest, are asked of nobody
            yield _at_least(Level(subject, level))


def _of_title(vaga: Mapping[str, object], vocabulary: Vocabulary) -> Iterator[Requirement]:
    batch = RecordBatch([vaga])
    [title] = batch.joined(TITLE)
    words = words_of(title)
    modules = modules_in(words) if _speaks_of_sap(batch, words) else []
    if modules:
        yield from map(_sap_module, modules)
    elif "sap" in words:
        yield _sap()
    levels = seniority_of(words)
    if levels and levels[0]:
        yield _at_least(Level(Subject.SENIORITY, levels[0]))
    for term in vocabulary.terms_in(title):
        if term not in modules and not (modules and modules_in([term])):
            yield Requirement(key=f"texto:{term}", pt=term, en=term, test=Mentions(terms=(term,)))


def _speaks_of_sap(batch: RecordBatch, words: Sequence[str]) -> bool:
    [areas], [flag] = batch.joined(_AREAS), batch.texts(_SAP_FLAG)
    return "sap" in words or "abap" in words or "sap" in words_of(areas) or fold(flag) == "sim"


def _typed(text: str) -> Iterator[Requirement]:
    words = words_of(text)
    level = level_typed(text)
    if level is not None:
        yield _at_least(level)
    elif words and words[0] == "sap" and (modules := modules_in(words[1:])):
        yield from map(_sap_module, modules)
    elif words == ["sap"]:
        yield _sap()
    elif words := [word for word in words if word not in CONNECTING]:
        label = " ".join(words)
        yield Requirement(key=f"texto:{label}", pt=label, en=label, test=Mentions(terms=tuple(words)))


def _at_least(level: Level) -> Requirement:
    name = name_of(level)
    return Requirement(
        key=name.key, pt=name.pt, en=name.en, test=AtLeast(subject=level.subject, level=level.level)
    )


def _sap_module(name: str) -> Requirement:
    label = f"SAP {name.upper() if len(MODULES[name][0]) <= 5 else name.title()}"  # noqa: PLR2004  # FI, Ariba
    return Requirement(key=f"sap:{name}", pt=label, en=label, test=Mentions(terms=(), sap=(name,)))


def _sap() -> Requirement:
    return Requirement(key="sap", pt="SAP", en="SAP", test=Mentions(terms=("sap",)))
