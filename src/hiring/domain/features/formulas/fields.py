"""The formulas that rules are made of: each maps the columns that a rule reads to one value per record."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from hiring.domain.features.formulas.salary import (
    GOES_ON,
    HIGHEST,
    HOURLY,
    LOWEST,
    NUMBER,
    THOUSANDS,
    salary_of,
)
from hiring.domain.features.record_batch import ABSENT, Paths, RecordBatch
from hiring.domain.features.text import LONGEST_KEPT, Keyword, fold

__all__ = [
    "FREE_MAIL",
    "MINIMUM_PHONE_DIGITS",
    "POSTGRADUATE",
    "SECONDARY",
    "TECHNICAL",
    "UNFINISHED",
    "UNIVERSITY",
    "Formula",
    "T",
    "Values",
    "another_language",
    "any_email",
    "any_of",
    "any_phone",
    "any_present",
    "corporate_email",
    "is_present",
    "language",
    "language_level_of",
    "longer_than",
    "mentions",
    "remembered",
    "salary",
    "schooling",
    "schooling_of",
]

T = TypeVar("T")
Values = npt.NDArray[np.float64] | npt.NDArray[np.bool_] | npt.NDArray[np.object_]
"""One a record: numbers, flags, or texts."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A named computation; `text` says it in full, so that the rule table's fingerprint covers it."""

    text: str
    compute: Callable[[RecordBatch, Paths], Values]


FREE_MAIL: Final = frozenset(
    [
        "gmail.com",
        "hotmail.com",
        "hotmail.com.br",
        "outlook.com",
        "outlook.com.br",
        "live.com",
        "msn.com",
        "yahoo.com",
        "yahoo.com.br",
        "icloud.com",
        "me.com",
        "bol.com.br",
        "uol.com.br",
        "terra.com.br",
        "ig.com.br",
        "globo.com",
        "globomail.com",
        "r7.com",
        "protonmail.com",
        "proton.me",
    ]
)
MINIMUM_PHONE_DIGITS: Final = 8

_EMAIL: Final = re.compile(r"[^@\s]+@([\w-]+(?:\.[\w-]+)+)")
_NOT_DIGITS: Final = bytes(set(range(256)) - set(b"0123456789"))
_CLOSED_VOCABULARY: Final = 1024  # distinct spellings remembered of a field that is chosen from a list


def is_present(text: str) -> bool:
    """Whether a person filled the field in; the recruiting system writes `-` for nothing.

    >>> is_present("Recife"), is_present(" - "), is_present("")
    (True, False, False)
    """
    return text.strip() not in ("", "-")


def _any(test: Callable[[str], bool], block: RecordBatch, paths: Paths) -> Values:
    absent = test(ABSENT)
    found = [False] * len(block)
    for path in paths:
        found = [
            done or (test(text) if text else absent)
            for done, text in zip(found, block.texts(path), strict=True)
        ]
    return np.array(found, np.bool_)


def any_of(test: Callable[[str], bool], text: str) -> Formula:
    """1 where at least one of the fields passes the test.

    >>> records = RecordBatch([{"cv_pt": "-"}, {"cv_pt": "Analista"}])
    >>> any_of(is_present, "one is present").compute(records, ("cv_pt",))
    array([False,  True])
    """
    return Formula(text, lambda block, paths: _any(test, block, paths))


def _has_phone_digits(text: str) -> bool:
    digits = text.encode("ascii", "ignore").translate(None, _NOT_DIGITS)
    return len(digits) >= MINIMUM_PHONE_DIGITS


any_present: Final = any_of(is_present, "one is present")
any_phone: Final = any_of(_has_phone_digits, f"{MINIMUM_PHONE_DIGITS} or more ASCII digits in one field")


def _first_domain(emails: tuple[str, ...]) -> str | None:
    """Domain of the first valid e-mail."""
    for email in emails:
        if email and (valid := _EMAIL.fullmatch(fold(email))):
            return valid[1]
    return None


any_email: Final = Formula(
    f"one fully matches {_EMAIL.pattern}",
    lambda block, paths: np.array(
        [domain is not None for domain in block.rows(_first_domain, paths)], np.bool_
    ),
)
corporate_email: Final = Formula(
    "the first valid one's domain is none of " + " ".join(sorted(FREE_MAIL)),
    lambda block, paths: np.array(
        [domain is not None and domain not in FREE_MAIL for domain in block.rows(_first_domain, paths)],
        np.bool_,
    ),
)

salary: Final = Formula(
    f"first match of {NUMBER.pattern} unless {GOES_ON.pattern} follows, x 1000 before {THOUSANDS.pattern}; "
    f"NaN outside {LOWEST:.0f}..{HIGHEST:.0f} or with {' '.join(HOURLY)}",
    lambda block, paths: np.array(block.each(salary_of, paths), np.float64),
)


def remembered(classify: Callable[[str], T]) -> Callable[[str], T]:
    """Cache the answers for short texts: these fields are chosen from a list, with few spellings.

    >>> remembered(len)("Pleno")
    5
    """
    kept = lru_cache(_CLOSED_VOCABULARY)(classify)

    @wraps(classify)
    def answer(text: str) -> T:
        return kept(text) if len(text) <= LONGEST_KEPT else classify(text)

    return answer


@remembered
def language_level_of(text: str) -> str:
    """One of nenhum, basico, intermediario, avancado, outro.

    >>> language_level_of("Avançado"), language_level_of(""), language_level_of("Fluente")
    ('avancado', 'nenhum', 'outro')
    """
    folded = fold(text)
    if not is_present(text) or folded == "nenhum":
        return "nenhum"
    return folded if folded in ("basico", "intermediario", "avancado") else "outro"


POSTGRADUATE: Final = re.compile(r"(?<!\w)(?:pos|mestrado|doutorado|mba|especializacao)")
TECHNICAL: Final = ("ensino tecnico", "tecnico", "tecnologo")
SECONDARY: Final = ("ensino medio",)
UNIVERSITY: Final = ("ensino superior", "graduacao")
UNFINISHED: Final = ("incomplet", "cursando", "trancad")


@remembered
def schooling_of(text: str) -> str | None:
    """One of pos, tecnologo, medio, superior_completo, superior_incompleto, or None.

    >>> schooling_of("Pós Graduação Completo"), schooling_of("Ensino Superior Cursando"), schooling_of("")
    ('pos', 'superior_incompleto', None)
    """
    folded = fold(text)
    if POSTGRADUATE.search(folded):
        return "pos"
    if folded.startswith(TECHNICAL):
        return "tecnologo"
    if folded.startswith(SECONDARY):
        return "medio"
    if folded.startswith(UNIVERSITY):
        unfinished = any(sign in folded for sign in UNFINISHED)
        return "superior_incompleto" if unfinished else "superior_completo"
    return None


def _equals(classify: Callable[[str], str | None], wanted: str, name: str) -> Formula:
    return Formula(
        f"{name} is {wanted}",
        lambda block, paths: np.array([value == wanted for value in block.each(classify, paths)], np.bool_),
    )


def language(level: str) -> Formula:
    """1 where the language level is this one.

    >>> records = RecordBatch([{"nivel_ingles": "Básico"}, {}])
    >>> language("basico").compute(records, ("nivel_ingles",))
    array([ True, False])
    """
    return _equals(language_level_of, level, "language level")


def schooling(level: str) -> Formula:
    """1 where the academic level is this one.

    >>> records = RecordBatch([{"nivel_academico": "Ensino Médio Completo"}, {}])
    >>> schooling("medio").compute(records, ("nivel_academico",))
    array([ True, False])
    """
    words = "; ".join(" ".join(signs) for signs in (TECHNICAL, SECONDARY, UNIVERSITY, UNFINISHED))
    return _equals(schooling_of, level, f"academic level ({POSTGRADUATE.pattern}; {words})")


@remembered
def _speaks_another(text: str) -> bool:
    languages = (entry.partition("-")[0].strip() for entry in fold(text).split(","))
    return any(language not in ("", "portugues") for language in languages)


another_language: Final = any_of(_speaks_another, "an entry's language before its first - is not portugues")


def mentions(*keywords: Keyword) -> Formula:
    """1 where one of the keywords occurs in the joined, folded fields.

    >>> from hiring.domain.features.text import prefix
    >>> records = RecordBatch([{"cv_pt": "Relatórios de KPIs"}, {"cv_pt": "Skype"}])
    >>> mentions(prefix("kpi")).compute(records, ("cv_pt",))
    array([ True, False])
    """
    text = " ".join(map(str, keywords))
    return Formula(text, lambda block, paths: block.mentions(keywords, paths))


def _is_longer(text: str, characters: int) -> bool:
    if len(text) <= characters:
        return False
    if not text[0].isspace() and not text[characters].isspace():
        return True  # whatever is stripped stands behind: no need to copy the text for it
    return len(text.strip()) > characters


def longer_than(characters: int) -> Formula:
    """1 where the raw text, stripped, has more characters than this.

    >>> longer_than(3).compute(RecordBatch([{"cv_pt": "  SAP  "}, {"cv_pt": "Excel"}]), ("cv_pt",))
    array([False,  True])
    """
    return Formula(
        f"more than {characters} characters, stripped",
        lambda block, paths: np.array(
            [_is_longer(text, characters) for text in block.joined(paths)], np.bool_
        ),
    )
