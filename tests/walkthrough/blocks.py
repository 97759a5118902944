"""A document as what a reader does with it: commands to run, and what they are said to print."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]

_PIECE: Final = re.compile(
    r"^(?:<!-- (?P<mark>[^>\n]+) -->\n+)?"
    r"(?:```(?P<language>\w+)\n(?P<text>.*?)^```$|Answer: (?P<answer>\d{3}(?:, \S+)?)$)",
    re.DOTALL | re.MULTILINE,
)
_ROW: Final = re.compile(r"^\| `(hiring-cli [^`]+)` \|", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Block:
    """A fenced block, a command in the first cell of a table, or the status that an answer is said to have.

    Args:
        mark: What the HTML comment above it says: how the walk treats it.
        language: Of the fence; `answer` for a status.
        line: Where it begins, counted from 1.
    """

    mark: str
    language: str
    text: str
    line: int


def blocks(document: Path) -> list[Block]:
    """All of them, in the order of the document."""
    text = document.read_text("utf-8")
    return sorted([*_pieces(text), *_rows(text)], key=lambda block: block.line)


def _pieces(text: str) -> Iterator[Block]:
    for found in _PIECE.finditer(text):
        answer = found["answer"]
        yield Block(
            mark=found["mark"] or "",
            language="answer" if answer else found["language"],
            text=answer or found["text"],
            line=_line(text, found.end() if answer else found.start("language")),
        )


def _rows(text: str) -> Iterator[Block]:
    for found in _ROW.finditer(text):
        yield Block(mark="", language="bash", text=found[1] + "\n", line=_line(text, found.start()))


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
