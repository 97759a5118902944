"""Folding and word matching, exact and fast.

`fold` is the contract. `FoldedTexts` gives the same answers for many texts at once: a table turns every
character into one byte (folding works character by character), the starts of all words are noted once, and
keywords are compared only there.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["LONGEST_KEPT", "FoldedTexts", "Keyword", "fold", "prefix", "word"]

LONGEST_KEPT: Final = 64
"""Longest text that a cache of spellings keeps: anything longer is free text, not a choice from a list."""

# Codes of folded characters. Those of word characters, and of no others, have the highest bit.
_SPACE: Final = ord(" ")
_OTHER: Final = 0x7F  # outside ASCII, and no word character
_WORD: Final = 0x80  # added to an ASCII letter, digit or underscore
_OTHER_WORD: Final = 0xFF  # outside ASCII
_UNSEEN: Final = 0x80  # the table has not met this code point yet
_RESIZES: Final = 0x81  # folds to no character, or to several: its text takes the exact path

_SEPARATOR: Final = "\0"  # neither a word character nor white space, so nothing matches across it
_GROUP_CHARACTERS: Final = 1 << 18  # texts coded at once: their code points stay in the cache
_PIECE: Final = 4  # codes compared at once

_table: Final = np.full(0x110000, _UNSEEN, np.uint8)


def fold(text: str) -> str:
    """Text without accents, case and runs of white space, as the feature contract compares it.

    NFKD, without combining characters, case-folded, white space collapsed to single spaces.

    >>> fold("  Excel   AVANÇADO ")
    'excel avancado'
    """
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text)
    for mark in filter(unicodedata.combining, set(decomposed)):
        decomposed = decomposed.replace(mark, "")
    return " ".join(decomposed.casefold().split())


@dataclass(frozen=True, slots=True)
class Keyword:
    """A folded word or phrase; with `whole` a word must end after it, else it may be a word's start."""

    text: str
    whole: bool

    def __post_init__(self) -> None:
        plain = self.text.isascii() and self.text.isprintable() and fold(self.text) == self.text
        if not plain or not self.text or not all(map(_begins_word, self.text.split())):
            message = f"a keyword is folded ASCII text, its parts begin as words do: {self.text!r}"
            raise ValueError(message)

    def __str__(self) -> str:
        return f"{'w' if self.whole else 'p'}:{self.text}"


def _begins_word(text: str) -> bool:
    return text[0] == "_" or text[0].isalnum()


def word(text: str) -> Keyword:
    """`text` as a whole word or phrase.

    >>> FoldedTexts(["SAP FI", "Sapataria"]).mention([word("sap")])
    array([ True, False])
    """
    return Keyword(text, whole=True)


def prefix(text: str) -> Keyword:
    """`text` at the start of a word.

    >>> FoldedTexts(["Contabilidade", "Desconto"]).mention([prefix("contab")])
    array([ True, False])
    """
    return Keyword(text, whole=False)


class FoldedTexts:
    """Many folded texts, ready to be searched for keywords.

    Args:
        texts: Raw texts; each is folded by itself, and nothing matches across two of them.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._groups = [_Group(group) for group in _groups(texts)]

    def mention(self, keywords: Sequence[Keyword]) -> npt.NDArray[np.bool_]:
        """Which texts contain at least one of the keywords, shape (n,)."""
        return np.concatenate([_NONE, *(group.mention(keywords) for group in self._groups)])


_NONE: Final = np.zeros(0, np.bool_)


class _Group:
    def __init__(self, texts: list[str]) -> None:
        codes, sizes = _coded(texts)
        self._ends = np.cumsum(sizes)
        # A separator before the first text; behind the last, enough for a piece that begins there.
        self._text = b"\0%b%b" % (codes, bytes(_PIECE))
        self._codes = np.frombuffer(self._text, np.uint8)
        self._pieces = np.ndarray((len(self._text) - _PIECE + 1,), "<u4", self._text, strides=(1,))
        in_word = self._codes >= _WORD
        self._words = np.flatnonzero(in_word[1:] > in_word[:-1]) + 1
        self._beginnings = self._pieces[self._words]

    def mention(self, keywords: Sequence[Keyword]) -> npt.NDArray[np.bool_]:
        """Which texts contain at least one of the keywords, shape (n,)."""
        found = np.zeros(len(self._ends), np.bool_)
        if len(self._words):
            for keyword in keywords:
                found[np.searchsorted(self._ends, self._places(keyword))] = True
        return found

    def _places(self, keyword: Keyword) -> npt.NDArray[np.int64]:
        """Where it begins."""
        first, *others = _codes_of(keyword.text)
        places = self._words_beginning_with(first)
        ends = places + len(first)
        if others:
            ends = np.array([self._behind(others, end) for end in ends.tolist()], np.int64)
            places, ends = places[ends > 0], ends[ends > 0]
        return places[self._codes[ends] < _WORD] if keyword.whole else places

    def _words_beginning_with(self, codes: bytes) -> npt.NDArray[np.int64]:
        value, mask = _piece(codes)
        beginnings = self._beginnings if len(codes) >= _PIECE else self._beginnings & mask
        places = self._words[np.flatnonzero(beginnings == value)]
        for start in range(_PIECE, len(codes), _PIECE):
            value, mask = _piece(codes[start:])
            places = places[(self._pieces[places + start] & mask) == value]
        return places

    def _behind(self, parts: Sequence[bytes], position: int) -> int:
        """Where these parts of a phrase end, each after one or more spaces; 0 if they are not here."""
        for part in parts:
            gap = position
            while self._text[position] == _SPACE:
                position += 1
            if position == gap or not self._text.startswith(part, position):
                return 0
            position += len(part)
        return position


@lru_cache
def _codes_of(keyword: str) -> list[bytes]:
    return [_look_up([part])[:-1] for part in keyword.split()]


def _piece(codes: bytes) -> tuple[int, int]:
    """The first codes as one number, and the bits that count."""
    begun = codes[:_PIECE]
    return int.from_bytes(begun, "little"), (1 << 8 * len(begun)) - 1


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
    """One byte per character, a separator after each text, and the lengths of the texts including it."""
    codes = _look_up(texts)
    sizes = [len(text) + 1 for text in texts]
    if _RESIZES not in codes:
        return codes, sizes
    parts = []
    end = 0
    for index, text in enumerate(texts):
        start, end = end, end + sizes[index]
        part = codes[start:end]
        if _RESIZES in part:
            part = _look_up([_resized(text, part)])
            sizes[index] = len(part)
        parts.append(part)
    return b"".join(parts), sizes


def _resized(text: str, codes: bytes) -> str:
    """The text with its odd characters replaced by what they fold to; folding it again changes nothing."""
    odd = _code_points(text)[np.frombuffer(codes, np.uint8)[:-1] == _RESIZES]
    for character in map(chr, set(odd.tolist())):
        text = text.replace(character, _folded(character))
    return text


def _look_up(texts: list[str]) -> bytes:
    points = _code_points(_SEPARATOR.join([*texts, ""]))
    codes = _table.take(points, mode="clip")  # none is beyond the table; the other modes take longer
    found = codes.tobytes()
    if _UNSEEN in found:
        for point in set(points[codes == _UNSEEN].tolist()):
            _table[point] = _code(chr(point))
        found = _table.take(points, mode="clip").tobytes()
    return found


def _code_points(text: str) -> npt.NDArray[np.uint16] | npt.NDArray[np.uint32]:
    """One number per character, in two bytes if no character needs more, which is nearly always."""
    short = text.encode("utf-16-le", "surrogatepass")
    if len(short) == 2 * len(text):
        return np.frombuffer(short, "<u2")
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def _folded(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def _code(character: str) -> int:
    folded = _folded(character)
    if len(folded) != 1:
        return _RESIZES
    if folded.isspace():
        return _SPACE
    in_word = _begins_word(folded)
    if folded.isascii():
        return ord(folded) | _WORD if in_word else ord(folded)
    return _OTHER_WORD if in_word else _OTHER
