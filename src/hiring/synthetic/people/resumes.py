"""CV text of a given length, put together from phrases."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product
from typing import Final

from hiring.synthetic.chance import Rng, draws
from hiring.synthetic.people import phrases

SHORTEST: Final = 300  # characters of a CV that says anything; below it stands only a note
NOTE: Final = "em anexo\n"
TYPICAL_LINE: Final = 40  # below the true mean, so that there are always numbers enough
LINES_A_JOB: Final = 7


@cache
def portuguese() -> tuple[str, ...]:
    return sentences(phrases.DEEDS, phrases.DUTIES, phrases.CIRCUMSTANCES)


@cache
def english() -> tuple[str, ...]:
    return sentences(phrases.ENGLISH_DEEDS, phrases.ENGLISH_DUTIES, phrases.ENGLISH_CIRCUMSTANCES)


def sentences(deeds: Iterable[str], duties: Iterable[str], circumstances: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{deed} {duty}{end}" for deed, duty, end in product(deeds, duties, circumstances))


def cv_text(rng: Rng, *, length: int, mentions: Sequence[str]) -> str:
    """A CV of about `length` characters (at most a line more) that cites each mention at least once."""
    if length < SHORTEST:
        return NOTE if length else ""
    dice = draws(rng, 1 << 40, length // TYPICAL_LINE + 40).tolist()
    bullet = phrases.BULLETS[dice.pop() % len(phrases.BULLETS)]
    cited = [bullet + pick(phrases.MENTIONS[mention], dice.pop()) for mention in mentions]
    opening = head(dice)
    closing = pick(phrases.CLOSINGS, dice.pop())
    spent = len(opening) + len(closing) + sum(map(len, cited)) + len(cited) + 2
    lines = history(dice, bullet, length - spent)
    for line in cited:
        lines.insert(dice.pop() % (len(lines) + 1), line)
    return "\n".join((opening, *lines, closing, ""))


def english_cv_text(rng: Rng, *, length: int) -> str:
    """A CV of about `length` characters."""
    pool = english()
    size = sum(map(len, pool)) // len(pool)
    return "\n".join([pool[index] for index in draws(rng, len(pool), length // size + 1).tolist()]) + "\n"


def pick(choices: Sequence[str], die: int) -> str:
    return choices[die % len(choices)]


def head(dice: list[int]) -> str:
    age = 19 + dice.pop() % 40
    finished = 1995 + dice.pop() % 29
    return "\n".join((
        pick(phrases.OPENINGS, dice.pop()),
        pick(phrases.ROLES, dice.pop()),
        f"{pick(phrases.TOWNS, dice.pop())}\n{age} anos\n\nformação acadêmica",
        f"{pick(phrases.COURSES, dice.pop())} – {pick(phrases.SCHOOLS, dice.pop())} ({finished})",
        "\nexperiência profissional",
    ))  # fmt: skip


def history(dice: list[int], bullet: str, budget: int) -> list[str]:
    """Jobs with their duties, at least `budget` characters of them, each job with its heading."""
    pool = portuguese()
    lines: list[str] = []
    while budget > 0:
        die = dice.pop()
        line = bullet + pool[die % len(pool)] if die >> 20 & LINES_A_JOB else job(die, dice.pop())
        lines.append(line)
        budget -= len(line) + 1
    return lines


def job(die: int, other: int) -> str:
    start = 2000 + other % 22
    since = f"{pick(phrases.MONTHS, other >> 8)}/{start}"
    until = f"{pick(phrases.MONTHS, other >> 16)}/{start + 1 + die % 3}"
    return f"\n{pick(phrases.EMPLOYERS, other >> 24)} – {since} a {until}\n{pick(phrases.ROLES, die)}"


def decomposed(text: str) -> str:
    """Accents as characters of their own, as some word processors write them."""
    return unicodedata.normalize("NFD", text)


def ligated(text: str) -> str:
    """`fi` and `fl` as one character each, as text copied out of a PDF has them."""
    return text.replace("fi", "\ufb01").replace("fl", "\ufb02")
