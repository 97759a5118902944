"""Exports of every kind, as text: written by hand, because no JSON library writes all that JSON allows."""

import json
import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate

import pytest
from hypothesis import strategies as st

from hiring.adapters.exports import members as members_module
from hiring.adapters.exports import source

TRAPS = (
    '}, "123": {', '"}, "123":', "\\", '\\"', '"', "{", "}", "[", "]", ",", ":", "\n", "\0", "\\u0000",
    "\\ud800", "\ud800", "\udfff", "\ud83d\ude00", "😀", "é", "“", "\u2028", "\x7f", "\ufeff", "x", "cv_pt",
    "7", "",
)  # fmt: skip  # a list of traps, not one a line
KEYS = (
    "7", "007", "8", "9", "10", "31000", "-7", "-0", "0", "9007199254740991", "9007199254740992",
    "-9007199254740993", "9223372036854775808", "12345678901234567890",
    "0" * 30 + "7", "", " 7", "7 ", "+7", "7.0", "1e3", "٣",
    "a", "}", ",", '"', '}, "5": {', "\\", "\n", "\0", "\ud800", "é", "x" * 70,
)  # fmt: skip  # the same
NUMBERS = (
    "0", "-0", "7", "-1.5e+3", "1E400", "1e999", "-1e999", "1e-999", "9" * 500, "-" + "9" * 25,
    "18446744073709551616", "0.1",
)  # fmt: skip  # the same

spaces = st.sampled_from(("", "", " ", "\n    ", "\r\n\t", "  \n"))
texts = st.lists(st.sampled_from(TRAPS) | st.characters(exclude_categories=()), max_size=4).map(
    lambda pieces: paired("".join(pieces))
)


def written(text: str, spelling: str) -> str:
    """A string in JSON: with or without `\\u` for what is not ASCII, or with nothing else."""
    if spelling == "escaped":
        return '"' + "".join(f"\\u{ord(half):04X}" for c in text for half in halves(c)) + '"'
    quoted = json.dumps(text, ensure_ascii=spelling == "ascii")
    return re.sub(
        "[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", quoted
    )  # UTF-8 has no other way


def paired(text: str) -> str:
    """The text as JSON can say it: two halves of a surrogate pair side by side are one character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def halves(character: str) -> str:
    units = character.encode("utf-16-le", "surrogatepass")
    return "".join(chr(int.from_bytes(units[at : at + 2], "little")) for at in range(0, len(units), 2))


spellings = st.sampled_from(("plain", "plain", "ascii", "escaped"))
strings = st.builds(written, texts, spellings)


def bracketed(opening: str, items: Sequence[str], closing: str, space: str) -> str:
    return opening + space + f"{space},{space}".join(items) + space + closing


def objects_of(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    names = st.builds(written, st.sampled_from(KEYS) | texts, spellings)
    named = st.builds("{}{}:{}{}".format, names, spaces, spaces, inner)
    return st.builds(bracketed, st.just("{"), st.lists(named, max_size=3), st.just("}"), spaces)


values = st.recursive(
    strings | st.sampled_from(NUMBERS) | st.sampled_from(("true", "false", "null", "{}", "[]")),
    lambda inner: (
        st.builds(bracketed, st.just("["), st.lists(inner, max_size=3), st.just("]"), spaces)
        | objects_of(inner)
    ),
    max_leaves=5,
)


@dataclass(frozen=True)
class Written:
    """An export, and what was put into it: the text of each record, and where it has surely been read."""

    text: bytes
    documents: list[bytes]
    keys: list[str]
    ends: list[int]

    def last_key(self, offset: int) -> str | None:
        """The key of the last record whose comma or closing brace stands before this byte."""
        done = [key for key, end in zip(self.keys, self.ends, strict=True) if end < offset]
        return done[-1] if done else None


def export(
    members: Sequence[tuple[str, str, str]], *, space: str = "", start: str = "", end: str = ""
) -> Written:
    """Members (key, spelling of the key, JSON of the value) as an export."""
    heads = [
        f"{'{' if n == 0 else ','}{space}{written(key, spelling)}{space}:{space}"
        for n, (key, spelling, _) in enumerate(members)
    ]
    parts = [start, *(f"{head}{value}{space}" for head, (*_, value) in zip(heads, members, strict=True))]
    sizes = list(accumulate(len(part.encode()) for part in parts))
    text = "".join(parts) + ("}" if members else f"{{{space}}}") + end
    return Written(
        text=text.encode(),
        documents=[value.encode() for *_, value in members],
        keys=[key for key, *_ in members],
        ends=sizes[1:],
    )


records = st.tuples(
    st.sampled_from(KEYS) | st.integers(1, 40).map(str) | texts, spellings, objects_of(values) | values
)
exports = st.builds(
    export, st.lists(records, max_size=8), space=spaces,
    start=st.sampled_from(("", "", "\ufeff", " \n")), end=st.sampled_from(("", "\n", " \r\n ")),
)  # fmt: skip
block_sizes = st.sampled_from((1, 2, 3, 7, 16, 40, 100, 300, 5_000))


def cut_up(text: bytes, *sizes: int) -> Generator[bytes, None, None]:
    """The text in blocks of these sizes, over and over."""
    position = turn = 0
    while position < len(text):
        size = sizes[turn % len(sizes)]
        yield text[position : position + size]
        position, turn = position + size, turn + 1


@contextmanager
def reading_blocks_of(size: int) -> Iterator[None]:
    """Files are read so many bytes at a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "BLOCK", size)
        patch.setattr(members_module, "BLOCK", size)
        yield
