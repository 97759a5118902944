"""How results are printed: for people, or as one JSON document."""

import json
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from hiring.domain.display import escape

F = TypeVar("F", bound=Callable[..., Any])


def json_text(value: object, *, indent: int | None = None) -> str:
    """JSON that this console can print: its own escapes where it has not all characters."""
    unicode = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "").startswith("utf")
    return json.dumps(value, ensure_ascii=not unicode, indent=indent, allow_nan=False)


def json_option(command: F) -> F:
    """`--json`: the result as one JSON document."""
    return click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")(command)


def emit(result: dict[str, Any], lines: list[str], *, as_json: bool) -> None:
    """The result, in one form or the other, on standard output.

    What somebody has written, a reason or a name, cannot begin a line of its own: it might be taken for ours.
    """
    click.echo(json_text(result, indent=2) if as_json else "\n".join(map(escape, lines)))


def note(text: str) -> None:
    """Something that is not the result, on standard error."""
    click.echo("\n".join(map(escape, text.split("\n"))), err=True)


def counted(names: dict[str, int]) -> str:
    """`3 a, 1 b`, or the empty string."""
    return ", ".join(f"{count:,} {name}" for name, count in names.items())
