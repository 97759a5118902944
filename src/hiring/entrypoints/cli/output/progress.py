"""Progress for people: a bar on a terminal, a plain line now and then elsewhere; always on standard error."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import click

from hiring.application.ports.progress import Progress

_SECONDS_BETWEEN_LINES: Final = 5.0


def progress() -> Progress:
    """What suits the standard error of this process."""
    return BarProgress() if sys.stderr.isatty() else LineProgress()


class BarProgress(Progress):
    """A rich bar, or a counter where the total is not known."""

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            TextColumn,
            TimeElapsedColumn,
        )
        from rich.progress import (
            Progress as Bars,
        )

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Bars(*columns, console=Console(stderr=True)) as bars:
            task = bars.add_task(name, total=total)
            yield lambda done: bars.advance(task, done)


class LineProgress(Progress):
    """One line every few seconds, and one at the end of the step."""

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        started = told = time.monotonic()
        count = 0
        of = "" if total is None else f" of {total:,}"

        def advance(done: int) -> None:
            nonlocal count, told
            count += done
            if time.monotonic() - told >= _SECONDS_BETWEEN_LINES:
                told = time.monotonic()
                click.echo(f"{name}: {count:,}{of}", err=True)

        yield advance
        click.echo(f"{name}: {count:,}{of} in {time.monotonic() - started:.1f} s", err=True)
