"""Options that several commands share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from hiring.bootstrap import Hiring, production
from hiring.domain.records import TableName, table_name
from hiring.entrypoints.cli.output import note
from hiring.entrypoints.cli.progress import progress
from hiring.settings import Settings, load_settings

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


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Hiring]:
    """The use cases over the store that the settings name, which is told on standard error."""
    with production(settings or load_settings(), progress()) as hiring:
        note(f"store: {hiring.ports.store.place}")
        yield hiring
