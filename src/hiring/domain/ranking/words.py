"""Words of titles, and what counts as the same word: endings of gender and number, and both languages.

A title asks for a `desenvolvedor`; a woman's CV says `desenvolvedora`. Whoever compares letters prefers men.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from hiring.domain.features.text import fold

__all__ = [
    "CONNECTING",
    "JOINTS",
    "NEGATIONS",
    "NO_REQUIREMENT",
    "is_protected",
    "spellings_of",
    "stem_of",
    "words_of",
]

_WORD: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_]*)(?:#|\+\+)?")
_PL_SQL: Final = re.compile(r"(?<![a-z0-9_])pl ?[/-]? ?sql(?![a-z0-9_])")  # a language, and no level
_SHORT: Final = 5  # characters; an ending of a shorter word is often no ending: `data`, `java`, `sap`

JOINTS: Final = (" ", "-", "/", ".", "")
"""How a pair of words is written: `full stack`, `full-stack`, `fullstack`, `node.js`."""

_TRANSLATIONS: Final = """
    desenvolvedor developer desenv dev
    analista analyst
    consultor consultant
    engenheiro engineer
    arquiteto architect
    gerente manager
    especialista specialist
    coordenador coordinator
    programador programmer
    assistente assistant
    administrador administrator
    tecnico technical
    funcional functional
    testador tester
    seguranca security
    suporte support
    negocio business
    qualidade quality
    projeto project
    rede network
    nuvem cloud
    estagiario intern
"""
"""One concept a line: the languages of this market's titles."""

_BETWEEN_WORDS: Final = """
    a ao aos as com da das de do dos e em na nas no nos o os ou para pela pelo por se sem um uma nao
    an and at for in of on or the to with
"""
_OF_THE_VAGA: Final = """
    vaga vagas perfil nivel job id cod ind indicacao substituicao expansao remessa urgente pending copy
    remoto remota hibrido hibrida presencial home office base frente mandatorio desejavel ii iii iv
"""
_ASKED_BY_FIELDS: Final = "sap ingles espanhol portugues english spanish portuguese fluente"
_PROTECTED: Final = """
    afirmativa afirmativo aparencia asiatico ateu bissexual bissexuais bonita bonito branca branco budista
    cadeirante candomble casada casado catolica catolico caucasiano cega cego cor crente crista cristao
    deficiencia deficiente divorciada divorciado espirita estrangeira estrangeiro etaria etnia evangelica
    evangelico feminina feminino filho filhos garota garoto gay gestante gorda gordo gravida gravidez hetero
    heterossexual heterossexuais hiv homem homens homossexual homossexuais idade idosa idoso indigena jovem
    jovens judeu judia lesbica lgbt lgbtqia loira loiro mae maes magra magro masculina masculino menina menino
    moca mocas moco mocos morena moreno muculmano mulata mulato mulher mulheres nacionalidade negra negras
    negro negros noiva noivo obesa obeso parda pardo pcd pcds preta preto raca religiao religiosa religioso
    rapaz senhora senhorita sexo solteira solteiro surda surdo trans transexual transgenero travesti umbanda
    velha velho viuva viuvo
    age boy boys catholic christian disability disabled divorced elderly ethnicity female foreigner gender
    girl girls hispanic jewish lady ladies male man married men mother muslim nationality pregnancy pregnant
    race religion sex sexual transgender unmarried widow woman women young
"""
"""Of what the law forbids to choose by (CF, art. 7, inciso 30; CLT, art. 373-A; Lei 9.029/1995)."""

_PROTECTED_PHRASES: Final = ("estado civil", "civil status", "marital status")  # `civil` is an engineer, too
_PROTECTED_ALONE: Final = frozenset({("single",)})  # with other words, it is a sign-on

CONNECTING: Final = frozenset(_BETWEEN_WORDS.split())
"""Words that say nothing by themselves."""
COUNTING: Final = frozenset(
    {"ano", "anos", "ate", "entre", "maior", "mais", "menor", "menos", "old", "years"}
)
"""Words of an age, or of a span of time: numbers are not looked for, and these say nothing without."""
NEGATIONS: Final = frozenset({"exceto", "nao", "nem", "not", "sem", "without"})
"""Words that turn the rest of a text around."""
PROTECTED: Final = frozenset(_PROTECTED.split())
"""Words that no requirement may have, with any ending."""
NO_REQUIREMENT: Final = PROTECTED.union(
    _BETWEEN_WORDS.split(), _OF_THE_VAGA.split(), _ASKED_BY_FIELDS.split()
)
"""Words of titles that are never looked for in a person's record."""


def words_of(text: str) -> list[str]:
    """The words of a text, folded, in order; `c#` and `c++` are words, a letter or number alone is none.

    >>> words_of("Desenvolvedor(a) C# Sênior - 2 vagas")
    ['desenvolvedor', 'c#', 'senior', 'vagas']
    """
    return [
        word
        for word in _WORD.findall(_PL_SQL.sub("plsql", fold(text)))
        if len(word) > 1 and not word.isdigit()
    ]


def is_protected(words: Sequence[str]) -> bool:
    """Whether a text's words ask for what nobody may be chosen by, whatever their endings.

    >>> is_protected(["gravidas"]), is_protected(["estado", "civil"]), is_protected(["engenheiro", "civil"])
    (True, True, False)
    """
    stems = frozenset(map(_without_ending, words)).union(words)
    text = f" {' '.join(words)} "
    return (
        not stems.isdisjoint(_PROTECTED_STEMS)
        or any(f" {phrase} " in text for phrase in _PROTECTED_PHRASES)
        or tuple(words) in _PROTECTED_ALONE
    )


def stem_of(word: str) -> str:
    """The same for all that counts as one word.

    >>> len({stem_of(word) for word in ("desenvolvedora", "desenvolvedores", "developer")})
    1
    >>> stem_of("sap"), stem_of("java")
    ('sap', 'java')
    """
    bare = _without_ending(word)
    return _CONCEPTS.get(bare, bare)


def spellings_of(word: str) -> tuple[str, ...]:
    """Every spelling that shows the word, whichever of them was given.

    >>> "engenheira" in spellings_of("engenheiro"), "engineers" in spellings_of("engenheiro")
    (True, True)
    """
    stem = stem_of(word)
    if stem == "plsql":
        return tuple(f"pl{joint}sql" for joint in JOINTS)
    return tuple(sorted(set(_with_endings(stem)).union(*map(_with_endings, _ALIASES.get(stem, ())))))


def _without_ending(word: str) -> str:
    if len(word) < _SHORT:
        return word
    if word.endswith(("ores", "eres")):
        word = word[:-2]
    elif word.endswith("s") and word[-2] in "aeor":
        word = word[:-1]
    return word[:-1] if word.endswith(("a", "o")) and len(word) >= _SHORT else word


_PROTECTED_STEMS: Final = PROTECTED.union(map(_without_ending, PROTECTED))


def _with_endings(bare: str) -> Iterator[str]:
    yield bare
    yield f"{bare}s"
    if len(bare) >= _SHORT - 1:
        yield from (f"{bare}{ending}" for ending in ("a", "o", "as", "os", "es"))


def _concepts() -> Iterator[tuple[str, str]]:
    for line in _TRANSLATIONS.split("\n"):
        bare = [_without_ending(word) for word in line.split()]
        yield from ((word, bare[0]) for word in bare)


_CONCEPTS: Final[Mapping[str, str]] = dict(_concepts())
_ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    concept: tuple(word for word, of in _CONCEPTS.items() if of == concept) for concept in _CONCEPTS.values()
}
