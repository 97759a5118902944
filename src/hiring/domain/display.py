"""Counts, and text that others wrote, as they may stand in a message, a table or on a terminal."""

from typing import Final

LONGEST_SHOWN: Final = 64

_PORTUGUESE: Final = str.maketrans(",.", ".,")


def count_of(number: int, noun: str) -> str:
    """How many there are, in words.

    >>> count_of(1, "answer"), count_of(0, "answer"), count_of(2_000, "answer")
    ('1 answer', '0 answers', '2,000 answers')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def figures_in(language: str, figures: str) -> str:
    """Figures as a language separates thousands and decimals; all that is no comma or point stays.

    >>> figures_in("pt", "1,200 vagas"), figures_in("pt", "+0.35"), figures_in("en", "+0.35")
    ('1.200 vagas', '+0,35', '+0.35')

    Args:
        language: `pt` or `en`.
        figures: As Python writes them.
    """
    return figures.translate(_PORTUGUESE) if language == "pt" else figures


def escape(text: str) -> str:
    """The text on one line, with anything unprintable escaped: it cannot steer a terminal."""
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def make_printable(text: str) -> str:
    """The same, cut off after 64 characters: for a key, a status, or any other value from the data."""
    shown = escape(text[: LONGEST_SHOWN + 1])
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"
