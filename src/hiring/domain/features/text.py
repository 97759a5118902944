"""Folding and word matching, exact and fast.

`fold` is the contract. `FoldedTexts` gives the same answers for many texts at once: every character is turned
into one byte by a table (folding works character by character), and keywords are found with `bytes.find`.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

LONGEST_KEPT: Final = 64
"""Characters of a text that a cache of spellings may keep: longer ones are nobody's closed vocabulary."""

_OTHER_WORD: Final = 0xFE  # a folded word character outside ASCII
_OTHER: Final = 0xFF  # any other folded character outside ASCII
_UNSEEN: Final = 0x80  # the table has not met this code point yet
_RESIZES: Final = 0x81  # folds to no character, or to several: its text takes the exact path
_SEPARATOR: Final = "\0"  # neither a word character nor white space, so nothing matches across it
_GROUP_CHARACTERS: Final = 1 << 17  # texts coded at once: 512 kB of code points stay in the cache

_table: Final = np.full(0x110000, _UNSEEN, np.uint8)


def fold(text: str) -> str:
    """Text without accents, case and runs of white space, as the feature contract compares it.

    NFKD, without characters of a combining class, case-folded, white space collapsed to single spaces.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text)
    for mark in filter(unicodedata.combining, set(decomposed)):
        decomposed = decomposed.replace(mark, "")
    return " ".join(decomposed.casefold().split())


@dataclass(frozen=True, slots=True)
class Keyword:
    """A folded word or phrase; `whole` asks for a word end behind it, else it may be the start of a word."""

    text: str
    whole: bool

    def __post_init__(self) -> None:
        plain = self.text.isascii() and self.text.isprintable()
        if not self.text or not plain or fold(self.text) != self.text:
            message = f"a keyword is folded ASCII text: {self.text!r}"
            raise ValueError(message)

    def __str__(self) -> str:
        return f"{'w' if self.whole else 'p'}:{self.text}"


def word(text: str) -> Keyword:
    """`text` as a whole word or phrase."""
    return Keyword(text, whole=True)


def prefix(text: str) -> Keyword:
    """`text` at the start of a word."""
    return Keyword(text, whole=False)


class FoldedTexts:
    """Many folded texts, ready for keyword questions.

    Args:
        texts: Raw texts; each is folded on its own and nothing matches across two of them.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        coded = [_coded(group) for group in _groups(texts)]
        self._codes = b"\0" + b"".join(codes for codes, _ in coded)
        lengths = np.concatenate([sizes for _, sizes in coded]) if coded else np.empty(0, np.int64)
        self._ends: list[int] = np.cumsum(lengths).tolist()

    def mention(self, keywords: Sequence[Keyword]) -> npt.NDArray[np.bool_]:
        """Which texts contain at least one of the keywords, shape (n,)."""
        found = np.zeros(len(self._ends), np.bool_)
        for keyword in keywords:
            for index in self._holding(keyword):
                found[index] = True
        return found

    def _holding(self, keyword: Keyword) -> Iterator[int]:
        """Indices of the texts with the keyword, each once."""
        codes, is_word = self._codes, _IS_WORD
        position = 0
        while (hit := _next(codes, keyword.text, position)) is not None:
            start, end = hit
            if is_word[codes[start - 1]] or (keyword.whole and is_word[codes[end]]):
                position = start + 1
                continue
            index = bisect_right(self._ends, start - 1)
            yield index
            position = self._ends[index]


def _next(codes: bytes, text: str, position: int) -> tuple[int, int] | None:
    """Start and end of the next place where the keyword's letters stand; runs of spaces count as one."""
    if " " not in text:
        start = codes.find(text.encode(), position)
        return None if start < 0 else (start, start + len(text))
    match = _phrase(text).search(codes, position)
    return None if match is None else match.span()


@lru_cache
def _phrase(text: str) -> re.Pattern[bytes]:
    return re.compile(b" +".join(re.escape(word) for word in text.encode().split(b" ")))


def _groups(texts: Sequence[str]) -> Iterator[list[str]]:
    group: list[str] = []
    size = 0
    for text in texts:
        group.append(text)
        size += len(text)
        if size >= _GROUP_CHARACTERS:
            yield group
            group, size = [], 0
    if group:
        yield group


def _coded(texts: list[str]) -> tuple[bytes, npt.NDArray[np.int64]]:
    """One byte a character, a separator behind each text, and the texts' lengths with that separator."""
    sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    codes = _look_up(texts)
    if _RESIZES not in codes:
        return codes, sizes
    ends = np.cumsum(sizes)
    parts = zip(texts, (ends - sizes).tolist(), ends.tolist(), strict=True)
    exact = [fold(text) if codes.find(_RESIZES, start, end) >= 0 else text for text, start, end in parts]
    # Folding is idempotent character by character, so coding a folded text codes its own characters.
    return _look_up(exact), np.fromiter(map(len, exact), np.int64, len(exact)) + 1


def _look_up(texts: list[str]) -> bytes:
    joined = _SEPARATOR.join(texts) + _SEPARATOR
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<i4")
    codes = _table.take(points).tobytes()
    if _UNSEEN in codes:
        for point in np.unique(points).tolist():
            _table[point] = _code(chr(point))
        codes = _table.take(points).tobytes()
    return codes


def _code(character: str) -> int:
    decomposed = unicodedata.normalize("NFKD", character)
    folded = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    if len(folded) != 1:
        return _RESIZES
    if folded.isspace():
        return ord(" ")
    if folded.isascii():
        return ord(folded)
    return _OTHER_WORD if folded.isalnum() else _OTHER


_IS_WORD: Final = bytes(
    code == _OTHER_WORD or (chr(code).isascii() and (chr(code).isalnum() or chr(code) == "_"))
    for code in range(256)
)
