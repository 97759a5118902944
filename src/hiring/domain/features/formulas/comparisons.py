"""The formulas of vagas and of pairs: levels, lengths, days, and what both sides have in common."""

import re
from collections.abc import Callable
from typing import Final

import numpy as np

from hiring.domain.features.formulas.days import day_of
from hiring.domain.features.formulas.fields import Formula, remembered
from hiring.domain.features.formulas.levels import Names
from hiring.domain.features.record_batch import Paths, RecordBatch
from hiring.domain.features.text import Keyword, fold
from hiring.domain.records import Bools, Days, Floats, Ints

__all__ = [
    "LONGEST_TEXT",
    "characters",
    "choice",
    "choices",
    "common_areas",
    "days_between",
    "digits",
    "gap",
    "in_both",
    "level",
    "log_characters",
    "month",
    "only_first",
    "weekday",
    "words",
    "words_of",
]

LONGEST_TEXT: Final = 100_000
"""Characters; longer texts count as so long."""

_WORD: Final = re.compile(r"\w\w+")
_DIGIT: Final = re.compile(r"[0-9]")
_BETWEEN_AREAS: Final = re.compile(r"\s*[-,]\s*")
_NO_AREA: Final = frozenset({"", "ti"})  # "TI - SAP": what stands behind says more


def _numbers(compute: Callable[[str], float]) -> Callable[[RecordBatch, Paths], Floats]:
    return lambda block, paths: np.array(block.each(compute, paths), np.float64)


def level(level_of: Callable[[str], float], names: Names) -> Formula:
    """The place of a level in a list of names; NaN where none is given.

    >>> from hiring.domain.features.formulas.levels import LANGUAGE_LEVELS, language_of
    >>> batch = RecordBatch([{"nivel_ingles": "Básico"}, {}])
    >>> level(language_of, LANGUAGE_LEVELS).compute(batch, ("nivel_ingles",))
    array([ 1., nan])
    """
    return Formula(f"place among {_listed(names)}", _numbers(level_of))


def gap(level_of: Callable[[str], float], names: Names) -> Formula:
    """How many levels the person is above what the vaga asks for; NaN where one of the two is unknown.

    The last path is the vaga's, those before it the person's.

    >>> from hiring.domain.features.formulas.levels import LANGUAGE_LEVELS, language_of
    >>> batch = RecordBatch([{"tem": "Fluente", "pede": "Básico"}, {"tem": "", "pede": "Básico"}])
    >>> gap(language_of, LANGUAGE_LEVELS).compute(batch, ("tem", "pede"))
    array([ 4., nan])
    """

    def compute(block: RecordBatch, paths: Paths) -> Floats:
        own, asked = block.each(level_of, paths[:-1]), block.each(level_of, paths[-1:])
        return np.array(own, np.float64) - np.array(asked, np.float64)

    return Formula(f"place of the first minus place of the last among {_listed(names)}", compute)


def _listed(names: Names) -> str:
    return ", ".join(pt for pt, _ in names)


characters: Final = Formula(
    f"characters, stripped, at most {LONGEST_TEXT}",
    _numbers(lambda text: float(min(len(text.strip()), LONGEST_TEXT))),
)
words: Final = Formula(
    f"words of two or more characters, folded, at most {LONGEST_TEXT}",
    _numbers(lambda text: float(min(len(_WORD.findall(fold(text))), LONGEST_TEXT))),
)
digits: Final = Formula(
    f"ASCII digits, at most {LONGEST_TEXT}",
    _numbers(lambda text: float(min(len(_DIGIT.findall(text)), LONGEST_TEXT))),
)
log_characters: Final = Formula(
    f"natural logarithm of 1 + characters, stripped, at most {LONGEST_TEXT}",
    lambda block, paths: np.log1p(
        np.array(block.each(lambda text: min(len(text.strip()), LONGEST_TEXT), paths), np.float64)
    ),
)


@remembered
def _choice(text: str) -> str | None:
    return fold(text) or None


choice: Final = Formula(
    "the folded text", lambda block, paths: np.array(block.each(_choice, paths), np.object_)
)


def _word_list(text: str) -> str | None:
    return " ".join(_WORD.findall(fold(text))) or None


words_of: Final = Formula(
    "words of two or more characters, folded",
    lambda block, paths: np.array(block.each(_word_list, paths), np.object_),
)


@remembered
def _choices(text: str) -> float:
    return float(sum(bool(part.strip()) for part in text.split(",")))


choices: Final = Formula("entries between commas", _numbers(_choices))


def _days(block: RecordBatch, path: str) -> Days:
    return np.array(block.each(day_of, (path,)), "datetime64[D]")


def _numbered(days: Days, numbers: Ints) -> Floats:
    return np.where(np.isnat(days), np.nan, numbers.astype(np.float64))


def _days_between(furthest: int, block: RecordBatch, paths: Paths) -> Floats:
    first, second = (_days(block, path) for path in paths)
    apart = np.where(np.isnat(first) | np.isnat(second), np.nan, (second - first).astype(np.float64))
    return np.where(np.abs(apart) <= furthest, apart, np.nan)


def days_between(furthest: int) -> Formula:
    """Days from the first to the second; NaN where one is unknown, or they are further apart than that.

    >>> batch = RecordBatch([{"aberta": "01-03-2021", "candidatura": "05-03-2021"}, {"aberta": "00-00-0000"}])
    >>> days_between(365).compute(batch, ("aberta", "candidatura"))
    array([ 4., nan])
    """
    text = f"days from the first to the second, at most {furthest} apart"
    return Formula(text, lambda block, paths: _days_between(furthest, block, paths))


def _month(block: RecordBatch, paths: Paths) -> Floats:
    days = _days(block, paths[0])
    return _numbered(days, days.astype("datetime64[M]").astype(np.int64) % 12 + 1)


def _weekday(block: RecordBatch, paths: Paths) -> Floats:
    days = _days(block, paths[0])
    return _numbered(days, (days.astype(np.int64) + 3) % 7 + 1)  # 1970-01-01 was a Thursday


month: Final = Formula("month of the day, 1 to 12", _month)
weekday: Final = Formula("day of the week, 1 Monday to 7 Sunday (ISO 8601)", _weekday)


@remembered
def _areas(text: str) -> frozenset[str]:
    return frozenset(_BETWEEN_AREAS.split(fold(text))) - _NO_AREA


def _common_areas(block: RecordBatch, paths: Paths) -> Floats:
    sides = (block.each(_areas, (path,)) for path in paths)
    return np.array(
        [
            len(one & other) / len(one | other) if one and other else np.nan
            for one, other in zip(*sides, strict=True)
        ],
        np.float64,
    )


common_areas: Final = Formula(
    "areas that both name, as a share of those that either names (Jaccard, 1901)", _common_areas
)


def _both_sides(
    keywords: tuple[Keyword, ...], own: int, block: RecordBatch, paths: Paths
) -> tuple[Bools, Bools]:
    return block.mentions(keywords, paths[:own]), block.mentions(keywords, paths[own:])


def in_both(own: int, *keywords: Keyword) -> Formula:
    """1 where the first `own` fields, which are the person's, and the others, the vaga's, name a keyword.

    >>> from hiring.domain.features.text import word
    >>> batch = RecordBatch([{"cv_pt": "SAP", "titulo": "SAP FI"}, {"cv_pt": "SAP", "titulo": "Java"}])
    >>> in_both(1, word("sap")).compute(batch, ("cv_pt", "titulo"))
    array([ True, False])
    """
    text = f"{' '.join(map(str, keywords))} in the first {own} fields and in the others"

    def compute(block: RecordBatch, paths: Paths) -> Bools:
        has, asks = _both_sides(keywords, own, block, paths)
        return np.logical_and(has, asks)

    return Formula(text, compute)


def only_first(own: int, *keywords: Keyword, turned: bool = False) -> Formula:
    """1 where the first `own` fields name a keyword and the others do not; turned, the other way round.

    >>> from hiring.domain.features.text import word
    >>> batch = RecordBatch([{"cv_pt": "SAP", "titulo": "Java"}, {"cv_pt": "", "titulo": "SAP"}])
    >>> only_first(1, word("sap"), turned=True).compute(batch, ("cv_pt", "titulo"))
    array([False,  True])
    """
    named, own_fields = " ".join(map(str, keywords)), f"the first {own} fields"
    where = f"the others and not in {own_fields}" if turned else f"{own_fields} and not in the others"

    def compute(block: RecordBatch, paths: Paths) -> Bools:
        has, asks = _both_sides(keywords, own, block, paths)
        first, second = (asks, has) if turned else (has, asks)
        return np.logical_and(first, ~second)

    return Formula(f"{named} in {where}", compute)
