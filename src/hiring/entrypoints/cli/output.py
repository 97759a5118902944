"""How results are printed: for people, or as one JSON document."""

import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from hiring.domain.records import Reject

F = TypeVar("F", bound=Callable[..., Any])


def json_option(command: F) -> F:
    """`--json`: the result as one JSON document."""
    return click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")(command)


def emit(result: dict[str, Any], lines: list[str], *, as_json: bool) -> None:
    """The result, in one form or the other, on standard output."""
    click.echo(
        json.dumps(result, ensure_ascii=False, indent=2, allow_nan=False) if as_json else "\n".join(lines)
    )


def note(text: str) -> None:
    """Something that is not the result, on standard error."""
    click.echo(text, err=True)


def tell_rejects(rejects: Sequence[Reject]) -> None:
    """Name the records that were set aside, on standard error."""
    for reject in rejects:
        note(f"rejected: record {reject.position:,}, key {reject.key!r}: {reject.reason}")


def counted(names: dict[str, int]) -> str:
    """`3 a, 1 b`, or the empty string."""
    return ", ".join(f"{count:,} {name}" for name, count in names.items())
