"""Folding and word matching, exact and fast.

`fold` is the contract. `FoldedTexts` gives the same answers for many texts at once: every character is turned
into one byte by a table (folding works character by character), and keywords are found with `bytes.find`.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import Final

import numpy as np
import numpy.typing as npt

LONGEST_KEPT: Final = 64
"""Characters of a text that a cache of spellings may keep: longer ones are nobody's closed vocabulary."""

_SPACE: Final = ord(" ")
_OTHER_WORD: Final = 0xFE  # a folded word character outside ASCII
_OTHER: Final = 0xFF  # any other folded character outside ASCII
_UNSEEN: Final = 0x80  # the table has not met this code point yet
_RESIZES: Final = 0x81  # folds to no character, or to several: its text takes the exact path
_SEPARATOR: Final = "\0"  # neither a word character nor white space, so nothing matches across it
_GROUP_CHARACTERS: Final = 1 << 17  # texts coded at once: 512 kB of code points stay in the cache

_LAST_LATIN: Final = 0xFF

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
        self._codes = b"".join((b"\0", *(codes for codes, _ in coded)))
        self._ends = list(accumulate(chain.from_iterable(sizes for _, sizes in coded)))

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
        words, position = keyword.text.encode().split(), 0
        while (hit := _next(codes, words, position)) is not None:
            start, end = hit
            if is_word[codes[start - 1]] or (keyword.whole and is_word[codes[end]]):
                position = start + 1
                continue
            index = bisect_right(self._ends, start - 1)
            yield index
            position = self._ends[index]


def _next(codes: bytes, words: Sequence[bytes], position: int) -> tuple[int, int] | None:
    """Start and end of the next place where the words stand, one or more spaces between them."""
    first = words[0]
    while (start := codes.find(first, position)) >= 0:
        end = start + len(first)
        for word in words[1:]:
            gap = end
            while codes[end] == _SPACE:
                end += 1
            if end == gap or not codes.startswith(word, end):
                break
            end += len(word)
        else:
            return start, end
        position = start + 1
    return None


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


def _coded(texts: list[str]) -> tuple[bytes, list[int]]:
    """One byte a character, a separator behind each text, and the texts' lengths with that separator."""
    codes = _look_up(texts)
    sizes = [len(text) + 1 for text in texts]
    if _RESIZES not in codes:
        return codes, sizes
    parts = []
    end = 0
    for index, text in enumerate(texts):
        start, end = end, end + sizes[index]
        part = codes[start:end]
        if _RESIZES in part:  # folding is idempotent, so a folded text's codes are those of its characters
            part = _look_up([fold(text)])
            sizes[index] = len(part)
        parts.append(part)
    return b"".join(parts), sizes


def _look_up(texts: list[str]) -> bytes:
    joined = _SEPARATOR.join(texts) + _SEPARATOR
    points = _code_points(joined)
    codes = points.astype(np.uint8).tobytes().translate(_latin())
    beyond = np.flatnonzero(points > _LAST_LATIN)  # bullets and dashes: few, but in nearly every CV
    if not len(beyond):
        return codes
    rare = points[beyond]
    found = _table.take(rare)
    if _UNSEEN in found:
        for point in np.unique(rare).tolist():
            _table[point] = _code(chr(point))
        found = _table.take(rare)
    patched = np.frombuffer(bytearray(codes), np.uint8)
    patched[beyond] = found
    return patched.tobytes()


def _code_points(text: str) -> npt.NDArray[np.uint16] | npt.NDArray[np.uint32]:
    """One number a character; in two bytes where no character needs more, which is nearly always."""
    short = text.encode("utf-16-le", "surrogatepass")
    if len(short) == 2 * len(text):
        return np.frombuffer(short, "<u2")
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


@lru_cache(1)
def _latin() -> bytes:
    """The codes of the first 256 characters."""
    return bytes(_code(chr(point)) for point in range(_LAST_LATIN + 1))


def _code(character: str) -> int:
    decomposed = unicodedata.normalize("NFKD", character)
    folded = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    if len(folded) != 1:
        return _RESIZES
    if folded.isspace():
        return _SPACE
    if folded.isascii():
        return ord(folded)
    return _OTHER_WORD if folded.isalnum() else _OTHER


_IS_WORD: Final = bytes(
    code == _OTHER_WORD or (chr(code).isascii() and (chr(code).isalnum() or chr(code) == "_"))
    for code in range(256)
)
