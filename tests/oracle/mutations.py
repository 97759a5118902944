# ruff: noqa: RUF001 - look-alike characters are the subject
"""What can happen to a word between the head that thinks it and the field that holds it."""

import random
import string
import unicodedata
from collections.abc import Callable
from typing import Final

from tests.oracle.mutant_words import (
    DIGIT_FORMS,
    GLUE,
    INVISIBLE,
    MARKS,
    SIGNS,
    SPACE_MAKERS,
    SPACES,
)


def between(chance: random.Random) -> str:
    """What stands between two words: mostly a plain space, sometimes anything at all."""
    if chance.random() < 0.45:
        return " "
    return "".join(glue(chance) for _ in range(chance.choice((0, 1, 1, 2, 3))))


def glue(chance: random.Random) -> str:
    if chance.random() < 0.15:
        return any_character(chance)
    return chance.choice(chance.choice((GLUE, GLUE, SPACES, SIGNS, INVISIBLE, MARKS)))


def any_character(chance: random.Random) -> str:
    """Any character but U+0000 and the surrogates; the early blocks, full of oddities, come up more often."""
    code = chance.randint(1, chance.choice((0x24F, 0x2FFF, 0xFFFF, 0x1FFFF, 0x10FFFF)))
    return "?" if 0xD800 <= code <= 0xDFFF else chr(code)


def mutated(chance: random.Random, word: str) -> str:
    """The word as somebody, or some editor, might have written it; half the time as it is."""
    for _ in range(chance.choice((0, 0, 0, 1, 1, 2))):
        word = chance.choice(MUTATIONS)(chance, word)
    return word


def with_something_inside(chance: random.Random, word: str) -> str:
    at = chance.randint(0, len(word))
    return word[:at] + glue(chance) + word[at:]


def with_other_spaces(chance: random.Random, word: str) -> str:
    kinds = (SPACES, SPACES, SPACE_MAKERS, INVISIBLE, ("", "_", "-", " \u200b ", " \u0301", "\u0301 "))
    other = (chance.choice(chance.choice(kinds)) for _ in range(chance.randint(1, 3)))
    return "".join(other).join(word.split(" "))


def with_compatible_letters(chance: random.Random, word: str) -> str:
    fullwidth = {c: chr(ord(c) + 0xFEE0) for c in string.ascii_letters + string.digits + "-"}
    bold = {c: chr(0x1D400 + i) for i, c in enumerate(string.ascii_uppercase + string.ascii_lowercase)}
    look_alike = {"k": "\u212a", "s": "ſ", "i": "ı", "a": "\u0430", "-": "‑", "o": "º", "I": "İ", "e": "é"}
    table = chance.choice((fullwidth, bold, look_alike))
    if chance.random() < 0.3:
        return word.replace("fi", "ﬁ").replace("st", "ﬆ").replace("i", "ⅰ", 1)
    return "".join(table.get(c, c) if chance.random() < 0.7 else c for c in word)


def with_an_edge_cut_or_grown(chance: random.Random, word: str) -> str:
    extra = chance.choice((*string.ascii_lowercase, *GLUE))
    return chance.choice((word[1:], word[:-1], extra + word, word + extra, word + word, word + "s"))


MUTATIONS: Final[tuple[Callable[[random.Random, str], str], ...]] = (
    lambda _, word: word.upper(),
    lambda _, word: word.title(),
    lambda _, word: word.swapcase(),
    lambda _, word: unicodedata.normalize("NFD", word),
    lambda _, word: "".join(c for c in unicodedata.normalize("NFD", word) if c.isascii()),
    with_something_inside,
    with_other_spaces,
    with_compatible_letters,
    with_an_edge_cut_or_grown,
)


def as_digits(chance: random.Random, text: str, *, share: float) -> str:
    form = chance.choice(DIGIT_FORMS)
    return "".join(form[int(c)] if c in string.digits and chance.random() < share else c for c in text)
