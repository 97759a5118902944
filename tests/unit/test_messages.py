"""What the core and the adapters say leads to no command, option or setting: those are the frontends'."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hiring.entrypoints.cli.main import COMMANDS
from hiring.settings import Settings

HOUSE = Path(__file__).resolve().parents[2] / "src" / "hiring"
MODULES = [file for layer in ("domain", "application", "adapters") for file in (HOUSE / layer).rglob("*.py")]
FRONTEND_WORDS = (
    r"hiring-cli",
    r"(?<![\w-])--[a-z]",  # an option
    rf"`(?:{'|'.join(COMMANDS)})\b[^`]*`",  # a command
    rf"\b(?:{'|'.join(name.upper() for name in Settings.model_fields)})\b",
    r"\?(?:client|explain)\b",  # a parameter of the HTTP service
)


def messages(module: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every string that is no docstring."""
    tree = ast.parse(module.read_text("utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.lineno, node.value


@pytest.mark.parametrize("words", FRONTEND_WORDS)
def test_no_message_of_the_core_or_an_adapter_speaks_of_a_frontend(words: str) -> None:
    speaking = [
        f"{module.relative_to(HOUSE)}:{line}: {text}"
        for module in MODULES
        for line, text in messages(module)
        if re.search(words, text)
    ]

    assert not speaking


def test_no_docstring_of_the_core_or_an_adapter_names_a_command() -> None:
    assert not [str(module) for module in MODULES if "hiring-cli" in module.read_text("utf-8")]
