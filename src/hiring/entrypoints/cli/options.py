"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from hiring.domain.records import TableName, table_name

F = TypeVar("F", bound=Callable[..., Any])

EXPORT = click.Path(path_type=Path)


def chunk_size_option(default: int) -> Callable[[F], F]:
    """`--chunk-size`: how many records are worked on at once."""
    return click.option(
        "--chunk-size",
        type=click.IntRange(min=1),
        default=default,
        show_default=True,
        help="Records worked on at once; more need more memory.",
    )


def table_option(flag: str, parameter: str, default: str, help_text: str) -> Callable[[F], F]:
    """A table's name; anything but an identifier is refused before the store is opened."""

    def checked(_context: click.Context, _parameter: click.Parameter, value: str) -> TableName:
        return table_name(value)

    return click.option(
        flag, parameter, default=default, show_default=True, callback=checked, metavar="TABLE", help=help_text
    )
